"""The survey's doors: for participants under /j/<code>, for staff under /meetings/<code>."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from workshop.errors import Locked, NotFound, NotNow
from workshop.meetings.models import Deed, Exercise
from workshop.participants.guests import access_guest
from workshop.surveys import actions
from workshop.surveys.forms import AnswersForm, QuestionForm, answers_form, question_form
from workshop.surveys.kinds import KINDS
from workshop.surveys.models import Question, QuestionKind
from workshop.surveys.queries import (
    access_question,
    access_survey,
    answers_of,
    questions_of,
    response_of,
    survey_of,
)
from workshop.vocabulary.terms import topics

bp = Blueprint("surveys", __name__)


@bp.get("/j/<code>/surveys/<int:exercise_id>")
def form(code: str, exercise_id: int) -> ResponseReturnValue:
    """The survey on one page; the receipt for somebody who has answered."""
    guest = access_guest(code)
    exercise = survey_of(guest, exercise_id)
    if response_of(exercise, guest):
        return redirect(url_for(".receipt", code=code, exercise_id=exercise.id), 303)
    open_now = _is_open(exercise)
    return _survey_page(exercise, answers_form(questions_of(exercise)) if open_now else None, open_now)


def _is_open(exercise: Exercise) -> bool:
    return exercise.is_open and exercise.meeting.allows(Deed.CONTRIBUTE)


def _survey_page(exercise: Exercise, form: AnswersForm | None, open_now: bool) -> str:
    """The page with its form; without one it only says why nobody can answer now."""
    return render_template("surveys/survey.html", exercise=exercise, form=form, open_now=open_now)


@bp.post("/j/<code>/surveys/<int:exercise_id>")
def send(code: str, exercise_id: int) -> ResponseReturnValue:
    """Take the answers in. What cannot be saved is shown again with all that was typed."""
    guest = access_guest(code)
    exercise = survey_of(guest, exercise_id)
    form = answers_form(questions_of(exercise))
    if not response_of(exercise, guest) and not form.validate():
        return _survey_page(exercise, form, _is_open(exercise)), 422
    try:
        response = actions.send_response(exercise, guest, form.client_key.data, form.values())
    except (Locked, NotNow):
        return _survey_page(exercise, form, open_now=False), 409
    again = None if response.client_key == form.client_key.data else 1
    return redirect(url_for(".receipt", code=code, exercise_id=exercise.id, again=again), 303)


@bp.get("/j/<code>/surveys/<int:exercise_id>/receipt")
def receipt(code: str, exercise_id: int) -> ResponseReturnValue:
    """What was sent and its reference; the form for somebody who has not answered."""
    guest = access_guest(code)
    exercise = survey_of(guest, exercise_id)
    response = response_of(exercise, guest)
    if response is None:
        return redirect(url_for(".form", code=code, exercise_id=exercise.id), 303)
    return render_template(
        "surveys/receipt.html",
        exercise=exercise,
        response=response,
        answers=answers_of(response),
        questions=questions_of(exercise),
        kinds=KINDS,
        again="again" in request.args,
    )


@bp.get("/meetings/<code>/exercises/<int:exercise_id>/survey")
@login_required
def builder(code: str, exercise_id: int) -> ResponseReturnValue:
    """The survey being written: its questions in order, and the kinds of question that can be added."""
    exercise = access_survey(code, exercise_id, current_user)
    return render_template(
        "surveys/builder.html",
        exercise=exercise,
        questions=questions_of(exercise),
        kinds=KINDS,
        topics=topics(),
        may_edit=exercise.meeting.allows(Deed.EDIT),
    )


@bp.get("/meetings/<code>/exercises/<int:exercise_id>/survey/preview")
@login_required
def preview(code: str, exercise_id: int) -> ResponseReturnValue:
    """The survey as phones show it; nothing can be sent from here."""
    exercise = access_survey(code, exercise_id, current_user)
    return render_template("surveys/preview.html", exercise=exercise, form=answers_form(questions_of(exercise)))


@bp.route("/meetings/<code>/exercises/<int:exercise_id>/survey/<kind>", methods=["GET", "POST"])
@login_required
def add_question(code: str, exercise_id: int, kind: str) -> ResponseReturnValue:
    """A new question of the kind, at the end."""
    exercise = access_survey(code, exercise_id, current_user)
    if kind not in KINDS:
        raise NotFound
    actions.require(exercise.meeting, Deed.EDIT)
    form = question_form(QuestionKind(kind))
    if not form.validate_on_submit():
        return _question_page(exercise, form, QuestionKind(kind)), 422 if form.is_submitted() else 200
    question = actions.add_question(exercise, QuestionKind(kind), **form.facts([]))
    return _to_builder(code, question)


@bp.route("/meetings/<code>/questions/<int:question_id>", methods=["GET", "POST"])
@login_required
def edit_question(code: str, question_id: int) -> ResponseReturnValue:
    """A question that is there, being changed."""
    question = access_question(code, question_id, current_user)
    actions.require(question.exercise.meeting, Deed.EDIT)
    form = question_form(question.kind, question)
    if not form.validate_on_submit():
        return _question_page(question.exercise, form, question.kind, question), 422 if form.is_submitted() else 200
    actions.edit_question(question, **form.facts(question.options))
    return _to_builder(code, question)


def _question_page(exercise: Exercise, form: QuestionForm, kind: QuestionKind, question: Question | None = None) -> str:
    return render_template("surveys/question.html", exercise=exercise, form=form, kind=KINDS[kind], question=question)


def _to_builder(code: str, question: Question) -> ResponseReturnValue:
    there = url_for(".builder", code=code, exercise_id=question.exercise_id, _anchor=f"question-{question.id}")
    return redirect(there, 303)


@bp.post("/meetings/<code>/questions/<int:question_id>/<any(remove, earlier, later):deed>")
@login_required
def arrange_question(code: str, question_id: int, deed: str) -> ResponseReturnValue:
    """Remove a question, or move it one place."""
    question = access_question(code, question_id, current_user)
    if deed == "remove":
        actions.remove_question(question)
    else:
        actions.shift_question(question, -1 if deed == "earlier" else 1)
    return _to_builder(code, question)
