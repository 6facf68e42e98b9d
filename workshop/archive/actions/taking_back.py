"""A participant has all removed that came from them in a meeting, as long as it is known what did."""

from sqlalchemy import ColumnElement, delete, func, or_, select

from workshop.action import action
from workshop.archive.actions.archiving import forget_replaced
from workshop.archive.queries import may_take_back
from workshop.boards.actions.arranging import leave_stack
from workshop.boards.models import Comment, Like, Note, Report, Vote
from workshop.clock import now
from workshop.columns import Texts
from workshop.digests.actions import make_digest
from workshop.digests.queries import newest_digest
from workshop.errors import NotNow
from workshop.extensions import db
from workshop.meetings.actions import next_seq, take_turn
from workshop.meetings.models import Thing
from workshop.participants.models import Participant
from workshop.statements.models import Stance, Statement
from workshop.surveys.models import Draft, Response


def take_back_all(guest: Participant) -> None:
    """Remove what the participant has written, answered and voted; of drafts of digests a new version is made without
    it. The tag stays, and so does that somebody was there. Twice is once.

    Raises NotNow when the meeting is archived or a digest of it has been approved.
    """
    meeting = guest.meeting
    _take_back(guest)
    for language in meeting.languages:
        if newest_digest(meeting, language):
            make_digest(meeting, language)
    forget_replaced(meeting)


@action
def _take_back(guest: Participant) -> None:
    meeting = guest.meeting
    take_turn(meeting)
    if not may_take_back(meeting):
        raise NotNow
    seq = next_seq(meeting, Thing.NOTES, Thing.STATEMENTS, Thing.RESPONSES)
    _remove_marks(guest, seq)
    _remove_comments(guest, seq)
    _remove_statements(guest, seq)
    _remove_notes(guest, seq)
    _remove_responses(guest, seq)


def _remove_marks(guest: Participant, seq: int) -> None:
    given = {table: select(table.note_id).where(table.participant_id == guest.id) for table in (Like, Vote, Report)}
    marked = Note.id.in_(given[Like]), Note.id.in_(given[Vote]), Note.id.in_(given[Report])
    notes = db.session.scalars(select(Note).where(or_(*marked))).all()
    reported = set(db.session.scalars(given[Report]))
    for table in given:
        db.session.execute(delete(table).where(table.participant_id == guest.id))
    for note in notes:
        note.likes = db.session.scalar(select(func.count()).select_from(Like).where(Like.note_id == note.id)) or 0
        note.votes = db.session.scalar(select(func.sum(Vote.count)).where(Vote.note_id == note.id)) or 0
        note.reports = max(0, note.reports - (note.id in reported))
        note.seq = seq


def _remove_comments(guest: Participant, seq: int) -> None:
    own = select(Comment).where(Comment.participant_id == guest.id, Comment.removed_at.is_(None))
    comments = db.session.scalars(own).all()
    for comment in comments:
        comment.text, comment.removed_at = "", now()
    db.session.flush()
    for comment in comments:
        comment.seq = seq


def _remove_statements(guest: Participant, seq: int) -> None:
    """Statements that the participant added or that were taken from their notes lose their words and stay hidden."""
    written = select(Note.id).where(Note.participant_id == guest.id)
    theirs = or_(Statement.participant_id == guest.id, Statement.note_id.in_(written))
    for statement in db.session.scalars(select(Statement).where(theirs)):
        statement.text, statement.hidden_at, statement.withheld_at, statement.seq = Texts(), now(), None, seq
    own = Stance.participant_id == guest.id
    touched = list(db.session.scalars(select(Stance.statement_id).where(own)))
    db.session.execute(delete(Stance).where(own))
    _touch_one_of_each(Stance, Stance.statement_id, touched, seq)
    still = select(Stance.statement_id).where(Stance.statement_id.in_(touched))
    for statement in db.session.scalars(select(Statement).where(Statement.id.in_(touched), Statement.id.not_in(still))):
        statement.seq = seq


def _remove_notes(guest: Participant, seq: int) -> None:
    own = select(Note).where(Note.participant_id == guest.id, Note.removed_at.is_(None))
    for note in db.session.scalars(own).all():
        for left in leave_stack(note):
            left.seq = seq
        note.text, note.removed_at, note.seq = "", now(), seq


def _remove_responses(guest: Participant, seq: int) -> None:
    touched = []
    for response in db.session.scalars(select(Response).where(Response.participant_id == guest.id)).all():
        touched.append(response.exercise_id)
        db.session.delete(response)
    db.session.execute(delete(Draft).where(Draft.participant_id == guest.id))
    db.session.flush()
    _touch_one_of_each(Response, Response.exercise_id, touched, seq)


def _touch_one_of_each(table: type[Stance | Response], by: ColumnElement[int], touched: list[int], seq: int) -> None:
    """One row of those that stay carries the number, so that the desks hear how many there are now."""
    for key in touched:
        one = db.session.scalar(select(table).where(by == key).limit(1))
        if one:
            one.seq = seq
