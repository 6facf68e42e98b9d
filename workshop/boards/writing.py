"""The short way of a note into the database: one question for all that the rules ask, one statement that writes.

It says what the ORM would say, without its bookkeeping, because a note is what a full hall sends at once. Whatever else
is done to notes goes by their rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Table, and_, bindparam, func, insert, select

from workshop.boards.models import BoardRules, Note, Prompt, Showing
from workshop.clock import now
from workshop.driver import DriverStatement
from workshop.errors import Blocked, Locked, NotAllowed, NotFound, NotJoined, NotNow, NotThisBoard, TooFast
from workshop.extensions import db
from workshop.meetings.models import ALLOWS, Deed, Exercise, ExerciseKind, Meeting, State
from workshop.participants.models import Participant

LATELY, MOST_LATELY = timedelta(seconds=30), 60
"""How many notes one participant may write in which time, over all web processes: two a second."""

_NOTE: Table = Note.__table__  # type: ignore[assignment]


@dataclass(frozen=True)
class WritingPlace:
    """Who writes where, and what the rules ask of it."""

    participant_id: int
    language: str
    groups: list[str]
    municipality: str | None
    blocked_at: datetime | None
    meeting_id: int
    state: State
    kind: ExerciseKind | None
    """None for a column of another meeting."""
    opened_at: datetime | None
    locked_at: datetime | None
    showing: Showing | None
    """None, as the rest of the rules, on a board that goes by the defaults."""
    revealed_at: datetime | None
    hides_groups: bool | None
    told_id: int | None
    """The note that has been saved under the same key."""
    told_writer_id: int | None
    written_lately: int
    """How many notes the participant has written within LATELY."""

    @property
    def waits(self) -> bool:
        """Is what is written here shown to others only later?"""
        return self.revealed_at is None if self.showing is Showing.REVEALED else self.showing is Showing.APPROVED

    def require_open(self) -> None:
        """Raise NotNow, Blocked, TooFast, Locked or NotAllowed unless the participant may write here now."""
        if Deed.CONTRIBUTE not in ALLOWS[self.state]:
            raise NotNow
        if self.blocked_at:
            raise Blocked
        if self.written_lately >= MOST_LATELY:
            raise TooFast
        if self.opened_at is None or self.locked_at is not None:
            raise Locked
        if self.kind is ExerciseKind.SCRIBE:
            raise NotAllowed


_GUEST, _MEETING, _EXERCISE, _PROMPT, _RULES = (
    model.__table__ for model in (Participant, Meeting, Exercise, Prompt, BoardRules)
)
_OTHERS = _NOTE.alias("other")
_PLACE = DriverStatement(
    select(
        *(_GUEST.c[name] for name in ("id", "language", "groups", "municipality", "blocked_at")),
        _MEETING.c.id,
        _MEETING.c.state,
        *(_EXERCISE.c[name] for name in ("kind", "opened_at", "locked_at")),
        *(_RULES.c[name] for name in ("showing", "revealed_at", "hides_groups")),
        _NOTE.c.id,
        _NOTE.c.participant_id,
        select(func.count())
        .select_from(_OTHERS)
        .where(_OTHERS.c.participant_id == _GUEST.c.id, _OTHERS.c.written_at > bindparam("lately"))
        .scalar_subquery(),
        _MEETING.c.current_position == _EXERCISE.c.position,
    )
    .select_from(_GUEST)
    .join(_MEETING, _MEETING.c.id == _GUEST.c.meeting_id)
    .join(_PROMPT, _PROMPT.c.id == bindparam("prompt"), isouter=True)
    .join(
        _EXERCISE,
        and_(_EXERCISE.c.id == _PROMPT.c.exercise_id, _EXERCISE.c.meeting_id == _MEETING.c.id),
        isouter=True,
    )
    .join(_RULES, _RULES.c.exercise_id == _EXERCISE.c.id, isouter=True)
    .join(_NOTE, and_(_NOTE.c.meeting_id == _MEETING.c.id, _NOTE.c.client_key == bindparam("client_key")), isouter=True)
    .where(_GUEST.c.key == bindparam("guest"), _MEETING.c.code == bindparam("code"))
)


def writing_place(code: str, guest_key: str, prompt_id: int, client_key: str) -> WritingPlace:
    """Where a participant wants to write, as it is now. Raises NotJoined, NotThisBoard, NotFound."""
    asked: dict[str, Any] = {"code": code, "guest": guest_key, "prompt": prompt_id, "client_key": client_key}
    asked |= {"lately": now() - LATELY}
    found = _PLACE.first(db.connection, asked)
    if found is None:
        raise NotJoined(code)
    *facts, is_current = found
    place = WritingPlace(*facts)
    if place.kind is None:
        raise NotThisBoard
    if place.opened_at is None and not is_current:
        raise NotFound
    return place


@dataclass(frozen=True)
class SavedNote:
    """The facts of a note that screens are told, read like those of its row (`boards/news.py`)."""

    id: int
    seq: int
    prompt_id: int
    participant_id: int | None
    user_id: int | None
    text: str
    language: str
    groups: list[str]
    place: float
    edition: int
    stack_id: int | None
    likes: int
    votes: int
    comments: int
    reports: int
    written_afterwards: bool
    imported_at: datetime | None
    shown_at: datetime | None
    withheld_at: datetime | None
    hidden_at: datetime | None
    removed_at: datetime | None
    hides_groups: bool = field(default=False)


_NAMES = [one.name for one in fields(SavedNote) if one.name not in ("id", "hides_groups")]
TOLD = [_NOTE.c[name] for name in ("id", *_NAMES)]
"""The columns of a saved note, in order."""

_AT_FIRST = {
    "user_id": None, "edition": 0, "stack_id": None, "likes": 0, "votes": 0, "comments": 0, "reports": 0,
    "hidden_at": None, "removed_at": None, "imported_at": None, "edited_at": None,
}  # fmt: skip
_INSERT = DriverStatement(insert(_NOTE).returning(_NOTE.c.id), [one.name for one in _NOTE.c if one.name != "id"])
_SAVED = (
    select(*TOLD, BoardRules.hides_groups)
    .join(Prompt, Prompt.id == _NOTE.c.prompt_id)
    .join(BoardRules, BoardRules.exercise_id == Prompt.exercise_id, isouter=True)
    .where(_NOTE.c.id == bindparam("note"))
)


def showing(moment: datetime, waits: bool) -> dict[str, datetime | None]:
    """From when on a note that is written at `moment` is shown, or waits to be."""
    return {"shown_at": None if waits else moment, "withheld_at": moment if waits else None}


def insert_note(facts: dict[str, Any], hides_groups: bool | None) -> SavedNote:
    """Write a new note with these facts; the rest is as it is at first."""
    row = {**_AT_FIRST, **facts}
    inserted = _INSERT.first(db.connection, row)
    assert inserted is not None
    return SavedNote(id=inserted[0], hides_groups=bool(hides_groups), **{name: row[name] for name in _NAMES})


def insert_notes(facts: Sequence[dict[str, Any]]) -> None:
    """Write many new notes at once, as `insert_note` writes one."""
    db.connection.execute(insert(_NOTE), [{**_AT_FIRST, **one} for one in facts])


def saved_note(note_id: int) -> SavedNote:
    """A note that has been saved before."""
    row: Row[Any] = db.connection.execute(_SAVED, {"note": note_id}).one()
    return SavedNote(*row[:-1], hides_groups=bool(row[-1]))
