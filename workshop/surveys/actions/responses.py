"""What is typed is kept page by page, and sent once."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from workshop.action import action
from workshop.clock import now
from workshop.errors import KeyTaken, NotThisBoard
from workshop.extensions import db
from workshop.meetings.actions import next_seq, require_open, take_turn
from workshop.meetings.codes import ALPHABET
from workshop.meetings.models import Exercise, ExerciseKind, State, Thing
from workshop.participants.models import Participant
from workshop.surveys.actions.rules import require_within
from workshop.surveys.conditions import asked
from workshop.surveys.kinds import KINDS
from workshop.surveys.kinds.kind import BadAnswer
from workshop.surveys.models import Answer, Draft, Question, Response
from workshop.surveys.queries import draft_of, questions_of, response_by_key, response_of, rules_of

RECEIPT_LENGTH = 8
Typed = Mapping[str, list[str]]
"""What a browser sent, by the field's name."""


@action
def keep_draft(exercise: Exercise, participant: Participant, typed: Typed, page: int, edition: int) -> bool:
    """Keep what was typed so far, and where to go on. Answers whether nobody else has kept anything since `edition`.

    What another window of the same participant has typed on other pages must be in `typed`. Raises NotThisBoard, NotNow
    and Locked.
    """
    require_own(exercise, participant)
    require_open(exercise)
    require_within(exercise)
    draft = draft_of(exercise, participant)
    if draft is None:
        draft = Draft(exercise_id=exercise.id, participant_id=participant.id, edition=0)
        db.session.add(draft)
    alone = draft.edition == edition
    draft.typed, draft.page, draft.edition, draft.saved_at = dict(typed), page, draft.edition + 1, now()
    return alone


def require_own(exercise: Exercise, participant: Participant) -> None:
    """Raise NotThisBoard for what is no survey of the participant's own meeting."""
    if exercise.kind is not ExerciseKind.SURVEY or participant.meeting_id != exercise.meeting_id:
        raise NotThisBoard


@action
def send_response(exercise: Exercise, participant: Participant, client_key: str, values: Mapping[int, Any]) -> Response:
    """A participant's answers: stored values by the question's id, None or nothing for a question left empty.

    Sent once: sent again, under the same key or another, it is the first response that counts and comes back,
    whatever has happened since; where answers can be changed, another key changes them. Raises NotNow or Locked when
    the survey takes nothing, NotThisBoard for a question of another survey or one that is not asked, BadAnswer for a
    value that cannot be, KeyTaken when the key is another participant's.
    """
    require_own(exercise, participant)
    take_turn(exercise.meeting)
    first, rules = response_of(exercise, participant), rules_of(exercise)
    if first and (first.client_key == client_key or not rules.editable):
        return first
    if response_by_key(exercise, client_key):
        raise KeyTaken
    require_open(exercise)
    is_late = require_within(exercise)
    if first:
        return _change(first, client_key, _checked(questions_of(exercise), values))
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
        is_late=is_late,
        answers=[Answer(question_id=question_id, value=value) for question_id, value in given.items()],
    )
    db.session.add(response)
    draft = draft_of(exercise, participant)
    if draft and not rules.editable:
        db.session.delete(draft)
    db.session.flush()
    return response


def _change(response: Response, client_key: str, given: Mapping[int, Any]) -> Response:
    """Let a response say this from now on; it keeps its reference and when it was sent."""
    response.answers.clear()
    db.session.flush()
    response.answers = [Answer(question_id=question_id, value=value) for question_id, value in given.items()]
    exercise = db.session.get_one(Exercise, response.exercise_id)
    response.client_key, response.edited_at = client_key, now()
    response.seq = next_seq(exercise.meeting, Thing.RESPONSES)
    db.session.flush()
    return response


def _checked(questions: Sequence[Question], values: Mapping[int, Any]) -> dict[int, Any]:
    """The values that were given, by question id, each one possible, asked for, and nothing required missing."""
    given = {question_id: value for question_id, value in values.items() if value is not None}
    here = asked(questions, given)
    if not given.keys() <= {question.id for question in here}:
        raise NotThisBoard
    for question in here:
        if question.id in given:
            KINDS[question.kind].check(question, given[question.id])
        elif question.required:
            raise BadAnswer(_("Answer this question."))
    return given
