"""Starting from a template, and copying a meeting."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_required

from workshop.accounts.models import Role
from workshop.columns import Texts
from workshop.errors import NotAllowed, NotFound
from workshop.meetings.queries import access_meeting
from workshop.plans import actions
from workshop.plans.plan import built_in

bp = Blueprint("plans", __name__)


@bp.app_template_global("templates")
def template_names() -> list[tuple[str, Texts]]:
    """(key, name) of the templates from the field."""
    return [(key, plan.name) for key, plan in built_in().items()]


@bp.post("/meetings/<code>/templates/<key>")
@login_required
def use_template(code: str, key: str) -> ResponseReturnValue:
    meeting = access_meeting(code, current_user)
    if key not in built_in():
        raise NotFound
    actions.follow_plan(meeting, built_in()[key])
    return redirect(url_for("meetings.plan", code=code), 303)


@bp.post("/meetings/<code>/copy")
@login_required
def copy(code: str) -> ResponseReturnValue:
    meeting = access_meeting(code, current_user)
    if not current_user.may(Role.FACILITATOR):
        raise NotAllowed
    made = actions.copy_meeting(meeting, current_user)
    flash(_("The meeting was copied. Check its date."))
    return redirect(url_for("meetings.edit", code=made.code), 303)
