"""The desk, where a facilitator leads, and the wall, which the room looks at."""

import uuid
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from workshop.accounts.doors import this_login
from workshop.boards.forms import ScribeForm
from workshop.boards.queries import group_papers, rules_of, written_by
from workshop.errors import NotFound, wants_json
from workshop.i18n.choose import current_language
from workshop.live.presence import presence
from workshop.live.stream import Audience, Screen, stream
from workshop.live.tickets import Ticket, issue
from workshop.meetings import actions
from workshop.meetings.actions.path import LONGEST_TIMER_S, SHORTEST_TIMER_S
from workshop.meetings.forms import HeadsForm
from workshop.meetings.models import Exercise, ExerciseKind, Meeting, Pace, State, WallShows
from workshop.meetings.queries import (
    access_deed,
    access_exercise,
    access_meeting,
    access_written,
    exercise_body,
    may_lead,
)
from workshop.meetings.routes import join_link
from workshop.meetings.undo import undo_offer
from workshop.participants import actions as participants
from workshop.participants.queries import hand_changes, participant_counts
from workshop.screens.queries import step_news, step_of, step_results, vote_seen, waits_in
from workshop.surveys.queries import takes_paper

bp = Blueprint("screens", __name__)


@bp.get("/meetings/<code>/desk")
@login_required
def desk(code: str) -> ResponseReturnValue:
    """The facilitator's view. `step` (a position) looks at another step than the one that all are shown."""
    meeting = access_meeting(code, current_user)
    shown = _at_step(meeting, Audience.FACILITATORS)
    return render_template(
        "screens/desk.html",
        **shown,
        present=presence.now(meeting.id),
        joined=participant_counts(meeting.id),
        waits=waits_in(shown["news"]),
        vote=vote_seen(shown["step"]),
        floor=current_app.config["SETTINGS"].SMALL_GROUP_FLOOR,
        undo=undo_offer(meeting, current_user),
        heads=HeadsForm(formdata=None, obj=meeting),
        ticket=issue(Ticket(meeting.id, Screen.DESK, login=this_login())),
    )


def _at_step(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    """What a page shows of the step at which its reader looks, with what is needed to write there for others."""
    asked = request.args.get("step", type=int)
    step = step_of(meeting, asked)
    prompts, news = step_news(meeting, step, audience)
    return {
        "meeting": meeting,
        "step": step,
        "follows": asked is None,
        "prompts": prompts,
        "news": news,
        "groups": group_papers(current_language()),
        "allows": meeting.allowed,
        "rules": rules_of(step) if step else None,
        "form": ScribeForm(formdata=None, area=meeting.area),
        "new_key": lambda: str(uuid.uuid4()),
    }


@bp.get("/meetings/<code>/wall")
@login_required
def wall(code: str) -> ResponseReturnValue:
    """The big screen. It shows what participants may know and nothing more."""
    meeting = access_meeting(code, current_user)
    ticket = issue(Ticket(meeting.id, Screen.WALL, login=this_login()))
    return render_template("screens/wall.html", ticket=ticket, **_on_the_wall(meeting))


@bp.get("/meetings/<code>/wall/part")
@login_required
def wall_part(code: str) -> ResponseReturnValue:
    """What the wall counts, as its first paint draws it: the wall fetches it anew while people write."""
    return render_template("screens/_wall_part.html", **_on_the_wall(access_meeting(code, current_user)))


def _on_the_wall(meeting: Meeting) -> dict[str, Any]:
    step = meeting.current_exercise
    prompts, news = step_news(meeting, step, Audience.PARTICIPANTS)
    rules = rules_of(step) if step else None
    return {
        "meeting": meeting,
        "step": step,
        "prompts": prompts,
        "news": news,
        "rules": rules,
        "results": step_results(meeting, step, news, rules, current_language()) if step and rules else None,
        "groups": group_papers(current_language()),
        "present": presence.now(meeting.id),
        "join_link": join_link(meeting),
    }


@bp.get("/meetings/<code>/scribe")
@login_required
def scribe(code: str) -> ResponseReturnValue:
    """Where a scribe writes: a step as participants see it, with a form under each question, and what one has written.

    `step` (a position) looks at another step than the one that all are shown.
    """
    meeting = access_written(code, current_user)
    shown = _at_step(meeting, Audience.PARTICIPANTS)
    step = shown["step"]
    return render_template(
        "screens/scribe.html",
        **shown,
        takes_paper=step is not None and step.kind is ExerciseKind.SURVEY and takes_paper(step),
        written=written_by(current_user, step) if step else [],
        leads=may_lead(meeting, current_user),
        ticket=issue(Ticket(meeting.id, Screen.SCRIBE, login=this_login())),
    )


@bp.get("/meetings/<code>/scribe/changes")
@login_required
def scribe_changes(code: str) -> ResponseReturnValue:
    """What a scribe's page has missed after its number: what participants may know."""
    return _missed(access_written(code, current_user), Audience.PARTICIPANTS)


@bp.post("/meetings/<code>/wall")
@login_required
def show_on_wall(code: str) -> ResponseReturnValue:
    """Choose what every wall of the meeting shows (form field `shows`)."""
    meeting = access_meeting(code, current_user)
    shows = request.form.get("shows", "")
    if shows not in set(WallShows):
        raise NotFound
    actions.show_on_wall(meeting, WallShows(shows))
    return redirect(url_for(".desk", code=code), 303)


@bp.get("/meetings/<code>/changes")
@login_required
def changes(code: str) -> ResponseReturnValue:
    """What a desk or a wall has missed after its number. `for=wall` hears what participants hear."""
    meeting = access_meeting(code, current_user)
    audience = Audience.PARTICIPANTS if request.args.get("for") == "wall" else Audience.FACILITATORS
    return _missed(meeting, audience)


def _missed(meeting: Meeting, audience: Audience) -> ResponseReturnValue:
    after = min(max(0, request.args.get("after", 0, type=int)), 2**31 - 1)
    return stream.news(meeting.id, after, audience).as_json()


@bp.post("/meetings/<code>/path")
@login_required
def move(code: str) -> ResponseReturnValue:
    """Move everybody to the step at `position`."""
    meeting = access_meeting(code, current_user)
    actions.move_path(meeting, request.form.get("position", 0, type=int), current_user)
    return redirect(url_for(".desk", code=code), 303)


@bp.post("/meetings/<code>/exercises/<int:exercise_id>/<any(lock, unlock):deed>")
@login_required
def lock(code: str, exercise_id: int, deed: str) -> ResponseReturnValue:
    """Lock an exercise, or open it."""
    exercise = access_exercise(code, exercise_id, current_user)
    (actions.lock_exercise if deed == "lock" else actions.unlock_exercise)(exercise, current_user)
    return _done(exercise)


def _done(exercise: Exercise) -> ResponseReturnValue:
    """A script gets the step as it is now and what can be undone, a person the desk."""
    meeting = exercise.meeting
    if wants_json():
        return {"changes": [exercise_body(exercise)], "undo": undo_offer(meeting, current_user)}
    step = None if exercise is meeting.current_exercise else exercise.position
    return redirect(url_for(".desk", code=meeting.code, step=step), 303)


@bp.post("/meetings/<code>/exercises/<int:exercise_id>/timer/<any(start, extend, stop):deed>")
@login_required
def timer(code: str, exercise_id: int, deed: str) -> ResponseReturnValue:
    """Give people `minutes` from now for a step, or `seconds` more; or take the timer away."""
    exercise = access_exercise(code, exercise_id, current_user)
    if deed == "stop":
        actions.stop_timer(exercise)
    elif deed == "start":
        minutes = request.form.get("minutes", 3, type=int)
        actions.start_timer(exercise, min(max(minutes * 60, SHORTEST_TIMER_S), LONGEST_TIMER_S))
    else:
        seconds = request.form.get("seconds", 60, type=int)
        actions.extend_timer(exercise, min(max(seconds, SHORTEST_TIMER_S), LONGEST_TIMER_S))
    return _done(exercise)


@bp.post("/meetings/<code>/pace/<any(together, own):pace>")
@login_required
def pace(code: str, pace: str) -> ResponseReturnValue:
    """Let all move together, or each at their own pace."""
    meeting = access_meeting(code, current_user)
    actions.set_pace(meeting, Pace(pace), current_user)
    return redirect(url_for(".desk" if meeting.state is State.LIVE else "meetings.plan", code=code), 303)


@bp.post("/meetings/<code>/hands/lower")
@login_required
def lower_hands(code: str) -> ResponseReturnValue:
    """Everybody has been heard: take all hands down."""
    meeting = access_meeting(code, current_user)
    participants.lower_hands(meeting)
    if wants_json():
        return {"changes": hand_changes(meeting.id, 0, Audience.FACILITATORS)}
    return redirect(url_for(".desk", code=code), 303)


@bp.post("/meetings/<code>/deeds/<int:deed_id>/undo")
@login_required
def undo(code: str, deed_id: int) -> ResponseReturnValue:
    """Put back what one of those who lead has done. The desk is loaded anew, for it may touch anything on it."""
    meeting = access_meeting(code, current_user)
    deed = access_deed(meeting, deed_id)
    actions.undo_deed(deed, meeting, current_user)
    return redirect(url_for(".desk", code=code, step=request.form.get("step", type=int)), 303)
