"""Facilitators decide what participants see."""

from sqlalchemy import delete

from workshop.accounts.models import User
from workshop.action import action
from workshop.boards.models import BoardRules, Note, Report, Showing
from workshop.boards.queries import notes_of, rules_of
from workshop.clock import now
from workshop.errors import NotNow
from workshop.extensions import db
from workshop.meetings.actions import logged, next_seq, require
from workshop.meetings.models import Deed, Exercise, Thing


@action
def hide_note(note: Note, by: User) -> None:
    """Take a note from everybody's sight but the facilitators'. It is kept, and never in a digest."""
    meeting = note.prompt.exercise.meeting
    require(meeting, Deed.MODERATE)
    if note.hidden_at:
        return
    with logged("hide_note", meeting, by, note):
        note.hidden_at = now()
        note.seq = next_seq(meeting, Thing.NOTES)


@action
def show_note(note: Note, by: User) -> None:
    """Let a note be seen: one that was hidden, or one that waits to be approved."""
    meeting = note.prompt.exercise.meeting
    require(meeting, Deed.MODERATE)
    name = "show_note" if note.hidden_at else "approve_note"
    with logged(name, meeting, by, note):
        _let_see(note)
        note.seq = next_seq(meeting, Thing.NOTES)


def _let_see(note: Note) -> None:
    rules = rules_of(note.prompt.exercise)
    note.hidden_at = None
    if rules.showing is not Showing.REVEALED or rules.revealed_at:
        note.withheld_at, note.shown_at = None, note.shown_at or now()


@action
def approve_all(exercise: Exercise, by: User) -> None:
    """Let everything be seen that waits to be approved; what is hidden stays hidden."""
    require(exercise.meeting, Deed.MODERATE)
    if rules_of(exercise).showing is not Showing.APPROVED:
        raise NotNow
    _show_waiting("approve_all", exercise, by)


@action
def reveal_notes(exercise: Exercise, by: User) -> None:
    """Show all that was written so far to everybody, at the same moment; what comes later is shown at once."""
    require(exercise.meeting, Deed.LEAD)
    rules = rules_of(exercise)
    if rules.showing is not Showing.REVEALED or rules.revealed_at:
        raise NotNow
    _show_waiting("reveal_notes", exercise, by, rules)


def _show_waiting(name: str, exercise: Exercise, by: User, rules: BoardRules | None = None) -> None:
    """Let the notes that wait be seen; `rules` are the board's when this reveals it."""
    meeting, moment = exercise.meeting, now()
    waiting = [note for note in notes_of(exercise) if note.withheld_at]
    with logged(name, meeting, by, *([rules] if rules else []), *waiting):
        if rules:
            rules.revealed_at, rules.seq = moment, next_seq(meeting, Thing.STEPS)
        seq = next_seq(meeting, Thing.NOTES)
        for note in waiting:
            note.shown_at, note.withheld_at, note.seq = note.shown_at or moment, None, seq


@action
def dismiss_reports(note: Note) -> None:
    """A facilitator has looked at a reported note and lets it stand; it can be reported anew."""
    meeting = note.prompt.exercise.meeting
    require(meeting, Deed.MODERATE)
    db.session.execute(delete(Report).where(Report.note_id == note.id))
    note.reports, note.seq = 0, next_seq(meeting, Thing.NOTES)
