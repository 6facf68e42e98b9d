"""What facilitators do in the heat of a meeting is written down as it was before and after, and can be undone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import Enum
from typing import Any, Protocol

from sqlalchemy import Enum as EnumColumn
from sqlalchemy import inspect, select

from workshop.accounts.log import write_down
from workshop.accounts.models import LoggedDeed, User
from workshop.action import action
from workshop.columns import Base, Moment
from workshop.errors import AlreadyDone, ChangedMeanwhile
from workshop.extensions import db
from workshop.meetings.actions.turns import next_seq, require, take_turn
from workshop.meetings.models import Deed, Meeting, Thing

LED = frozenset({"move_path", "set_pace", "lock_exercise", "unlock_exercise", "reveal_notes"})
"""Deeds that are part of leading: undone only while the meeting is led. The others are moderation."""

TOLD_WHOLE = frozenset({Thing.PATH, Thing.HANDS})
"""Things of which screens are told by the meeting's row, and not by rows with a number each."""


class Undoable(Protocol):
    """A row whose facts named in UNDOABLE are kept before and after a deed."""

    THING: Thing
    UNDOABLE: tuple[str, ...]


@contextmanager
def logged(name: str, meeting: Meeting, by: User, *things: Any) -> Iterator[None]:
    """Write down how the things are changed inside the block, unless nothing was changed of what can be undone."""
    before = [_as_it_is(thing) for thing in things]
    yield
    db.session.flush()
    after = [_as_it_is(thing) for thing in things]
    if before != after:
        write_down(name, by, meeting_id=meeting.id, states=(before, after))


def _as_it_is(thing: Any) -> dict[str, Any]:
    facts = {fact: _plain(getattr(thing, fact)) for fact in thing.UNDOABLE}
    return {"of": thing.__tablename__, "id": inspect(thing).identity[0], **facts}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, datetime) else value


def undone_as(deed: LoggedDeed) -> Deed:
    """What the meeting must allow for the deed to be undone."""
    return Deed.LEAD if deed.name in LED else Deed.MODERATE


@action
def undo_deed(deed: LoggedDeed, meeting: Meeting, by: User | None = None) -> None:
    """Put everything back as it was before the deed, which stays written down.

    Raises AlreadyDone when it has been undone, ChangedMeanwhile when somebody has changed the same since, NotNow.
    """
    take_turn(meeting)
    db.session.refresh(deed)
    require(meeting, undone_as(deed))
    if deed.undoing:
        raise AlreadyDone
    before, after = deed.before or [], deed.after or []
    things = _find(after)
    if [_as_it_is(thing) for thing in things] != after:
        raise ChangedMeanwhile
    for thing, row in zip(things, before, strict=True):
        _put_back(thing, row)
    db.session.flush()
    kinds = {thing.THING for thing in things}
    seq = next_seq(meeting, *kinds, *({Thing.HANDS} if Thing.PATH in kinds else ()))
    for thing in things:
        if thing.THING not in TOLD_WHOLE:
            thing.seq = seq
    write_down("undo_deed", by, meeting_id=meeting.id, undoes=deed)


def _find(rows: list[dict[str, Any]]) -> list[Any]:
    """The things, in the order of their rows, as they are now."""
    tables = {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}  # type: ignore[attr-defined]
    found: dict[tuple[str, Any], Any] = {}
    for table in {row["of"] for row in rows}:
        [key] = inspect(tables[table]).primary_key
        wanted = select(tables[table]).where(key.in_([row["id"] for row in rows if row["of"] == table]))
        for thing in db.session.scalars(wanted.execution_options(populate_existing=True)):
            found[table, inspect(thing).identity[0]] = thing
    return [found[row["of"], row["id"]] for row in rows]


def _put_back(thing: Any, row: dict[str, Any]) -> None:
    for fact in thing.UNDOABLE:
        value, kind = row[fact], inspect(type(thing)).columns[fact].type
        if value is not None and isinstance(kind, Moment):
            value = datetime.fromisoformat(value)
        elif value is not None and isinstance(kind, EnumColumn) and kind.enum_class:
            value = kind.enum_class(value)
        setattr(thing, fact, value)
