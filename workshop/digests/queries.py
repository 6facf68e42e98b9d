"""Finding digests and their subscribers, and what is due."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select, true
from sqlalchemy.orm import defer, joinedload

from workshop.accounts.models import User
from workshop.boards.models import BoardRules, Comment, Note, Prompt, Showing
from workshop.boards.queries import shown
from workshop.columns import LANGUAGES
from workshop.digests.abouts import AnyDigest
from workshop.digests.models import Digest, Recipients, Subscriber
from workshop.digests.rounds.models import RoundDigest
from workshop.errors import NotFound
from workshop.extensions import db
from workshop.meetings.models import Meeting, State
from workshop.meetings.queries import access_meeting
from workshop.surveys.kinds import KINDS
from workshop.surveys.models import Answer, Question, Response


def visible_notes(meeting: Meeting) -> dict[int, list[Note]]:
    """The notes of a meeting that are neither hidden nor taken away, by their prompt's id, in order of writing.

    What waits to be approved is not among them either. What was to be revealed together is, also when nobody revealed
    it: it was held back for the moment, not from the digest.
    """
    notes = db.session.scalars(
        select(Note)
        .join(Note.prompt)
        .join(BoardRules, BoardRules.exercise_id == Prompt.exercise_id, isouter=True)
        .where(Note.meeting_id == meeting.id, Note.hidden_at.is_(None), Note.removed_at.is_(None))
        .where(or_(shown(), BoardRules.showing == Showing.REVEALED))
        .order_by(Note.written_at, Note.id)
        .execution_options(populate_existing=True)
    )
    by_prompt: dict[int, list[Note]] = defaultdict(list)
    for note in notes:
        by_prompt[note.prompt_id].append(note)
    return by_prompt


def visible_comments(meeting: Meeting) -> dict[int, list[Comment]]:
    """The comments of a meeting that are neither hidden nor taken away, by their note's id, in order of writing."""
    comments = db.session.scalars(
        select(Comment)
        .where(Comment.meeting_id == meeting.id, Comment.hidden_at.is_(None), Comment.removed_at.is_(None))
        .order_by(Comment.id)
    )
    by_note: dict[int, list[Comment]] = defaultdict(list)
    for comment in comments:
        by_note[comment.note_id].append(comment)
    return by_note


def open_answers(meeting: Meeting) -> dict[tuple[int, str], list[tuple[str, str]]]:
    """What was answered in people's own words: (text, language) by question id and part, in order of sending."""
    rows = db.session.execute(
        select(Question, Answer.value, Response.language)
        .join(Answer.response)
        .join(Answer.question)
        .where(Response.meeting_id == meeting.id)
        .order_by(Response.sent_at, Response.id)
    )
    by_part: dict[tuple[int, str], list[tuple[str, str]]] = defaultdict(list)
    for question, value, language in rows:
        for part, text in KINDS[question.kind].words_of(question, value).items():
            by_part[question.id, part].append((text, language))
    return by_part


def digests_of(meeting: Meeting) -> Sequence[Digest]:
    """All versions in all languages, newest first."""
    return db.session.scalars(
        select(Digest)
        .where(Digest.meeting_id == meeting.id)
        .order_by(Digest.version.desc(), Digest.language)
        .options(joinedload(Digest.approved_by), joinedload(Digest.made_by))
    ).all()


def every_digest() -> Iterator[Digest]:
    """All digests of all meetings, newest first. Their documents are read when they are asked for."""
    yield from db.session.scalars(select(Digest).options(defer(Digest.document)).order_by(Digest.id.desc()))


def newest_digest(meeting: Meeting, language: str) -> Digest | None:
    """The last version in this language."""
    return db.session.scalar(
        select(Digest)
        .where(Digest.meeting_id == meeting.id, Digest.language == language)
        .order_by(Digest.version.desc())
        .limit(1)
    )


def posted_digest(meeting: Meeting, language: str) -> Digest | None:
    """The last version in this language whose letters have been put in the outbox."""
    return _last_posted(meeting, language, true())


def digest_for_present(meeting: Meeting, language: str) -> Digest | None:
    """The last version in this language whose letters went to those who had left their address, not to the invited
    alone."""
    return _last_posted(meeting, language, Digest.sent_to.is_distinct_from(Recipients.INVITED))


def _last_posted(meeting: Meeting, language: str, such: ColumnElement[bool]) -> Digest | None:
    posted = select(Digest).where(
        Digest.meeting_id == meeting.id, Digest.language == language, Digest.posted_at.is_not(None), such
    )
    return db.session.scalar(posted.order_by(Digest.version.desc()).limit(1))


def sent_to_before(digest: AnyDigest) -> Recipients | None:
    """To whom the last approved version before this one goes, in its language; None when there is none."""
    kind = type(digest)
    approved = select(kind.sent_to).where(*earlier(digest), kind.approved_at.is_not(None))
    return db.session.scalar(approved.order_by(kind.version.desc()).limit(1))


def posted_before(digest: AnyDigest, to_invited: bool) -> bool:
    """Has an earlier version in its language been posted to the invited, or to those who had left their address?"""
    others = Recipients.PRESENT if to_invited else Recipients.INVITED
    kind = type(digest)
    posted = kind.posted_at.is_not(None), kind.sent_to.is_distinct_from(others)
    return bool(db.session.scalar(select(exists().where(*earlier(digest), *posted))))


def earlier(digest: AnyDigest) -> tuple[ColumnElement[bool], ...]:
    """The conditions of the versions before this one, in its language."""
    kind = type(digest)
    return kind.of_id == digest.of_id, kind.language == digest.language, kind.version < digest.version


def access_digest(code: str, digest_id: int, user: User) -> Digest:
    """A digest of a meeting that `user` may lead, found through the meeting; NotFound otherwise."""
    meeting = access_meeting(code, user)
    digest = db.session.scalar(select(Digest).where(Digest.id == digest_id, Digest.meeting_id == meeting.id))
    if digest is None:
        raise NotFound
    return digest


def readable_digest(key: str, user: User | None) -> Digest:
    """The digest at a stable address: for all once approved, before that for those who may lead its meeting.

    NotFound otherwise, whichever the reason. `user` is None for somebody who is not logged in.
    """
    digest = db.session.scalar(
        select(Digest).where(Digest.key == key).options(joinedload(Digest.meeting).joinedload(Meeting.round))
    )
    if digest is None or (digest.approved_at is None and user is None):
        raise NotFound
    if digest.approved_at is None and user is not None:
        access_meeting(digest.meeting.code, user)
    return digest


def languages_of(digest: AnyDigest) -> Sequence[str]:
    """In which languages there is what this digest says: the meeting's; of a round those in which there is one of the
    same stage and day."""
    if isinstance(digest, Digest):
        return digest.meeting.languages
    same = (RoundDigest.round_id == digest.round_id, RoundDigest.stage == digest.stage)
    made = set(db.session.scalars(select(RoundDigest.language).where(*same, RoundDigest.as_of == digest.as_of)))
    return [language for language in LANGUAGES if language in made]


def letter_language(spoken: Sequence[str], wish: str) -> str:
    """The language of the digest that somebody with this wish gets: the wish, else the first that there is."""
    return wish if wish in spoken else spoken[0]


def subscriber_counts(meeting: Meeting) -> tuple[int, int]:
    """How many addresses have been left and confirmed, and how many wait to be confirmed."""
    counted = select(func.count(), func.count(Subscriber.confirmed_on)).where(Subscriber.meeting_id == meeting.id)
    left, confirmed = db.session.execute(counted).one()
    return confirmed, left - confirmed


def meetings_to_close(moment: datetime) -> list[Meeting]:
    """Meetings whose afterwards window is over at `moment`."""
    afterwards = db.session.scalars(select(Meeting).where(Meeting.state == State.AFTERWARDS))
    return [meeting for meeting in afterwards if meeting.afterwards_until and meeting.afterwards_until <= moment]


def missing_digests() -> list[tuple[Meeting, str]]:
    """Ended meetings and the languages in which they still have no digest."""
    made = {(row.meeting_id, row.language) for row in db.session.execute(select(Digest.meeting_id, Digest.language))}
    ended = db.session.scalars(select(Meeting).where(Meeting.ended_at.is_not(None)).order_by(Meeting.ended_at))
    return [
        (meeting, language) for meeting in ended for language in meeting.languages if (meeting.id, language) not in made
    ]


def last_version(meeting: Meeting, language: str) -> int:
    """The number of the newest version; 0 when there is none."""
    return (
        db.session.scalar(
            select(func.max(Digest.version)).where(Digest.meeting_id == meeting.id, Digest.language == language)
        )
        or 0
    )
