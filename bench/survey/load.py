"""The load, a process of its own: so many people answer a survey each second. Reads a `Load`, prints figures, as JSON.

Nobody waits for anybody: a response that is due is sent, whether or not earlier ones were answered, and its time runs
from when it was due.
"""

import asyncio
import dataclasses
import json
import os
import sys
import uuid
from time import perf_counter
from typing import Any

from bench.browser import Away, Browser
from bench.live.account import percentile
from bench.process import cpu_seconds

PATIENCE_S = 30.0


@dataclasses.dataclass(frozen=True)
class Load:
    ports: list[int]
    pids: list[int]
    """The web processes, whose CPU time is read."""
    path: str
    """The survey's address."""
    pages: list[dict[str, str]]
    """What is sent, page by page."""
    respondents: list[dict[str, str]]
    """Cookies and tokens; each answers once, in this order."""
    per_s: float
    seconds: float
    whole_visit: bool
    """Does everybody load the first page before, and the page that follows after each sending?"""


@dataclasses.dataclass
class Book:
    waits_s: list[float] = dataclasses.field(default_factory=list)
    """From due to the receipt's address, of whole responses."""
    faults: list[str] = dataclasses.field(default_factory=list)


async def run(load: Load) -> dict[str, Any]:
    """Send what is due, and tell what became of it."""
    book = Book()
    count = min(int(load.per_s * load.seconds), len(load.respondents))
    own, servers = cpu_seconds(os.getpid()), sum(map(cpu_seconds, load.pids))
    begun = perf_counter()
    tasks = []
    for number in range(count):
        due = begun + number / load.per_s
        await asyncio.sleep(max(0.0, due - perf_counter()))
        tasks.append(asyncio.create_task(_respond(load, number, due, book)))
    await asyncio.wait(tasks, timeout=PATIENCE_S)
    took = perf_counter() - begun
    servers, own = sum(map(cpu_seconds, load.pids)) - servers, cpu_seconds(os.getpid()) - own
    waits = sorted(book.waits_s)
    return {
        "asked_per_s": load.per_s,
        "responses": len(waits),
        "responses_per_s": round(len(waits) / took, 1),
        "errors": count - len(waits),
        "error": book.faults[0] if book.faults else None,
        **{f"p{percent}_ms": _ms(percentile(waits, percent)) for percent in (50, 95, 99)},
        "ms_cpu_per_response": round(servers / len(waits) * 1000, 2) if waits else None,
        "seconds": round(took, 1),
        "load_cpu_share": round(own / took, 2),
    }


async def _respond(load: Load, number: int, due: float, book: Book) -> None:
    who = load.respondents[number]
    browser = Browser(load.ports[number % len(load.ports)], who["cookie"], who["csrf_token"], accept="text/html")
    key = str(uuid.uuid4())
    try:
        if load.whole_visit:
            _expect(await browser.get(load.path), 200)
        for page, fields in enumerate(load.pages, start=1):
            is_last = page == len(load.pages)
            more = {"client_key": key, "page": page, "edition": page - 1, "go": "on"}
            _expect(await browser.post(load.path, **fields, **more), 303)
            if load.whole_visit:
                after = f"{load.path}/receipt" if is_last else f"{load.path}?page={page + 1}"
                _expect(await browser.get(after), 200)
        book.waits_s.append(perf_counter() - due)
    except (Away, ValueError) as fault:
        book.faults.append(repr(fault))
    finally:
        browser.close()


def _expect(answer: tuple[int, Any], status: int) -> None:
    if answer[0] != status:
        raise ValueError(f"{answer[0]} instead of {status}")


def _ms(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds * 1000, 1)


if __name__ == "__main__":
    print(json.dumps(asyncio.run(run(Load(**json.load(sys.stdin))))))
