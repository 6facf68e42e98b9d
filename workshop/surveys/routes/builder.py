"""The survey's doors for staff: the questions are written, arranged and looked at."""

from functools import partial

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_required

from workshop.errors import NotFound
from workshop.meetings.actions import require
from workshop.meetings.models import Deed, Exercise
from workshop.surveys import actions
from workshop.surveys.doors import bp
from workshop.surveys.forms import QuestionForm, SurveyRulesForm, answers_form, question_form
from workshop.surveys.kinds import KINDS
from workshop.surveys.kinds.kind import BadQuestion
from workshop.surveys.models import Question, QuestionKind
from workshop.surveys.queries import access_question, access_survey, is_promised, questions_of, rules_of
from workshop.vocabulary.terms import topics


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
        rules=rules_of(exercise),
        may_edit=exercise.meeting.allows(Deed.EDIT),
    )


@bp.route("/meetings/<code>/exercises/<int:exercise_id>/survey/rules", methods=["GET", "POST"])
@login_required
def rules(code: str, exercise_id: int) -> ResponseReturnValue:
    """How one gets in, when it opens and closes, and what becomes of the answers. Also while it is answered."""
    exercise = access_survey(code, exercise_id, current_user)
    form = SurveyRulesForm.of(rules_of(exercise), is_promised=is_promised(exercise))
    if not form.validate_on_submit():
        page = render_template("surveys/rules.html", exercise=exercise, form=form)
        return page, 422 if form.is_submitted() else 200
    actions.set_survey_rules(exercise, form.rules())
    flash(_("Saved."))
    return redirect(url_for(".builder", code=code, exercise_id=exercise.id), 303)


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
    require(exercise.meeting, Deed.EDIT)
    form = question_form(QuestionKind(kind), questions_of(exercise))
    if not form.validate_on_submit():
        return _question_page(exercise, form, QuestionKind(kind)), 422 if form.is_submitted() else 200
    question = actions.add_question(exercise, QuestionKind(kind), **form.facts([], {}))
    return _to_builder(code, question)


@bp.route("/meetings/<code>/questions/<int:question_id>", methods=["GET", "POST"])
@login_required
def edit_question(code: str, question_id: int) -> ResponseReturnValue:
    """A question that is there, being changed."""
    question = access_question(code, question_id, current_user)
    require(question.exercise.meeting, Deed.EDIT)
    form = question_form(question.kind, questions_of(question.exercise), question)
    if not form.validate_on_submit():
        return _question_page(question.exercise, form, question.kind, question), 422 if form.is_submitted() else 200
    actions.edit_question(question, **form.facts(question.options, question.settings))
    return _to_builder(code, question)


def _question_page(exercise: Exercise, form: QuestionForm, kind: QuestionKind, question: Question | None = None) -> str:
    return render_template("surveys/question.html", exercise=exercise, form=form, kind=KINDS[kind], question=question)


def _to_builder(code: str, question: Question) -> ResponseReturnValue:
    there = url_for(".builder", code=code, exercise_id=question.exercise_id, _anchor=f"question-{question.id}")
    return redirect(there, 303)


ARRANGING = {
    "remove": actions.remove_question,
    "earlier": partial(actions.shift_question, by=-1),
    "later": partial(actions.shift_question, by=1),
    "break": actions.break_page,
    "join": actions.join_page,
}


@bp.post("/meetings/<code>/questions/<int:question_id>/<any(remove, earlier, later, break, join):deed>")
@login_required
def arrange_question(code: str, question_id: int, deed: str) -> ResponseReturnValue:
    """Remove a question, move it one place, or let a page begin or no longer begin with it."""
    question = access_question(code, question_id, current_user)
    there = _to_builder(code, question)
    try:
        ARRANGING[deed](question)
    except BadQuestion as refusal:
        flash(refusal.words, "error")
    return there
