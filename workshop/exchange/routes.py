"""Files to take along. A file is made for whoever asks, each time, and kept nowhere."""

from collections.abc import Sequence

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from workshop.accounts.actions import note_export
from workshop.accounts.models import Role
from workshop.errors import NotAllowed, NotFound
from workshop.exchange.files import TYPES
from workshop.exchange.making import Wanted, made
from workshop.i18n.choose import current_language
from workshop.meetings.models import Exercise, Meeting
from workshop.meetings.queries import access_meeting, meetings_in
from workshop.rounds.queries import access_round
from workshop.surveys.queries import access_survey

bp = Blueprint("exchange", __name__)
SEVERAL = {"xlsx", "zip", "json"}
"""Kinds of file that hold several sheets."""


@bp.get("/meetings/<code>/notes.<kind>")
@login_required
def notes(code: str, kind: str) -> ResponseReturnValue:
    """The meeting's notes as xlsx, csv or json."""
    meeting = access_meeting(code, current_user)
    if kind not in TYPES.keys() - {"zip"}:
        raise NotFound
    note_export(current_user, kind, meeting_id=meeting.id)
    return _file("notes", [meeting], kind, f"{meeting.code}-notes")


@bp.get("/meetings/<code>/surveys/<int:exercise_id>/answers.<kind>")
@login_required
def answers(code: str, exercise_id: int, kind: str) -> ResponseReturnValue:
    """The answers to a survey as xlsx, json or csv files in one zip."""
    survey = access_survey(code, exercise_id, current_user)
    _require_several(kind)
    note_export(current_user, kind, meeting_id=survey.meeting_id)
    return _file("answers", [survey], kind, f"{survey.meeting.code}-answers-{survey.position}")


@bp.get("/meetings/<code>/all.<kind>")
@login_required
def meeting(code: str, kind: str) -> ResponseReturnValue:
    """All that was said in the meeting, in the same kinds."""
    found = access_meeting(code, current_user)
    _require_several(kind)
    note_export(current_user, kind, meeting_id=found.id)
    return _file("meeting", [found], kind, found.code)


@bp.get("/rounds/<key>/all.<kind>")
@login_required
def round_(key: str, kind: str) -> ResponseReturnValue:
    """All that was said in the round's meetings, for organisers, who see every meeting."""
    found = access_round(key, current_user)
    if not current_user.may(Role.ORGANISER):
        raise NotAllowed
    _require_several(kind)
    note_export(current_user, kind, round_id=found.id)
    return _file("round", meetings_in(found, current_user), kind, found.key)


def _require_several(kind: str) -> None:
    if kind not in SEVERAL:
        raise NotFound


def _file(what: str, of: Sequence[Meeting | Exercise], kind: str, name: str) -> Response:
    wanted = Wanted(what, tuple(one.id for one in of), kind, current_language())
    file = Response(made(wanted), mimetype=TYPES[kind])
    file.headers["Content-Disposition"] = f'attachment; filename="koonti-{name}.{kind}"'
    return file
