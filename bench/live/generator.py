"""The load, as a process of its own: one cell of the table. Reads a `Load` as JSON, prints a row's figures as JSON.

Run by `python -m bench.live`. Nothing is counted while it runs: that is done when the load is over.
"""

import dataclasses
import json
import os
import resource
import sys
from collections import deque
from itertools import cycle
from time import perf_counter, sleep
from typing import Any

from bench.live.account import account_of, percentile
from bench.live.listeners import Listener, Loop
from bench.live.writers import Desk, EventWriter, FormWriter, Writer
from bench.process import cpu_seconds, resident_kib

SETTLE_S = 2.0
JOINING_AT_ONCE = 64
JOIN_PATIENCE_S = 90
DRAIN_S = 20.0
"""How long after the last note the listeners may still hear."""
SOURCES = [f"127.0.0.{number}" for number in range(1, 9)]
"""Addresses of this machine, so that no pair of them runs out of ports."""


@dataclasses.dataclass(frozen=True)
class Load:
    port: int
    pid: int
    """The server's process, whose CPU and memory are read."""
    origin: str
    tickets: list[str]
    browsers: list[tuple[str, str]]
    """Cookies and CSRF tokens of those who post the form; none: writers emit events."""
    path: str
    writers: int
    notes_per_s: int
    warm_up_s: float
    seconds: float


class Run:
    """One cell, from the first connection to the account."""

    def __init__(self, load: Load) -> None:
        self.load = load
        self.loop = Loop()
        self.address = ("127.0.0.1", load.port)
        self.listeners: list[Listener] = []
        self.desk = Desk()
        self.writers: list[Writer] = self._writers()
        self.loop.until(lambda: all(writer.is_idle for writer in self.writers), JOIN_PATIENCE_S)

    def _writers(self) -> list[Writer]:
        load = self.load
        if load.browsers:
            return [FormWriter(self.loop, self.address, self.desk, load.path, *browser) for browser in load.browsers]
        return [EventWriter(self.loop, self.address, self.desk, load.origin) for _number in range(load.writers)]

    def figures(self) -> dict[str, Any]:
        """Everything that one row says."""
        load = self.load
        self._write(load.warm_up_s)
        sleep(SETTLE_S)
        before = resident_kib(load.pid)
        join_s = self._join()
        self.loop.until(lambda: False, SETTLE_S)
        kib_per_idle = (resident_kib(load.pid) - before) / len(load.tickets)
        figures = {"listeners": len(load.tickets), "kib_per_idle": round(kib_per_idle, 1), "join_s": round(join_s, 1)}
        if load.notes_per_s:
            self._write(load.warm_up_s)
            figures |= self._measured()
        return figures

    def _join(self) -> float:
        begun = perf_counter()
        waiting: deque[Listener] = deque()
        for number, ticket in enumerate(self.load.tickets):
            source = SOURCES[number % len(SOURCES)]
            waiting.append(Listener(self.loop, self.address, self.load.origin, ticket, source))
            self.listeners.append(waiting[-1])
            while len(waiting) >= JOINING_AT_ONCE:
                self._wait_for(waiting.popleft())
        while waiting:
            self._wait_for(waiting.popleft())
        return perf_counter() - begun

    def _wait_for(self, listener: Listener) -> None:
        if not self.loop.until(lambda: listener.is_joined, JOIN_PATIENCE_S):
            raise TimeoutError("a listener could not join")

    def _measured(self) -> dict[str, Any]:
        load = self.load
        self.desk.sent_at.clear()
        self.desk.answered_after_s.clear()
        self.desk.refused.clear()
        for listener in self.listeners:
            listener.heard.clear()
        own, server, begun = cpu_seconds(os.getpid()), cpu_seconds(load.pid), perf_counter()
        drained = self._write(load.seconds)
        server, took = cpu_seconds(load.pid) - server, perf_counter() - begun
        own = cpu_seconds(os.getpid()) - own
        account = account_of(self.desk.sent_at, [listener.heard for listener in self.listeners])
        answered = sorted(self.desk.answered_after_s)
        return {
            "notes_per_s": load.notes_per_s,
            "acknowledged": account.acknowledged,
            "refused": len(self.desk.refused),
            "refusal": self.desk.refused[0] if self.desk.refused else None,
            "deliveries": account.seen,
            "lost": account.lost,
            "doubled": account.doubled,
            "cut": sum(listener.is_cut for listener in self.listeners),
            "drained": drained,
            "seconds": round(took, 2),
            "server_cpu_s": round(server, 2),
            "us_per_delivery": round(server / account.seen * 1e6, 2) if account.seen else None,
            "deliveries_per_cpu_s": round(account.seen / server) if server else None,
            **{f"p{percent}_ms": _ms(percentile(account.waits_s, percent)) for percent in (50, 95, 99)},
            **{f"ack_p{percent}_ms": _ms(percentile(answered, percent)) for percent in (50, 95)},
            "generator_cpu_share": round(own / took, 2),
        }

    def _write(self, seconds: float) -> bool:
        """Write notes at the load's pace, whether or not earlier ones were answered; then wait until all are heard.

        A note that finds no writer idle waits, and its time runs from the moment at which it was due.
        """
        notes = int(seconds * self.load.notes_per_s)
        told_before, answered_before = Listener.total, len(self.desk.answered_after_s)
        refused_before = len(self.desk.refused)
        due: deque[tuple[int, float]] = deque()
        turns = cycle(self.writers)
        begun, number = perf_counter(), 0
        while number < notes or due:
            now = perf_counter()
            while number < notes and begun + number / self.load.notes_per_s <= now:
                due.append((number, begun + number / self.load.notes_per_s))
                number += 1
            while due and (writer := self._idle(turns)):
                writer.write(*due.popleft())
            next_due = begun + number / self.load.notes_per_s
            self.loop.turn(min(0.05, next_due - perf_counter()) if number < notes else 0.05)
            if perf_counter() > begun + seconds + DRAIN_S:
                return False

        def all_heard() -> bool:
            answered = len(self.desk.answered_after_s) - answered_before
            told = Listener.total - told_before
            return answered + len(self.desk.refused) - refused_before >= notes and told >= answered * len(
                self.listeners
            )

        return self.loop.until(all_heard, DRAIN_S)

    def _idle(self, turns: Any) -> Writer | None:
        for _try in self.writers:
            writer = next(turns)
            if writer.is_idle:
                return writer
        return None


def _ms(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds * 1000, 1)


if __name__ == "__main__":
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    print(json.dumps(Run(Load(**json.load(sys.stdin))).figures()))
