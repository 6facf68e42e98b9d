"""What is typed is kept page by page, and sent once; what came on paper is typed in."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import insert, update

from workshop.accounts.models import User
from workshop.action import action
from workshop.clock import now
from workshop.errors import AnsweredAlready, KeyTaken, NotNow, NotThisBoard
from workshop.extensions import db
from workshop.meetings.actions import give_number, holds_turn, next_seq, take_turn
from workshop.meetings.codes import ALPHABET
from workshop.meetings.models import Exercise, ExerciseKind, State, Thing
from workshop.participants.actions import require_may_write
from workshop.participants.models import Participant
from workshop.surveys.actions.rules import judge_taking, require_taking
from workshop.surveys.conditions import asked
from workshop.surveys.kinds import KINDS
from workshop.surveys.kinds.kind import BadAnswer
from workshop.surveys.models import Answer, Draft, Invitee, Question, Response
from workshop.surveys.queries import (
    draft_of,
    questions_of,
    response_by_key,
    response_of,
    rules_of,
    takes_paper,
    what_is_told,
)
from workshop.surveys.sitting import Sitting

RECEIPT_LENGTH = 8
Typed = Mapping[str, list[str]]
"""What a browser sent, by the field's name."""


@action
def keep_draft(
    exercise: Exercise,
    participant: Participant,
    typed: Typed,
    page: int,
    edition: int,
    invitee: Invitee | None = None,
) -> bool:
    """Keep what was typed so far, and where to go on. Answers whether nobody else has kept anything since `edition`.

    What another window of the same participant has typed on other pages must be in `typed`; `invitee` is whose link
    the participant came by. Raises NotThisBoard, NotNow, Blocked and Locked.
    """
    require_own(exercise, participant)
    require_taking(exercise, invited=invitee is not None)
    require_may_write(participant)
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
def send_response(
    exercise: Exercise,
    participant: Participant,
    client_key: str,
    values: Mapping[int, Any],
    invitee: Invitee | None = None,
    read: Sitting | None = None,
) -> Response:
    """A participant's answers: stored values by the question's id, None or nothing for a question left empty.

    `read` is what has been read of it in the same action.

    Sent once: sent again, under the same key or another, it is the first response that counts and comes back,
    whatever has happened since; where answers can be changed, another key changes them. Raises NotNow, Blocked or
    Locked when nothing is taken, NotThisBoard for a question of another survey or one that is not asked, BadAnswer for
    a value that cannot be, KeyTaken when the key is another participant's; AnsweredAlready when somebody else has
    answered by the link of the `invitee` by which the participant came.
    """
    require_own(exercise, participant)
    meeting, rules = exercise.meeting, read.rules if read else rules_of(exercise)
    if invitee or rules.editable:
        take_turn(meeting)
        read = None
    first = read.response if read else response_of(exercise, participant)
    if first and (first.client_key == client_key or not rules.editable):
        return first
    is_late = judge_taking(exercise, rules, invited=invitee is not None)
    require_may_write(participant)
    given = _checked(read.questions if read else questions_of(exercise), values)
    if first:
        return _change(first, client_key, given, next_seq(meeting, Thing.RESPONSES))
    response = _keep(
        exercise,
        client_key,
        given,
        participant_id=participant.id,
        language=participant.language,
        groups=participant.groups,
        municipality=participant.municipality,
        is_late=is_late,
        invitee_id=None if invitee is None or rules.anonymous else invitee.id,
        background=dict(what_is_told(exercise, invitee).background) if invitee else {},
    )
    # Judged by what was read, without waiting for the meeting's other writers, who wait for each other from the number
    # to the commit. If the same came in by another way, or something has moved, all is read and judged in turn.
    if response is None:
        if holds_turn(meeting):
            raise KeyTaken
    else:
        if invitee:
            _use_up(invitee)
        draft = read.draft if read else draft_of(exercise, participant)
        if draft and not rules.editable:
            db.session.delete(draft)
        db.session.flush()
        if give_number(response, meeting, Thing.RESPONSES) or holds_turn(meeting):
            return response
        db.session.delete(response)
        db.session.flush()
    take_turn(meeting)
    return send_response(exercise, participant, client_key, values, invitee)


def _keep(exercise: Exercise, client_key: str, given: Mapping[int, Any], **facts: Any) -> Response | None:
    """A new response of the survey, which says this and has no number yet; None when the same is there already."""
    told = {
        "meeting_id": exercise.meeting_id,
        "exercise_id": exercise.id,
        "seq": 0,
        "client_key": client_key,
        "receipt": "".join(secrets.choice(ALPHABET) for _sign in range(RECEIPT_LENGTH)),
        "sent_at": now(),
        "sent_afterwards": exercise.meeting.state is State.AFTERWARDS,
        **facts,
    }
    new = db.insert(Response).on_conflict_do_nothing().returning(Response)
    response = db.session.scalars(new, [told]).one_or_none()
    if response and given:
        rows = [{"response_id": response.id, "question_id": key, "value": value} for key, value in given.items()]
        db.session.execute(insert(Answer).returning(Answer.question_id), rows)
    return response


def _use_up(invitee: Invitee) -> None:
    """Mark that the link has answered; of two who come at the same moment one is told AnsweredAlready."""
    unused = update(Invitee).where(Invitee.id == invitee.id, Invitee.answered.is_(False))
    if db.session.scalar(unused.values(answered=True).returning(Invitee.id)) is None:
        raise AnsweredAlready
    # PostgreSQL notes with each row which transaction wrote it. So all who have answered are written anew together, or
    # that note would tell whose response is which.
    answered = update(Invitee).where(Invitee.exercise_id == invitee.exercise_id, Invitee.answered.is_(True))
    db.session.execute(answered.values(answered=True))


@action
def enter_response(
    exercise: Exercise,
    by: User,
    client_key: str,
    values: Mapping[int, Any],
    language: str,
    groups: Sequence[str] = (),
    municipality: str | None = None,
) -> Response:
    """Answers that came on paper, typed in by one of those who lead; under the same key it is one response.

    It may be done while the meeting takes a scribe's words, or answers by link: when the papers come in does not depend
    on when the survey is open. Raises NotNow, and NotThisBoard, BadAnswer and KeyTaken as `send_response` does.
    """
    if exercise.kind is not ExerciseKind.SURVEY:
        raise NotThisBoard
    require_entry(exercise)
    first = response_by_key(exercise, client_key)
    if first and first.entered_by_id == by.id:
        return first
    if first:
        raise KeyTaken
    given = _checked(questions_of(exercise), values)
    told = {"language": language, "groups": list(groups), "municipality": municipality}
    response = _keep(exercise, client_key, given, participant_id=None, entered_by_id=by.id, **told)
    if response is None:
        raise KeyTaken
    response.seq = next_seq(exercise.meeting, Thing.RESPONSES)
    return response


def require_entry(exercise: Exercise) -> None:
    """Raise NotNow unless answers on paper can be typed in now."""
    take_turn(exercise.meeting)
    if not takes_paper(exercise):
        raise NotNow


def _change(response: Response, client_key: str, given: Mapping[int, Any], seq: int) -> Response:
    """Let a response say this from now on; it keeps its reference and when it was sent."""
    response.answers.clear()
    db.session.flush()
    response.answers = [Answer(question_id=question_id, value=value) for question_id, value in given.items()]
    response.client_key, response.edited_at, response.seq = client_key, now(), seq
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
