"""kill -9 of the web process under load, many times: what was acknowledged is kept, and every screen is right again."""

import asyncio
from random import uniform
from time import monotonic
from typing import Any

from bench.faults.crowd import Crowd
from bench.faults.ledger import Ledger, balance
from bench.faults.screen import Screen, fingerprint
from bench.live.account import percentile
from bench.places import WebProcess, build_hall
from bench.serving import free_port

LOOK_EVERY_S = 0.02
HEAL_PATIENCE_S = 20.0
WRITERS, SCREENS, NOTES_PER_S = 300, 30, 20.0


async def kill_run(settings: dict[str, str], database_url: str, kills: int) -> dict[str, Any]:
    """One run on one database; the figures."""
    hall = build_hall(settings, WRITERS, SCREENS)
    port = free_port()
    base_url = f"http://127.0.0.1:{port}"
    web = WebProcess(settings, port, base_url)
    ledger = Ledger(database_url, hall["meeting_id"])
    web.start()
    try:
        crowd = Crowd(hall, base_url, [port], NOTES_PER_S)
        heals: list[float | None] = []
        since_kill: list[float] = []
        async with crowd:
            for number in range(kills):
                await asyncio.sleep(uniform(2, 4))
                web.kill()
                killed_at = monotonic()
                await asyncio.sleep(0.3)  # PostgreSQL finishes what it was told to commit
                kept = ledger.notes()
                await asyncio.to_thread(web.start)
                listens_at = monotonic()
                healed = await heal(crowd.screens, kept)
                heals += healed
                since_kill += [listens_at - killed_at + wait for wait in healed if wait is not None]
                print(f"  kill {number + 1}: {len(kept)} notes; slowest screen {_slowest(healed)}", flush=True)
            await crowd.stop_writing()
            kept = ledger.notes()
            last = await heal(crowd.screens, kept)
        told = balance(crowd.book, kept)
        waits = sorted(wait for wait in heals if wait is not None)
        answered = sorted(crowd.book.answered_after_s)
        return {
            "kills": kills,
            "writers": WRITERS,
            "screens": SCREENS,
            **vars(told),
            "refused": len(crowd.book.refused),
            "refusal": crowd.book.refused[:1],
            "retries": crowd.book.retries,
            "answers_unheard": crowd.book.unheard,
            "ack_p95_s": rounded(percentile(answered, 95)),
            "screens_equal_after_restart": f"{len(waits)} of {len(heals)}",
            "screens_equal_p50_s": rounded(percentile(waits, 50)),
            "screens_equal_p95_s": rounded(percentile(waits, 95)),
            "screens_equal_max_s": rounded(max(waits, default=None)),
            "since_the_kill_p95_s": rounded(percentile(sorted(since_kill), 95)),
            "screens_equal_at_the_end": f"{sum(wait is not None for wait in last)} of {len(last)}",
            "reconnects": sum(screen.reconnects for screen in crowd.screens),
        }
    finally:
        web.stop()


async def heal(screens: list[Screen], kept: dict[str, Any]) -> list[float | None]:
    """Seconds from now until each screen listens again and shows what was kept and, up to that change, nothing else.

    None: never, in the time that it was given.
    """
    head = max((row[1] for row in kept.values()), default=0)
    wanted = fingerprint(kept.values())
    begun = monotonic()
    healed: dict[int, float] = {}
    while len(healed) < len(screens) and monotonic() < begun + HEAL_PATIENCE_S:
        for number, screen in enumerate(screens):
            if number in healed or not screen.is_joined or screen.state["seq"] < head:
                continue
            if fingerprint(screen.rows(head)) == wanted:
                healed[number] = monotonic() - begun
        await asyncio.sleep(LOOK_EVERY_S)
    return [healed.get(number) for number in range(len(screens))]


def _slowest(healed: list[float | None]) -> str:
    return "never" if None in healed else f"{max(wait for wait in healed if wait is not None):.2f} s"


def rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 2)
