"""Those who lead decide what people vote on, and when all see how the vote goes."""

from workshop.accounts.models import User
from workshop.action import action
from workshop.clock import now
from workshop.errors import NotThisBoard
from workshop.meetings.actions import logged, next_seq, require
from workshop.meetings.models import Deed, Exercise, Thing
from workshop.statements.actions.building import kept_rules
from workshop.statements.models import Statement
from workshop.statements.queries import is_vote


@action
def hide_statement(statement: Statement, by: User) -> None:
    """Take a statement from the vote: nobody sees it, and stances on it count no more. They are kept."""
    meeting = statement.exercise.meeting
    require(meeting, Deed.MODERATE)
    if statement.hidden_at:
        return
    with logged("hide_statement", meeting, by, statement):
        statement.hidden_at = now()
        statement.seq = next_seq(meeting, Thing.STATEMENTS)


@action
def show_statement(statement: Statement, by: User) -> None:
    """Let a statement be voted on: one that was hidden, or one that waits to be approved."""
    meeting = statement.exercise.meeting
    require(meeting, Deed.MODERATE)
    with logged("show_statement" if statement.hidden_at else "approve_statement", meeting, by, statement):
        statement.hidden_at = statement.withheld_at = None
        statement.shown_at = statement.shown_at or now()
        statement.seq = next_seq(meeting, Thing.STATEMENTS)


@action
def open_results(exercise: Exercise, by: User) -> None:
    """Let participants and the wall see how the vote goes, from now on."""
    _set_results(exercise, by, opened=True)


@action
def close_results(exercise: Exercise, by: User) -> None:
    """Show the results to those who lead only."""
    _set_results(exercise, by, opened=False)


def _set_results(exercise: Exercise, by: User, opened: bool) -> None:
    meeting = exercise.meeting
    require(meeting, Deed.MODERATE)
    if not is_vote(exercise):
        raise NotThisBoard
    rules = kept_rules(exercise)
    if opened is (rules.results_opened_at is not None):
        return
    with logged("open_results" if opened else "close_results", meeting, by, rules):
        rules.results_opened_at = now() if opened else None
        rules.seq = next_seq(meeting, Thing.STATEMENTS)
