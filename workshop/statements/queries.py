"""Finding statement votes, statements and stances, and counting them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import joinedload

from workshop.accounts.models import User
from workshop.analysis.contributions import StanceTaken
from workshop.analysis.statements import Stances
from workshop.boards.models import Note, Prompt
from workshop.boards.queries import shown as note_is_shown
from workshop.errors import NotFound
from workshop.extensions import db
from workshop.meetings.models import Exercise, ExerciseKind, Meeting
from workshop.meetings.queries import access_exercise, access_meeting
from workshop.participants.models import Participant
from workshop.statements.models import Adding, Opinion, Stance, Statement, StatementRules
from workshop.vocabulary.groups import groups, top_of


def is_vote(exercise: Exercise) -> bool:
    return exercise.kind is ExerciseKind.STATEMENTS


def access_vote(code: str, exercise_id: int, user: User) -> Exercise:
    """A statement vote of a meeting that `user` may lead; NotFound otherwise."""
    exercise = access_exercise(code, exercise_id, user)
    if not is_vote(exercise):
        raise NotFound
    return exercise


def vote_of(guest: Participant, exercise_id: int) -> Exercise:
    """A statement vote of the participant's own meeting that has been opened; NotFound for anything else."""
    for exercise in guest.meeting.exercises:
        if exercise.id == exercise_id and is_vote(exercise) and exercise.opened_at:
            return exercise
    raise NotFound


def access_statement(code: str, statement_id: int, user: User) -> Statement:
    """A statement of a meeting that `user` may lead, found through the meeting; NotFound otherwise."""
    statement = db.session.scalar(
        select(Statement)
        .where(Statement.id == statement_id, Statement.meeting_id == access_meeting(code, user).id)
        .options(joinedload(Statement.exercise))
    )
    if statement is None:
        raise NotFound
    return statement


def shown() -> ColumnElement[bool]:
    """What participants may see and vote on, as a condition on statements."""
    return and_(Statement.shown_at.is_not(None), Statement.withheld_at.is_(None), Statement.hidden_at.is_(None))


def is_shown(statement: Statement) -> bool:
    """`shown` of one statement."""
    return statement.shown_at is not None and not (statement.withheld_at or statement.hidden_at)


def statements_of(exercise: Exercise, only_shown: bool = False) -> Sequence[Statement]:
    """The statements of a vote, in order."""
    found = select(Statement).where(Statement.exercise_id == exercise.id)
    if only_shown:
        found = found.where(shown())
    return db.session.scalars(found.order_by(Statement.position, Statement.id)).all()


def statements_in(meeting: Meeting) -> Sequence[Statement]:
    """The statements of all votes of the meeting that people can vote on, in the order of its path."""
    order = Exercise.position, Statement.position, Statement.id
    found = select(Statement).join(Exercise).where(Exercise.meeting_id == meeting.id, shown()).order_by(*order)
    return db.session.scalars(found).all()


def rules_of(exercise: Exercise) -> StatementRules:
    """How a vote works; the defaults, in a row that is not kept, when nothing differs from them."""
    return db.session.get(StatementRules, exercise.id) or StatementRules(
        exercise_id=exercise.id, seq=0, adding=Adding.NOBODY, results_opened_at=None
    )


def ballot_of(exercise: Exercise, guest: Participant) -> list[Statement]:
    """The statements that people can vote on, in an order of the participant's own that is the same every time.

    What comes first is answered by most, so it is not the same for all. What is added later takes its place in between.
    """

    def place(statement: Statement) -> str:
        return hashlib.sha256(f"{guest.key}:{statement.id}".encode()).hexdigest()

    return sorted(statements_of(exercise, only_shown=True), key=place)


def stances_of(exercise: Exercise, guest: Participant) -> dict[int, Opinion]:
    """What the participant thinks of the vote's statements, by their id."""
    rows = db.session.execute(
        select(Stance.statement_id, Stance.value)
        .join(Stance.statement)
        .where(Statement.exercise_id == exercise.id, Stance.participant_id == guest.id)
    )
    return {statement_id: Opinion(value) for statement_id, value in rows}


@dataclass(frozen=True)
class Tally:
    """How a statement stands as a screen may tell it: with fewer people than the floor only how many they are."""

    people: int
    stances: Stances | None


def tallies_of(exercise: Exercise) -> dict[int, Tally]:
    """How every statement of a vote stands, by its id; those without stances too."""
    rows = db.session.execute(
        select(Stance.statement_id, Stance.value, func.count())
        .join(Stance.statement)
        .where(Statement.exercise_id == exercise.id)
        .group_by(Stance.statement_id, Stance.value)
    )
    counts: dict[int, dict[int, int]] = {statement.id: {} for statement in statements_of(exercise)}
    for statement_id, value, count in rows:
        counts[statement_id][value] = count
    return {statement_id: tally(found) for statement_id, found in counts.items()}


def tally(counts: dict[int, int]) -> Tally:
    """A tally of counts by value, held to the floor."""
    people = sum(counts.values())
    if people < current_app.config["SETTINGS"].SMALL_GROUP_FLOOR:
        return Tally(people, None)
    return Tally(people, Stances(*(counts.get(value, 0) for value in (Opinion.AGREE, Opinion.DISAGREE, Opinion.PASS))))


def voter_counts(meeting_id: int) -> dict[int, int]:
    """How many have taken a stance in each vote of the meeting, by the exercise's id; votes without are left out."""
    rows = db.session.execute(
        select(Statement.exercise_id, func.count(Stance.participant_id.distinct()))
        .join(Stance.statement)
        .where(Statement.meeting_id == meeting_id)
        .group_by(Statement.exercise_id)
    )
    return dict(rows.all())


def stances_in(meeting: Meeting) -> tuple[StanceTaken, ...]:
    """All stances on statements of the meeting that people can vote on, for the one function that counts."""
    rows = db.session.execute(
        select(Stance.statement_id, Stance.participant_id, Stance.value, Stance.groups)
        .join(Stance.statement)
        .where(Statement.meeting_id == meeting.id, shown())
    )
    return tuple(
        StanceTaken(
            statement_id, f"p{participant_id}", value, frozenset(top_of(key).key for key in keys if key in groups())
        )
        for statement_id, participant_id, value, keys in rows
    )


def statement_by_key(meeting_id: int, client_key: str) -> Statement | None:
    """The statement that a device has sent under this key."""
    return db.session.scalar(
        select(Statement).where(Statement.meeting_id == meeting_id, Statement.client_key == client_key)
    )


def statement_of_note(exercise: Exercise, note: Note) -> Statement | None:
    """The statement of this vote that was taken from the note."""
    return db.session.scalar(
        select(Statement).where(Statement.exercise_id == exercise.id, Statement.note_id == note.id)
    )


def waiting_of(exercise: Exercise, guest: Participant) -> Sequence[Statement]:
    """What the participant has added and nobody has approved yet."""
    own = Statement.exercise_id == exercise.id, Statement.participant_id == guest.id
    waiting = select(Statement).where(*own, Statement.withheld_at.is_not(None), Statement.hidden_at.is_(None))
    return db.session.scalars(waiting.order_by(Statement.id)).all()


def added_count(exercise: Exercise, guest: Participant) -> int:
    """How many statements the participant has added to the vote."""
    added = Statement.exercise_id == exercise.id, Statement.participant_id == guest.id
    return db.session.scalar(select(func.count()).select_from(Statement).where(*added)) or 0


def notes_to_take(meeting: Meeting) -> Sequence[Note]:
    """The notes of the meeting that participants can see, in the order of its path and the boards."""
    return db.session.scalars(
        select(Note)
        .join(Note.prompt)
        .join(Prompt.exercise)
        .where(Note.meeting_id == meeting.id, note_is_shown(), Exercise.opened_at.is_not(None))
        .order_by(Exercise.position, Prompt.position, Prompt.id, Note.place.desc(), Note.id.desc())
        .options(joinedload(Note.prompt).joinedload(Prompt.exercise))
    ).all()
