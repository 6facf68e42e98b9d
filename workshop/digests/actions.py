"""What is done to digests: made, made again, supplemented and approved. Posting has its own file."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import update

from workshop.accounts.log import write_down
from workshop.accounts.models import Role, User
from workshop.action import action, after_commit
from workshop.clock import now
from workshop.digests.abouts import AnyDigest, about
from workshop.digests.compose import compose
from workshop.digests.document import Document
from workshop.digests.due import lacks_what_came
from workshop.digests.edited import edited
from workshop.digests.edits import Edits, edits_from
from workshop.digests.files import Printing, ask_for, printing
from workshop.digests.letters import ENCLOSED
from workshop.digests.models import Digest, Recipients, random_key
from workshop.digests.queries import last_version, newest_digest
from workshop.errors import AlreadyDone, ChangedMeanwhile, NotAllowed, NotFound, NotNow
from workshop.extensions import db
from workshop.jobs import wake
from workshop.mail.actions import let_letters_go, pause_letters
from workshop.mail.queries import is_paused
from workshop.meetings.actions import take_turn
from workshop.meetings.models import Meeting
from workshop.rounds.actions import take_turn as take_round_turn
from workshop.rounds.models import Round

LONGEST_WAIT = timedelta(days=60)
"""How far ahead the leaving of letters may be set."""


def make_digest(meeting: Meeting, language: str, maker: User | None = None) -> Digest:
    """A new version of the digest, of what is said and not hidden now, with the edits of the one before.

    Earlier versions stay as they are. Raises NotNow before the meeting has ended, NotFound for a language that is not
    the meeting's, ChangedMeanwhile when somebody edited the version before at the same time.
    """
    before = newest_digest(meeting, language)
    read = _state(before)
    edits = edits_from(before.edits if before else None)
    seq, document = written_up(meeting, language)
    return _keep_again(meeting, language, seq, edited(document, edits), edits, maker, read)


def make_first_digest(meeting: Meeting, language: str) -> Digest:
    """The first version, as the worker makes it; when there is a version already, the newest one."""
    return _keep_first(meeting, language, *written_up(meeting, language))


def make_supplement(meeting: Meeting, language: str) -> Digest:
    """The version with what came in afterwards and the edits of the one before, as the worker makes it once the meeting
    is closed; the newest version when that is already so."""
    before = newest_digest(meeting, language)
    edits = edits_from(before.edits if before else None)
    seq, document = written_up(meeting, language)
    return _keep_supplement(meeting, language, seq, edited(document, edits), edits, _state(before))


def written_up(meeting: Meeting, language: str) -> tuple[int, Document]:
    """The change number that the document is made of, and the document, without edits. Raises NotNow, NotFound.

    Done before the writing transaction begins, which must be short. The number is read first: what comes in
    between may be in the digest, but is never thought to be when it is not.
    """
    if meeting.ended_at is None:
        raise NotNow
    if language not in meeting.languages:
        raise NotFound
    db.session.refresh(meeting)
    return meeting.seq, compose(meeting, language)


def _state(digest: Digest | None) -> tuple[int, int] | None:
    return (digest.id, digest.edition) if digest else None


@action
def _keep_again(
    meeting: Meeting,
    language: str,
    seq: int,
    document: Document,
    edits: Edits,
    maker: User | None,
    read: tuple[int, int] | None,
) -> Digest:
    take_turn(meeting)
    if _state(newest_digest(meeting, language)) != read:
        raise ChangedMeanwhile
    return keep_version(meeting, language, seq, document, edits, maker)


@action
def keep_version(
    meeting: Meeting, language: str, seq: int, document: Document, edits: Edits | None = None, maker: User | None = None
) -> Digest:
    """Keep a document as the newest version. What somebody has stopped stays stopped in it."""
    take_turn(meeting)
    before = newest_digest(meeting, language)
    digest = Digest(
        key=random_key(),
        meeting=meeting,
        language=language,
        version=last_version(meeting, language) + 1,
        document=document.as_json(),
        made_at=now(),
        made_of_seq=seq,
        made_by_id=maker.id if maker else None,
        edits=edits.as_json() if edits else None,
        edition=0,
    )
    db.session.add(digest)
    db.session.flush()
    if before and is_paused(about(before)):
        pause_letters(about(digest))
    after_commit(wake)  # its files are printed by the worker
    return digest


@action
def _keep_first(meeting: Meeting, language: str, seq: int, document: Document) -> Digest:
    take_turn(meeting)
    return newest_digest(meeting, language) or keep_version(meeting, language, seq, document)


@action
def _keep_supplement(
    meeting: Meeting, language: str, seq: int, document: Document, edits: Edits, read: tuple[int, int] | None
) -> Digest:
    take_turn(meeting)
    newest = newest_digest(meeting, language)
    if newest and not lacks_what_came(newest):
        return newest
    if _state(newest) != read:
        raise ChangedMeanwhile  # the worker looks again, and takes the new edits with it
    return keep_version(meeting, language, seq, document, edits)


@action
def approve_digest(
    digest: Digest,
    approver: User,
    to: Recipients = Recipients.BOTH,
    leaves_at: datetime | None = None,
    edition: int | None = None,
) -> None:
    """Make the digest public, once and for all; its letters go to these recipients at `leaves_at`, or as soon as
    they can.

    `edition` is the one that the approver has read. Raises NotAllowed unless `approver` is an organiser, AlreadyDone
    for an approved digest, NotNow for a version that a newer one has replaced, ChangedMeanwhile when it was edited,
    ValueError for a time that has passed or is further away than LONGEST_WAIT.
    """
    approve_in_name_of(approver, digest, to, leaves_at, edition)
    told = {"recipients": to, "leaves_at": leaves_at.isoformat() if leaves_at else None}
    write_deed_down("approve_digest", digest, approver, **told)


def write_deed_down(name: str, digest: AnyDigest, by: User | None, **said: str | int | None) -> None:
    """Write down inside an action what is done to a digest."""
    which = {"version": digest.version, "language": digest.language}
    write_down(name, by, **belongs_to(digest.of), **which, **said)


def belongs_to(of: Meeting | Round) -> dict[str, int]:
    """How a row names the meeting, or the round, that it belongs to: {"meeting_id": 12}."""
    return {f"{of.__tablename__}_id": of.id}


def take_turn_of(of: Meeting | Round) -> None:
    """Inside an action: wait for the others who change what belongs to the meeting, or to the round itself."""
    if isinstance(of, Round):
        take_round_turn(of)
    else:
        take_turn(of)


def approve_in_name_of(
    approver: User, digest: Digest, to: Recipients, leaves_at: datetime | None = None, edition: int | None = None
) -> None:
    """Approve inside an action, by the approver or for them; raises as `approve_digest`."""
    if not approver.may(Role.ORGANISER):
        raise NotAllowed
    require_near(leaves_at)
    take_turn(digest.meeting)
    if digest.version < last_version(digest.meeting, digest.language):
        raise NotNow
    if edition is not None and digest.edition != edition:
        raise ChangedMeanwhile
    set_off(digest, approver, to, leaves_at)


def require_near(leaves_at: datetime | None) -> None:
    """Raise ValueError for a time that has passed or is further away than LONGEST_WAIT."""
    moment = now()
    if leaves_at and not moment < leaves_at <= moment + LONGEST_WAIT:
        raise ValueError("letters leave in the future, and before long")


def set_off(digest: AnyDigest, approver: User, to: Recipients, leaves_at: datetime | None) -> None:
    """Inside an action: what may be approved is approved, and its letters leave when it is their time. Raises
    AlreadyDone."""
    kind, moment = type(digest), now()
    approved = db.session.execute(
        update(kind)
        .where(kind.id == digest.id, kind.approved_at.is_(None))
        .values(approved_at=moment, approved_by_id=approver.id, leaves_at=leaves_at or moment, sent_to=to)
    )
    if not approved.rowcount:
        raise AlreadyDone
    if printing(digest)[ENCLOSED] is Printing.ON_DEMAND:
        after_commit(partial(ask_for, digest, ENCLOSED))
    let_letters_go(about(digest))  # and the worker is woken, which posts it
