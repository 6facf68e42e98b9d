"""What every action on a meeting stands on: its turn, its change number, and whether the meeting allows it."""

from sqlalchemy import select, update
from sqlalchemy.orm.attributes import set_committed_value

from workshop.action import after_commit
from workshop.errors import Locked, NotFound, NotNow
from workshop.extensions import db
from workshop.live.stream import stream
from workshop.meetings.models import Deed, Exercise, Meeting, Thing


def next_seq(meeting: Meeting, *things: Thing) -> int:
    """The number of this change, which touches such `things`; taken inside its transaction, so numbers commit in order.

    Whoever shows the meeting is told after the commit.
    """
    number = Meeting.seq + 1
    taken = db.session.scalar(
        update(Meeting)
        .where(Meeting.id == meeting.id)
        .values({"seq": number, **{f"{thing}_seq": number for thing in things}})
        .returning(Meeting.seq)
        .execution_options(synchronize_session=False)
    )
    if taken is None:
        raise NotFound
    for name in ("seq", *(f"{thing}_seq" for thing in things)):
        set_committed_value(meeting, name, taken)
    after_commit(stream.poke, meeting.id)
    return taken


def take_turn(meeting: Meeting) -> None:
    """Wait for the meeting's other writers, so that what one of them is just saving is seen before it is judged."""
    db.session.execute(select(Meeting.id).where(Meeting.id == meeting.id).with_for_update())


def require(meeting: Meeting, deed: Deed) -> None:
    """Raise NotNow unless the meeting's state allows the deed."""
    if not meeting.allows(deed):
        raise NotNow


def require_open(exercise: Exercise) -> None:
    """Raise unless the exercise takes contributions now: NotNow by the meeting's state, Locked by its own."""
    require(exercise.meeting, Deed.CONTRIBUTE)
    if not exercise.is_open:
        raise Locked
