"""A board is built: its columns and its rules."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_required

from workshop.boards import actions
from workshop.boards.doors import bp
from workshop.boards.forms import PromptForm, RulesForm
from workshop.boards.models import Prompt
from workshop.boards.queries import access_board, access_prompt, prompts_of, rules_of
from workshop.meetings.models import Deed, Exercise
from workshop.meetings.queries import access_meeting
from workshop.vocabulary.terms import topics


@bp.get("/meetings/<code>/exercises/<int:exercise_id>/board")
@login_required
def columns(code: str, exercise_id: int) -> ResponseReturnValue:
    """The board being built: its prompts in order, and a form for the next."""
    return _columns_page(access_board(code, exercise_id, current_user), PromptForm(formdata=None))


def _columns_page(exercise: Exercise, form: PromptForm, prompt: Prompt | None = None) -> str:
    return render_template(
        "boards/columns.html",
        meeting=exercise.meeting,
        exercise=exercise,
        prompts=prompts_of(exercise),
        form=form,
        prompt=prompt,
        topics=topics(),
        may_edit=exercise.meeting.allows(Deed.EDIT),
    )


@bp.post("/meetings/<code>/exercises/<int:exercise_id>/board")
@login_required
def add_prompt(code: str, exercise_id: int) -> ResponseReturnValue:
    exercise = access_board(code, exercise_id, current_user)
    form = PromptForm()
    if not form.validate_on_submit():
        return _columns_page(exercise, form), 422
    actions.add_prompt(exercise, form.text.data, form.topic.data, form.theme.data)
    return redirect(url_for(".columns", code=code, exercise_id=exercise.id), 303)


@bp.route("/meetings/<code>/prompts/<int:prompt_id>", methods=["GET", "POST"])
@login_required
def edit_prompt(code: str, prompt_id: int) -> ResponseReturnValue:
    prompt = access_prompt(access_meeting(code, current_user), prompt_id)
    form = PromptForm(obj=prompt)
    if not form.validate_on_submit():
        return _columns_page(prompt.exercise, form, prompt), 422 if form.is_submitted() else 200
    actions.edit_prompt(prompt, form.text.data, form.topic.data, form.theme.data)
    return redirect(url_for(".columns", code=code, exercise_id=prompt.exercise_id), 303)


@bp.post("/meetings/<code>/prompts/<int:prompt_id>/<any(remove, earlier, later):deed>")
@login_required
def arrange_prompt(code: str, prompt_id: int, deed: str) -> ResponseReturnValue:
    prompt = access_prompt(access_meeting(code, current_user), prompt_id)
    exercise_id = prompt.exercise_id
    if deed == "remove":
        actions.remove_prompt(prompt)
    else:
        actions.shift_prompt(prompt, -1 if deed == "earlier" else 1)
    return redirect(url_for(".columns", code=code, exercise_id=exercise_id), 303)


@bp.route("/meetings/<code>/exercises/<int:exercise_id>/rules", methods=["GET", "POST"])
@login_required
def rules(code: str, exercise_id: int) -> ResponseReturnValue:
    """How the board works: likes or votes, when notes are shown, groups, comments. Also while it is used."""
    exercise = access_board(code, exercise_id, current_user)
    form = RulesForm(obj=rules_of(exercise))
    if not form.validate_on_submit():
        page = render_template("boards/rules.html", meeting=exercise.meeting, exercise=exercise, form=form)
        return page, 422 if form.is_submitted() else 200
    actions.set_rules(exercise, form.rules(), current_user)
    if exercise.meeting.allows(Deed.LEAD):
        return redirect(url_for("screens.desk", code=code, step=exercise.position), 303)
    flash(_("The board’s rules were saved."))
    return redirect(url_for(".columns", code=code, exercise_id=exercise.id), 303)
