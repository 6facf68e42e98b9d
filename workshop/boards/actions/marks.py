"""People tell which notes matter to them, and which should not stand there."""

from sqlalchemy import func, select

from workshop.action import action
from workshop.boards.actions.notes import require_own, require_shown
from workshop.boards.models import Like, Marking, Note, Report, Vote
from workshop.boards.queries import rules_of, votes_given
from workshop.clock import now
from workshop.errors import NotNow, VotesUsed
from workshop.extensions import db
from workshop.meetings.actions import next_seq, take_turn
from workshop.meetings.models import Thing
from workshop.participants.actions import require_open_to
from workshop.participants.models import Participant


@action
def like_note(note: Note, participant: Participant, likes: bool) -> None:
    """Like a note, or take the like back; done twice it is done once.

    Raises NotFound for a note that is hidden by now; NotNow, also on a board that gives votes; Locked; NotThisBoard.
    """
    _require_marking(note, participant, Marking.LIKES)
    like = db.session.get(Like, (note.id, participant.id))
    if likes == (like is not None):
        return
    if like:
        db.session.delete(like)
    else:
        db.session.add(Like(note_id=note.id, participant_id=participant.id))
    db.session.flush()
    note.likes = db.session.scalar(select(func.count()).select_from(Like).where(Like.note_id == note.id)) or 0
    note.seq = next_seq(note.prompt.exercise.meeting, Thing.NOTES)


@action
def cast_votes(note: Note, participant: Participant, count: int) -> None:
    """Give a note `count` of one's votes in all (0 takes them back); done twice it is done once.

    Raises VotesUsed when it would be more than one has, or several for one note where they do not pile up. What was
    given when more was allowed stays. NotFound for a note that is hidden by now; NotNow, also on a board that takes
    likes; Locked; NotThisBoard.
    """
    _require_marking(note, participant, Marking.VOTES)
    exercise = note.prompt.exercise
    vote = db.session.get(Vote, (note.id, participant.id))
    before = vote.count if vote else 0
    if count == before:
        return
    rules = rules_of(exercise)
    most = rules.votes_each if rules.votes_pile else 1
    others = votes_given(exercise, participant) - before
    if count > before and (count > most or others + count > rules.votes_each):
        raise VotesUsed
    if vote and not count:
        db.session.delete(vote)
    elif vote:
        vote.count = count
    else:
        db.session.add(Vote(note_id=note.id, participant_id=participant.id, count=count))
    db.session.flush()
    note.votes = db.session.scalar(select(func.sum(Vote.count)).where(Vote.note_id == note.id)) or 0
    note.seq = next_seq(exercise.meeting, Thing.NOTES)


def _require_marking(note: Note, participant: Participant, marking: Marking) -> None:
    exercise = note.prompt.exercise
    require_own(exercise, participant)
    take_turn(exercise.meeting)
    require_shown(note)
    require_open_to(participant, exercise)
    if rules_of(exercise).marking is not marking:
        raise NotNow


@action
def report_note(note: Note, participant: Participant) -> None:
    """Tell the facilitators that a note should not stand there; once for each participant. Raises NotThisBoard."""
    exercise = note.prompt.exercise
    require_own(exercise, participant)
    take_turn(exercise.meeting)
    require_shown(note)
    if db.session.get(Report, (note.id, participant.id)):
        return
    db.session.add(Report(note_id=note.id, participant_id=participant.id, reported_at=now()))
    note.reports = Note.reports + 1
    note.seq = next_seq(exercise.meeting, Thing.NOTES)
    db.session.flush()
