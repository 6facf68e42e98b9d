"""A vote is built: its statements, typed or taken from notes, and whether people may add to them."""

from workshop.accounts.log import write_down
from workshop.accounts.models import User
from workshop.action import action
from workshop.boards.models import Note
from workshop.boards.news import is_shown as note_is_shown
from workshop.clock import now
from workshop.columns import Texts
from workshop.errors import NotFound, NotThisBoard
from workshop.extensions import db
from workshop.meetings.actions import next_seq, require
from workshop.meetings.models import Deed, Exercise, Meeting, Thing
from workshop.statements.models import Adding, Statement, StatementRules
from workshop.statements.queries import is_vote, rules_of, statement_of_note, statements_of


def _require_building(meeting: Meeting) -> None:
    """Statements are added before the meeting and while it is led: what people vote on often comes from its boards."""
    require(meeting, Deed.EDIT if meeting.allows(Deed.EDIT) else Deed.LEAD)


@action
def add_statement(exercise: Exercise, text: Texts) -> Statement:
    """A new statement at the end of the vote. Raises NotNow, and NotThisBoard for another kind of exercise."""
    _require_building(exercise.meeting)
    return put_statement(exercise, text=text, shown_at=now())


def put_statement(exercise: Exercise, **facts: object) -> Statement:
    """Write a statement at the end of the vote, inside an action that has asked the rules."""
    if not is_vote(exercise):
        raise NotThisBoard
    last = max((statement.position for statement in statements_of(exercise)), default=0)
    statement = Statement(
        meeting_id=exercise.meeting_id,
        exercise=exercise,
        position=last + 1,
        seq=next_seq(exercise.meeting, Thing.STATEMENTS),
        **facts,
    )
    db.session.add(statement)
    db.session.flush()
    return statement


@action
def take_from_note(exercise: Exercise, note: Note) -> Statement:
    """A statement in a note's words; the same note is one statement of the vote, however often it is taken.

    Raises NotNow, NotThisBoard for a note of another meeting, NotFound for one that participants cannot see.
    """
    _require_building(exercise.meeting)
    if note.meeting_id != exercise.meeting_id:
        raise NotThisBoard
    taken = statement_of_note(exercise, note)
    if taken:
        return taken
    if not note_is_shown(note):
        raise NotFound
    return put_statement(exercise, text=Texts({note.language: note.text}), note_id=note.id, shown_at=now())


@action
def edit_statement(statement: Statement, text: Texts) -> None:
    """Change a statement before the meeting; nobody can have voted on it yet."""
    meeting = statement.exercise.meeting
    require(meeting, Deed.EDIT)
    statement.text = text
    statement.seq = next_seq(meeting, Thing.STATEMENTS)


@action
def remove_statement(statement: Statement) -> None:
    """Remove a statement before the meeting; nobody can have voted on it yet. Later it can be hidden."""
    exercise = statement.exercise
    require(exercise.meeting, Deed.EDIT)
    db.session.delete(statement)
    exercise.seq = next_seq(exercise.meeting, Thing.STEPS)


@action
def shift_statement(statement: Statement, by: int) -> None:
    """Move a statement one place earlier (−1) or later (+1); at an end nothing happens."""
    exercise = statement.exercise
    require(exercise.meeting, Deed.EDIT)
    order = list(statements_of(exercise))
    here = order.index(statement)
    if 0 <= here + by < len(order):
        order.insert(here + by, order.pop(here))
        for position, moved in enumerate(order, start=1):
            moved.position = position
        exercise.seq = next_seq(exercise.meeting, Thing.STEPS)


@action
def set_adding(exercise: Exercise, adding: Adding, by: User | None = None) -> None:
    """Let participants add statements, or not, from now on. What has been added or waits stays as it is."""
    meeting = exercise.meeting
    require(meeting, Deed.EDIT if meeting.allows(Deed.EDIT) else Deed.MODERATE)
    if not is_vote(exercise):
        raise NotThisBoard
    rules = kept_rules(exercise)
    rules.adding, rules.seq = adding, next_seq(meeting, Thing.STATEMENTS)
    if by:  # a plan brings its rules with it
        write_down("set_adding", by, meeting_id=meeting.id, exercise=exercise.id)


def kept_rules(exercise: Exercise) -> StatementRules:
    """The vote's rules in a row that is kept, to be changed inside an action."""
    rules = rules_of(exercise)
    db.session.add(rules)
    db.session.flush()
    return rules
