"""A screen that listens, by the rules of static/js/stream.js and (in tests/live/reducer.py) of static/js/state.js."""

import asyncio
import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from random import uniform
from time import monotonic
from typing import Any

from bench.browser import Away, Browser
from bench.wire import PING, PONG, event, frames, handshake, heard_answer, heard_event, masked
from tests.live.reducer import NOTHING, hear

ASK_AGAIN_S = 1.5
BACK_AFTER_S, BACK_AT_LATEST_S, SPREAD = 0.5, 1.2, 0.5
SILENCE_S = 45.0
"""Engine.IO's ping interval and timeout together: a line that is silent for so long is given up."""

Row = tuple[int, int, int, str, str]
"""A note in short: id, seq, prompt, text, language."""


def fingerprint(rows: Iterable[Row]) -> str:
    """One hash of notes, whatever order they come in."""
    return hashlib.sha256(json.dumps(sorted(rows)).encode()).hexdigest()


class Screen:
    """A phone's screen. It begins with a first paint, comes back whenever it was cut off, and never reloads."""

    def __init__(self, browser: Browser, origin: str, ticket: str, changes: str) -> None:
        self.state: dict[str, Any] = NOTHING
        self.seen_at: dict[int, float] = {}
        """When each note was first known here, by its id."""
        self.is_joined = False
        self.reconnects = 0
        self._browser, self._origin, self._ticket, self._changes = browser, origin, ticket, changes
        self._asking: asyncio.Task[None] | None = None
        self._wanted = False

    async def live(self) -> None:
        """Listen until cancelled."""
        self._ask()
        tries = 0
        while True:
            with suppress(OSError, asyncio.IncompleteReadError, TimeoutError):
                await self._listen()
            if self.is_joined:
                tries = 0
            self.is_joined = False
            self.reconnects += 1
            wait = min(BACK_AFTER_S * 2**tries, BACK_AT_LATEST_S)
            tries += 1
            await asyncio.sleep(wait * uniform(1 - SPREAD, 1 + SPREAD))

    @property
    def port(self) -> int:
        """The web process that it listens to."""
        return self._browser.port

    def rows(self, up_to: int | None = None) -> list[Row]:
        """The notes that it shows; with `up_to`, those that changed last by that number."""
        return [
            (thing["id"], thing["seq"], thing["prompt"], thing["text"], thing["lang"])
            for thing in self.state["things"].values()
            if thing["kind"] == "note" and not thing.get("gone") and (up_to is None or thing["seq"] <= up_to)
        ]

    async def _listen(self) -> None:
        port = self._browser.port
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write(handshake(f"127.0.0.1:{port}", self._origin))
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), SILENCE_S)
            if b" 101 " not in head.splitlines()[0]:
                raise ConnectionError(head.splitlines()[0].decode())
            rest = b""
            while data := await asyncio.wait_for(reader.read(65536), SILENCE_S):
                whole, rest = frames(rest + data)
                for opcode, payload in whole:
                    writer.write(masked(payload, PONG) if opcode == PING else self._take(payload))
        finally:
            writer.close()

    def _take(self, payload: bytes) -> bytes:
        """What is answered to a message, if anything."""
        if payload == b"2":
            return masked(b"3")
        if payload.startswith(b"0"):
            return masked(b"40")
        if payload.startswith(b"40"):
            return masked(event("join", {"ticket": self._ticket}, ack=0))
        answer = heard_answer(payload)
        if answer:
            self.is_joined = "error" not in answer[1]
            if answer[1].get("seq", 0) > self.state["seq"]:
                self._ask()
        told = heard_event(payload)
        if told and told[0] == "changes":
            if told[1]["after"] <= self.state["seq"]:
                self._hear(told[1])
            else:
                self._ask()
        return b""

    def _hear(self, news: dict[str, Any]) -> None:
        now = monotonic()
        for change in news["changes"]:
            if change["kind"] == "note":
                self.seen_at.setdefault(change["id"], now)
        self.state = hear(self.state, news)

    def _ask(self) -> None:
        """Ask for what was missed; while an answer is on its way, which may be older, once more after it."""
        self._wanted = True
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask_while_wanted())

    async def _ask_while_wanted(self) -> None:
        while self._wanted:
            self._wanted = False
            try:
                status, news = await self._browser.get(f"{self._changes}?after={self.state['seq']}")
            except Away:
                status = 0
            if status == 200:
                self._hear(news)
            else:
                await asyncio.sleep(ASK_AGAIN_S)
                self._wanted = True
