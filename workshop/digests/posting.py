"""How a digest leaves: by itself after a hold, at its time, stopped and let go; and its letters put in the outbox."""

from collections.abc import Collection

from sqlalchemy import delete, update

from workshop.accounts.log import write_down
from workshop.accounts.models import Role, User
from workshop.action import action
from workshop.clock import now
from workshop.digests.abouts import AnyDigest, about
from workshop.digests.actions import approve_in_name_of, belongs_to, take_turn_of, write_deed_down
from workshop.digests.addressees import addressees, rest_of, unreached
from workshop.digests.due import Stage, course_of, goes_by_itself, hold_of, is_out, leaves_now
from workshop.digests.letters import Letters, put_digest_letters
from workshop.digests.models import Digest, Hold, Recipients
from workshop.digests.queries import sent_to_before
from workshop.errors import AlreadyDone, NotAllowed, NotNow
from workshop.extensions import db
from workshop.mail.actions import let_letters_go, pause_letters, try_addresses
from workshop.meetings.actions import take_turn
from workshop.meetings.models import Meeting
from workshop.rounds.models import Round

HOLD_HOURS = range(1, 169)


def post_digest(digest: AnyDigest) -> None:
    """Put the digest's letters in the outbox, once; nothing when it is not their time, or somebody has stopped them."""
    # Written before the writing transaction begins, which must be short.
    _post(digest, Letters(digest, addressees(digest, digest.sent_to or Recipients.BOTH)))


@action
def _post(digest: AnyDigest, letters: Letters) -> None:
    take_turn_of(digest.of)
    if leaves_now(digest):
        put_digest_letters(digest, letters, addressees(digest, digest.sent_to or Recipients.BOTH))
        digest.posted_at = now()


@action
def choose_hold(meeting: Meeting, hours: int | None, by: User) -> None:
    """Let the meeting's digests be approved by themselves, in the name of `by`, so many hours after each was made; or
    with None never.

    Raises NotAllowed unless `by` is an organiser, ValueError for hours that are not in HOLD_HOURS.
    """
    if not by.may(Role.ORGANISER):
        raise NotAllowed
    if hours is not None and hours not in HOLD_HOURS:
        raise ValueError("a hold is an hour to a week")
    take_turn(meeting)
    db.session.execute(delete(Hold).where(Hold.meeting_id == meeting.id))
    if hours is not None:
        chosen = {"meeting_id": meeting.id, "hours": hours, "chosen_by_id": by.id, "chosen_at": now()}
        db.session.execute(db.insert(Hold).values(chosen))
    write_down("choose_hold", by, meeting_id=meeting.id, hours=hours)


@action
def approve_held(digest: Digest) -> None:
    """Approve the digest in the name of who has chosen the hold, for those to whom the version before it went;
    nothing when its time has not come, or no more."""
    take_turn(digest.meeting)
    hold = hold_of(digest.meeting)
    if hold and goes_by_itself(digest):
        to = sent_to_before(digest) or Recipients.BOTH
        approve_in_name_of(hold.chosen_by, digest, to)
        write_deed_down("approve_held", digest, None, recipients=to, user=hold.chosen_by_id)


@action
def stop_digest(digest: AnyDigest, by: User | None = None) -> None:
    """Let it neither be approved by itself nor its letters leave, until an organiser lets it. Any leader may do this.

    Raises NotNow when nothing would happen by itself.
    """
    take_turn_of(digest.of)
    if course_of(digest).stage in {Stage.TO_APPROVE, Stage.REPLACED}:
        raise NotNow
    pause_letters(about(digest))
    write_deed_down("stop_digest", digest, by)


@action
def let_go(digest: AnyDigest, by: User) -> None:
    """The letters of an approved digest go on, as if they had never been stopped.

    Raises NotAllowed unless `by` is an organiser, NotNow before it is approved: that is what lets it go then.
    """
    _require_approved(digest, by)
    let_letters_go(about(digest))
    write_deed_down("let_go", digest, by)


@action
def send_now(digest: AnyDigest, by: User) -> None:
    """The letters that were to leave later leave now. Raises as `let_go`, and NotNow when they have been posted."""
    _require_approved(digest, by)
    if course_of(digest).stage is Stage.REPLACED:
        raise NotNow
    kind = type(digest)
    waits = kind.id == digest.id, kind.posted_at.is_(None), kind.leaves_at.is_not(None)
    brought = db.session.execute(update(kind).where(*waits).values(leaves_at=now()))
    if not brought.rowcount:
        raise NotNow
    let_letters_go(about(digest))
    write_deed_down("send_now", digest, by)


def send_to_rest(digest: AnyDigest, to: Recipients, by: User) -> int:
    """Send the digest that is out to those of these recipients who have not got it; answers how many they are.

    Raises NotAllowed unless `by` is an organiser, NotNow when it is not out (any more), AlreadyDone when all have it.
    """
    return _send_to_rest(digest, to, by, Letters(digest, rest_of(digest, to)))


@action
def _send_to_rest(digest: AnyDigest, to: Recipients, by: User, letters: Letters) -> int:
    _require_approved(digest, by)
    if not is_out(digest):
        raise NotNow
    rest = rest_of(digest, to)
    if not rest:
        raise AlreadyDone
    put_digest_letters(digest, letters, rest)
    if digest.posted_at is None:  # it was approved before there were letters
        digest.posted_at, digest.sent_to = now(), to
    elif digest.sent_to is not to:
        digest.sent_to = Recipients.BOTH
    write_deed_down("send_to_rest", digest, by, recipients=to, count=len(rest))
    return len(rest)


@action
def write_again(of: Meeting | Round, addresses: Collection[str], by: User | None = None) -> int:
    """Let letters go again to those of these addresses that they have not reached; how many they are.

    Raises AlreadyDone when all of them get letters, or none is of this meeting or round.
    """
    take_turn_of(of)
    these = sorted(unreached(of).keys() & set(addresses))
    if not these:
        raise AlreadyDone
    try_addresses(these)
    write_down("write_again", by, **belongs_to(of), count=len(these))
    return len(these)


def _require_approved(digest: AnyDigest, by: User) -> None:
    if not by.may(Role.ORGANISER):
        raise NotAllowed
    take_turn_of(digest.of)
    if digest.approved_at is None:
        raise NotNow
