"""The survey's doors for participants: it is filled page by page, and sent once."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop.action import action, few_at_once
from workshop.clock import now
from workshop.errors import AnsweredAlready, Locked, NotNow, UnknownCode
from workshop.meetings.codes import tidy_code
from workshop.meetings.models import Exercise, Meeting, State
from workshop.participants.actions import require_may_write
from workshop.participants.guesses import slow_guessing
from workshop.participants.guests import access_door, access_guest, alias, guest_of
from workshop.participants.models import Participant
from workshop.surveys import actions
from workshop.surveys.actions.rules import require_taking
from workshop.surveys.doors import bp
from workshop.surveys.filling import Filling
from workshop.surveys.kinds import KINDS
from workshop.surveys.links import invitee_here
from workshop.surveys.models import Invitee, Response
from workshop.surveys.queries import (
    answers_of,
    draft_of,
    questions_of,
    response_of,
    rules_of,
    survey_in,
    survey_of,
    surveys_by_link,
)
from workshop.surveys.sitting import Sitting, sit_down

AT_ONCE = 3
"""How many pages of surveys one process takes in at once: while one waits for the database another is read."""


@bp.app_template_global("surveys_to_answer")
def surveys_to_answer(meeting: Meeting) -> list[Exercise]:
    """The meeting's surveys that can be answered by link now, whatever is shown."""
    return [exercise for exercise in surveys_by_link(meeting) if _is_open(exercise)]


@bp.get("/j/<code>/s/<int:exercise_id>")
@slow_guessing
def by_link(code: str, exercise_id: int) -> ResponseReturnValue:
    """The survey's own link: through the door to the survey. UnknownCode for one that is not answered by link."""
    meeting = access_door(tidy_code(code))
    exercise = survey_in(meeting, exercise_id)
    if exercise is None or not rules_of(exercise).by_link:
        raise UnknownCode
    if guest_of(meeting):
        return redirect(_address(exercise))
    return redirect(url_for("participants.door", code=meeting.code, to=exercise.id))


@bp.get("/j/<code>/surveys/<int:exercise_id>")
def form(code: str, exercise_id: int) -> ResponseReturnValue:
    """A page of the survey (`page`, or where one was); the receipt for somebody who has answered.

    With `check` the page says what is wrong on it.
    """
    guest = access_guest(code)
    invitee = invitee_here(guest.meeting, exercise_id)
    exercise = survey_of(guest, exercise_id, invitee)
    rules, response = rules_of(exercise), response_of(exercise, guest)
    if response and not (rules.editable and "page" in request.args):
        return redirect(url_for(".receipt", code=code, exercise_id=exercise.id), 303)
    if invitee and invitee.answered and not response:
        raise AnsweredAlready
    open_now = _is_open(exercise, guest, invitee)
    draft = draft_of(exercise, guest)
    filling = Filling(questions_of(exercise), draft.typed if draft else {}, alias(guest))
    filling.turn_to(request.args.get("page", draft.page if draft else 1, type=int))
    if "check" in request.args:
        filling.form.validate()
    return _survey_page(exercise, invitee, filling if open_now else None, open_now, draft.edition if draft else 0)


def _is_open(exercise: Exercise, guest: Participant | None = None, invitee: Invitee | None = None) -> bool:
    try:
        require_taking(exercise, invited=invitee is not None)
        if guest:
            require_may_write(guest)
    except (Locked, NotNow):
        return False
    return True


def _led(exercise: Exercise, invitee: Invitee | None) -> dict[str, bool]:
    """How far the facilitator leads those who are on the survey's pages: one that they came to `by_itself` speaks of no
    facilitator, one `alone` in its meeting has no path around it, and a `followed` page goes along to the next step."""
    meeting = exercise.meeting
    by_itself = rules_of(exercise).by_link or invitee is not None
    alone = by_itself and len(meeting.exercises) == 1
    is_led = not by_itself or meeting.current_exercise is exercise
    return {
        "by_itself": by_itself,
        "alone": alone,
        "on_path": exercise.opened_at is not None and not alone,
        "followed": meeting.state is State.LIVE and is_led and not alone,
    }


def _survey_page(
    exercise: Exercise, invitee: Invitee | None, filling: Filling | None, open_now: bool, edition: int = 0
) -> str:
    """The page with its form; without one it only says why nobody can answer now."""
    rules, moment = rules_of(exercise), now()
    return render_template(
        "surveys/survey.html",
        exercise=exercise,
        filling=filling,
        form=filling.form if filling else None,
        open_now=open_now,
        edition=edition,
        also="also" in request.args,
        rules=rules,
        is_early=bool(rules.opens_at and moment < rules.opens_at),
        is_over=bool(rules.closes_at and moment > rules.closes_at + actions.GRACE),
        **_led(exercise, invitee),
    )


@bp.post("/j/<code>/surveys/<int:exercise_id>")
@few_at_once(AT_ONCE)
@action
def send(code: str, exercise_id: int) -> ResponseReturnValue:
    """Take a page in (`page`) and go where the button leads (`go`: back or on); on from the last page all is sent.

    What was typed is kept before it is judged, and what cannot be sent is shown again with all of it. All is one deed:
    what was read to understand what was sent is not read once more to judge it.
    """
    here = sit_down(code, exercise_id)
    filling = Filling(here.questions, here.draft.typed if here.draft else {}, alias(here.guest))
    filling.take(request.form.get("page", 1, type=int), request.form, request.files)
    if here.response and not here.rules.editable:
        return _to_receipt(here.exercise, here.response, filling)
    try:
        if request.form.get("go") == "back":
            return _keep_and_turn(here, filling, filling.page - 1)
        if not filling.is_last:
            return _keep_and_turn(here, filling, filling.page + 1)
        return _send_all(here, filling)
    except (Locked, NotNow):
        return _survey_page(here.exercise, here.invitee, filling, open_now=False), 409


def _keep_and_turn(here: Sitting, filling: Filling, page: int) -> ResponseReturnValue:
    """Keep the page and go to another one: back always, on only when nothing is wrong here."""
    fits = page < filling.page or filling.form.validate()
    target = filling.nearest(page) if fits else filling.page
    alone = _keep(here, filling, target)
    if not fits:
        return _survey_page(here.exercise, here.invitee, filling, open_now=True), 422
    return redirect(_address(here.exercise, page=target, also=None if alone else 1), 303)


def _keep(here: Sitting, filling: Filling, page: int) -> bool:
    edition = request.form.get("edition", 0, type=int)
    return actions.keep_draft(here.exercise, here.guest, filling.typed, page, edition, here.invitee)


def _send_all(here: Sitting, filling: Filling) -> ResponseReturnValue:
    fits, whole = filling.form.validate(), filling.whole()
    if len(filling.pages) > 1 or here.rules.editable:  # what is kept is what can be changed later
        _keep(here, filling, filling.page)
    if fits and (whole is filling.form or whole.validate()):
        if not whole.is_empty or not _is_open(here.exercise, here.guest, here.invitee):
            key = filling.form.client_key.data
            response = actions.send_response(here.exercise, here.guest, key, whole.values(), here.invitee, here)
            return _to_receipt(here.exercise, response, filling)
        filling.form.ask_for_something()
    elif fits:  # something is missing on a page before
        return redirect(_address(here.exercise, page=filling.first_wrong(whole), check=1), 303)
    return _survey_page(here.exercise, here.invitee, filling, _is_open(here.exercise, here.guest, here.invitee)), 422


def _to_receipt(exercise: Exercise, response: Response, filling: Filling) -> ResponseReturnValue:
    again = None if response.client_key == filling.form.client_key.data else 1
    return redirect(url_for(".receipt", code=exercise.meeting.code, exercise_id=exercise.id, again=again), 303)


def _address(exercise: Exercise, **more: int | None) -> str:
    return url_for(".form", code=exercise.meeting.code, exercise_id=exercise.id, **more)


@bp.get("/j/<code>/surveys/<int:exercise_id>/receipt")
def receipt(code: str, exercise_id: int) -> ResponseReturnValue:
    """What was sent and its reference; the form for somebody who has not answered."""
    guest = access_guest(code)
    invitee = invitee_here(guest.meeting, exercise_id)
    exercise = survey_of(guest, exercise_id, invitee)
    response = response_of(exercise, guest)
    if response is None:
        return redirect(_address(exercise), 303)
    return render_template(
        "surveys/receipt.html",
        exercise=exercise,
        response=response,
        answers=answers_of(response),
        questions=questions_of(exercise),
        kinds=KINDS,
        again="again" in request.args,
        may_change=rules_of(exercise).editable and _is_open(exercise, guest, invitee),
        rules=rules_of(exercise),
        **_led(exercise, invitee),
    )
