"""The survey's doors for staff: the questions are written and arranged, and it is said how the survey works."""

from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_required

from workshop.errors import NotFound
from workshop.i18n.choose import current_language
from workshop.meetings.actions import require
from workshop.meetings.models import Deed, Exercise
from workshop.surveys import actions
from workshop.surveys.doors import bp
from workshop.surveys.forms import SurveyRulesForm
from workshop.surveys.gaps import gaps
from workshop.surveys.kinds import KINDS
from workshop.surveys.kinds.kind import BadQuestion
from workshop.surveys.models import Question, QuestionKind
from workshop.surveys.queries import (
    access_question,
    access_survey,
    is_fixed,
    is_promised,
    last_answered,
    questions_of,
    rules_of,
)
from workshop.surveys.question_forms import QuestionForm, question_form
from workshop.vocabulary.terms import topics


@bp.get("/meetings/<code>/exercises/<int:exercise_id>/survey")
@login_required
def builder(code: str, exercise_id: int) -> ResponseReturnValue:
    """The survey being written: its questions in order, what they lack, and the kinds that can be added."""
    exercise = access_survey(code, exercise_id, current_user)
    questions, last = questions_of(exercise), last_answered(exercise)
    languages, reader = exercise.meeting.languages, current_language()
    return render_template(
        "surveys/builder.html",
        exercise=exercise,
        questions=questions,
        fixed={question.id for question in questions if question.is_fixed(last)},
        gaps={one.id: lines for one in questions if (lines := gaps(one, languages, reader))},
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
    actions.set_survey_rules(exercise, form.rules(), current_user)
    flash(_("Saved."))
    return redirect(url_for(".builder", code=code, exercise_id=exercise.id), 303)


@bp.route("/meetings/<code>/exercises/<int:exercise_id>/survey/<kind>", methods=["GET", "POST"])
@login_required
def add_question(code: str, exercise_id: int, kind: str) -> ResponseReturnValue:
    """A new question of the kind, at the end."""
    exercise = access_survey(code, exercise_id, current_user)
    if kind not in KINDS:
        raise NotFound
    require(exercise.meeting, Deed.EDIT)
    form = question_form(QuestionKind(kind), questions_of(exercise))
    if form.validate_on_submit():
        try:
            return _to_builder(code, actions.add_question(exercise, QuestionKind(kind), **form.facts([], {})))
        except BadQuestion as refusal:
            form.refuse(refusal)
    return _question_page(exercise, form, QuestionKind(kind)), 422 if form.is_submitted() else 200


@bp.route("/meetings/<code>/questions/<int:question_id>", methods=["GET", "POST"])
@login_required
def edit_question(code: str, question_id: int) -> ResponseReturnValue:
    """A question that is there, being changed; only slips in its texts once somebody can have answered it."""
    question = access_question(code, question_id, current_user)
    exercise = question.exercise
    only_texts = is_fixed(question) or not exercise.meeting.allows(Deed.EDIT)
    form = question_form(question.kind, questions_of(exercise), question, only_texts)
    if form.validate_on_submit():
        try:
            actions.edit_question(question, **form.facts(question.options, question.settings))
            return _to_builder(code, question)
        except BadQuestion as refusal:
            form.refuse(refusal)
    return _question_page(exercise, form, question.kind, question), 422 if form.is_submitted() else 200


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
    "duplicate": actions.duplicate_question,
}


@bp.post("/meetings/<code>/questions/<int:question_id>/<any(remove, earlier, later, break, join, duplicate):deed>")
@login_required
def arrange_question(code: str, question_id: int, deed: str) -> ResponseReturnValue:
    """Remove a question, copy it, move it one place, or let a page begin or no longer begin with it."""
    question = access_question(code, question_id, current_user)
    there = _to_builder(code, question)
    try:
        made = ARRANGING[deed](question)
    except BadQuestion as refusal:
        flash(refusal.words, "error")
        return there
    return _to_builder(code, made) if made else there


@bp.post("/meetings/<code>/questions/<int:question_id>/page")
@login_required
def move_question(code: str, question_id: int) -> ResponseReturnValue:
    """Put a question at the end of another page."""
    question = access_question(code, question_id, current_user)
    try:
        actions.move_question(question, request.form.get("page", 0, type=int))
    except BadQuestion as refusal:
        flash(refusal.words, "error")
    return _to_builder(code, question)
