"""One screen's connection: an Engine.IO session over a WebSocket, without a greenlet, a queue or a buffer of its own.

python-engineio keeps a `Socket` with a queue and three greenlets for each client. A `Connection` stands in its place in
`engineio.Server.sockets` and answers to what that server and python-socketio ask of it: this room knows their inside,
and pyproject.toml pins their versions exactly. See docs/decisions/0012-a-thin-transport.md.
"""

import _socket
from collections import deque
from contextlib import suppress
from time import monotonic
from typing import Any

import engineio
import gevent
from engineio.packet import CLOSE, MESSAGE, NOOP, PING, PONG, UPGRADE, Packet
from engineio.socket import Socket

from workshop.live.frames import Closing, Incoming, Opcode, ParseFailed, ending, frame

READABLE, WRITABLE = 1, 2
READ_AT_ONCE = 16_384
LONGEST_BACKLOG = 512 * 1024
"""Bytes that wait for one socket that would block; with more it is cut, and its screen asks for what it missed."""
SEND_BUFFER = 128 * 1024
"""Bytes that the system may keep for one socket besides; left to itself it takes megabytes for each stalled one."""
PATIENCE_S = 10.0
"""Within this time a backlog must be gone, or the socket is cut."""


class Connection:
    """A client's WebSocket. What it is sent goes straight to the system; only what the system refuses is kept."""

    __slots__ = ("_backlog", "_eio", "_incoming", "_old", "_reading", "_sent", "_since", "_socket", "_waiting")
    __slots__ += ("_writing", "alive", "closed", "due", "sid")

    # What python-engineio asks of its sockets.
    connected = upgraded = True
    upgrading = closing = False

    def __init__(self, eio: engineio.Server, sid: str, descriptor: int, old: Socket | None = None) -> None:
        """Take over a descriptor. `old` is the session by polling that this WebSocket is to replace."""
        self._eio, self.sid, self._old = eio, sid, old
        self._socket = _socket.socket(fileno=descriptor)
        self._socket.setblocking(False)
        with suppress(OSError):  # it may be gone already
            self._socket.setsockopt(_socket.SOL_SOCKET, _socket.SO_SNDBUF, SEND_BUFFER)
            self._socket.setsockopt(_socket.IPPROTO_TCP, _socket.TCP_NODELAY, 1)
        self._incoming: Incoming | None = None
        self._backlog: deque[bytes] | None = None
        self._waiting = self._sent = 0  # bytes in the backlog, and how much of its first frame is sent
        self._since = 0.0
        self._writing: Any = None
        self._reading = gevent.get_hub().loop.io(descriptor, READABLE)
        self.alive, self.closed = True, False
        self.due = monotonic() + eio.ping_interval

    def begin(self, first: bytes, received: bytes) -> None:
        """Send the first bytes, and listen from now on. `received` came with the handshake."""
        self.write(first)
        if received and not self.closed:
            gevent.spawn_raw(self._hear, received)
        elif not self.closed:
            self._reading.start(self._on_readable)

    # Out

    def send(self, packet: Packet) -> None:
        """Send one packet of Engine.IO; what python-socketio tells this client alone comes through here."""
        text = packet.encode()
        self.write(frame(text, Opcode.BINARY) if isinstance(text, bytes) else frame(text.encode()))

    def write(self, ready: bytes) -> None:
        """Send a whole frame now. Never waits and never fails: a socket that cannot take it is cut."""
        if self.closed:
            return
        if self._backlog is not None:
            self._keep(ready)
            return
        try:
            sent = self._socket.send(ready)
        except BlockingIOError:
            sent = 0
        except OSError:
            self._cut()
            return
        if sent < len(ready):
            self._backlog, self._sent, self._waiting, self._since = deque(), sent, -sent, monotonic()
            self._keep(ready)
            self._writing = gevent.get_hub().loop.io(self._socket.fileno(), WRITABLE)
            self._writing.start(self._on_writable)

    def _keep(self, ready: bytes) -> None:
        # One frame is always kept: the first paint of a large board may be longer than the limit.
        if self._backlog and self._waiting + len(ready) > LONGEST_BACKLOG:
            self._cut()
            return
        self._backlog.append(ready)
        self._waiting += len(ready)

    def _on_writable(self) -> None:
        """The system takes bytes again. Runs in the hub, where nothing may wait."""
        try:
            while self._backlog:
                sent = self._socket.send(memoryview(self._backlog[0])[self._sent :])
                self._sent += sent
                self._waiting -= sent
                if self._sent == len(self._backlog[0]):
                    self._backlog.popleft()
                    self._sent = 0
        except BlockingIOError:
            return
        except OSError:
            self._cut()
            return
        self._writing.stop()
        self._writing.close()
        self._writing = self._backlog = None

    # In

    def _on_readable(self) -> None:
        """Bytes came. They are heard in a greenlet, which lives only for them; meanwhile no more are read."""
        self._reading.stop()
        gevent.spawn_raw(self._hear)

    def _hear(self, data: bytes | None = None) -> None:
        try:
            self._take(self._socket.recv(READ_AT_ONCE) if data is None else data)
        except BlockingIOError:
            pass
        except ParseFailed as fault:
            self._farewell(fault.code)
        except OSError:
            self._end(self._eio.reason.TRANSPORT_ERROR)
        except Exception:
            self._eio.logger.exception("a message could not be heard")
            self._farewell(Closing.PROTOCOL)
        if not self.closed:
            self._reading.start(self._on_readable)

    def _take(self, data: bytes) -> None:
        if not data:
            self._end(self._eio.reason.TRANSPORT_CLOSE)
            return
        self.alive = True
        incoming = self._incoming or Incoming(self._eio.max_http_buffer_size)
        for opcode, payload in incoming.take(data):
            if opcode is Opcode.TEXT:
                self._receive(Packet(encoded_packet=payload))
            elif opcode is Opcode.PING:
                self.write(frame(payload, Opcode.PONG))
            elif opcode is Opcode.CLOSE:
                self._farewell(Closing.NORMAL)
            if self.closed:
                return
        self._incoming = None if incoming.at_rest else incoming

    def _receive(self, packet: Packet) -> None:
        if self._old is not None:
            self._move(packet)
        elif packet.packet_type == MESSAGE:
            self._eio._trigger_event("message", self.sid, packet.data, run_async=False)
        elif packet.packet_type == CLOSE:
            self._end(self._eio.reason.CLIENT_DISCONNECT)

    def _move(self, packet: Packet) -> None:
        """Come over from polling: the client probes, its open request is answered, and it says when it has moved."""
        old = self._old
        if packet.packet_type == PING and packet.data == "probe":
            old.upgrading = True
            self.send(Packet(PONG, "probe"))
            old.queue.put(Packet(NOOP))
        elif packet.packet_type == UPGRADE and old.upgrading and not old.closed:
            self._old = None
            self._eio.sockets[self.sid] = self
            while not old.queue.empty():
                waited = old.queue.get_nowait()
                if waited is not None and waited.packet_type != NOOP:
                    self.send(waited)
            old.closed = True  # it ends without a farewell: the session goes on here
            old.queue.put(None)
        else:
            self._farewell(Closing.PROTOCOL)

    # Ends

    def check(self, now: float, joined: bool) -> None:
        """Look after this socket at `now` (monotonic): cut it when it is behind or silent, ping it when due."""
        if self._backlog is not None and now - self._since > PATIENCE_S:
            self._end(self._eio.reason.TRANSPORT_ERROR)
        elif now >= self.due:
            if not self.alive or not joined:
                self._end(self._eio.reason.PING_TIMEOUT)
                return
            self.alive = False
            self.due = now + self._eio.ping_interval
            self.send(Packet(PING))

    def check_ping_timeout(self) -> bool:
        """Asked by python-engineio before it sends; silence is looked after by `check`."""
        return not self.closed

    def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        """End the session, as python-engineio does it: with a packet that says so unless `abort`."""
        if not abort:
            self.send(Packet(CLOSE))
        self._farewell(Closing.NORMAL, reason or self._eio.reason.SERVER_DISCONNECT)

    def _farewell(self, why: int, reason: str | None = None) -> None:
        self.write(ending(why))
        self._end(reason or self._eio.reason.CLIENT_DISCONNECT)

    def _cut(self) -> None:
        """End among others' business (in the hub, or between thousands of sends), where nobody may be made to wait."""
        if self._drop():
            gevent.spawn_raw(self._tell_end, self._eio.reason.TRANSPORT_ERROR)

    def _end(self, reason: str) -> None:
        if self._drop():
            self._tell_end(reason)

    def _drop(self) -> bool:
        """Give the socket back to the system; nothing is said on it any more. Answers whether it was still there."""
        if self.closed:
            return False
        self.closed = True
        for watcher in (self._reading, self._writing):
            if watcher is not None:
                watcher.stop()
                watcher.close()
        self._socket.close()
        self._backlog = self._incoming = self._writing = None
        return True

    def _tell_end(self, reason: str) -> None:
        if self._old is not None:
            self._old.upgrading = False  # the probe failed; polling goes on
        elif self._eio.sockets.pop(self.sid, None) is not None:
            self._eio._trigger_event("disconnect", self.sid, reason, run_async=False)
