"""The survey's doors for participants: it is filled page by page, and sent once."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop.clock import now
from workshop.errors import Locked, NotNow
from workshop.meetings.models import Deed, Exercise
from workshop.participants.guests import access_guest, alias
from workshop.participants.models import Participant
from workshop.surveys import actions
from workshop.surveys.actions.rules import require_within
from workshop.surveys.doors import bp
from workshop.surveys.filling import Filling
from workshop.surveys.kinds import KINDS
from workshop.surveys.models import Response
from workshop.surveys.queries import answers_of, draft_of, questions_of, response_of, rules_of, survey_of


@bp.get("/j/<code>/surveys/<int:exercise_id>")
def form(code: str, exercise_id: int) -> ResponseReturnValue:
    """A page of the survey (`page`, or where one was); the receipt for somebody who has answered.

    With `check` the page says what is wrong on it.
    """
    guest = access_guest(code)
    exercise = survey_of(guest, exercise_id)
    rules = rules_of(exercise)
    if response_of(exercise, guest) and not (rules.editable and "page" in request.args):
        return redirect(url_for(".receipt", code=code, exercise_id=exercise.id), 303)
    open_now = _is_open(exercise)
    draft = draft_of(exercise, guest)
    filling = Filling(questions_of(exercise), draft.typed if draft else {}, alias(guest))
    filling.turn_to(request.args.get("page", draft.page if draft else 1, type=int))
    if "check" in request.args:
        filling.form.validate()
    return _survey_page(exercise, filling if open_now else None, open_now, draft.edition if draft else 0)


def _is_open(exercise: Exercise) -> bool:
    try:
        require_within(exercise)
    except Locked:
        return False
    return exercise.is_open and exercise.meeting.allows(Deed.CONTRIBUTE)


def _survey_page(exercise: Exercise, filling: Filling | None, open_now: bool, edition: int = 0) -> str:
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
    )


@bp.post("/j/<code>/surveys/<int:exercise_id>")
def send(code: str, exercise_id: int) -> ResponseReturnValue:
    """Take a page in (`page`) and go where the button leads (`go`: back or on); on from the last page all is sent.

    What was typed is kept before it is judged, and what cannot be sent is shown again with all of it.
    """
    guest = access_guest(code)
    exercise = survey_of(guest, exercise_id)
    draft = draft_of(exercise, guest)
    filling = Filling(questions_of(exercise), draft.typed if draft else {}, alias(guest))
    filling.take(request.form.get("page", 1, type=int), request.form, request.files)
    first = response_of(exercise, guest)
    if first and not rules_of(exercise).editable:
        return _to_receipt(exercise, first, filling)
    try:
        if request.form.get("go") == "back":
            return _keep_and_turn(exercise, guest, filling, filling.page - 1)
        if not filling.is_last:
            return _keep_and_turn(exercise, guest, filling, filling.page + 1)
        return _send_all(exercise, guest, filling)
    except (Locked, NotNow):
        return _survey_page(exercise, filling, open_now=False), 409


def _keep_and_turn(exercise: Exercise, guest: Participant, filling: Filling, page: int) -> ResponseReturnValue:
    """Keep the page and go to another one: back always, on only when nothing is wrong here."""
    fits = page < filling.page or filling.form.validate()
    target = filling.nearest(page) if fits else filling.page
    alone = actions.keep_draft(exercise, guest, filling.typed, target, request.form.get("edition", 0, type=int))
    if not fits:
        return _survey_page(exercise, filling, open_now=True), 422
    return redirect(_address(exercise, page=target, also=None if alone else 1), 303)


def _send_all(exercise: Exercise, guest: Participant, filling: Filling) -> ResponseReturnValue:
    fits, whole = filling.form.validate(), filling.whole()
    if len(filling.pages) > 1 or rules_of(exercise).editable:  # what is kept is what can be changed later
        actions.keep_draft(exercise, guest, filling.typed, filling.page, request.form.get("edition", 0, type=int))
    if fits and (whole is filling.form or whole.validate()):
        response = actions.send_response(exercise, guest, filling.form.client_key.data, whole.values())
        return _to_receipt(exercise, response, filling)
    if fits:  # something is missing on a page before
        return redirect(_address(exercise, page=filling.first_wrong(whole), check=1), 303)
    return _survey_page(exercise, filling, _is_open(exercise)), 422


def _to_receipt(exercise: Exercise, response: Response, filling: Filling) -> ResponseReturnValue:
    again = None if response.client_key == filling.form.client_key.data else 1
    return redirect(url_for(".receipt", code=exercise.meeting.code, exercise_id=exercise.id, again=again), 303)


def _address(exercise: Exercise, **more: int | None) -> str:
    return url_for(".form", code=exercise.meeting.code, exercise_id=exercise.id, **more)


@bp.get("/j/<code>/surveys/<int:exercise_id>/receipt")
def receipt(code: str, exercise_id: int) -> ResponseReturnValue:
    """What was sent and its reference; the form for somebody who has not answered."""
    guest = access_guest(code)
    exercise = survey_of(guest, exercise_id)
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
        may_change=rules_of(exercise).editable and _is_open(exercise),
        rules=rules_of(exercise),
    )
