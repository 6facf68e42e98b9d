"""Finding surveys, questions and responses, and telling how many have answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from workshop.accounts.models import User
from workshop.errors import NotFound, NotThisBoard
from workshop.extensions import db
from workshop.live.stream import Audience, Change
from workshop.meetings.models import Deed, Exercise, ExerciseKind, Meeting
from workshop.meetings.queries import access_exercise, access_meeting, access_written_exercise
from workshop.participants.models import Participant
from workshop.surveys.crowd import About, told_of
from workshop.surveys.models import Answer, Draft, Invitee, Question, Response, SurveyRules


def questions_of(exercise: Exercise) -> Sequence[Question]:
    """The questions of a survey, in order."""
    return db.session.scalars(
        select(Question).where(Question.exercise_id == exercise.id).order_by(Question.position, Question.id)
    ).all()


def survey_in(meeting: Meeting, exercise_id: int) -> Exercise | None:
    """The meeting's survey with this id."""
    is_it = (step for step in meeting.exercises if step.id == exercise_id and step.kind is ExerciseKind.SURVEY)
    return next(is_it, None)


def survey_of(guest: Participant, exercise_id: int, invitee: Invitee | None = None) -> Exercise:
    """A survey of the participant's own meeting that has been opened, is answered by link, or to which this browser's
    `invitee` was invited; NotFound for anything else."""
    exercise = survey_in(guest.meeting, exercise_id)
    if exercise and can_be_seen(exercise, rules_of(exercise), invitee):
        return exercise
    raise NotFound


def can_be_seen(exercise: Exercise, rules: SurveyRules, invitee: Invitee | None) -> bool:
    """Is the survey there for those who have joined its meeting, or came as this invitee?"""
    return bool(exercise.opened_at or invitee or rules.by_link)


def access_survey(code: str, exercise_id: int, user: User) -> Exercise:
    """A survey of a meeting that `user` may lead; NotFound otherwise."""
    exercise = access_exercise(code, exercise_id, user)
    if exercise.kind is not ExerciseKind.SURVEY:
        raise NotFound
    return exercise


def access_paper(code: str, exercise_id: int, user: User) -> Exercise:
    """A survey of a meeting in which `user` may type in what came on paper; NotFound otherwise."""
    exercise = access_written_exercise(code, exercise_id, user)
    if exercise.kind is not ExerciseKind.SURVEY:
        raise NotFound
    return exercise


def takes_paper(exercise: Exercise) -> bool:
    """Can answers that came on paper be typed in now?"""
    may = exercise.meeting.allows
    return may(Deed.SCRIBE) or (may(Deed.JOIN) and rules_of(exercise).by_link)


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
    return db.session.get(SurveyRules, exercise.id) or default_rules(exercise)


def default_rules(exercise: Exercise) -> SurveyRules:
    """The rules of a survey of which nobody has changed anything, as a row that is not kept."""
    return SurveyRules(exercise_id=exercise.id, editable=False, by_link=False, anonymous=True, results_shown=False)


def is_promised(exercise: Exercise) -> bool:
    """Has anybody been told already whether the answers are anonymous: by being invited, or by having answered?"""
    answered = select(exists().where(Response.exercise_id == exercise.id))
    return was_sent_out(exercise) or bool(db.session.scalar(answered))


def was_sent_out(exercise: Exercise) -> bool:
    """Has anybody been invited to the survey by letter?"""
    invited = exists().where(Invitee.exercise_id == exercise.id, Invitee.letters > 0)
    return bool(db.session.scalar(select(invited)))


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
    """How far each survey is that got or lost a response after number `after`; participants are told nothing of it.

    One without responses has the number of the last change that touched any of the meeting's: it may have lost them.
    """
    if audience is not Audience.FACILITATORS:
        return []
    newest = func.coalesce(func.max(Response.seq), Meeting.responses_seq)
    rows = db.session.execute(
        select(Exercise.id, newest, func.count(Response.id))
        .join(Meeting, Meeting.id == Exercise.meeting_id)
        .join(Response, Response.exercise_id == Exercise.id, isouter=True)
        .where(Exercise.meeting_id == meeting_id, Exercise.kind == ExerciseKind.SURVEY)
        .group_by(Exercise.id, Meeting.responses_seq)
        .having(newest > after)
        .order_by(Exercise.id)
    )
    return [{"kind": "progress", "id": exercise_id, "seq": seq, "responses": n} for exercise_id, seq, n in rows]


def keys_in(exercise: Exercise) -> set[str]:
    """The keys of all responses of a survey."""
    return set(db.session.scalars(select(Response.client_key).where(Response.exercise_id == exercise.id)))


def imports_in(exercise: Exercise) -> list[tuple[datetime, int]]:
    """When files were brought in, the last first, and how many of their responses are there."""
    there = (Response.exercise_id == exercise.id, Response.imported_at.is_not(None))
    counted = select(Response.imported_at, func.count()).where(*there).group_by(Response.imported_at)
    return [(moment, count) for moment, count in db.session.execute(counted.order_by(Response.imported_at.desc()))]


@dataclass(frozen=True)
class Turnout:
    """How a survey is doing, in numbers."""

    responses: int
    late: int
    """Those that came after the closing time."""
    from_paper: int
    imported: int
    """Those that were brought in from files."""


def turnout(exercise: Exercise) -> Turnout:
    """How many have answered the survey, and how."""
    told = func.count(Response.entered_by_id), func.count(Response.imported_at)
    counts = func.count(), func.count().filter(Response.is_late), *told
    return Turnout(*db.session.execute(select(*counts).where(Response.exercise_id == exercise.id)).one())


@dataclass(frozen=True)
class Calls:
    """How many have been asked to a survey one by one."""

    listed: int
    invited: int
    """Those to whom a letter has been put in the outbox."""
    answered: int
    missing: int
    """Those who were invited and have not answered."""
    letters: int
    """All that have been put in the outbox, reminders too."""


def calls(exercise: Exercise) -> Calls:
    """How many have been invited to the survey, and have answered by their link."""
    is_invited, has_answered = Invitee.letters > 0, Invitee.answered.is_(True)
    counts = (
        func.count(),
        func.count().filter(is_invited),
        func.count().filter(has_answered),
        func.count().filter(is_invited, ~has_answered),
        func.coalesce(func.sum(Invitee.letters), 0),
    )
    return Calls(*db.session.execute(select(*counts).where(Invitee.exercise_id == exercise.id)).one())


def invitees_of(exercise: Exercise) -> Sequence[Invitee]:
    """All who are on the survey's list, in order of their address, which tells nothing of who answered when."""
    listed = select(Invitee).where(Invitee.exercise_id == exercise.id)
    return db.session.scalars(listed.order_by(Invitee.address, Invitee.id)).all()


def what_is_told(exercise: Exercise, invitee: Invitee) -> About:
    """What participant and response may say of somebody who was invited: all that the list says, or of an anonymous
    survey only what names nobody among all who are on it."""
    if not rules_of(exercise).anonymous:
        return _about(invitee)
    facts = Invitee.language, Invitee.groups, Invitee.municipality, Invitee.background
    crowd = [_about(one) for one in db.session.execute(select(*facts).where(Invitee.exercise_id == exercise.id))]
    return told_of(crowd, current_app.config["SETTINGS"].SMALL_GROUP_FLOOR)[_about(invitee)]


def _about(one: Any) -> About:
    """What the list says of somebody, from the row or its facts."""
    return About(one.language, tuple(one.groups), one.municipality, tuple(sorted(one.background.items())))


def surveys_by_link(meeting: Meeting) -> list[Exercise]:
    """The meeting's surveys that are answered by link, in the order of its path."""
    by_link = (
        select(SurveyRules.exercise_id).join(Exercise).where(Exercise.meeting_id == meeting.id, SurveyRules.by_link)
    )
    ids = set(db.session.scalars(by_link))
    return [step for step in meeting.exercises if step.id in ids]
