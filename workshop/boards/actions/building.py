"""A board is built: its columns and its rules."""

from dataclasses import dataclass, fields

from workshop.accounts.log import write_down
from workshop.accounts.models import User
from workshop.action import action
from workshop.boards.models import Marking, Prompt, Showing
from workshop.boards.queries import has_columns, notes_of, prompts_of, rules_of
from workshop.clock import now
from workshop.columns import Texts
from workshop.errors import NotThisBoard
from workshop.extensions import db
from workshop.meetings.actions import next_seq, require
from workshop.meetings.models import Deed, Exercise, State, Thing


@action
def add_prompt(exercise: Exercise, text: Texts, topic: str, theme: Texts) -> Prompt:
    """A new column at the end of a board. Raises NotNow, and NotThisBoard for a survey."""
    require(exercise.meeting, Deed.EDIT)
    if not has_columns(exercise):
        raise NotThisBoard
    last = max((prompt.position for prompt in prompts_of(exercise)), default=0)
    prompt = Prompt(exercise=exercise, text=text, topic=topic, theme=theme, position=last + 1)
    db.session.add(prompt)
    db.session.flush()
    exercise.seq = next_seq(exercise.meeting, Thing.STEPS)
    return prompt


@action
def edit_prompt(prompt: Prompt, text: Texts, topic: str, theme: Texts) -> None:
    require(prompt.exercise.meeting, Deed.EDIT)
    prompt.text, prompt.topic, prompt.theme = text, topic, theme
    prompt.exercise.seq = next_seq(prompt.exercise.meeting, Thing.STEPS)


@action
def remove_prompt(prompt: Prompt) -> None:
    """Remove a column before the meeting; nobody can have written on it yet."""
    exercise = prompt.exercise
    require(exercise.meeting, Deed.EDIT)
    db.session.delete(prompt)
    exercise.seq = next_seq(exercise.meeting, Thing.STEPS)


@action
def shift_prompt(prompt: Prompt, by: int) -> None:
    """Move a column one place earlier (−1) or later (+1); at an end nothing happens."""
    require(prompt.exercise.meeting, Deed.EDIT)
    columns = list(prompts_of(prompt.exercise))
    here = columns.index(prompt)
    if 0 <= here + by < len(columns):
        columns.insert(here + by, columns.pop(here))
        for position, column in enumerate(columns, start=1):
            column.position = position
        prompt.exercise.seq = next_seq(prompt.exercise.meeting, Thing.STEPS)


@dataclass(frozen=True)
class Rules:
    """How a board works, as a form, a template or a copy says it."""

    marking: Marking = Marking.LIKES
    votes_each: int = 5
    votes_pile: bool = False
    showing: Showing = Showing.AT_ONCE
    hides_groups: bool = False
    takes_comments: bool = True


@action
def set_rules(exercise: Exercise, rules: Rules, by: User | None = None) -> None:
    """Let a board work by these rules from now on. Nothing that people have given is lost by it: likes and votes are
    kept apart, what was shown stays shown. Raises NotNow, and NotThisBoard for a survey."""
    meeting = exercise.meeting
    require(meeting, Deed.EDIT if meeting.allows(Deed.EDIT) else Deed.MODERATE)
    if not has_columns(exercise):
        raise NotThisBoard
    row = rules_of(exercise)
    names_were_hidden = row.hides_groups
    if rules.showing is not row.showing:
        row.revealed_at = None
    for one in fields(Rules):
        setattr(row, one.name, getattr(rules, one.name))
    row.seq = next_seq(meeting, Thing.STEPS)
    db.session.add(row)
    if rules.hides_groups is not names_were_hidden:
        _tell_notes_anew(exercise)
    if rules.showing is Showing.AT_ONCE and meeting.state is not State.DRAFT:
        _let_out(exercise)
    db.session.flush()
    if by:  # a plan brings its rules with it
        write_down("set_rules", by, meeting_id=meeting.id, exercise=exercise.id)


def _tell_notes_anew(exercise: Exercise) -> None:
    seq = next_seq(exercise.meeting, Thing.NOTES)
    for note in notes_of(exercise):
        note.seq = seq


def _let_out(exercise: Exercise) -> None:
    """What waited to be approved or revealed waits for nothing any more."""
    waiting = [note for note in notes_of(exercise) if note.withheld_at]
    if waiting:
        seq, moment = next_seq(exercise.meeting, Thing.NOTES), now()
        for note in waiting:
            note.shown_at, note.withheld_at, note.seq = note.shown_at or moment, None, seq
