"""Participants vote, and add statements where they may."""

from workshop.action import action
from workshop.clock import now
from workshop.columns import Texts
from workshop.errors import Enough, KeyTaken, NotAllowed, NotFound, NotThisBoard
from workshop.extensions import db
from workshop.meetings.actions import next_seq, take_turn
from workshop.meetings.models import Exercise, Thing
from workshop.participants.actions import require_open_to
from workshop.participants.models import Participant
from workshop.statements.actions.building import put_statement
from workshop.statements.models import MOST_ADDED, Adding, Opinion, Stance, Statement
from workshop.statements.queries import added_count, is_shown, is_vote, rules_of, statement_by_key


@action
def give_stance(statement: Statement, participant: Participant, opinion: Opinion) -> None:
    """Take a participant's stance on a statement, or change it: there is one for each, however often it is sent.

    Raises NotThisBoard to a participant of another meeting, NotNow, Blocked or Locked when the vote takes nothing,
    NotFound for a statement that is hidden or waits.
    """
    exercise = statement.exercise
    if participant.meeting_id != exercise.meeting_id:
        raise NotThisBoard
    require_open_to(participant, exercise)
    if not is_shown(statement):
        raise NotFound
    there = {"statement_id": statement.id, "participant_id": participant.id}
    stance = db.session.get(Stance, there) or Stance(**there)
    if stance.value == opinion:
        return
    stance.value, stance.groups, stance.given_at = int(opinion), participant.groups, now()
    stance.seq = next_seq(exercise.meeting, Thing.STATEMENTS)
    db.session.add(stance)  # with all that it has: whatever is read before would write half of it


@action
def suggest_statement(exercise: Exercise, participant: Participant, client_key: str, text: str) -> Statement:
    """A participant's own statement, in its language. A retry with the same key is the same statement.

    Raises NotThisBoard, NotNow, Blocked, Locked; NotAllowed where people may not add any, Enough when the participant
    has added as many as one may, KeyTaken when the key is another's.
    """
    if participant.meeting_id != exercise.meeting_id or not is_vote(exercise):
        raise NotThisBoard
    take_turn(exercise.meeting)
    told = statement_by_key(exercise.meeting_id, client_key)
    if told:
        if told.participant_id != participant.id:
            raise KeyTaken
        return told
    require_open_to(participant, exercise)
    adding = rules_of(exercise).adding
    if adding is Adding.NOBODY:
        raise NotAllowed
    if added_count(exercise, participant) >= MOST_ADDED:
        raise Enough
    moment, waits = now(), adding is Adding.APPROVED
    return put_statement(
        exercise,
        text=Texts({participant.language: text}),
        participant_id=participant.id,
        client_key=client_key,
        shown_at=None if waits else moment,
        withheld_at=moment if waits else None,
    )
