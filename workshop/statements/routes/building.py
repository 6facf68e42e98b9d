"""A vote is built: its statements, what is taken from notes, and whether people may add any."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user, login_required

from workshop.errors import NotFound
from workshop.meetings.models import Deed, Exercise
from workshop.statements import actions
from workshop.statements.doors import bp
from workshop.statements.forms import AddingForm, StatementForm
from workshop.statements.models import LONGEST_STATEMENT, Adding, Statement
from workshop.statements.queries import (
    access_statement,
    access_vote,
    notes_to_take,
    rules_of,
    statements_of,
)


@bp.get("/meetings/<code>/exercises/<int:exercise_id>/statements")
@login_required
def builder(code: str, exercise_id: int) -> ResponseReturnValue:
    """The vote being built: its statements in order, and a form for the next."""
    return _builder_page(access_vote(code, exercise_id, current_user), StatementForm(formdata=None))


def _builder_page(exercise: Exercise, form: StatementForm, statement: Statement | None = None) -> str:
    meeting = exercise.meeting
    return render_template(
        "statements/builder.html",
        meeting=meeting,
        exercise=exercise,
        statements=statements_of(exercise),
        form=form,
        statement=statement,
        may_edit=meeting.allows(Deed.EDIT),
        may_add=meeting.allows(Deed.EDIT) or meeting.allows(Deed.LEAD),
    )


@bp.post("/meetings/<code>/exercises/<int:exercise_id>/statements")
@login_required
def add(code: str, exercise_id: int) -> ResponseReturnValue:
    """A new statement at the end."""
    exercise = access_vote(code, exercise_id, current_user)
    form = StatementForm()
    if not form.validate_on_submit():
        return _builder_page(exercise, form), 422
    statement = actions.add_statement(exercise, form.text.data)
    return _to_builder(exercise, f"statement-{statement.id}")


def _to_builder(exercise: Exercise, anchor: str | None = None) -> ResponseReturnValue:
    there = url_for(".builder", code=exercise.meeting.code, exercise_id=exercise.id, _anchor=anchor)
    return redirect(there, 303)


@bp.route("/meetings/<code>/statements/<int:statement_id>", methods=["GET", "POST"])
@login_required
def edit(code: str, statement_id: int) -> ResponseReturnValue:
    """A statement that is there, being changed before the meeting."""
    statement = access_statement(code, statement_id, current_user)
    form = StatementForm(obj=statement)
    if not form.validate_on_submit():
        return _builder_page(statement.exercise, form, statement), 422 if form.is_submitted() else 200
    actions.edit_statement(statement, form.text.data)
    return _to_builder(statement.exercise, f"statement-{statement_id}")


@bp.post("/meetings/<code>/statements/<int:statement_id>/<any(remove, earlier, later):deed>")
@login_required
def arrange(code: str, statement_id: int, deed: str) -> ResponseReturnValue:
    """Remove a statement, or move it one place."""
    statement = access_statement(code, statement_id, current_user)
    exercise = statement.exercise
    if deed == "remove":
        actions.remove_statement(statement)
    else:
        actions.shift_statement(statement, -1 if deed == "earlier" else 1)
    return _to_builder(exercise)


@bp.route("/meetings/<code>/exercises/<int:exercise_id>/statements/notes", methods=["GET", "POST"])
@login_required
def notes(code: str, exercise_id: int) -> ResponseReturnValue:
    """Choose notes of the meeting's boards to be voted on (form field `note`, several)."""
    exercise = access_vote(code, exercise_id, current_user)
    found = notes_to_take(exercise.meeting)
    there = [note for note in found if len(note.text) <= LONGEST_STATEMENT]
    if request.method == "POST":
        by_id = {str(note.id): note for note in there}
        chosen = [by_id[sent] for sent in request.form.getlist("note") if sent in by_id]
        if len(chosen) != len(request.form.getlist("note")):
            raise NotFound
        for note in chosen:
            actions.take_from_note(exercise, note)
        flash(ngettext("%(num)s statement was taken.", "%(num)s statements were taken.", len(chosen)))
        return _to_builder(exercise)
    return render_template(
        "statements/notes.html",
        meeting=exercise.meeting,
        exercise=exercise,
        notes=there,
        too_long=len(found) - len(there),
        longest=LONGEST_STATEMENT,
        taken={statement.note_id for statement in statements_of(exercise)},
        may_add=exercise.meeting.allows(Deed.EDIT) or exercise.meeting.allows(Deed.LEAD),
    )


@bp.route("/meetings/<code>/exercises/<int:exercise_id>/statements/rules", methods=["GET", "POST"])
@login_required
def rules(code: str, exercise_id: int) -> ResponseReturnValue:
    """May people add statements? Can be changed while the vote goes on."""
    exercise = access_vote(code, exercise_id, current_user)
    form = AddingForm(obj=rules_of(exercise))
    if not form.validate_on_submit():
        page = render_template("statements/rules.html", meeting=exercise.meeting, exercise=exercise, form=form)
        return page, 422 if form.is_submitted() else 200
    actions.set_adding(exercise, Adding(form.adding.data), current_user)
    if exercise.meeting.allows(Deed.LEAD):
        return redirect(url_for("screens.desk", code=code, step=exercise.position), 303)
    flash(_("Saved."))
    return _to_builder(exercise)
