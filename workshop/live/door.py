"""The door of the live stream: who may open a socket, and the handshake of those who may.

A `Guard` stands before both transports and refuses what a page of ours never asks. Behind it a `Door` takes WebSockets
over from the web server; whoever polls goes on to python-engineio.
"""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Callable, Iterable
from hashlib import sha1
from io import BufferedReader
from typing import Any
from urllib.parse import parse_qs, urlsplit

import engineio
from engineio.packet import OPEN, Packet
from flask import Flask
from gevent.pywsgi import WSGIHandler

from workshop.live.connection import Connection
from workshop.live.frames import frame

PATH = "/socket.io/"
VERSION = "13"
"""Of WebSocket; the other ones were drafts."""
GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
"""Of RFC 6455, section 1.3."""
LINE = "koonti.line"
QUIET_S = 75
"""So long an HTTP connection may be quiet before it is closed."""

Environ = dict[str, Any]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


def origin_of(address: str) -> str:
    """The origin that a browser names for pages of this address."""
    parts = urlsplit(address.lower())
    standard = {"http": 80, "https": 443}.get(parts.scheme)
    port = "" if parts.port in (None, standard) else f":{parts.port}"
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{parts.scheme}://{host}{port}"


def _is_websocket(environ: Environ) -> bool:
    return environ.get("HTTP_UPGRADE", "").lower() == "websocket"


class Guard:
    """Lets in handshakes and polls of our own pages; what stands in X-Forwarded-… is not looked at."""

    def __init__(self, inside: Wsgi, pages: Wsgi, origin: str, longest: int, is_full: Callable[[], bool]) -> None:
        """`pages` takes what is not for the stream; `longest` is the size of the largest body; `is_full` tells when no
        further session may begin.
        """
        self._inside, self._pages, self._origin, self._longest, self._is_full = inside, pages, origin, longest, is_full

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not environ.get("PATH_INFO", "").startswith(PATH):
            return self._pages(environ, start_response)
        refusal = self._refusal(environ)
        if refusal:
            return _refuse(start_response, *refusal)
        # A compressor for each socket would take more memory than all the rest of it.
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        return self._inside(environ, start_response)

    def _refusal(self, environ: Environ) -> tuple[str, str] | None:
        asked = parse_qs(environ.get("QUERY_STRING", ""))
        if not self._is_ours(environ):
            return "403 FORBIDDEN", "Not an accepted origin."
        if "j" in asked:  # scripts of other pages could read what comes so
            return "400 BAD REQUEST", "JSONP is not in use."
        if _is_websocket(environ) and environ.get("HTTP_SEC_WEBSOCKET_VERSION") != VERSION:
            return "426 UPGRADE REQUIRED", "Another version of WebSocket is in use."
        if _is_websocket(environ) and not _is_handshake(environ):
            return "400 BAD REQUEST", "This is no handshake of a WebSocket."
        if int(environ.get("CONTENT_LENGTH") or 0) > self._longest:
            return "413 CONTENT TOO LARGE", "So much is never sent at once."
        if "sid" not in asked and self._is_full():
            return "503 SERVICE UNAVAILABLE", "The house is full."
        return None

    def _is_ours(self, environ: Environ) -> bool:
        """Browsers name an origin at every WebSocket and every POST; reading from their own origin they need not."""
        origin = environ.get("HTTP_ORIGIN")
        if origin is None and environ["REQUEST_METHOD"] == "GET" and not _is_websocket(environ):
            return environ.get("HTTP_SEC_FETCH_SITE", "none") in {"same-origin", "none"}
        return origin == self._origin


def _refuse(start_response: Callable[..., Any], status: str, words: str) -> Iterable[bytes]:
    headers = [("Content-Type", "text/plain"), ("Sec-WebSocket-Version", VERSION), ("Connection", "close")]
    start_response(status, headers)
    return [words.encode()]


class Line:
    """The connection under a request, which the door may take from the web server for good."""

    def __init__(self, socket: Any, received: BufferedReader) -> None:
        self._socket, self._received = socket, received
        self.taken = False

    def take(self) -> tuple[int, bytes]:
        """The descriptor, now the caller's own, and what the client has sent ahead."""
        self._socket.settimeout(0)
        self.taken = True
        try:
            ahead = self._received.peek()
        except OSError:  # it is gone already, which the first attempt to write will find
            ahead = b""
        return self._socket.detach(), ahead


class Handler(WSGIHandler):
    """gevent's handler of one HTTP connection, which lets go of a line that was taken."""

    def __init__(self, socket: Any, *more: Any) -> None:
        socket.settimeout(QUIET_S)
        super().__init__(socket, *more)

    def get_environ(self) -> Environ:
        environ = super().get_environ()
        environ[LINE] = self._line = Line(self.socket, self.rfile)
        return environ

    def log_request(self) -> None:
        """Nothing: who asks for what is not written down."""

    def run_application(self) -> None:
        super().run_application()
        if self._line.taken:
            self.socket, self.close_connection = None, True


class Door:
    """Takes WebSockets for the live stream over from the web server."""

    def __init__(self, inside: Wsgi, app: Flask, eio: engineio.Server) -> None:
        self._inside, self._eio = inside, eio
        # All that Flask-SocketIO may ask of a handshake; the rest of it would be kept as long as the socket.
        self._asked = {"flask.app": app}
        self.probing: set[Connection] = set()
        """WebSockets of clients that poll still."""

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not (_is_websocket(environ) and LINE in environ):
            return self._inside(environ, start_response)
        asked = parse_qs(environ.get("QUERY_STRING", ""))
        old = self._eio.sockets.get(asked["sid"][0]) if "sid" in asked else None
        can_move = old is not None and old.connected and not (old.upgraded or old.upgrading or old.closed)
        if asked.get("EIO") != ["4"] or ("sid" in asked and not can_move):
            return _refuse(start_response, "400 BAD REQUEST", "This is no handshake of the live stream.")
        if old is None:
            self._welcome(environ)
        else:
            self._let_move(environ, old)
        return []

    def _welcome(self, environ: Environ) -> None:
        sid = self._eio.generate_id()
        descriptor, ahead = environ[LINE].take()
        connection = self._eio.sockets[sid] = Connection(self._eio, sid, descriptor)
        self._eio._trigger_event("connect", sid, self._asked, run_async=False)
        hello = {
            "sid": sid,
            "upgrades": [],
            "pingTimeout": int(self._eio.ping_timeout * 1000),
            "pingInterval": int(self._eio.ping_interval * 1000),
            "maxPayload": self._eio.max_http_buffer_size,
        }
        connection.begin(_accept(environ) + frame(Packet(OPEN, hello).encode().encode()), ahead)

    def _let_move(self, environ: Environ, old: Any) -> None:
        descriptor, ahead = environ[LINE].take()
        connection = Connection(self._eio, old.sid, descriptor, old)
        self.probing.add(connection)
        connection.begin(_accept(environ), ahead)


def _key(environ: Environ) -> bytes:
    return environ.get("HTTP_SEC_WEBSOCKET_KEY", "").strip().encode("latin-1")


def _is_handshake(environ: Environ) -> bool:
    connection = {token.strip() for token in environ.get("HTTP_CONNECTION", "").lower().split(",")}
    try:
        is_key = len(b64decode(_key(environ), validate=True)) == 16
    except NotBase64:
        return False
    return is_key and environ["REQUEST_METHOD"] == "GET" and "upgrade" in connection


def _accept(environ: Environ) -> bytes:
    """The answer that opens the WebSocket (RFC 6455, section 4.2.2)."""
    accepted = b64encode(sha1(_key(environ) + GUID).digest())
    head = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    return head + b"Sec-WebSocket-Accept: " + accepted + b"\r\n\r\n"
