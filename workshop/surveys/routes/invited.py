"""The link of one invited person. Reading it changes nothing, for mail programs look at links; its button does."""

from flask import make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from workshop.errors import AnsweredAlready, Closed, Locked, NotNow, NotYet, UnknownCode, UnknownLink
from workshop.meetings.codes import is_code
from workshop.meetings.models import Exercise, Meeting, State
from workshop.meetings.queries import meeting_by_code
from workshop.participants.guesses import slow_guessing
from workshop.participants.guests import guest_of, remember_guest
from workshop.participants.models import Participant
from workshop.surveys import actions
from workshop.surveys.actions.rules import require_taking
from workshop.surveys.doors import bp
from workshop.surveys.links import invitee_by_token, invitee_here, remember_invitee
from workshop.surveys.models import Invitee
from workshop.surveys.queries import response_of, rules_of, survey_in


@bp.get("/j/<code>/i/<token>")
@slow_guessing
def invited(code: str, token: str) -> ResponseReturnValue:
    """What somebody is invited to, and the button with which one begins; or why one cannot."""
    meeting, exercise, invitee = _access_invited(code, token)
    guest = guest_of(meeting)
    if guest and invitee.answered and _is_same(meeting, invitee) and response_of(exercise, guest):
        return redirect(url_for(".receipt", code=code, exercise_id=exercise.id))
    return _page(exercise, invitee)


@bp.post("/j/<code>/i/<token>")
@slow_guessing
def come_in(code: str, token: str) -> ResponseReturnValue:
    """Come into the meeting as somebody who was invited, and go on to the survey."""
    meeting, exercise, invitee = _access_invited(code, token)
    try:
        guest = actions.come_in(invitee, exercise, _present(meeting, exercise, invitee))
    except (AnsweredAlready, Locked, NotNow):
        return _page(exercise, invitee), 409
    there = make_response(redirect(url_for(".form", code=code, exercise_id=exercise.id), 303))
    return remember_invitee(remember_guest(there, guest), meeting, invitee)


def _access_invited(code: str, token: str) -> tuple[Meeting, Exercise, Invitee]:
    """The meeting, the survey and the invited person that a link names; UnknownCode or UnknownLink for any other."""
    meeting = meeting_by_code(code) if is_code(code) else None
    if meeting is None:
        raise UnknownCode
    invitee = invitee_by_token(meeting, token)
    exercise = survey_in(meeting, invitee.exercise_id) if invitee else None
    if invitee is None or exercise is None:
        raise UnknownLink
    return meeting, exercise, invitee


def _is_same(meeting: Meeting, invitee: Invitee) -> bool:
    """Did this browser come by this very link before?"""
    before = invitee_here(meeting, invitee.exercise_id)
    return before is not None and before.id == invitee.id


def _present(meeting: Meeting, exercise: Exercise, invitee: Invitee) -> Participant | None:
    """Whose browser this is, unless somebody else has used it for the survey: several people may share a device."""
    guest = guest_of(meeting)
    if guest is None or _is_same(meeting, invitee):
        return guest
    is_taken = invitee_here(meeting, exercise.id) or response_of(exercise, guest)
    return None if is_taken else guest


def _page(exercise: Exercise, invitee: Invitee) -> str:
    return render_template(
        "surveys/invited.html", exercise=exercise, rules=rules_of(exercise), standing=_standing(exercise, invitee)
    )


def _standing(exercise: Exercise, invitee: Invitee) -> str:
    """Whether one can answer by the link now (open), not yet (early), not just now (later) or no more (answered,
    closed)."""
    if invitee.answered:
        return "answered"
    try:
        require_taking(exercise, invited=True)
    except NotYet:
        return "early"
    except Closed:
        return "closed"
    except Locked:
        return "later"
    except NotNow:
        return "later" if exercise.meeting.state is State.DRAFT else "closed"
    return "open"
