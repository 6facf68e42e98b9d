"""Two web processes on PostgreSQL, and Redis away for a while: nothing is missed, and nobody stays behind for long."""

import asyncio
from time import monotonic
from typing import Any

from bench.faults.crowd import Crowd
from bench.faults.kills import heal, rounded
from bench.faults.ledger import Ledger, balance
from bench.faults.screen import Screen
from bench.faults.writer import Book
from bench.live.account import percentile
from bench.places import Redis, WebProcess, build_hall
from bench.serving import free_port

WRITERS, SCREENS, NOTES_PER_S = 60, 20, 10.0
CALM_S = 10.0
"""Before Redis goes, and after it is back."""


async def outage_run(settings: dict[str, str], database_url: str, outage_s: float) -> dict[str, Any]:
    """The run; staleness is the time from a note's acknowledgement at one process to its being seen at the other."""
    redis = Redis()
    redis.start()
    settings = {**settings, "REDIS_URL": redis.url}
    hall = build_hall(settings, WRITERS, SCREENS)
    ports = [free_port(), free_port()]
    base_url = f"http://127.0.0.1:{ports[0]}"  # both say it, as behind a proxy
    webs = [WebProcess(settings, port, base_url) for port in ports]
    ledger = Ledger(database_url, hall["meeting_id"])
    try:
        for web in webs:
            web.start()
        crowd = Crowd(hall, base_url, ports, NOTES_PER_S)
        async with crowd:
            await asyncio.sleep(CALM_S)
            await asyncio.to_thread(redis.stop)
            gone_at = monotonic()
            await asyncio.sleep(outage_s)
            await asyncio.to_thread(redis.start)
            back_at = monotonic()
            await asyncio.sleep(CALM_S)
            await crowd.stop_writing()
            kept = ledger.notes()
            healed = await heal(crowd.screens, kept)
        told = balance(crowd.book, kept)
        phases = staleness(crowd.screens, crowd.book, gone_at, back_at)
        return {
            "outage_s": outage_s,
            "writers": WRITERS,
            "screens": SCREENS,
            **vars(told),
            "written_without_redis": sum(gone_at <= note.at < back_at for note in crowd.book.acknowledged.values()),
            "refused": len(crowd.book.refused),
            "refusal": crowd.book.refused[:1],
            "retries": crowd.book.retries,
            "missed_after_heal": sum(
                told.id not in screen.seen_at for screen in crowd.screens for told in crowd.book.acknowledged.values()
            ),
            "screens_equal_at_the_end": f"{sum(wait is not None for wait in healed)} of {len(healed)}",
            **{
                f"staleness_{phase}_{name}_s": value
                for phase, waits in phases.items()
                for name, value in (("p95", rounded(percentile(waits, 95))), ("max", rounded(max(waits, default=None))))
            },
            "ack_p95_s": rounded(percentile(sorted(crowd.book.answered_after_s), 95)),
            "reconnects": sum(screen.reconnects for screen in crowd.screens),
        }
    finally:
        for web in webs:
            web.stop()
        redis.stop()


def staleness(screens: list[Screen], book: Book, gone_at: float, back_at: float) -> dict[str, list[float]]:
    """Waits at screens of the other process, in order, by whether Redis was there when the note was acknowledged."""
    phases: dict[str, list[float]] = {"before": [], "without": [], "after": []}
    for screen in screens:
        for note in book.acknowledged.values():
            if note.port != screen.port and note.id in screen.seen_at:
                phase = "before" if note.at < gone_at else "without" if note.at < back_at else "after"
                phases[phase].append(max(0.0, screen.seen_at[note.id] - note.at))
    return {phase: sorted(waits) for phase, waits in phases.items()}
