"""A browser that has joined: HTTP on a connection that is kept, as many at once as the harness needs."""

import asyncio
import json
from typing import Any
from urllib.parse import urlencode

PATIENCE_S = 30.0


class Away(Exception):
    """Nobody answered, or the line broke before the answer was whole."""


class Browser:
    """Who has joined a meeting, at one web process."""

    def __init__(self, port: int, cookie: str, csrf_token: str, accept: str = "application/json") -> None:
        self.port = port
        self._cookie, self._csrf_token, self._accept = cookie, csrf_token, accept
        self._line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> tuple[int, Any]:
        """Status and JSON. Raises Away."""
        return await self._ask(f"GET {path} HTTP/1.1", b"")

    async def post(self, path: str, **fields: object) -> tuple[int, Any]:
        """Send a form as a script does; status and JSON. Raises Away."""
        return await self._ask(f"POST {path} HTTP/1.1", urlencode({"csrf_token": self._csrf_token, **fields}).encode())

    async def post_unheard(self, path: str, **fields: object) -> None:
        """Send a form whole and hang up before the answer comes, as a phone does that falls off the network."""
        body = urlencode({"csrf_token": self._csrf_token, **fields}).encode()
        try:
            _reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(self._request(f"POST {path} HTTP/1.1", body))
            await writer.drain()
            writer.close()
        except OSError as fault:
            raise Away from fault

    def close(self) -> None:
        if self._line:
            self._line[1].close()
        self._line = None

    def _request(self, what: str, body: bytes) -> bytes:
        head = (
            f"{what}\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {self._cookie}\r\nAccept: {self._accept}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    async def _ask(self, what: str, body: bytes) -> tuple[int, Any]:
        try:
            async with asyncio.timeout(PATIENCE_S):
                if self._line is None:
                    self._line = await asyncio.open_connection("127.0.0.1", self.port)
                self._line[1].write(self._request(what, body))
                return await self._answer(self._line[0])
        except (OSError, asyncio.IncompleteReadError, TimeoutError) as fault:
            self.close()
            raise Away from fault
        except asyncio.CancelledError:
            self.close()
            raise

    async def _answer(self, line: asyncio.StreamReader) -> tuple[int, Any]:
        first, *lines = (await line.readuntil(b"\r\n\r\n")).decode().splitlines()
        headers = {name.lower(): value.strip() for name, _, value in (header.partition(":") for header in lines)}
        if "content-length" not in headers:
            raise ValueError(f"an answer without a length: {first}")
        body = await line.readexactly(int(headers["content-length"]))
        if headers.get("connection", "").lower() == "close":
            self.close()
        is_json = headers.get("content-type", "").startswith("application/json")
        return int(first.split()[1]), json.loads(body) if is_json else {}
