"""WebSocket frames (RFC 6455): what goes out is a header and the bytes; what comes in is parsed by wsproto.

Only the parts of wsproto that know no connection are used, so that a socket at rest keeps none of it. They lie inside
the package: pyproject.toml pins its version exactly.
"""

from collections.abc import Iterator
from enum import IntEnum
from struct import pack

from wsproto.frame_protocol import FrameDecoder, MessageDecoder, Opcode, ParseFailed

__all__ = ["Closing", "Incoming", "Opcode", "ParseFailed", "ending", "frame"]


class Closing(IntEnum):
    """Why a socket is closed."""

    NORMAL = 1000
    PROTOCOL = 1002
    BINARY = 1003
    TOO_LONG = 1009


def frame(payload: bytes, opcode: Opcode = Opcode.TEXT) -> bytes:
    """One whole frame from the server, unmasked as it must be."""
    length = len(payload)
    if length < 126:
        return pack("!BB", 0x80 | opcode, length) + payload
    if length < 65536:
        return pack("!BBH", 0x80 | opcode, 126, length) + payload
    return pack("!BBQ", 0x80 | opcode, 127, length) + payload


def ending(reason: int) -> bytes:
    """The frame that ends a connection, with one of `Closing` or another code of the RFC."""
    return frame(pack("!H", reason), Opcode.CLOSE)


class Incoming:
    """Bytes of one client → whole messages. Begun when bytes come, and dropped when they ended with a whole message."""

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._frames = FrameDecoder(client=False)
        self._messages = MessageDecoder()
        self._text = ""

    @property
    def at_rest(self) -> bool:
        """Is nothing kept of a message that has only begun?"""
        return self._frames.header is None and not len(self._frames.buffer) and self._messages.opcode is None

    def take(self, data: bytes) -> Iterator[tuple[Opcode, str | bytes]]:
        """The messages and control frames that are whole with `data`.

        Raises ParseFailed with the code to close with: for unmasked frames and all else that the RFC forbids, for
        binary messages and for those that are too long.
        """
        self._frames.receive_bytes(data)
        while (part := self._frames.process_buffer()) is not None:
            if part.opcode.iscontrol():
                yield part.opcode, bytes(part.payload)
                continue
            part = self._messages.process_frame(part)
            if part.opcode is not Opcode.TEXT:
                raise ParseFailed("only text is taken in", Closing.BINARY)
            self._text += part.payload
            if len(self._text) > self._longest:
                raise ParseFailed("the message is too long", Closing.TOO_LONG)
            if part.message_finished:
                text, self._text = self._text, ""
                yield Opcode.TEXT, text
