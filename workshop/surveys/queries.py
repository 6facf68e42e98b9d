"""Finding surveys, questions and responses, and telling how many have answered."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from workshop.accounts.models import User
from workshop.errors import NotFound, NotThisBoard
from workshop.extensions import db
from workshop.live.stream import Audience, Change
from workshop.meetings.models import Exercise, ExerciseKind
from workshop.meetings.queries import access_exercise, access_meeting
from workshop.participants.models import Participant
from workshop.surveys.models import Answer, Draft, Question, Response, SurveyRules


def questions_of(exercise: Exercise) -> Sequence[Question]:
    """The questions of a survey, in order."""
    return db.session.scalars(
        select(Question).where(Question.exercise_id == exercise.id).order_by(Question.position, Question.id)
    ).all()


def survey_of(guest: Participant, exercise_id: int) -> Exercise:
    """A survey of the participant's own meeting that has been opened; NotFound for anything else."""
    for exercise in guest.meeting.exercises:
        if exercise.id == exercise_id and exercise.kind is ExerciseKind.SURVEY and exercise.opened_at:
            return exercise
    raise NotFound


def access_survey(code: str, exercise_id: int, user: User) -> Exercise:
    """A survey of a meeting that `user` may lead; NotFound otherwise."""
    exercise = access_exercise(code, exercise_id, user)
    if exercise.kind is not ExerciseKind.SURVEY:
        raise NotFound
    return exercise


def access_question(code: str, question_id: int, user: User) -> Question:
    """A question of a meeting that `user` may lead; NotThisBoard for another meeting's."""
    meeting = access_meeting(code, user)
    question = db.session.scalar(
        select(Question)
        .join(Exercise)
        .where(Question.id == question_id, Exercise.meeting_id == meeting.id)
        .options(joinedload(Question.exercise))
    )
    if question is None:
        raise NotThisBoard
    return question


def response_of(exercise: Exercise, participant: Participant) -> Response | None:
    """What the participant has answered to the survey, with its answers; None when nothing was sent."""
    return db.session.scalar(
        select(Response)
        .where(Response.exercise_id == exercise.id, Response.participant_id == participant.id)
        .options(selectinload(Response.answers))
    )


def rules_of(exercise: Exercise) -> SurveyRules:
    """How a survey works; a row that is not kept when nobody has changed anything."""
    return db.session.get(SurveyRules, exercise.id) or SurveyRules(
        exercise_id=exercise.id, editable=False, by_link=False, anonymous=True, results_shown=False
    )


def draft_of(exercise: Exercise, participant: Participant) -> Draft | None:
    """What the participant has typed into the survey so far; None when nothing was kept."""
    return db.session.scalar(
        select(Draft).where(Draft.exercise_id == exercise.id, Draft.participant_id == participant.id)
    )


def last_answered(exercise: Exercise) -> datetime | None:
    """When somebody last answered the survey or typed into it; None when nobody has begun to."""
    sent = select(func.max(Response.sent_at), func.max(Response.edited_at)).where(Response.exercise_id == exercise.id)
    typed = select(func.max(Draft.saved_at)).where(Draft.exercise_id == exercise.id)
    moments = [*db.session.execute(sent).one(), db.session.scalar(typed)]
    return max(filter(None, moments), default=None)


def is_fixed(question: Question) -> bool:
    """Can somebody have answered the question, so that it must go on meaning what it means?"""
    return question.is_fixed(last_answered(question.exercise))


def response_by_key(exercise: Exercise, client_key: str) -> Response | None:
    """The response that a device has sent to the survey under this key."""
    return db.session.scalar(
        select(Response).where(Response.exercise_id == exercise.id, Response.client_key == client_key)
    )


def answers_of(response: Response) -> dict[int, Answer]:
    """A response's answers by the id of their question."""
    return {answer.question_id: answer for answer in response.answers}


def response_counts(meeting_id: int) -> dict[int, int]:
    """How many have answered each survey of the meeting, by the exercise's id; those without responses are left out."""
    rows = db.session.execute(
        select(Response.exercise_id, func.count())
        .where(Response.meeting_id == meeting_id)
        .group_by(Response.exercise_id)
    )
    return dict(rows.all())


def survey_changes(meeting_id: int, after: int, audience: Audience) -> list[Change]:
    """How far each survey is that got a response after number `after`; participants are told nothing of it."""
    if audience is not Audience.FACILITATORS:
        return []
    newest = func.max(Response.seq)
    rows = db.session.execute(
        select(Response.exercise_id, newest, func.count())
        .where(Response.meeting_id == meeting_id)
        .group_by(Response.exercise_id)
        .having(newest > after)
    )
    return [{"kind": "progress", "id": exercise_id, "seq": seq, "responses": n} for exercise_id, seq, n in rows]
