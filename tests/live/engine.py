"""Engine.IO 4 and Socket.IO 5 as a browser speaks them, by hand: over a WebSocket, or by polling."""

import base64
import json
import socket
import struct
from http.client import HTTPConnection
from typing import Any, ClassVar
from urllib.parse import urlsplit

PATIENCE_S = 20
KEY = base64.b64encode(b"sixteen bytes ok").decode()
MASK = b"mask"
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


def frame(payload: bytes, opcode: int = TEXT, masked: bool = True, last: bool = True) -> bytes:
    """A frame from a client; unmasked only where a test wants what is forbidden."""
    first, size, bit = (0x80 if last else 0) | opcode, len(payload), 0x80 if masked else 0
    if size < 126:
        head = struct.pack("!BB", first, bit | size)
    elif size < 65536:
        head = struct.pack("!BBH", first, bit | 126, size)
    else:
        head = struct.pack("!BBQ", first, bit | 127, size)
    if not masked:
        return head + payload
    return head + MASK + bytes(byte ^ MASK[place % 4] for place, byte in enumerate(payload))


class Closed(Exception):
    """The house has closed the line; `code` is what its last frame said, if there was one."""

    def __init__(self, code: int | None = None) -> None:
        super().__init__(code)
        self.code = code


class Speaker:
    """What is the same over both ways: packets out, packets in, and what they mean."""

    def __init__(self) -> None:
        self.waiting: list[str] = []
        self.asked = 0

    def say(self, *packets: str) -> None:
        raise AssertionError

    def more(self) -> list[str]:
        raise AssertionError

    def packet(self) -> str:
        """The next packet of Engine.IO that is no ping; pings are answered."""
        while True:
            while not self.waiting:
                self.waiting = self.more()
            packet = self.waiting.pop(0)
            if packet == "2":
                self.say("3")
            elif packet != "6":
                return packet

    def connect(self) -> None:
        self.say("40")
        while not self.packet().startswith("40"):
            pass

    def ask(self, *arguments: Any) -> Any:
        """Emit an event and wait for its answer; what comes meanwhile is kept."""
        self.asked += 1
        self.say(f"42{self.asked}" + json.dumps(arguments))
        others, start = [], f"43{self.asked}["
        while not (packet := self.packet()).startswith(start):
            others.append(packet)
        self.waiting = others + self.waiting
        return json.loads(packet[len(start) - 1 :])[0]

    def join(self, ticket: str) -> dict[str, Any]:
        return self.ask("join", {"ticket": ticket})

    def event(self, name: str) -> Any:
        """The data of the next event of this name; others are passed over."""
        while True:
            packet = self.packet()
            if packet.startswith("42"):
                said, data = json.loads(packet[2:])
                if said == name:
                    return data

    def hear_note(self, text: str) -> None:
        """Listen until this note has come."""
        while all(change.get("text") != text for change in self.event("changes")["changes"]):
            pass


class WebSocket(Speaker):
    """A WebSocket to the live stream; `status` is the house's answer to the handshake."""

    opened: ClassVar[list["WebSocket"]] = []

    def __init__(self, base: str, query: str = "EIO=4&transport=websocket", **headers: str | None) -> None:
        super().__init__()
        parts = urlsplit(base)
        self.socket = socket.create_connection((parts.hostname, parts.port), PATIENCE_S)
        self.opened.append(self)
        sent = {
            "Host": parts.netloc,
            "Origin": base,
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": KEY,
            "Sec-WebSocket-Version": "13",
        } | {name.replace("_", "-"): value for name, value in headers.items()}
        lines = [f"{name}: {value}\r\n" for name, value in sent.items() if value is not None]
        self.socket.sendall(f"GET /socket.io/?{query} HTTP/1.1\r\n{''.join(lines)}\r\n".encode())
        self.buffer = b""
        while b"\r\n\r\n" not in self.buffer:
            self._receive()
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        self.head = head.decode()
        self.status = int(head.split()[1])

    def _receive(self) -> None:
        try:
            data = self.socket.recv(65536)
        except ConnectionResetError:
            data = b""
        if not data:
            raise Closed
        self.buffer += data

    def _take(self, size: int) -> bytes:
        while len(self.buffer) < size:
            self._receive()
        taken, self.buffer = self.buffer[:size], self.buffer[size:]
        return taken

    def frame(self) -> tuple[int, bytes]:
        """The next frame of the house: its opcode and its payload."""
        opcode, size = self._take(2)
        assert not size & 0x80, "a server masks nothing"
        assert not opcode & 0x70, "no extension was agreed on"
        if size == 126:
            (size,) = struct.unpack("!H", self._take(2))
        elif size == 127:
            (size,) = struct.unpack("!Q", self._take(8))
        return opcode & 0x0F, self._take(size)

    def say(self, *packets: str) -> None:
        self.socket.sendall(b"".join(frame(packet.encode()) for packet in packets))

    def more(self) -> list[str]:
        opcode, payload = self.frame()
        if opcode == CLOSE:
            raise Closed(struct.unpack("!H", payload[:2])[0] if payload else None)
        return [payload.decode()] if opcode == TEXT else []

    def close(self) -> None:
        self.socket.close()


class Polling(Speaker):
    """A client behind a wall that lets no WebSocket through; each request is a connection of its own."""

    def __init__(self, base: str, route: str = "") -> None:
        super().__init__()
        self.base, self.route, self.sid = base, route, ""
        _status, first = self.request("GET")
        assert first.startswith("0"), first
        self.hello = json.loads(first[1:])
        self.sid = self.hello["sid"]

    def request(self, method: str, body: str | None = None, **headers: str) -> tuple[int, str]:
        """Status and body."""
        parts = urlsplit(self.base)
        line = HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE_S)
        sid = f"&sid={self.sid}" if self.sid else ""
        sent = ({"Origin": self.base} if method == "POST" else {}) | headers
        path = f"/socket.io/?EIO=4&transport=polling&route={self.route}{sid}"
        line.request(method, path, body.encode() if body else None, sent)
        answer = line.getresponse()
        told = answer.status, answer.read().decode()
        line.close()
        return told

    def say(self, *packets: str) -> None:
        assert self.request("POST", "\x1e".join(packets)) == (200, "OK")

    def more(self) -> list[str]:
        status, body = self.request("GET")
        if status != 200:
            raise Closed
        return [packet for packet in body.split("\x1e") if packet]

    def close(self) -> None:
        self.request("POST", "1")
