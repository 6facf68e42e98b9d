"""Finding frames and codes, and telling what has which code."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, tuple_
from sqlalchemy.orm import joinedload

from workshop.accounts.models import Role, User
from workshop.boards.models import Note
from workshop.coding.models import Code, Coding, Frame, Suggested
from workshop.coding.texts import Target, codable_notes
from workshop.columns import Texts
from workshop.errors import NotFound
from workshop.extensions import db
from workshop.meetings.models import Meeting
from workshop.meetings.queries import meetings_in
from workshop.rounds.models import Round
from workshop.rounds.queries import access_round
from workshop.surveys.models import Answer, Response

Coders = Mapping[str, frozenset[int]]
"""Code key → the ids of those who gave it."""


@dataclass(frozen=True)
class Room:
    """A round that somebody may code, with those of its meetings that they may lead, newest first."""

    round: Round
    meetings: Sequence[Meeting]


@dataclass(frozen=True)
class Coded:
    """A contribution has a code, whoever gave it."""

    kind: str
    """"note" or "answer"."""
    target: Target
    """(note id,) or (response id, question id)."""
    meeting_id: int
    code: str
    """The code's key."""


def access_room(key: str, user: User) -> Room:
    """The round with this key as `user` may code it: organisers all of it, leaders what their meetings said.

    NotFound for whoever leads none of its meetings, and when there is no such round.
    """
    round_ = access_round(key, user)
    meetings = meetings_in(round_, user)
    if not meetings and not user.may(Role.ORGANISER):
        raise NotFound
    return Room(round_, meetings)


def access_frame(room: Room, frame_id: int) -> Frame:
    """A frame of the round; NotFound for another round's."""
    frame = db.session.scalar(select(Frame).where(Frame.id == frame_id, Frame.round_id == room.round.id))
    if frame is None:
        raise NotFound
    return frame


def access_code(frame: Frame, code_id: int) -> Code:
    """A code of the frame that has not been removed; NotFound otherwise."""
    code = next((one for one in codes_in(frame) if one.id == code_id), None)
    if code is None:
        raise NotFound
    return code


def frames_of(round_: Round) -> Sequence[Frame]:
    """The frames of a round, oldest first."""
    return db.session.scalars(select(Frame).where(Frame.round_id == round_.id).order_by(Frame.id)).all()


def codes_in(frame: Frame) -> Sequence[Code]:
    """The codes of a frame that can be given, in order."""
    return db.session.scalars(
        select(Code).where(Code.frame_id == frame.id, Code.removed_at.is_(None)).order_by(Code.position, Code.id)
    ).all()


def hold_frame(frame: Frame) -> None:
    """Let nobody else change the frame's codes until the running transaction ends; what was read is read anew."""
    db.session.execute(select(Frame.id).where(Frame.id == frame.id).with_for_update(key_share=True))
    db.session.expire_all()


def hold_codes(codes: Iterable[Code], *, alone: bool) -> None:
    """Read these codes anew and keep them as they are until the running transaction ends.

    Others may give them meanwhile too, unless they are wanted `alone`, to be removed.
    """
    held = select(Code).where(Code.id.in_({code.id for code in codes})).order_by(Code.id)
    db.session.scalars(held.with_for_update(read=not alone).execution_options(populate_existing=True)).all()


def all_keys(frame: Frame) -> set[str]:
    """The keys of all codes that the frame has ever had."""
    return set(db.session.scalars(select(Code.key).where(Code.frame_id == frame.id)))


def uses(frame: Frame) -> dict[int, int]:
    """How many codings stand, by code id: each coder's counts."""
    standing = select(Coding.code_id, func.count()).where(Coding.taken_at.is_(None)).group_by(Coding.code_id)
    return dict(db.session.execute(standing.where(_of(frame))).all())


def was_used(frame: Frame) -> bool:
    """Has any code of the frame ever been given?"""
    return bool(db.session.scalar(select(exists().where(_of(frame)))))


def given_codes(frame: Frame) -> dict[Target, Coders]:
    """What has which codes of the frame now, and from whom: what was coded first comes first."""
    rows = db.session.execute(
        select(Code.key, Coding.user_id, Coding.note_id, Coding.response_id, Coding.question_id)
        .join(Coding.code)
        .where(Code.frame_id == frame.id, Code.removed_at.is_(None), Coding.taken_at.is_(None))
        .order_by(Coding.id)
    )
    found: dict[Target, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for key, user_id, note_id, response_id, question_id in rows:
        found[target_of(note_id, response_id, question_id)][key].add(user_id)
    return {target: {key: frozenset(users) for key, users in codes.items()} for target, codes in found.items()}


def target_of(note_id: int | None, response_id: int | None, question_id: int | None) -> Target:
    """The columns of a coding as one name."""
    return (note_id,) if note_id else (response_id or 0, question_id or 0)


def given_to(targets: Collection[Target]) -> ColumnElement[bool]:
    """The condition that a coding is of one of these targets."""
    notes = [target[0] for target in targets if len(target) == 1]
    answers = [target for target in targets if len(target) == 2]
    return or_(Coding.note_id.in_(notes), tuple_(Coding.response_id, Coding.question_id).in_(answers))


class Standing(NamedTuple):
    """A code of a round with what names it, and how its codings of notes stand: these numbers change with them."""

    frame_id: int
    frame: Texts
    key: str
    name: Texts
    codings: int
    last_id: int | None
    all_ids: int | None


def standing_codes(round_: Round) -> list[Standing]:
    """The codes of a round's frames that can be given, frame by frame, in order."""
    given = Coding.taken_at.is_(None) & Coding.note_id.is_not(None)
    ids = func.count(Coding.id), func.max(Coding.id), func.sum(Coding.id)
    rows = db.session.execute(
        select(Frame.id, Frame.name, Code.key, Code.name, *ids)
        .join(Code, Code.frame_id == Frame.id)
        .join(Coding, (Coding.code_id == Code.id) & given, isouter=True)
        .where(Frame.round_id == round_.id, Code.removed_at.is_(None))
        .group_by(Frame.id, Code.id)
        .order_by(Frame.id, Code.position, Code.id)
    )
    return [Standing(*row) for row in rows]


def codes_of_notes(where: Round | Meeting) -> list[tuple[int, int, str]]:
    """(note id, frame id, code key) of every note of a round or meeting and each code that stands, whoever gave it: as
    `codes_of` tells it, for all frames at once."""
    standing = Code.removed_at.is_(None), Coding.taken_at.is_(None), _in(where)
    rows = db.session.execute(_coded_notes(Note.id, Code.frame_id, Code.key).where(*standing).distinct())
    return [(note_id, frame_id, key) for note_id, frame_id, key in rows]


def _coded_notes(*columns: Any) -> Select[Any]:
    """A question for the codings of notes that people may be shown, with note, code and meeting at hand."""
    return (
        codable_notes(*columns)
        .join(Coding, Coding.note_id == Note.id)
        .join(Coding.code)
        .join(Meeting, Meeting.id == Note.meeting_id)
    )


def _in(where: Round | Meeting) -> ColumnElement[bool]:
    return Meeting.round_id == where.id if isinstance(where, Round) else Meeting.id == where.id


def codes_of(where: Round | Meeting, frame: Frame) -> list[Coded]:
    """What has which code in a round or in one meeting: a row for each contribution and code, however many gave it.

    Only contributions that people may be shown, and codes that stand.
    """
    standing = Code.frame_id == frame.id, Code.removed_at.is_(None), Coding.taken_at.is_(None), _in(where)
    notes = _coded_notes(Note.id, Note.meeting_id, Code.key)
    answers = (
        select(Coding.response_id, Coding.question_id, Response.meeting_id, Code.key)
        .join(Coding.code)
        .join(Answer, (Answer.response_id == Coding.response_id) & (Answer.question_id == Coding.question_id))
        .join(Response, Response.id == Coding.response_id)
        .join(Meeting, Meeting.id == Response.meeting_id)
    )
    said = [Coded("note", (row[0],), *row[1:]) for row in db.session.execute(notes.where(*standing).distinct())]
    more = [
        Coded("answer", tuple(row[:2]), *row[2:]) for row in db.session.execute(answers.where(*standing).distinct())
    ]
    return said + more


def stray_targets(frame: Frame, targets: Collection[Target]) -> bool:
    """Is any of these not to be coded in the frame's round: another round's, hidden, or not there?"""
    notes = {target[0] for target in targets if len(target) == 1}
    answers = {target for target in targets if len(target) == 2}
    meetings = select(Meeting.id).where(Meeting.round_id == frame.round_id)
    mine = codable_notes(func.count(Note.id)).where(Note.id.in_(notes), Note.meeting_id.in_(meetings))
    said = (
        select(func.count())
        .select_from(Answer)
        .join(Answer.response)
        .where(tuple_(Answer.response_id, Answer.question_id).in_(answers), Response.meeting_id.in_(meetings))
    )
    return db.session.scalar(mine) != len(notes) or db.session.scalar(said) != len(answers)


class Hint(NamedTuple):
    """What is suggested for a text: keys of codes, and how far the first one is ahead."""

    first: str
    second: str | None
    margin: float
    is_sure: bool


def suggestions_of(frame: Frame) -> dict[str, Hint]:
    """What is suggested, by the text's key."""
    hint = Suggested.first, Suggested.second, Suggested.margin, Suggested.is_sure
    rows = db.session.execute(select(Suggested.text_key, *hint).where(Suggested.frame_id == frame.id))
    return {key: Hint(*told) for key, *told in rows}


def reasons_of(frame: Frame, text_keys: Collection[str]) -> dict[str, list[list[int]]]:
    """Where in these texts the words stand that led to what is suggested, by the text's key."""
    rows = select(Suggested.text_key, Suggested.why).where(Suggested.frame_id == frame.id)
    return dict(db.session.execute(rows.where(Suggested.text_key.in_(text_keys))).all())


def frames_awaiting() -> Sequence[Frame]:
    """The frames whose suggestions are due, those first that have waited longest."""
    due = Frame.suggestions_asked_at.is_distinct_from(Frame.suggestions_made_at)
    return db.session.scalars(
        select(Frame).where(Frame.suggestions_asked_at.is_not(None), due).order_by(Frame.suggestions_asked_at)
    ).all()


def history_of(frame: Frame, most: int) -> Sequence[Coding]:
    """What was given and taken back in the frame, the latest first."""
    latest = func.coalesce(Coding.taken_at, Coding.given_at).desc(), Coding.id.desc()
    whole = joinedload(Coding.code), joinedload(Coding.user), joinedload(Coding.taken_by)
    return db.session.scalars(_codings(frame).order_by(*latest).limit(most).options(*whole)).all()


def last_deed(frame: Frame, user: User, since: datetime) -> tuple[Sequence[Coding], Sequence[Coding]]:
    """What `user` gave, and what they took back, when they last did anything of it after `since` and did not undo it.

    All that was done together has one moment. What was done by merging codes is not among it.
    """
    mine = _codings(frame).where(Code.removed_at.is_(None), Coding.undone.is_(False))
    given = mine.where(
        Coding.user_id == user.id, Coding.taken_at.is_(None), Coding.given_at > since, Coding.given != "merged"
    )
    taken = mine.where(Coding.taken_by_id == user.id, Coding.taken_at > since)
    gave = db.session.scalar(given.with_only_columns(func.max(Coding.given_at)))
    took = db.session.scalar(taken.with_only_columns(func.max(Coding.taken_at)))
    last = max((moment for moment in (gave, took) if moment), default=None)
    if last is None:
        return (), ()
    return (
        db.session.scalars(given.where(Coding.given_at == last)).all(),
        db.session.scalars(taken.where(Coding.taken_at == last)).all(),
    )


def _codings(frame: Frame) -> Select[tuple[Coding]]:
    return select(Coding).join(Coding.code).where(Code.frame_id == frame.id)


def _of(frame: Frame) -> ColumnElement[bool]:
    return Coding.code_id.in_(select(Code.id).where(Code.frame_id == frame.id))
