"""Making a meeting from a template, copying one, and inviting people to it."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user, login_required

from workshop.accounts.models import Role
from workshop.errors import NotAllowed, NotFound
from workshop.meetings.actions import require
from workshop.meetings.models import Deed
from workshop.meetings.queries import access_meeting
from workshop.plans import actions
from workshop.plans.bank import banks
from workshop.plans.forms import BankForm, FromTemplateForm
from workshop.plans.invitation import calendar_file, invitation
from workshop.plans.plan import built_in
from workshop.rounds.queries import access_round
from workshop.surveys.kinds import KINDS
from workshop.surveys.queries import access_survey
from workshop.vocabulary.terms import event_types

bp = Blueprint("plans", __name__)
bp.add_app_template_global(built_in, "templates")
bp.add_app_template_global(invitation)


@bp.route("/rounds/<key>/templates", methods=["GET", "POST"])
@login_required
def from_template(key: str) -> ResponseReturnValue:
    """The templates from the field, and a new meeting made from one of them."""
    round_ = access_round(key, current_user)
    if not current_user.may(Role.FACILITATOR):
        raise NotAllowed
    form = FromTemplateForm(round_)
    if not form.validate_on_submit():
        page = render_template("plans/from_template.html", form=form, round=round_, event_types=event_types())
        return page, 422 if form.is_submitted() else 200
    opens = not form.draft.data
    meeting = actions.make_meeting(round_, form.plan(), form.facts(), current_user, opens)
    flash(_("The door is open. Send people the invitation.") if opens else _("The draft is ready. Look at its path."))
    return redirect(url_for("meetings.plan", code=meeting.code), 303)


@bp.post("/meetings/<code>/templates/<key>")
@login_required
def use_template(code: str, key: str) -> ResponseReturnValue:
    meeting = access_meeting(code, current_user)
    if key not in built_in():
        raise NotFound
    actions.follow_plan(meeting, built_in()[key])
    return redirect(url_for("meetings.plan", code=code), 303)


@bp.route("/meetings/<code>/exercises/<int:exercise_id>/survey/bank", methods=["GET", "POST"])
@login_required
def bank(code: str, exercise_id: int) -> ResponseReturnValue:
    """Questions from the field by theme; those that are chosen are put at the end of the survey."""
    survey = access_survey(code, exercise_id, current_user)
    require(survey.meeting, Deed.EDIT)
    form = BankForm()
    if not form.validate_on_submit():
        page = render_template("plans/bank.html", exercise=survey, form=form, banks=banks(), kinds=KINDS)
        return page, 422 if form.is_submitted() else 200
    added = actions.ask_from_banks(survey, form.chosen())
    flash(ngettext("%(num)s question was added.", "%(num)s questions were added.", len(added)))
    there = url_for("surveys.builder", code=code, exercise_id=survey.id, _anchor=f"question-{added[0].id}")
    return redirect(there, 303)


@bp.post("/meetings/<code>/copy")
@login_required
def copy(code: str) -> ResponseReturnValue:
    meeting = access_meeting(code, current_user)
    if not current_user.may(Role.FACILITATOR):
        raise NotAllowed
    made = actions.copy_meeting(meeting, current_user)
    flash(_("The meeting was copied. Check its date."))
    return redirect(url_for("meetings.edit", code=made.code), 303)


@bp.get("/meetings/<code>/invitation.ics")
@login_required
def calendar(code: str) -> ResponseReturnValue:
    """The meeting for calendars."""
    meeting = access_meeting(code, current_user)
    headers = {"Content-Disposition": f"attachment; filename=koonti-{meeting.code}.ics"}
    return Response(calendar_file(meeting), mimetype="text/calendar", headers=headers)
