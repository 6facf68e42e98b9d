"""When meetings are archived, and what may be removed of them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CompoundSelect, exists, func, select, type_coerce, union
from sqlalchemy.orm import joinedload

from workshop.clock import months_later
from workshop.columns import Moment
from workshop.digests.models import Digest, InvitedAddress, RoundAddress, Subscriber
from workshop.extensions import db
from workshop.meetings.models import Meeting, State
from workshop.participants.models import Participant
from workshop.rounds.models import Round


def kept_until(meeting: Meeting) -> datetime | None:
    """When the meeting is archived by itself; None before it has ended."""
    return months_later(meeting.ended_at, meeting.round.keeps_months) if meeting.ended_at else None


def meetings_to_archive() -> list[Meeting]:
    """Closed meetings whose time has come, by the database's clock: a machine whose own clock is wrong cuts nothing."""
    moment = db.session.scalar(select(type_coerce(func.now(), Moment)))
    closed = select(Meeting).where(Meeting.state == State.CLOSED, Meeting.archived_at.is_(None))
    waiting = db.session.scalars(closed.options(joinedload(Meeting.round)).order_by(Meeting.id))
    return [meeting for meeting in waiting if (until := kept_until(meeting)) and moment and until <= moment]


def has_guests(of: Meeting | Round) -> bool:
    """Has anybody joined the meeting, or a meeting of the round?"""
    there = Participant.meeting_id == of.id
    if isinstance(of, Round):
        there = Participant.meeting_id.in_(select(Meeting.id).where(Meeting.round_id == of.id))
    return bool(db.session.scalar(select(exists().where(there))))


def may_be_erased(meeting: Meeting) -> bool:
    """Is it archived, or a draft that nobody has ever joined?"""
    return meeting.archived_at is not None or (meeting.state is State.DRAFT and not has_guests(meeting))


def all_meetings_in(round_: Round) -> Sequence[Meeting]:
    """Every meeting of the round, newest first."""
    there = select(Meeting).where(Meeting.round_id == round_.id).options(joinedload(Meeting.round))
    return db.session.scalars(there.order_by(Meeting.starts_at.desc(), Meeting.id.desc())).all()


def addresses_in(round_: Round) -> CompoundSelect[tuple[str]]:
    """A query for all addresses that the round and its meetings keep."""
    here = select(Meeting.id).where(Meeting.round_id == round_.id)
    return union(
        select(RoundAddress.address).where(RoundAddress.round_id == round_.id),
        *(select(kind.address).where(kind.meeting_id.in_(here)) for kind in (Subscriber, InvitedAddress)),
    )


def may_take_back(meeting: Meeting) -> bool:
    """May people still have all removed that they have said? Not once a digest of the meeting has been approved, nor
    when it is archived."""
    approved = exists().where(Digest.meeting_id == meeting.id, Digest.approved_at.is_not(None))
    return meeting.archived_at is None and not db.session.scalar(select(approved))
