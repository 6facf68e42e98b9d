"""What is done to digests: made, made again, approved and posted; and leaving an address for them."""

import secrets

from sqlalchemy import update

from workshop.accounts.models import Role, User
from workshop.action import action, after_commit
from workshop.clock import in_finland, now
from workshop.digests.compose import compose
from workshop.digests.document import Document
from workshop.digests.edited import edited
from workshop.digests.edits import Edits, edits_from
from workshop.digests.letters import put_digest_letter, write_letter
from workshop.digests.models import Digest, Subscriber
from workshop.digests.queries import (
    last_version,
    letter_language,
    newest_digest,
    posted_digest,
    recipients,
    subscriber_at,
)
from workshop.errors import AlreadyDone, ChangedMeanwhile, NotAllowed, NotFound, NotNow
from workshop.extensions import db
from workshop.jobs import wake
from workshop.mail.addresses import tidy_address
from workshop.mail.written import Written
from workshop.meetings.actions import require, take_turn
from workshop.meetings.models import Deed, Meeting


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
    """Keep a document as the newest version."""
    take_turn(meeting)
    digest = Digest(
        key=secrets.token_urlsafe(16),
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
    after_commit(wake)  # its files are printed by the worker
    return digest


@action
def _keep_first(meeting: Meeting, language: str, seq: int, document: Document) -> Digest:
    take_turn(meeting)
    return newest_digest(meeting, language) or keep_version(meeting, language, seq, document)


def approve_digest(digest: Digest, approver: User, edition: int | None = None) -> None:
    """Make the digest public and put its letters in the outbox, once and for all.

    `edition` is the one that the approver has read. Raises NotAllowed unless `approver` is an organiser, AlreadyDone
    for an approved digest, NotNow for a version that a newer one has replaced, ChangedMeanwhile when it was edited.
    """
    read = digest.edition if edition is None else edition
    _approve(digest, approver, write_letter(digest), read)


@action
def _approve(digest: Digest, approver: User, letter: Written, edition: int) -> None:
    if not approver.may(Role.ORGANISER):
        raise NotAllowed
    take_turn(digest.meeting)
    if digest.version < last_version(digest.meeting, digest.language):
        raise NotNow
    if digest.edition != edition:
        raise ChangedMeanwhile
    moment = now()
    approved = db.session.execute(
        update(Digest)
        .where(Digest.id == digest.id, Digest.approved_at.is_(None))
        .values(approved_at=moment, approved_by_id=approver.id, posted_at=moment)
    )
    if not approved.rowcount:
        raise AlreadyDone
    for subscriber in recipients(digest):
        put_digest_letter(digest, letter, subscriber.address)


def subscribe(meeting: Meeting, address: str, language: str) -> None:
    """Leave an address for the meeting's digests. Twice is once; when a digest is out already, its letter goes now.

    Raises mail.addresses.BadAddress, and NotNow in a state that takes no addresses.
    """
    posted = posted_digest(meeting, letter_language(meeting, language))
    _subscribe(meeting, tidy_address(address), language, write_letter(posted) if posted else None)


@action
def _subscribe(meeting: Meeting, address: str, language: str, letter: Written | None) -> None:
    require(meeting, Deed.SUBSCRIBE)
    take_turn(meeting)
    if subscriber_at(meeting, address):
        return
    db.session.add(
        Subscriber(meeting_id=meeting.id, address=address, language=language, left_on=in_finland(now()).date())
    )
    db.session.flush()
    posted = posted_digest(meeting, letter_language(meeting, language))
    if posted:
        put_digest_letter(posted, letter or write_letter(posted), address)
