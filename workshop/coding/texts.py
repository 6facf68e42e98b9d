"""The texts that are coded: the notes and open answers of a round, without who wrote them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, Select, or_, select

from workshop.boards.models import BoardRules, Note, Prompt, Showing
from workshop.boards.queries import shown
from workshop.columns import Texts
from workshop.extensions import db
from workshop.kept import Kept
from workshop.meetings.models import Exercise, Meeting
from workshop.surveys.kinds import KINDS
from workshop.surveys.kinds.own_words import takes_other
from workshop.surveys.models import Answer, Question, QuestionKind, Response

Target = tuple[int, ...]
"""What a code is given to: (note id,) or (response id, question id)."""

OPEN_KINDS = {QuestionKind.LONG_TEXT, QuestionKind.SHORT_TEXT, QuestionKind.PARTS, QuestionKind.GRID}
"""Kinds of questions that are answered in people's own words. Others are by "something else", where they offer it."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """A note or an open answer as coders see it: what was said, where, and to which question."""

    target: Target
    name: str
    """What pages call it. An answer's name does not tell which other answers are the same person's."""
    meeting_id: int
    topic: str
    asked: Texts
    text: str
    language: str
    text_key: str
    """Names the text without telling it, for what is kept about all contributions that say the same."""


_kept = Kept(8)


def contributions_in(meetings: Sequence[Meeting]) -> Sequence[Contribution]:
    """All that can be coded in these meetings, in the order of the meetings and of their paths.

    Nothing that is hidden, taken away or still waits to be approved is among it. Kept by the meetings' change numbers.
    """
    as_of = tuple((meeting.id, meeting.seq) for meeting in meetings)
    return _kept.get(
        (db.engine.url, as_of), lambda: _read({meeting.id: place for place, meeting in enumerate(meetings)})
    )


def _read(order: dict[int, int]) -> Sequence[Contribution]:
    placed = [*_notes(order), *_answers(order)]
    placed.sort(key=lambda one: (order[one[1].meeting_id], one[0]))
    return tuple(contribution for _place, contribution in placed)


def codable() -> ColumnElement[bool]:
    """What of notes can be coded, as a condition on notes joined with the rules of their boards."""
    seen = or_(shown(), BoardRules.showing == Showing.REVEALED)
    return Note.hidden_at.is_(None) & Note.removed_at.is_(None) & seen


def codable_notes(*columns: Any) -> Select[Any]:
    """A question for notes that can be coded, with their prompts at hand."""
    return (
        select(*columns)
        .join(Note.prompt)
        .join(BoardRules, BoardRules.exercise_id == Prompt.exercise_id, isouter=True)
        .where(codable())
    )


def _digest(kind: str, about: str) -> str:
    """Twenty signs by which nobody without the house's key can find what they stand for."""
    return blake2b(f"{kind}:{about}".encode(), key=_key(current_app.config["SECRET_KEY"]), digest_size=10).hexdigest()


@cache
def _key(secret: str) -> bytes:
    return blake2b(secret.encode(), digest_size=32, person=b"koonti coding").digest()


def _notes(order: dict[int, int]) -> Iterable[tuple[tuple[Any, ...], Contribution]]:
    places = _places(order)
    asked = {
        prompt.id: ((places[prompt.exercise_id], prompt.position, prompt.id), prompt.topic, prompt.text)
        for prompt in _asked(Prompt, order)
    }
    rows = db.session.execute(
        codable_notes(Note.id, Note.meeting_id, Note.prompt_id, Note.text, Note.language).where(
            Note.meeting_id.in_(order)
        )
    )
    for note_id, meeting_id, prompt_id, text, language in rows:
        place, topic, question = asked[prompt_id]
        about = meeting_id, topic, question, text, language, _digest("text", text)
        yield (*place, note_id), Contribution((note_id,), f"n{note_id}", *about)


def _answers(order: dict[int, int]) -> Iterable[tuple[tuple[Any, ...], Contribution]]:
    questions = {question.id: question for question in _asked(Question, order) if is_open(question)}
    places = _places(order)
    rows = db.session.execute(
        select(Answer.response_id, Answer.question_id, Answer.value, Response.meeting_id, Response.language)
        .join(Answer.response)
        .where(Answer.question_id.in_(questions))
    )
    for response_id, question_id, value, meeting_id, language in rows:
        question = questions[question_id]
        text = "\n".join(KINDS[question.kind].words_of(question, value).values())
        if text:
            name = f"a{_digest('answer', f'{response_id}.{question_id}')}"
            # In the order of their names, which is none: else the tenth answers to two questions would be one person's.
            place = places[question.exercise_id], question.position, question_id, name
            about = meeting_id, question.topic, question.text, text, language, _digest("text", text)
            yield place, Contribution((response_id, question_id), name, *about)


def is_open(question: Question) -> bool:
    """Can it be answered in one's own words?"""
    return question.kind in OPEN_KINDS or takes_other(question)


def _asked(kind: Any, order: dict[int, int]) -> Sequence[Any]:
    return db.session.scalars(select(kind).join(Exercise).where(Exercise.meeting_id.in_(order))).all()


def _places(order: dict[int, int]) -> dict[int, int]:
    """Where on their meeting's path the exercises stand, by id."""
    rows = db.session.execute(select(Exercise.id, Exercise.position).where(Exercise.meeting_id.in_(order)))
    return dict(rows.all())
