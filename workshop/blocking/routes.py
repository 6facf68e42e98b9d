"""From a note the device that wrote it is blocked; a page lists those that are."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from workshop.blocking import actions
from workshop.blocking.queries import access_blocked, blocked_devices, seen_of, writer_of
from workshop.boards.models import Note
from workshop.boards.news import body_for
from workshop.boards.queries import access_note
from workshop.errors import wants_json
from workshop.live.stream import Audience
from workshop.meetings.models import Meeting
from workshop.meetings.queries import access_meeting
from workshop.meetings.undo import undo_offer

bp = Blueprint("blocking", __name__)


@bp.app_template_global("blocked_count")
def blocked_count(meeting: Meeting) -> int:
    """How many devices may not write in the meeting."""
    return len(blocked_devices(meeting))


@bp.get("/meetings/<code>/blocked")
@login_required
def blocked(code: str) -> ResponseReturnValue:
    """The devices that may not write: since when, and how many notes each has written."""
    meeting = access_meeting(code, current_user)
    return render_template(
        "blocking/blocked.html", meeting=meeting, devices=blocked_devices(meeting), allows=meeting.allowed
    )


@bp.post("/meetings/<code>/notes/<int:note_id>/block")
@login_required
def block(code: str, note_id: int) -> ResponseReturnValue:
    """Block the device that wrote a note (form field `hides`: and hide all that it wrote)."""
    meeting = access_meeting(code, current_user)
    note = access_note(meeting, note_id, Audience.FACILITATORS)
    hides = "hides" in request.form
    hidden = [one for one in seen_of(writer_of(note)) if isinstance(one, Note)] if hides else []
    actions.block_writer(note, hides, current_user)
    if wants_json():
        changed = {one.id: one for one in (note, *hidden)}.values()
        return {
            "changes": [body_for(one, Audience.FACILITATORS) for one in changed],
            "undo": undo_offer(meeting, current_user),
        }
    step = note.prompt.exercise.position
    return redirect(url_for("screens.desk", code=code, step=step, _anchor=f"note-{note.id}"), 303)


@bp.post("/meetings/<code>/blocked/<device>/allow")
@login_required
def allow(code: str, device: str) -> ResponseReturnValue:
    """Let a blocked device write again."""
    meeting = access_meeting(code, current_user)
    actions.allow_writer(access_blocked(meeting, device), current_user)
    return redirect(url_for(".blocked", code=code), 303)
