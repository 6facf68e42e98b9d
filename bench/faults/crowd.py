"""Writers and screens at one or more web processes, as long as a `with` lasts."""

import asyncio
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Self

from bench.browser import Browser
from bench.faults.screen import Screen
from bench.faults.writer import Book, Writer

COME_IN_S = 60.0
BRING_HOME_S = 90.0


class Crowd:
    """The people of one hall, dealt out over the ports in turn. All screens have joined when the `with` begins."""

    def __init__(self, hall: dict[str, Any], base_url: str, ports: list[int], notes_per_s: float) -> None:
        self.book = Book()
        meeting = f"/j/{hall['code']}"
        people = hall["writers"]

        def browser(number: int) -> Browser:
            who = people[number % len(people)]
            return Browser(ports[number % len(ports)], who["cookie"], who["csrf_token"])

        pace = notes_per_s / len(people)
        path = f"{meeting}/prompts/{hall['prompt_id']}/notes"
        self.writers = [
            Writer(f"Kirjoittaja {number}", browser(number), path, self.book, pace) for number in range(len(people))
        ]
        self.screens = [
            Screen(browser(number), base_url, ticket, f"{meeting}/changes")
            for number, ticket in enumerate(hall["tickets"])
        ]
        self._writing: list[asyncio.Task[None]] = []
        self._listening: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        self._listening = [_task(screen.live()) for screen in self.screens]
        async with asyncio.timeout(COME_IN_S):
            while not all(screen.is_joined for screen in self.screens):
                await asyncio.sleep(0.05)
                for task in self._listening:
                    if task.done():
                        task.result()
        self._writing = [_task(writer.live()) for writer in self.writers]
        return self

    async def stop_writing(self) -> None:
        """No new notes; those that are on their way are brought home."""
        for writer in self.writers:
            writer.stops.set()
        async with asyncio.timeout(BRING_HOME_S):
            await asyncio.gather(*self._writing)

    async def __aexit__(
        self, _kind: type[BaseException] | None, _fault: BaseException | None, _trace: TracebackType | None
    ) -> None:
        tasks = [*self._writing, *self._listening]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _task(deed: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    return asyncio.get_running_loop().create_task(deed)
