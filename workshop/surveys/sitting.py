"""Somebody who sits at a survey: what the house must know when answers come in, asked all at once.

A full hall answers in the same minutes, and row by row these were half of what a response costs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm.attributes import set_committed_value

from workshop.errors import NotFound
from workshop.extensions import db
from workshop.meetings.models import Exercise, ExerciseKind, Meeting
from workshop.participants.guests import access_guest, guest_key
from workshop.participants.models import Participant
from workshop.surveys.links import invitee_here
from workshop.surveys.models import Draft, Invitee, Question, Response, SurveyRules
from workshop.surveys.queries import can_be_seen, default_rules, questions_of

_MINE = and_(Response.exercise_id == Exercise.id, Response.participant_id == Participant.id)
_TYPED = and_(Draft.exercise_id == Exercise.id, Draft.participant_id == Participant.id)


@dataclass(frozen=True)
class Sitting:
    guest: Participant
    exercise: Exercise
    rules: SurveyRules
    questions: Sequence[Question]
    draft: Draft | None
    """What was typed and not sent yet."""
    response: Response | None
    """What was sent already."""
    invitee: Invitee | None
    """Whose link the browser came by."""


def sit_down(code: str, exercise_id: int) -> Sitting:
    """Whoever has joined the meeting with this code, at its survey. Raises NotJoined, NotFound as `survey_of` does."""
    row = db.session.execute(
        select(Meeting, Exercise, Participant, SurveyRules, Draft, Response)
        .join(Exercise, Exercise.meeting_id == Meeting.id)
        .join(Participant, Participant.meeting_id == Meeting.id)
        .outerjoin(SurveyRules, SurveyRules.exercise_id == Exercise.id)
        .outerjoin(Draft, _TYPED)
        .outerjoin(Response, _MINE)
        .where(Meeting.code == code, Participant.key == (guest_key() or ""))
        .where(Exercise.id == exercise_id, Exercise.kind == ExerciseKind.SURVEY)
    ).one_or_none()
    if row is None:
        access_guest(code)  # sends to the door who has not joined
        raise NotFound
    meeting, exercise, guest, rules, draft, response = row
    for held in (exercise, guest):
        set_committed_value(held, "meeting", meeting)
    rules, invitee = rules or default_rules(exercise), invitee_here(meeting, exercise_id)
    if not can_be_seen(exercise, rules, invitee):
        raise NotFound
    return Sitting(guest, exercise, rules, questions_of(exercise), draft, response, invitee)
