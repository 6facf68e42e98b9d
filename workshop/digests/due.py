"""What is due: digests to be supplemented, to be approved by themselves, to be posted; and what will happen to one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import aliased, contains_eager, defer, joinedload

from workshop.accounts.models import Role
from workshop.clock import now
from workshop.digests.abouts import AnyDigest, about
from workshop.digests.files import Printing, printing
from workshop.digests.letters import ENCLOSED
from workshop.digests.models import Digest, Hold
from workshop.digests.rounds.models import RoundDigest
from workshop.extensions import db
from workshop.mail.queries import is_paused
from workshop.meetings.models import Meeting

FILE_PATIENCE = timedelta(minutes=15)
"""How long letters wait for the PDF file that goes with them."""


class Stage(StrEnum):
    """How far a digest is on its way to those who get it."""

    TO_APPROVE = "to_approve"
    HELD = "held"
    """It is approved by itself when its time comes."""
    STOPPED = "stopped"
    """It would be, but somebody has stopped it."""
    LEAVES_LATER = "leaves_later"
    LEAVES_SOON = "leaves_soon"
    """Its letters wait for nothing but the worker and the PDF file."""
    REPLACED = "replaced"
    """A newer version was approved before its letters left: they do not."""
    POSTED = "posted"


@dataclass(frozen=True)
class Course:
    """Where a digest stands, and what happens next if nobody does anything."""

    stage: Stage
    at: datetime | None = None
    """When it goes on by itself."""
    is_paused: bool = False


def course_of(digest: AnyDigest) -> Course:
    """Where the digest stands. The earlier versions that nobody approved are for nobody to ask about. A round's digest
    is made by an organiser, and never approved by itself."""
    paused = is_paused(about(digest))
    if digest.approved_at is None:
        hold = hold_of(digest.meeting) if isinstance(digest, Digest) else None
        if not hold or not hold.chosen_by.may(Role.ORGANISER) or not _may_leave_unread(digest):
            return Course(Stage.TO_APPROVE)
        return Course(Stage.STOPPED) if paused else Course(Stage.HELD, _approved_at(digest, hold))
    if digest.posted_at or digest.leaves_at is None:  # nothing of it leaves by itself
        return Course(Stage.POSTED, is_paused=paused)
    if _is_replaced(digest):
        return Course(Stage.REPLACED)
    later = digest.leaves_at if digest.leaves_at and digest.leaves_at > now() else None
    return Course(Stage.LEAVES_LATER if later else Stage.LEAVES_SOON, later, paused)


def is_out(digest: AnyDigest) -> bool:
    """Is it the version that is sent now, so that those who have not got it may be sent it too? Not while its letters
    are stopped, nor when a newer one has been approved."""
    return course_of(digest) == Course(Stage.POSTED) and not _is_replaced(digest)


def hold_of(meeting: Meeting) -> Hold | None:
    """What has been chosen for the meeting; None when its digests wait for somebody to approve them."""
    return db.session.scalar(select(Hold).where(Hold.meeting_id == meeting.id).options(joinedload(Hold.chosen_by)))


def _may_leave_unread(digest: Digest) -> bool:
    """Was it made by the worker, or by somebody who may approve? What others have written into it is read first."""
    return digest.made_by is None or digest.made_by.may(Role.ORGANISER)


def _approved_at(digest: Digest, hold: Hold) -> datetime:
    """Never before the hours have passed since it was made, nor since they were chosen."""
    return max(digest.made_at, hold.chosen_at) + timedelta(hours=hold.hours)


def _is_replaced(digest: AnyDigest) -> bool:
    kind = type(digest)
    newer = (kind.of_id == digest.of_id) & (kind.language == digest.language)
    newer &= (kind.version > digest.version) & kind.approved_at.is_not(None)
    return bool(db.session.scalar(select(exists().where(newer))))


def held_digests() -> Iterator[Digest]:
    """The newest versions that are approved by themselves now."""
    waiting = _newest().join(Hold, Hold.meeting_id == Digest.meeting_id).where(Digest.approved_at.is_(None))
    return filter(goes_by_itself, db.session.scalars(waiting).all())


def _newest() -> Select[tuple[Digest]]:
    """The last version of each meeting in each language."""
    newer = aliased(Digest)
    is_replaced = exists().where(
        newer.meeting_id == Digest.meeting_id, newer.language == Digest.language, newer.version > Digest.version
    )
    return select(Digest).where(~is_replaced).options(defer(Digest.document)).order_by(Digest.id)


def goes_by_itself(digest: Digest) -> bool:
    """Is it time that the digest is approved by itself?"""
    course = course_of(digest)
    return course.stage is Stage.HELD and course.at is not None and course.at <= now()


def digests_to_post() -> Iterator[AnyDigest]:
    """Approved digests, of meetings and then of rounds, whose letters are to be put in the outbox now."""
    for kind in (Digest, RoundDigest):
        waiting = select(kind).where(kind.approved_at.is_not(None), kind.posted_at.is_(None), kind.leaves_at <= now())
        for digest in db.session.scalars(waiting.order_by(kind.leaves_at, kind.id)).all():
            if leaves_now(digest) and _file_is_settled(digest):
                yield digest


def leaves_now(digest: AnyDigest) -> bool:
    """Is it time that the digest's letters leave, and does nothing of what people decide stand in the way?"""
    course = course_of(digest)
    return course.stage is Stage.LEAVES_SOON and not course.is_paused


def _file_is_settled(digest: AnyDigest) -> bool:
    """Is the PDF file there, or not to be waited for?"""
    waited = digest.leaves_at is not None and now() - digest.leaves_at >= FILE_PATIENCE
    return waited or printing(digest)[ENCLOSED] is not Printing.WAITING


def digests_to_supplement() -> Iterator[Digest]:
    """The newest versions, of closed meetings, that lack what came in afterwards."""
    before = _newest().join(Digest.meeting).where(Digest.made_at < Meeting.closed_at)
    return filter(lacks_what_came, db.session.scalars(before.options(contains_eager(Digest.meeting))).all())


def lacks_what_came(digest: Digest) -> bool:
    """Was this version made before the meeting was closed, and has anything been said or changed in between?"""
    meeting = digest.meeting
    if meeting.closed_at is None or digest.made_at >= meeting.closed_at:
        return False
    return max(meeting.notes_seq, meeting.responses_seq, meeting.statements_seq) > digest.made_of_seq
