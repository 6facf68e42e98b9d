"""Answers that came on paper are typed in by those who lead the meeting, or by its scribes."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user, login_required
from werkzeug.datastructures import CombinedMultiDict

from workshop.meetings.queries import may_lead
from workshop.surveys import actions
from workshop.surveys.doors import bp
from workshop.surveys.paper import paper_form
from workshop.surveys.queries import access_paper, questions_of, turnout


@bp.route("/meetings/<code>/exercises/<int:exercise_id>/survey/paper", methods=["GET", "POST"])
@login_required
def paper(code: str, exercise_id: int) -> ResponseReturnValue:
    """All questions on one page; what is saved leads to a fresh page for the next paper."""
    exercise = access_paper(code, exercise_id, current_user)
    actions.require_entry(exercise)
    is_sent = request.method == "POST"
    typed = CombinedMultiDict([request.files, request.form]) if is_sent else None
    language = request.args.get("language", "")
    form = paper_form(exercise.meeting, questions_of(exercise), typed, language=language)
    is_filled = is_sent and form.validate()
    if is_filled and form.is_empty:
        form.ask_for_something()
    if not is_filled or form.form_errors:
        leads = may_lead(exercise.meeting, current_user)
        page = render_template(
            "surveys/paper.html", exercise=exercise, form=form, leads=leads, entered=turnout(exercise).from_paper
        )
        return page, 422 if is_sent else 200
    tag = form.written_in.data, form.groups.data, form.municipality.data or None
    response = actions.enter_response(exercise, current_user, form.client_key.data, form.values(), *tag)
    entered = turnout(exercise).from_paper
    flash(
        _("Saved, reference %(receipt)s.", receipt=response.receipt)
        + " "
        + ngettext("%(num)s entered from paper so far.", "%(num)s entered from paper so far.", entered)
    )
    return redirect(url_for(".paper", code=code, exercise_id=exercise.id, language=form.written_in.data), 303)
