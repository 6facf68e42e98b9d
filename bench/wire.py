"""Engine.IO 4 and Socket.IO 5 over a WebSocket, as bytes: what a listener sends, and how what it hears is cut up. Pure.

Sources: RFC 6455; the protocol documents of engine.io (revision 4) and socket.io (revision 5).
"""

import base64
import json
import secrets
from typing import Any

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10

Frame = tuple[int, bytes]
"""Opcode and payload."""


def handshake(host: str, origin: str) -> bytes:
    """The request that opens an Engine.IO session on a WebSocket, without polling first."""
    key = base64.b64encode(secrets.token_bytes(16)).decode()
    return (
        f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\n"
        f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
    ).encode()


def masked(payload: bytes, opcode: int = TEXT) -> bytes:
    """One frame from a client. The masking key is zero: a browser's is random, and costs the server the same."""
    size = len(payload)
    if size < 126:
        head = bytes((0x80 | opcode, 0x80 | size))
    elif size < 65536:
        head = bytes((0x80 | opcode, 0x80 | 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((0x80 | opcode, 0x80 | 127)) + size.to_bytes(8, "big")
    return head + b"\0\0\0\0" + payload


def frames(data: bytes) -> tuple[list[Frame], bytes]:
    """The whole frames at the beginning of what a server sent, and the bytes of the one that is not whole yet.

    Raises ValueError for what a server that was offered no extension may not send: a masked or compressed frame, or
    (allowed, but sent by neither server here) a message in pieces.
    """
    found: list[Frame] = []
    at, end = 0, len(data)
    while end - at >= 2:
        first, size = data[at], data[at + 1]
        if first & 0xF0 != 0x80 or size & 0x80:
            raise ValueError(f"a frame that no server should send: {data[at : at + 8].hex()}")
        begin = at + 2
        if size >= 126:
            wide = 2 if size == 126 else 8
            if end - begin < wide:
                break
            size = int.from_bytes(data[begin : begin + wide], "big")
            begin += wide
        if end - begin < size:
            break
        found.append((first & 0x0F, data[begin : begin + size]))
        at = begin + size
    return found, data[at:]


def event(name: str, body: Any, ack: int | None = None) -> bytes:
    """A Socket.IO event as the payload of a frame; with `ack` it asks for an answer under that number."""
    return f"42{'' if ack is None else ack}{json.dumps([name, body], ensure_ascii=False)}".encode()


def heard_event(payload: bytes) -> tuple[str, Any] | None:
    """Name and first argument of an event; None for any other packet."""
    if not payload.startswith(b"42["):
        return None
    name, *arguments = json.loads(payload[2:])
    return name, arguments[0] if arguments else None


def heard_answer(payload: bytes) -> tuple[int, Any] | None:
    """Number and first argument of the answer to an event; None for any other packet."""
    if not payload.startswith(b"43"):
        return None
    number, bracket, rest = payload[2:].partition(b"[")
    arguments = json.loads(bracket + rest)
    return int(number), arguments[0] if arguments else None
