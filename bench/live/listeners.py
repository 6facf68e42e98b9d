"""Listeners that cost little: one epoll loop, raw sockets, and each distinct piece of the stream read only once.

A room hears the same bytes, so a piece that one listener has been told is looked up by its bytes for all the others;
what was heard is only noted down, and counted when the load is over (account.py).
"""

import select
import socket
from collections.abc import Callable
from time import perf_counter

from bench.live.account import Body, Heard
from bench.wire import CLOSE, PING, PONG, event, frames, handshake, heard_answer, heard_event, masked

PONG_OF_ENGINE_IO = masked(b"3")
PIECE = 65536
KNOWN_PIECES = 4096


class Line:
    """A connection in the loop: `hear(data)` gets what is read, b"" at its end."""

    def __init__(self, loop: "Loop", address: tuple[str, int], source: str | None = None) -> None:
        self.loop = loop
        self.socket = socket.socket()
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if source:
            self.socket.bind((source, 0))
        self.socket.connect(address)
        self.socket.setblocking(False)
        loop.add(self)

    def send(self, data: bytes) -> None:
        """Send all of it. What is sent here is small and always fits, or the server has stopped reading."""
        self.socket.sendall(data)

    def hear(self, data: bytes) -> None:
        raise AssertionError(f"{type(self).__name__} hears nothing")

    def close(self) -> None:
        self.loop.remove(self)


class Loop:
    """One epoll over all lines."""

    def __init__(self) -> None:
        self._poll = select.epoll()
        self._lines: dict[int, Line] = {}

    def add(self, line: Line) -> None:
        self._lines[line.socket.fileno()] = line
        self._poll.register(line.socket.fileno(), select.EPOLLIN)

    def remove(self, line: Line) -> None:
        if line.socket.fileno() in self._lines:
            del self._lines[line.socket.fileno()]
            self._poll.unregister(line.socket.fileno())
            line.socket.close()

    def turn(self, patience_s: float) -> None:
        """Read what has come, of at most 256 lines, so that who waits to send does not wait long."""
        lines = self._lines
        for fd, _what in self._poll.poll(max(0.0, patience_s), 256):
            line = lines.get(fd)
            if line is None:
                continue
            try:
                data = line.socket.recv(PIECE)
            except BlockingIOError:
                continue
            except OSError:
                data = b""
            line.hear(data)

    def until(self, done: Callable[[], bool], patience_s: float) -> bool:
        """Turn until it is done; False when the patience is over."""
        give_up_at = perf_counter() + patience_s
        while not done():
            if perf_counter() > give_up_at:
                return False
            self.turn(0.05)
        return True


class SocketLine(Line):
    """A Socket.IO client: shakes hands, says `hello` to the default namespace, then hears messages."""

    def __init__(self, loop: Loop, address: tuple[str, int], origin: str, source: str | None = None) -> None:
        super().__init__(loop, address, source)
        self.rest = b""
        self.is_open = False
        self.is_cut = False
        self.send(handshake(f"{address[0]}:{address[1]}", origin))
        self._head: bytes | None = b""

    def hear(self, data: bytes) -> None:
        if not data:
            self.is_cut = True
            self.close()
            return
        if self._head is not None:
            self._head += data
            head, end, data = self._head.partition(b"\r\n\r\n")
            if not end:
                return
            if b" 101 " not in head.split(b"\r\n")[0]:
                raise ValueError(f"no WebSocket: {head.splitlines()[0]!r}")
            self._head = None
        whole, self.rest = frames(self.rest + data)
        for opcode, payload in whole:
            self.take(opcode, payload)

    def take(self, opcode: int, payload: bytes) -> None:
        if opcode == PING:
            self.send(masked(payload, PONG))
        elif opcode == CLOSE:
            self.is_cut = True
            self.close()
        elif payload == b"2":
            self.send(PONG_OF_ENGINE_IO)
        elif payload.startswith(b"0"):
            self.send(masked(b"40"))
        elif payload.startswith(b"40"):
            self.opened()
        elif not payload.startswith(b"44"):
            self.message(payload)
        else:
            raise ValueError(f"refused: {payload!r}")

    def opened(self) -> None:
        self.is_open = True

    def message(self, payload: bytes) -> None:
        pass


class Listener(SocketLine):
    """One phone of the room. `heard` is what it was told, to be counted later."""

    known: dict[bytes, tuple[Body, ...]] = {}
    """Whole pieces of the stream that told notes and nothing else, for all listeners together."""
    total = 0
    """Bodies heard by all listeners."""

    def __init__(self, loop: Loop, address: tuple[str, int], origin: str, ticket: str, source: str) -> None:
        super().__init__(loop, address, origin, source)
        self.heard: Heard = []
        self.is_joined = False
        self._ticket = ticket
        self._told: list[Body] = []
        self._only_notes = True

    def opened(self) -> None:
        self.send(masked(event("join", {"ticket": self._ticket}, ack=0)))

    def hear(self, data: bytes) -> None:
        at = perf_counter()
        if not self.rest:
            told = Listener.known.get(data)
            if told is not None:
                self.heard.append((told, at))
                Listener.total += len(told)
                return
        whole_piece = not self.rest
        self._told, self._only_notes = [], True
        super().hear(data)
        if self._told:
            told = tuple(self._told)
            self.heard.append((told, at))
            Listener.total += len(told)
            if whole_piece and not self.rest and self._only_notes:
                if len(Listener.known) > KNOWN_PIECES:
                    Listener.known.clear()
                Listener.known[data] = told

    def take(self, opcode: int, payload: bytes) -> None:
        told = bodies_in(payload)
        if told:
            self._told += told
        else:
            self._only_notes = False
            super().take(opcode, payload)

    def message(self, payload: bytes) -> None:
        answer = heard_answer(payload)
        if answer:
            if "error" in answer[1]:
                raise ValueError(f"not let in: {answer[1]}")
            self.is_joined = True


_read: dict[bytes, list[Body]] = {}


def bodies_in(payload: bytes) -> list[Body]:
    """The notes that a message tells, in Koonti's form (`changes`) or the reference's (`note`, `notes`)."""
    if not payload.startswith((b'42["changes"', b'42["note')):
        return []
    bodies = _read.get(payload)
    if bodies is None:
        if len(_read) > KNOWN_PIECES:
            _read.clear()
        name, told = heard_event(payload) or ("", None)
        changes = {"changes": lambda: told["changes"], "note": lambda: [told], "notes": lambda: told}[name]()
        bodies = _read[payload] = [(change["id"], change["seq"]) for change in changes if change["kind"] == "note"]
    return bodies
