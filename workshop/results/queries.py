"""Gathering what a meeting said, for the one function that counts."""

import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask import current_app
from sqlalchemy import ColumnElement, Text, cast, func, select

from workshop.analysis.contributions import (
    Answers,
    Contributions,
    Joined,
    NoteSaid,
    PromptShown,
    QuestionAsked,
)
from workshop.analysis.summary import Summary, summarise
from workshop.boards.models import Note, Prompt
from workshop.extensions import db
from workshop.kept import Kept, aside
from workshop.meetings.models import Exercise, Meeting
from workshop.participants.queries import participant_counts
from workshop.statements.models import Statement
from workshop.statements.queries import stances_in, statements_in
from workshop.surveys.kinds import KINDS
from workshop.surveys.models import Answer, Question, Response
from workshop.vocabulary.groups import groups, top_of


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
        asked_of(questions),
        tuple(statement.id for statement in statements),
    )
    joined = Joined(*participant_counts(meeting.id))
    floor = current_app.config["SETTINGS"].SMALL_GROUP_FLOOR
    key = (db.engine.url, meeting.id, meeting.seq, asked, joined, floor)
    summary = kept(key, lambda: aside(summarise, _said(meeting, *asked, joined), floor))
    return Results(meeting, prompts, questions, statements, summary)


Account = TypeVar("Account")
_accounts = Kept(64)


def kept(key: Hashable, make: Callable[[], Account]) -> Account:
    """The account that was made under this key before, or else a new one."""
    return _accounts.get(key, make)


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


def asked_of(questions: Sequence[Question]) -> tuple[QuestionAsked, ...]:
    """The questions as they are counted, without those that are only read."""
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
    answers = answers_where(Response.meeting_id == meeting.id)
    return Contributions(prompts, _notes(meeting), questions, answers, statements, stances, joined)


def _notes(meeting: Meeting) -> tuple[NoteSaid, ...]:
    rows = db.session.execute(
        select(
            *(Note.prompt_id, Note.participant_id, Note.user_id, Note.groups, Note.municipality),
            *(Note.imported_at, Note.hidden_at),
        ).where(Note.meeting_id == meeting.id, Note.removed_at.is_(None))
    )
    return tuple(
        NoteSaid(
            prompt_id=prompt_id,
            writer=person_of(participant_id) or (f"u{user_id}" if user_id else None),
            groups=frozenset(top_of(key).key for key in keys if key in groups()),
            municipality=municipality,
            by_scribe=user_id is not None,
            is_imported=imported_at is not None,
            is_hidden=hidden_at is not None,
        )
        for prompt_id, participant_id, user_id, keys, municipality, imported_at, hidden_at in rows
    )


def answers_where(here: ColumnElement[bool]) -> dict[int, Answers]:
    """The answers of some responses, by their question's id.

    The database puts together what is in each response, and responses that have answered the same questions are read
    together: so 600,000 answers come as 10,000 rows and are turned into columns at once.
    """
    ids, values = (func.aggregate_strings(cast(column, Text), ",") for column in (Answer.question_id, Answer.value))
    person = select(Response.participant_id).where(Response.id == Answer.response_id).scalar_subquery()
    rows = db.session.execute(
        select(Answer.response_id, person, ids, values)
        .where(Answer.response_id.in_(select(Response.id).where(here)))
        .group_by(Answer.response_id)
    )
    alike: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for response_id, participant_id, asked, given in rows:
        names, answers = alike[asked]
        names.append(respondent(response_id, participant_id))
        answers.append(f"[{given}]")
    found: dict[int, dict[str, object]] = defaultdict(dict)
    for asked, (names, answers) in alike.items():
        columns = zip(*json.loads(f"[{','.join(answers)}]"), strict=True)
        for question_id, column in zip(json.loads(f"[{asked}]"), columns, strict=True):
            found[question_id].update(zip(names, column, strict=True))
    return found


def respondent(response_id: int, participant_id: int | None) -> str:
    """What tells somebody who answered from others; not published."""
    return person_of(participant_id) or f"r{response_id}"


def person_of(participant_id: int | None) -> str | None:
    """What tells a participant from others; not published. None for one who is no longer known."""
    return f"p{participant_id}" if participant_id else None
