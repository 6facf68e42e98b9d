"""What is done to digests: made, made again, supplemented and approved. Posting has its own file."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import update

from workshop.accounts.models import Role, User
from workshop.action import action, after_commit
from workshop.clock import now
from workshop.digests.compose import compose
from workshop.digests.document import Document
from workshop.digests.due import lacks_what_came
from workshop.digests.letters import about
from workshop.digests.models import Digest, Recipients
from workshop.digests.queries import last_version, newest_digest
from workshop.errors import AlreadyDone, NotAllowed, NotFound, NotNow
from workshop.extensions import db
from workshop.jobs import wake
from workshop.mail.actions import let_letters_go
from workshop.meetings.actions import take_turn
from workshop.meetings.models import Meeting

LONGEST_WAIT = timedelta(days=60)
"""How far ahead the leaving of letters may be set."""


def make_digest(meeting: Meeting, language: str) -> Digest:
    """A new version of the digest, of what is said and not hidden now; earlier versions stay as they are.

    Raises NotNow before the meeting has ended, NotFound for a language that is not the meeting's.
    """
    return _keep(meeting, language, *_written_up(meeting, language))


def make_first_digest(meeting: Meeting, language: str) -> Digest:
    """The first version, as the worker makes it; when there is a version already, the newest one."""
    return _keep_first(meeting, language, *_written_up(meeting, language))


def make_supplement(meeting: Meeting, language: str) -> Digest:
    """The version with what came in afterwards, as the worker makes it once the meeting is closed; the newest version
    when that is already so."""
    return _keep_supplement(meeting, language, *_written_up(meeting, language))


def _written_up(meeting: Meeting, language: str) -> tuple[int, Document]:
    """The change number that the document is made of, and the document.

    Done before the writing transaction begins, which must be short. The number is read first: what comes in
    between may be in the digest, but is never thought to be when it is not.
    """
    if meeting.ended_at is None:
        raise NotNow
    if language not in meeting.languages:
        raise NotFound
    db.session.refresh(meeting)
    return meeting.seq, compose(meeting, language)


@action
def _keep(meeting: Meeting, language: str, seq: int, document: Document) -> Digest:
    take_turn(meeting)
    digest = Digest(
        key=secrets.token_urlsafe(16),
        meeting=meeting,
        language=language,
        version=last_version(meeting, language) + 1,
        document=document.as_json(),
        made_at=now(),
        made_of_seq=seq,
    )
    db.session.add(digest)
    db.session.flush()
    after_commit(wake)  # its files are printed by the worker
    return digest


@action
def _keep_first(meeting: Meeting, language: str, seq: int, document: Document) -> Digest:
    take_turn(meeting)
    return newest_digest(meeting, language) or _keep(meeting, language, seq, document)


@action
def _keep_supplement(meeting: Meeting, language: str, seq: int, document: Document) -> Digest:
    take_turn(meeting)
    newest = newest_digest(meeting, language)
    return newest if newest and not lacks_what_came(newest) else _keep(meeting, language, seq, document)


@action
def approve_digest(
    digest: Digest, approver: User, to: Recipients = Recipients.BOTH, leaves_at: datetime | None = None
) -> None:
    """Make the digest public, once and for all; its letters go to these recipients at `leaves_at`, or as soon as
    they can.

    Raises NotAllowed unless `approver` is an organiser, AlreadyDone for an approved digest, NotNow for a version
    that a newer one has replaced, ValueError for a time that has passed or is further away than LONGEST_WAIT.
    """
    if not approver.may(Role.ORGANISER):
        raise NotAllowed
    moment = now()
    if leaves_at and not moment < leaves_at <= moment + LONGEST_WAIT:
        raise ValueError("letters leave in the future, and before long")
    take_turn(digest.meeting)
    if digest.version < last_version(digest.meeting, digest.language):
        raise NotNow
    approved = db.session.execute(
        update(Digest)
        .where(Digest.id == digest.id, Digest.approved_at.is_(None))
        .values(approved_at=moment, approved_by_id=approver.id, leaves_at=leaves_at or moment, sent_to=to)
    )
    if not approved.rowcount:
        raise AlreadyDone
    let_letters_go(about(digest))  # and the worker is woken, which posts it
