"""Files to take along. A file is made for whoever asks, each time, and kept nowhere."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_required

from workshop.accounts.actions import note_export
from workshop.errors import NotFound
from workshop.exchange.files import TYPES, file_of
from workshop.exchange.notes import notes_sheet
from workshop.i18n.choose import current_language
from workshop.kept import aside
from workshop.meetings.queries import access_meeting

bp = Blueprint("exchange", __name__)


@bp.get("/meetings/<code>/notes.<kind>")
@login_required
def notes(code: str, kind: str) -> ResponseReturnValue:
    """The meeting's notes as xlsx, csv or json."""
    meeting = access_meeting(code, current_user)
    if kind not in TYPES:
        raise NotFound
    language = current_language()
    note_export(current_user, kind, meeting_id=meeting.id)
    content = aside(file_of, notes_sheet(meeting, language), kind, _("Code book"), language)
    file = Response(content, mimetype=TYPES[kind])
    file.headers["Content-Disposition"] = f'attachment; filename="koonti-{meeting.code}-notes.{kind}"'
    return file
