"""What is done to surveys: questions are written before the meeting, a response is sent once."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from workshop.action import action
from workshop.clock import now
from workshop.columns import Texts
from workshop.errors import KeyTaken, NotThisBoard
from workshop.extensions import db
from workshop.meetings.actions import next_seq, require, require_open, take_turn
from workshop.meetings.codes import ALPHABET
from workshop.meetings.models import Deed, Exercise, ExerciseKind, State, Thing
from workshop.participants.models import Participant
from workshop.surveys.kinds import KINDS
from workshop.surveys.kinds.kind import BadAnswer, BadQuestion, Options
from workshop.surveys.models import Answer, Question, QuestionKind, Response
from workshop.surveys.queries import questions_of, response_by_key, response_of
from workshop.vocabulary.terms import topics

RECEIPT_LENGTH = 8


@action
def add_question(
    exercise: Exercise,
    kind: QuestionKind,
    text: Texts,
    topic: str,
    theme: Texts | None = None,
    required: bool = False,
    options: Options | None = None,
) -> Question:
    """A new question at the end of a survey. `options` as the kind wants them; raises BadQuestion, NotNow."""
    require(exercise.meeting, Deed.EDIT)
    if exercise.kind is not ExerciseKind.SURVEY:
        raise NotThisBoard
    last = max((question.position for question in questions_of(exercise)), default=0)
    question = Question(exercise=exercise, kind=kind, position=last + 1)
    _write(question, text, topic, theme, required, options)
    db.session.add(question)
    db.session.flush()
    return question


@action
def edit_question(
    question: Question,
    text: Texts,
    topic: str,
    theme: Texts | None = None,
    required: bool = False,
    options: Options | None = None,
) -> None:
    """Change everything but the kind, before anybody can have answered. Raises BadQuestion, NotNow."""
    require(question.exercise.meeting, Deed.EDIT)
    _write(question, text, topic, theme, required, options)


def _write(
    question: Question, text: Texts, topic: str, theme: Texts | None, required: bool, options: Options | None
) -> None:
    if not text:
        raise BadQuestion(_("Write the question in at least one language"))
    if topic not in topics():
        raise BadQuestion(_("Choose a topic."))
    KINDS[question.kind].check_options(options or [])
    question.text, question.topic, question.theme = text, topic, theme or Texts()
    question.required, question.options = required, options or []
    question.exercise.seq = next_seq(question.exercise.meeting, Thing.STEPS)


@action
def remove_question(question: Question) -> None:
    """Remove a question before the meeting; nobody can have answered it yet."""
    exercise = question.exercise
    require(exercise.meeting, Deed.EDIT)
    db.session.delete(question)
    exercise.seq = next_seq(exercise.meeting, Thing.STEPS)


@action
def shift_question(question: Question, by: int) -> None:
    """Move a question one place earlier (−1) or later (+1); at an end nothing happens."""
    exercise = question.exercise
    require(exercise.meeting, Deed.EDIT)
    order = list(questions_of(exercise))
    here = order.index(question)
    if 0 <= here + by < len(order):
        order.insert(here + by, order.pop(here))
        for position, moved in enumerate(order, start=1):
            moved.position = position
        exercise.seq = next_seq(exercise.meeting, Thing.STEPS)


@action
def send_response(exercise: Exercise, participant: Participant, client_key: str, values: Mapping[int, Any]) -> Response:
    """A participant's answers: stored values by the question's id, None or nothing for a question left empty.

    Sent once: sent again, under the same key or another, it is the first response that counts and comes back,
    whatever has happened since. Raises NotNow or Locked when the survey takes nothing, NotThisBoard for a question
    of another survey, BadAnswer for a value that cannot be, KeyTaken when the key is another participant's.
    """
    if exercise.kind is not ExerciseKind.SURVEY or participant.meeting_id != exercise.meeting_id:
        raise NotThisBoard
    take_turn(exercise.meeting)
    first = response_of(exercise, participant)
    if first:
        return first
    if response_by_key(exercise, client_key):
        raise KeyTaken
    require_open(exercise)
    questions = questions_of(exercise)
    given = _checked(questions, values)
    response = Response(
        meeting_id=exercise.meeting_id,
        exercise_id=exercise.id,
        seq=next_seq(exercise.meeting, Thing.RESPONSES),
        client_key=client_key,
        participant_id=participant.id,
        receipt="".join(secrets.choice(ALPHABET) for _sign in range(RECEIPT_LENGTH)),
        language=participant.language,
        groups=participant.groups,
        municipality=participant.municipality,
        sent_at=now(),
        sent_afterwards=exercise.meeting.state is State.AFTERWARDS,
        answers=[Answer(question_id=question_id, value=value) for question_id, value in given.items()],
    )
    db.session.add(response)
    db.session.flush()
    return response


def _checked(questions: Sequence[Question], values: Mapping[int, Any]) -> dict[int, Any]:
    """The values that were given, by question id, each one possible and nothing required missing."""
    given = {question_id: value for question_id, value in values.items() if value is not None}
    if not given.keys() <= {question.id for question in questions}:
        raise NotThisBoard
    for question in questions:
        if question.id in given:
            KINDS[question.kind].check(question, given[question.id])
        elif question.required:
            raise BadAnswer(_("Answer this question."))
    return given
