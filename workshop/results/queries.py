"""Gathering what a meeting said, for the one function that counts."""

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select

from workshop.analysis.contributions import (
    Answered,
    Contributions,
    Joined,
    NoteSaid,
    PromptShown,
    QuestionAsked,
)
from workshop.analysis.summary import Summary, summarise
from workshop.boards.models import Note, Prompt
from workshop.extensions import db
from workshop.meetings.models import Exercise, Meeting
from workshop.participants.queries import participant_counts
from workshop.statements.models import Statement
from workshop.statements.queries import stances_in, statements_in
from workshop.surveys.kinds import KINDS
from workshop.surveys.models import Answer, Question, Response
from workshop.vocabulary.groups import groups, top_of

KEPT = 64
"""How many summaries one process keeps."""

_kept: OrderedDict[Hashable, Summary] = OrderedDict()


@dataclass(frozen=True)
class Results:
    """What a meeting asked, in the order of its path, and the account of what was said."""

    meeting: Meeting
    prompts: Sequence[Prompt]
    questions: Sequence[Question]
    statements: Sequence[Statement]
    summary: Summary


def meeting_results(meeting: Meeting) -> Results:
    """The results of a meeting. Four small queries; three more when something was said since it was last asked."""
    prompts = prompts_in(meeting)
    questions = questions_in(meeting)
    statements = statements_in(meeting)
    asked = (
        tuple(PromptShown(prompt.id, prompt.topic) for prompt in prompts),
        _asked(questions),
        tuple(statement.id for statement in statements),
    )
    joined = Joined(*participant_counts(meeting.id))
    floor = current_app.config["SETTINGS"].SMALL_GROUP_FLOOR
    key = (db.engine.url, meeting.id, meeting.seq, asked, joined, floor)
    summary = _kept.pop(key, None) or summarise(_said(meeting, *asked, joined), floor)
    _kept[key] = summary
    while len(_kept) > KEPT:
        _kept.popitem(last=False)
    return Results(meeting, prompts, questions, statements, summary)


def prompts_in(meeting: Meeting) -> Sequence[Prompt]:
    """The prompts of all boards of the meeting, in the order of its path."""
    order = Exercise.position, Prompt.position, Prompt.id
    return db.session.scalars(
        select(Prompt).join(Exercise).where(Exercise.meeting_id == meeting.id).order_by(*order)
    ).all()


def questions_in(meeting: Meeting) -> Sequence[Question]:
    """The questions of all surveys of the meeting, in the order of its path."""
    order = Exercise.position, Question.position, Question.id
    return db.session.scalars(
        select(Question).join(Exercise).where(Exercise.meeting_id == meeting.id).order_by(*order)
    ).all()


def _asked(questions: Sequence[Question]) -> tuple[QuestionAsked, ...]:
    asked = (KINDS[question.kind].asked(question) for question in questions)
    return tuple(one for one in asked if one)


def _said(
    meeting: Meeting,
    prompts: tuple[PromptShown, ...],
    questions: tuple[QuestionAsked, ...],
    statements: tuple[int, ...],
    joined: Joined,
) -> Contributions:
    stances = stances_in(meeting) if statements else ()
    return Contributions(prompts, _notes(meeting), questions, _answers(meeting), statements, stances, joined)


def _notes(meeting: Meeting) -> tuple[NoteSaid, ...]:
    rows = db.session.execute(
        select(Note.prompt_id, Note.participant_id, Note.user_id, Note.groups, Note.municipality, Note.hidden_at).where(
            Note.meeting_id == meeting.id, Note.removed_at.is_(None)
        )
    )
    return tuple(
        NoteSaid(
            prompt_id=prompt_id,
            writer=_person(participant_id) or (f"u{user_id}" if user_id else None),
            groups=frozenset(top_of(key).key for key in keys if key in groups()),
            municipality=municipality,
            by_scribe=user_id is not None,
            is_hidden=hidden_at is not None,
        )
        for prompt_id, participant_id, user_id, keys, municipality, hidden_at in rows
    )


def _answers(meeting: Meeting) -> tuple[Answered, ...]:
    rows = db.session.execute(
        select(Answer.question_id, Response.participant_id, Response.id, Answer.value)
        .join(Response)
        .where(Response.meeting_id == meeting.id)
    )
    return tuple(
        Answered(question_id, _person(participant_id) or f"r{response_id}", value)
        for question_id, participant_id, response_id, value in rows
    )


def _person(participant_id: int | None) -> str | None:
    return f"p{participant_id}" if participant_id else None
