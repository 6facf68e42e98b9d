"""The broadcaster: after a commit, one query per audience and one message per room.

The stream is a query. Every row that a screen shows carries `seq`, the number of the meeting's change that last
touched it; `news(meeting, after, audience)` is first paint (after 0), catch-up and live broadcast alike. A lost
poke heals itself: the heartbeat compares the head number in the database with what was last told.
"""

from collections.abc import Callable
from dataclasses import dataclass
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
SHORTEST_WINDOW_S = 0.010
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


HEARS = {Screen.PHONE: Audience.PARTICIPANTS, Screen.WALL: Audience.PARTICIPANTS, Screen.DESK: Audience.FACILITATORS}
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
Touched = Callable[[int], tuple[int, dict[str, int]]]
"""Meeting id → its change number, and for each kind of thing the number of the last change that touched one."""
Reader = Callable[[int, int, Audience], list[Change]]
"""(meeting id, after, audience) → what a feature has to tell."""
Readers = list[tuple[frozenset[str], Reader]]
"""Each reader with the kinds of things that concern it: it is asked only when one of them was touched."""


@dataclass
class _Told:
    """What this process has told one meeting's screens."""

    seq: int
    due: bool = False
    last_fan_out_s: float = 0.0
    results_due: bool = False


class Stream:
    """Tells the screens of this process. It begins to work when `start` is called, in the web process only."""

    def __init__(self) -> None:
        self._told: dict[int, _Told] = {}

    def init_app(self, app: Flask, heads: Heads, touched: Touched, readers: Readers) -> None:
        """The features' queries; create_app, which knows the features, hands them over."""
        self._app, self._heads, self._touched, self._readers = app, heads, touched, readers

    def start(self) -> None:
        """Begin the heartbeat."""
        socketio.start_background_task(self._heartbeat)

    def news(self, meeting_id: int, after: int, audience: Audience) -> News:
        """What `audience` may know of the meeting's changes after number `after`, oldest first.

        The head is read before the changes: a row that changes meanwhile is told twice, never skipped.
        """
        seq, touched = self._touched(meeting_id)
        changes = [
            change
            for things, read in self._readers
            if not after or any(touched[thing] > after for thing in things)
            for change in read(meeting_id, after, audience)
        ]
        return News(after, seq, sorted(changes, key=lambda change: change["seq"]))

    def listen(self, meeting_id: int) -> int:
        """A screen of this process listens to the meeting from now on. Answers the head number."""
        head = self._heads([meeting_id]).get(meeting_id, 0)
        self._told.setdefault(meeting_id, _Told(head))
        return head

    def forget(self, meeting_id: int) -> None:
        """Nobody in this process listens to the meeting any more."""
        self._told.pop(meeting_id, None)

    def poke(self, meeting_id: int) -> None:
        """Something was committed: tell the screens soon. Pokes within one window are told together."""
        told = self._told.get(meeting_id)
        if told and not told.due:
            told.due = True
            socketio.start_background_task(self._tell, meeting_id, told)

    def _tell(self, meeting_id: int, told: _Told) -> None:
        socketio.sleep(min(LONGEST_WINDOW_S, max(SHORTEST_WINDOW_S, 2 * told.last_fan_out_s)))
        told.due = False
        begun = monotonic()
        with self._app.app_context():
            everybody = {audience: self.news(meeting_id, told.seq, audience) for audience in Audience}
        for audience, news in everybody.items():
            rooms = [room(meeting_id, screen) for screen, heard in HEARS.items() if heard is audience]
            socketio.emit("changes", news.as_json(), to=rooms)
        # What was committed between the two questions was told to one audience only: it is told again.
        told.seq = max(told.seq, min(news.seq for news in everybody.values()))
        told.last_fan_out_s = monotonic() - begun
        if not told.results_due:
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
                self.poke(meeting_id)


stream = Stream()
