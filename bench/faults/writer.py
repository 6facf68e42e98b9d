"""A writer whose phone keeps each note in its outbox and sends it until it is acknowledged: static/js/outbox.js."""

import asyncio
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from random import expovariate, random
from time import monotonic

from bench.browser import Away, Browser

WAITS_S = (1, 2, 5, 10)
UNHEARD = 0.1
"""The share of notes whose first answer is lost on the way; they are sent again at once."""


@dataclass(frozen=True)
class Acknowledged:
    id: int
    at: float
    port: int
    """Where it was sent."""


@dataclass
class Book:
    """What all writers know: which notes they wrote, which were acknowledged, what was refused."""

    acknowledged: dict[str, Acknowledged] = field(default_factory=dict)
    """By client_key."""
    written: dict[str, str] = field(default_factory=dict)
    """Texts by client_key; each text is written once."""
    refused: list[str] = field(default_factory=list)
    retries: int = 0
    unheard: int = 0
    """Notes that were sent and whose first answer nobody waited for."""
    answered_after_s: list[float] = field(default_factory=list)
    """How long each note waited for its acknowledgement, retries included."""


class Writer:
    """Writes notes, one after another, until told to stop; the last one is still brought home."""

    def __init__(self, name: str, browser: Browser, path: str, book: Book, notes_per_s: float) -> None:
        self._name, self._browser, self._path, self._book = name, browser, path, book
        self._notes_per_s = notes_per_s
        self.stops = asyncio.Event()

    async def live(self) -> None:
        number = 0
        while not await self._stopped(expovariate(self._notes_per_s)):
            number += 1
            await self._bring_home(str(uuid.uuid4()), f"{self._name}, ajatus {number}")

    async def _stopped(self, within_s: float) -> bool:
        try:
            await asyncio.wait_for(self.stops.wait(), within_s)
        except TimeoutError:
            return False
        return True

    async def _bring_home(self, key: str, text: str) -> None:
        book = self._book
        book.written[key] = text
        begun, tries = monotonic(), 0
        if random() < UNHEARD:
            with suppress(Away):
                await self._browser.post_unheard(self._path, client_key=key, text=text)
                book.unheard += 1
        while True:
            try:
                status, told = await self._browser.post(self._path, client_key=key, text=text)
            except Away:
                status, told = 503, {}
            if status == 201:
                book.acknowledged[key] = Acknowledged(told["mine"], monotonic(), self._browser.port)
                book.answered_after_s.append(monotonic() - begun)
                return
            if status < 500 and status != 429:
                book.refused.append(f"{status} {told}")
                return
            book.retries += 1
            await asyncio.sleep(WAITS_S[min(tries, len(WAITS_S) - 1)])
            tries += 1
