"""The desk, where a facilitator leads, and the wall, which the room looks at."""

import uuid

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required
from flask_wtf import FlaskForm

from workshop.boards.forms import NoteForm
from workshop.boards.queries import group_papers
from workshop.errors import wants_json
from workshop.i18n.choose import current_language
from workshop.live.presence import presence
from workshop.live.stream import Audience, Screen, stream
from workshop.live.tickets import Ticket, issue
from workshop.meetings import actions
from workshop.meetings.models import ALLOWS
from workshop.meetings.queries import access_exercise, access_meeting, exercise_body
from workshop.meetings.routes import join_link
from workshop.participants.queries import participant_counts
from workshop.screens.queries import step_news, step_of

bp = Blueprint("screens", __name__)


@bp.get("/meetings/<code>/desk")
@login_required
def desk(code: str) -> ResponseReturnValue:
    """The facilitator's view. `step` (a position) looks at another step than the one that all are shown."""
    meeting = access_meeting(code, current_user)
    asked = request.args.get("step", type=int)
    step = step_of(meeting, asked)
    prompts, news = step_news(meeting, step, Audience.FACILITATORS)
    return render_template(
        "screens/desk.html",
        meeting=meeting,
        step=step,
        follows=asked is None,
        prompts=prompts,
        news=news,
        groups=group_papers(current_language()),
        present=presence.now(meeting.id),
        joined=participant_counts(meeting.id),
        allows=ALLOWS[meeting.state],
        form=NoteForm(formdata=None),
        press=FlaskForm(),
        new_key=lambda: str(uuid.uuid4()),
        ticket=issue(Ticket(meeting.id, Screen.DESK)),
    )


@bp.get("/meetings/<code>/wall")
@login_required
def wall(code: str) -> ResponseReturnValue:
    """The big screen. It shows what participants may know and nothing more."""
    meeting = access_meeting(code, current_user)
    step = meeting.current_exercise
    prompts, news = step_news(meeting, step, Audience.PARTICIPANTS)
    return render_template(
        "screens/wall.html",
        meeting=meeting,
        step=step,
        prompts=prompts,
        news=news,
        groups=group_papers(current_language()),
        present=presence.now(meeting.id),
        join_link=join_link(meeting),
        ticket=issue(Ticket(meeting.id, Screen.WALL)),
    )


@bp.get("/meetings/<code>/changes")
@login_required
def changes(code: str) -> ResponseReturnValue:
    """What a desk or a wall has missed after its number. `for=wall` hears what participants hear."""
    meeting = access_meeting(code, current_user)
    audience = Audience.PARTICIPANTS if request.args.get("for") == "wall" else Audience.FACILITATORS
    after = min(max(0, request.args.get("after", 0, type=int)), 2**31)
    return stream.news(meeting.id, after, audience).as_json()


@bp.post("/meetings/<code>/path")
@login_required
def move(code: str) -> ResponseReturnValue:
    """Move everybody to the step at `position`."""
    meeting = access_meeting(code, current_user)
    actions.move_path(meeting, request.form.get("position", 0, type=int))
    return redirect(url_for(".desk", code=code), 303)


@bp.post("/meetings/<code>/exercises/<int:exercise_id>/<any(lock, unlock):deed>")
@login_required
def lock(code: str, exercise_id: int, deed: str) -> ResponseReturnValue:
    """Lock an exercise, or open it."""
    exercise = access_exercise(code, exercise_id, current_user)
    (actions.lock_exercise if deed == "lock" else actions.unlock_exercise)(exercise)
    if wants_json():
        return {"changes": [exercise_body(exercise)]}
    step = None if exercise is exercise.meeting.current_exercise else exercise.position
    return redirect(url_for(".desk", code=code, step=step), 303)
