"""The broadcaster: after a commit, one query per audience and one message per room.

The stream is a query. Every row that a screen shows carries `seq`, the number of the meeting's change that last
touched it; `news(meeting, after, audience)` is first paint (after 0), catch-up and live broadcast alike. A lost
poke heals itself: the heartbeat compares the head number in the database with what was last told.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from time import monotonic
from typing import Any

from flask import Flask

from workshop.extensions import socketio

Change = dict[str, Any]
"""{"kind": …, "id": …, "seq": …, …}: one thing as it is now; {"gone": true} instead of a body when it is no more."""

AS_IT_IS_NOW = {"populate_existing": True}
"""Execution options of every question behind the news: a row that this context has read before is read anew. Otherwise
news up to the head would carry, on PostgreSQL, a row as it was before the head, and the change would be skipped."""

HEARTBEAT_S = 2.0
RIPE_S, BUSY_WINDOW_S = 0.120, 0.160
"""In a hall that writes, several notes are told together. The first that comes RIPE_S after the last telling closes the
window, while the processor is warm with it; without one it closes by itself. A quiet hall is told at once."""
LONGEST_WINDOW_S = 0.250
RESULTS_EVERY_S = 1.0


class Audience(StrEnum):
    """For whom a change is written. What an audience may not know is not in its changes."""

    PARTICIPANTS = "participants"
    FACILITATORS = "facilitators"


class Screen(StrEnum):
    """What kind of screen listens; each meeting has one room for each."""

    PHONE = "phone"
    WALL = "wall"
    DESK = "desk"
    RESULTS = "results"
    SCRIBE = "scribe"


HEARS = {
    Screen.PHONE: Audience.PARTICIPANTS,
    Screen.WALL: Audience.PARTICIPANTS,
    Screen.SCRIBE: Audience.PARTICIPANTS,
    Screen.DESK: Audience.FACILITATORS,
}
"""Who hears whose changes. Dashboards hear none: they are told that results moved, and fetch."""


def room(meeting_id: int, screen: Screen) -> str:
    """The name of a meeting's room; never taken from a client."""
    return f"{meeting_id}:{screen}"


@dataclass
class News:
    """What changed after `after`, up to the meeting's change number `seq`."""

    after: int
    seq: int
    changes: list[Change]

    def as_json(self) -> dict[str, Any]:
        return {"after": self.after, "seq": self.seq, "changes": self.changes}


Heads = Callable[[list[int]], dict[int, int]]
"""Meeting ids → their change numbers in the database."""
Head = tuple[int, dict[str, int]]
"""A meeting's change number, and for each kind of thing the number of the last change that touched one."""
Touched = Callable[[int], Head]
"""Meeting id → its head."""
Reader = Callable[[int, int, Audience], list[Change]]
"""(meeting id, after, audience) → what a feature has to tell."""
Own = Callable[[int, int], list[Change]]
"""(participant, after) → what its writer alone may know of its own: it stands in the place of what all are told."""
Readers = list[tuple[frozenset[str], Reader]]
"""Each reader with the kinds of things that concern it: it is asked only when one of them was touched."""


@dataclass
class _Told:
    """What this process has told one meeting's screens."""

    seq: int
    due: bool = False
    telling: bool = False
    at: float = float("-inf")
    """When it was told last (monotonic)."""
    last_fan_out_s: float = 0.0
    results_due: bool = False
    ripened: threading.Event = field(default_factory=threading.Event)
    """Set by a poke that closes the window before its time."""

    @property
    def is_ripe(self) -> bool:
        """Is the last telling long enough ago for the next one?"""
        return monotonic() - self.at >= max(RIPE_S, min(LONGEST_WINDOW_S, 2 * self.last_fan_out_s))

    @property
    def rest_s(self) -> float:
        """How long a window stays open that no poke closes."""
        rest = max(self.at + BUSY_WINDOW_S - monotonic(), 2 * self.last_fan_out_s)
        return min(LONGEST_WINDOW_S, rest)


class Stream:
    """Tells the screens of this process. It begins to work when `start` is called, in the web process only."""

    def __init__(self) -> None:
        self._told: dict[int, _Told] = {}
        self._first = threading.Lock()
        self._carry: Callable[[int], None] | None = None

    def init_app(self, app: Flask, heads: Heads, touched: Touched, readers: Readers, own: Own) -> None:
        """The features' queries; create_app, which knows the features, hands them over."""
        self._app, self._heads, self._touched, self._readers, self._own = app, heads, touched, readers, own

    def start(self, carry: Callable[[int], None] | None = None) -> None:
        """Begin the heartbeat. `carry` takes pokes to the other processes, and neither waits nor fails."""
        self._carry = carry
        socketio.start_background_task(self._heartbeat)

    def news(self, meeting_id: int, after: int, audience: Audience, whose: int | None = None) -> News:
        """What `audience` may know of the meeting's changes after number `after`, oldest first.

        `whose` is the participant who asks, and who may know more of its own; a broadcast is for nobody in particular.
        """
        news = self._news(meeting_id, after, self._touched(meeting_id), audience)
        if whose is not None:
            own = {(change["kind"], change["id"]): change for change in self._own(whose, after)}
            others = [change for change in news.changes if (change["kind"], change["id"]) not in own]
            news.changes = sorted([*others, *own.values()], key=lambda change: change["seq"])
        return news

    def _news(self, meeting_id: int, after: int, head: Head, audience: Audience) -> News:
        """The head was read before the changes: a row that changes meanwhile is told twice, never skipped."""
        seq, touched = head
        changes = [
            change
            for things, read in self._readers
            if not after or any(touched[thing] > after for thing in things)
            for change in read(meeting_id, after, audience)
        ]
        return News(after, seq, sorted(changes, key=lambda change: change["seq"]))

    def listen(self, meeting_id: int) -> int:
        """A screen, which is in its room already, listens to the meeting. Answers the number up to which this process
        has told: the screen asks for what it lacks up to there, and hears the rest.

        Only the first screen's question goes to the database, so a hall that returns at once does not storm it.
        """
        told = self._told.get(meeting_id)
        if told is None:
            with self._first:  # who comes meanwhile finds it known
                told = self._told.get(meeting_id)
                if told is None:
                    told = self._told[meeting_id] = _Told(self._heads([meeting_id]).get(meeting_id, 0))
        return told.seq

    def forget(self, meeting_id: int) -> None:
        """Nobody in this process listens to the meeting any more."""
        self._told.pop(meeting_id, None)

    def poke(self, meeting_id: int) -> None:
        """Something was committed here: tell the screens soon, in this process and in the others."""
        self.hear_poke(meeting_id)
        if self._carry:
            self._carry(meeting_id)

    def hear_poke(self, meeting_id: int) -> None:
        """Tell the screens of this process soon. Pokes within one window are told together, one telling at a time."""
        told = self._told.get(meeting_id)
        if told is None:
            return
        told.due = True
        if not told.telling:
            told.telling = True
            socketio.start_background_task(self._tell_while_due, meeting_id, told)
        elif told.is_ripe:
            told.ripened.set()

    def _tell_while_due(self, meeting_id: int, told: _Told) -> None:
        try:
            while told.due:
                told.ripened.clear()
                if not told.is_ripe:
                    told.ripened.wait(told.rest_s)
                told.due = False
                begun = monotonic()
                self._tell(meeting_id, told)
                told.at = monotonic()
                told.last_fan_out_s = told.at - begun
        except Exception:  # as in the heartbeat, which will find what is left
            self._app.logger.warning("news could not be told; the next heartbeat will", exc_info=True)
        finally:
            told.telling = False

    def _tell(self, meeting_id: int, told: _Told) -> None:
        """Ask once for each audience that listens, and send each what it may know."""
        after = told.seq
        everybody: dict[Audience, News] = {}
        with self._app.app_context():
            head = self._touched(meeting_id)
            if head[0] <= after:
                return
            # The first of an audience may come while another audience's question is under way.
            while unasked := [audience for audience in _ears(meeting_id) if audience not in everybody]:
                everybody[unasked[0]] = self._news(meeting_id, after, head, unasked[0])
        # From here on whoever comes is answered with this number, and asks for what is being sent.
        told.seq = head[0]
        try:
            for audience, news in everybody.items():
                socketio.emit("changes", news.as_json(), to=_rooms(meeting_id, audience))
        except Exception:
            told.seq = after  # the next heartbeat tells it again
            raise
        if not told.results_due and _size(room(meeting_id, Screen.RESULTS)):
            told.results_due = True
            socketio.start_background_task(self._tell_results, meeting_id, told)

    def _tell_results(self, meeting_id: int, told: _Told) -> None:
        """Tell dashboards at most once a second, and always after the last change of a burst."""
        socketio.sleep(RESULTS_EVERY_S)
        told.results_due = False
        socketio.emit("results moved", {"seq": told.seq}, to=room(meeting_id, Screen.RESULTS))

    def _heartbeat(self) -> None:
        while True:
            socketio.sleep(HEARTBEAT_S)
            try:
                self.beat()
            except Exception:  # the database may be away for a while; the heart must not stop for it
                self._app.logger.warning("a heartbeat failed; the next one will tell", exc_info=True)

    def beat(self) -> None:
        """Tell what a lost poke has left untold: changes that another process committed, or that failed to be told."""
        with self._app.app_context():
            heads = self._heads(list(self._told))
        for meeting_id, head in heads.items():
            told = self._told.get(meeting_id)
            if told and head > told.seq:
                self.hear_poke(meeting_id)


def _size(name: str) -> int:
    return socketio.server.manager.size(name)


def _rooms(meeting_id: int, audience: Audience) -> list[str]:
    return [room(meeting_id, screen) for screen, heard in HEARS.items() if heard is audience]


def _ears(meeting_id: int) -> list[Audience]:
    """The audiences of whom somebody listens in this process."""
    return [audience for audience in Audience if any(_size(name) for name in _rooms(meeting_id, audience))]


stream = Stream()
