"""A meeting is archived before its time."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_required

from workshop.accounts.models import Role
from workshop.archive.actions import archive_meeting
from workshop.archive.queries import archives_at
from workshop.errors import NotAllowed
from workshop.mail.actions import LettersWait
from workshop.meetings.queries import access_meeting

bp = Blueprint("archive", __name__)
bp.add_app_template_global(archives_at)


@bp.post("/meetings/<code>/archive")
@login_required
def archive(code: str) -> ResponseReturnValue:
    """Archive the meeting now, for good."""
    meeting = access_meeting(code, current_user)
    if not current_user.may(Role.ORGANISER):
        raise NotAllowed
    try:
        archive_meeting(meeting, current_user)
    except LettersWait:
        flash(_("Letters of this meeting still wait to be sent. Archive it when they have left."))
    else:
        flash(_("The meeting is archived."))
    return redirect(url_for("meetings.plan", code=code), 303)
