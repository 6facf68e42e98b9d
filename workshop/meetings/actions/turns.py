"""What every action on a meeting stands on: its turn, its change number, and whether the meeting allows it."""

from functools import cache
from typing import Any, Protocol

from sqlalchemy import Table, Update, bindparam, select, update
from sqlalchemy.orm import Mapped
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql.dml import ReturningUpdate

from workshop.action import after_commit, turns_taken
from workshop.driver import DriverStatement
from workshop.errors import Locked, NotFound, NotNow
from workshop.extensions import db
from workshop.live.stream import stream
from workshop.meetings.models import Deed, Exercise, Meeting, Thing

_MEETING: Table = Meeting.__table__  # type: ignore[assignment]
_NUMBERS = (_MEETING.c.seq, _MEETING.c.path_seq, _MEETING.c.steps_seq)


class Numbered(Protocol):
    """A row that carries the number of the change by which it came."""

    id: Mapped[int]
    seq: Mapped[int]


# The lock that a change of the row takes, and no stronger one: it lets others write rows that refer to the meeting.
# They hold its key until their commit, so whoever waited for them, and let them wait, would wait in a circle.
_TURN_OF = select(_MEETING.c.id).where(_MEETING.c.id == bindparam("meeting")).with_for_update(key_share=True)
_TURN_AT = select(_MEETING.c.id).where(_MEETING.c.code == bindparam("code")).with_for_update(key_share=True)


def next_seq(meeting: Meeting, *things: Thing) -> int:
    """The number of this change, which touches such `things`; taken inside its transaction, so numbers commit in order.

    Whoever shows the meeting is told after the commit.
    """
    taken = take_seq(meeting.id, *things)
    for name in ("seq", *(f"{thing}_seq" for thing in things)):
        set_committed_value(meeting, name, taken)
    return taken


def take_seq(meeting_id: int, *things: Thing) -> int:
    """`next_seq` for those who hold no row of the meeting."""
    taken = _taking_alone(things).first(db.connection, {"meeting": meeting_id})
    if taken is None:
        raise NotFound
    after_commit(stream.poke, meeting_id)
    return taken[0]


def _taking(things: tuple[Thing, ...]) -> ReturningUpdate[Any]:
    # Made once for each kind of change, and goes to the driver as it is: every contribution waits for this statement.
    number = _MEETING.c.seq + 1
    numbers = {"seq": number, **{f"{thing}_seq": number for thing in things}}
    return update(_MEETING).where(_MEETING.c.id == bindparam("meeting")).values(numbers).returning(*_NUMBERS)


@cache
def _taking_alone(things: tuple[Thing, ...]) -> DriverStatement:
    return DriverStatement(_taking(things))


def take_turn(meeting: Meeting) -> None:
    """Wait for the meeting's other writers, so that what one of them is just saving is seen before it is judged.

    What was read before the turn is read anew after it. Taken once in an action, it is kept; who only reads takes none.
    """
    turns = turns_taken()
    if turns is None:
        return
    if meeting.id not in turns and db.engine.dialect.name != "sqlite":
        db.session.flush()
        db.session.execute(_TURN_OF, {"meeting": meeting.id})
        db.session.expire_all()
    turns.add(meeting.id)


def holds_turn(meeting: Meeting) -> bool:
    """Is the running action the meeting's only writer since before it read anything that it judges by?"""
    return db.engine.dialect.name == "sqlite" or meeting.id in (turns_taken() or ())


def give_number(row: Numbered, meeting: Meeting, thing: Thing) -> bool:
    """`next_seq` for a row that is written, by those who have judged without a turn: does what they judged by hold?

    It does not when somebody else has changed the meeting's path or its steps since its row was read. The action's last
    statement, if it can be: from here to the commit the meeting's other writers wait.
    """
    there = {"meeting": meeting.id, "row": row.id}
    in_two = db.engine.dialect.name == "sqlite"
    taking = _taking_alone((thing,)) if in_two else _taking_with(type(row), thing)
    taken = taking.first(db.connection, there)
    if taken is None:
        raise NotFound
    seq, path_seq, steps_seq, *_id = taken
    if in_two:
        db.connection.execute(_giving(type(row)), there | {"number": seq})
    set_committed_value(row, "seq", seq)
    after_commit(stream.poke, meeting.id)
    return (path_seq, steps_seq) == (meeting.path_seq, meeting.steps_seq)


@cache
def _giving(kind: type[Numbered]) -> Update:
    table: Table = kind.__table__  # type: ignore[attr-defined]
    return update(table).where(table.c.id == bindparam("row")).values(seq=bindparam("number"))


@cache
def _taking_with(kind: type[Numbered], thing: Thing) -> DriverStatement:
    # Two statements in one: between two a busy process lets others run first, while the whole meeting waits.
    table: Table = kind.__table__  # type: ignore[attr-defined]
    taken = _taking((thing,)).returning(_MEETING.c.id).cte("taken")
    here = (table.c.id == bindparam("row"), table.c.meeting_id == taken.c.id)
    return DriverStatement(update(table).where(*here).values(seq=taken.c.seq).returning(*taken.c))


def wait_for_turn(code: str) -> None:
    """`take_turn` for those who hold no row of the meeting. On SQLite whoever writes has the whole database already."""
    if db.engine.dialect.name != "sqlite":
        db.connection.execute(_TURN_AT, {"code": code})


def require(meeting: Meeting, deed: Deed) -> None:
    """Take the meeting's turn in an action, and raise NotNow unless its state allows the deed."""
    take_turn(meeting)
    if not meeting.allows(deed):
        raise NotNow


def require_open(exercise: Exercise) -> None:
    """Raise unless the exercise takes contributions now: NotNow by the meeting's state, Locked by its own."""
    require(exercise.meeting, Deed.CONTRIBUTE)
    if not exercise.is_open:
        raise Locked
