"""The organiser's pages: meetings of a round, a meeting's facts and path, its states, its QR code."""

import io

import segno
from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from workshop.accounts.models import Role
from workshop.errors import NotAllowed, NotNow
from workshop.i18n.choose import current_language
from workshop.meetings import actions
from workshop.meetings.deeds import Wanted, deeds_page, tell
from workshop.meetings.forms import ExerciseForm, HeadsForm, LeaderForm, MeetingForm, RecordingForm, ScribeForm
from workshop.meetings.models import NEXT_STATES, Deed, ExerciseKind, Meeting, State
from workshop.meetings.queries import (
    access_exercise,
    access_leader,
    access_meeting,
    access_scribe,
    latest_meetings,
    meetings_in,
    written_meetings,
)
from workshop.rounds.queries import access_round

bp = Blueprint("meetings", __name__)

BUILDERS = {
    ExerciseKind.BOARD: "boards.columns",
    ExerciseKind.SCRIBE: "boards.columns",
    ExerciseKind.SURVEY: "surveys.builder",
    ExerciseKind.STATEMENTS: "statements.builder",
}
"""The page where each kind of exercise is built."""

STEPS = {
    "open": actions.open_meeting,
    "draft": actions.back_to_draft,
    "live": actions.go_live,
    "close": actions.close_meeting,
}
"""The word in the address → what it does to the meeting's state. `end` also says how many people were there."""


def join_link(meeting: Meeting) -> str:
    """The address that people join by, from the settings and never from the request."""
    return f"{current_app.config['SETTINGS'].base_url}/j/{meeting.code}"


@bp.get("/meetings")
@login_required
def index() -> ResponseReturnValue:
    """The meetings that one leads, and those in which one only writes, newest first."""
    led, written = latest_meetings(current_user), written_meetings(current_user)
    return render_template("meetings/index.html", meetings=led, written=written)


@bp.get("/rounds/<key>")
@login_required
def round_page(key: str) -> ResponseReturnValue:
    """A round and its meetings."""
    round_ = access_round(key, current_user)
    return render_template("meetings/round.html", round=round_, meetings=meetings_in(round_, current_user))


@bp.route("/rounds/<key>/meetings/new", methods=["GET", "POST"])
@login_required
def new(key: str) -> ResponseReturnValue:
    """A new meeting in draft."""
    round_ = access_round(key, current_user)
    if not current_user.may(Role.FACILITATOR):
        raise NotAllowed
    form = MeetingForm()
    if not form.validate_on_submit():
        page = render_template("meetings/facts.html", form=form, round=round_, meeting=None)
        return page, 422 if form.is_submitted() else 200
    meeting = actions.create_meeting(round_, form.facts(), current_user)
    return redirect(url_for(".plan", code=meeting.code), 303)


@bp.get("/meetings/<code>")
@login_required
def plan(code: str) -> ResponseReturnValue:
    """The meeting as it is planned: its facts, its path, how to join, what can be done next."""
    return _plan_page(access_meeting(code, current_user))


def _plan_page(
    meeting: Meeting,
    form: ExerciseForm | None = None,
    recording: RecordingForm | None = None,
    heads: HeadsForm | None = None,
) -> str:
    return render_template(
        "meetings/plan.html",
        meeting=meeting,
        form=form or ExerciseForm(formdata=None, kind=ExerciseKind.BOARD),
        recording=recording or RecordingForm(formdata=None, obj=meeting),
        heads=heads or HeadsForm(formdata=None, obj=meeting),
        builders=BUILDERS,
        next_states=NEXT_STATES[meeting.state],
        allows=meeting.allowed,
        join_link=join_link(meeting),
    )


@bp.route("/meetings/<code>/edit", methods=["GET", "POST"])
@login_required
def edit(code: str) -> ResponseReturnValue:
    meeting = access_meeting(code, current_user)
    if not meeting.allows(Deed.EDIT):
        raise NotNow
    form = MeetingForm(meeting=meeting)
    if not form.validate_on_submit():
        page = render_template("meetings/facts.html", form=form, round=meeting.round, meeting=meeting)
        return page, 422 if form.is_submitted() else 200
    actions.edit_meeting(meeting, form.facts(), current_user)
    return redirect(url_for(".plan", code=code), 303)


@bp.route("/meetings/<code>/leaders", methods=["GET", "POST"])
@login_required
def leaders(code: str) -> ResponseReturnValue:
    """Who leads the meeting and who only writes in it, and forms to let somebody do so too."""
    meeting = access_meeting(code, current_user)
    form = LeaderForm()
    if form.validate_on_submit() and form.colleague:
        actions.add_leader(meeting, form.colleague, current_user)
        return redirect(url_for(".leaders", code=code), 303)
    return _leaders_page(meeting, form), 422 if form.is_submitted() else 200


def _leaders_page(meeting: Meeting, form: LeaderForm | None = None, writing: ScribeForm | None = None) -> str:
    forms = {"form": form or LeaderForm(formdata=None), "writing": writing or ScribeForm(formdata=None)}
    return render_template("meetings/leaders.html", meeting=meeting, **forms)


@bp.post("/meetings/<code>/leaders/<int:user_id>/remove")
@login_required
def remove_leader(code: str, user_id: int) -> ResponseReturnValue:
    """Somebody leads the meeting no longer. Who has taken themselves off is led to the meetings that are left."""
    meeting = access_meeting(code, current_user)
    actions.remove_leader(meeting, access_leader(meeting, user_id), current_user)
    stays = current_user.id != user_id or current_user.may(Role.ORGANISER)
    return redirect(url_for(".leaders", code=code) if stays else url_for(".index"), 303)


@bp.post("/meetings/<code>/scribes")
@login_required
def add_scribe(code: str) -> ResponseReturnValue:
    """Let somebody write in the meeting and do nothing else there."""
    meeting = access_meeting(code, current_user)
    form = ScribeForm()
    if not form.validate_on_submit() or form.colleague is None:
        return _leaders_page(meeting, writing=form), 422
    actions.add_scribe(meeting, form.colleague, current_user)
    return redirect(url_for(".leaders", code=code, _anchor="scribes"), 303)


@bp.post("/meetings/<code>/scribes/<int:user_id>/remove")
@login_required
def remove_scribe(code: str, user_id: int) -> ResponseReturnValue:
    """Somebody writes in the meeting no longer."""
    meeting = access_meeting(code, current_user)
    actions.remove_scribe(meeting, access_scribe(meeting, user_id), current_user)
    return redirect(url_for(".leaders", code=code, _anchor="scribes"), 303)


@bp.post("/meetings/<code>/recording")
@login_required
def recording(code: str) -> ResponseReturnValue:
    meeting = access_meeting(code, current_user)
    form = RecordingForm()
    if not form.validate_on_submit():
        return _plan_page(meeting, recording=form), 422
    actions.set_recording(meeting, form.recording_url.data or "")
    return redirect(url_for(".plan", code=code), 303)


@bp.post("/meetings/<code>/heads")
@login_required
def heads(code: str) -> ResponseReturnValue:
    """How many people were there: asked on the meeting's own page, and on the desk when the meeting is ended."""
    meeting = access_meeting(code, current_user)
    form = HeadsForm()
    if not form.validate_on_submit():
        return _plan_page(meeting, heads=form), 422
    actions.count_heads(meeting, form.heads.data)
    return redirect(url_for(".plan", code=code), 303)


@bp.post("/meetings/<code>/<any(open, draft, live, end, close):step>")
@login_required
def change_state(code: str, step: str) -> ResponseReturnValue:
    """Take the meeting to its next state."""
    meeting = access_meeting(code, current_user)
    form = HeadsForm() if step == "end" else None
    if form is None:
        STEPS[step](meeting, current_user)
    elif form.validate():
        actions.end_meeting(meeting, form.heads.data, current_user)
    else:
        return _plan_page(meeting, heads=form), 422
    if meeting.state is State.LIVE:
        return redirect(url_for("screens.desk", code=code), 303)
    return redirect(url_for("digests.page" if meeting.ended_at else ".plan", code=code), 303)


@bp.post("/meetings/<code>/exercises")
@login_required
def add_exercise(code: str) -> ResponseReturnValue:
    meeting = access_meeting(code, current_user)
    form = ExerciseForm()
    if not form.validate_on_submit():
        return _plan_page(meeting, form), 422
    kind = ExerciseKind(form.kind.data)
    exercise = actions.add_exercise(meeting, kind, form.title.data, form.guidance.data)
    return redirect(url_for(BUILDERS[kind], code=code, exercise_id=exercise.id), 303)


@bp.route("/meetings/<code>/exercises/<int:exercise_id>/edit", methods=["GET", "POST"])
@login_required
def edit_exercise(code: str, exercise_id: int) -> ResponseReturnValue:
    exercise = access_exercise(code, exercise_id, current_user)
    form = ExerciseForm(obj=exercise)
    del form.kind  # what an exercise is does not change
    if not form.validate_on_submit():
        page = render_template("meetings/exercise.html", form=form, meeting=exercise.meeting, exercise=exercise)
        return page, 422 if form.is_submitted() else 200
    actions.edit_exercise(exercise, form.title.data, form.guidance.data)
    return redirect(url_for(".plan", code=code), 303)


@bp.post("/meetings/<code>/exercises/<int:exercise_id>/<any(earlier, later, remove):deed>")
@login_required
def arrange_exercise(code: str, exercise_id: int, deed: str) -> ResponseReturnValue:
    """Move an exercise on the path, or take it off."""
    exercise = access_exercise(code, exercise_id, current_user)
    if deed == "remove":
        actions.remove_exercise(exercise)
    else:
        actions.shift_exercise(exercise, -1 if deed == "earlier" else 1)
    return redirect(url_for(".plan", code=code), 303)


@bp.get("/meetings/<code>/deeds")
@login_required
def deeds(code: str) -> ResponseReturnValue:
    """What was done to the meeting and by whom, the last first."""
    meeting = access_meeting(code, current_user)
    done = deeds_page(Wanted(meeting_id=meeting.id), number=request.args.get("page", 1, type=int))
    return render_template("meetings/deeds.html", meeting=meeting, done=done, told=tell(done.rows, current_language()))


@bp.get("/meetings/<code>/qr.svg")
@login_required
def qr(code: str) -> ResponseReturnValue:
    """The join link as a QR code, for the wall and for invitations."""
    return qr_code(join_link(access_meeting(code, current_user)))


def qr_code(link: str) -> Response:
    """A link as a QR code, as the house draws them."""
    drawing = io.BytesIO()
    segno.make(link, error="m").save(
        drawing, kind="svg", scale=8, border=2, dark="#16232b", light="#ffffff", xmldecl=False
    )
    return Response(drawing.getvalue(), mimetype="image/svg+xml")
