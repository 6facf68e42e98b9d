"""The door: /j/<code>, the language, the tag, and the page that the facilitator shows now."""

from flask import Blueprint, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop.errors import NotJoined, wants_json
from workshop.i18n.choose import current_language
from workshop.live.stream import Audience, News, Screen, stream
from workshop.live.tickets import Ticket, issue
from workshop.meetings.codes import tidy_code
from workshop.meetings.models import Exercise, ExerciseKind, Meeting, State
from workshop.meetings.queries import meeting_by_code, meeting_changes
from workshop.participants.actions import change_tag, join_meeting, raise_hand, say_ready
from workshop.participants.ending import reading_of
from workshop.participants.floods import slow_down
from workshop.participants.forms import TagForm
from workshop.participants.guesses import slow_guessing
from workshop.participants.guests import access_door, access_front, access_guest, alias, guest_of, remember_guest
from workshop.participants.models import Participant
from workshop.participants.path import Place, leads_oneself, open_steps, place_of
from workshop.vocabulary.groups import groups_under, top_groups
from workshop.vocabulary.places import county

bp = Blueprint("participants", __name__)

bp.before_app_request(slow_down)

PAGES = {
    ExerciseKind.BOARD: "boards.board",
    ExerciseKind.SCRIBE: "boards.board",
    ExerciseKind.SURVEY: "surveys.form",
    ExerciseKind.STATEMENTS: "statements.vote",
}
"""The page of each kind of exercise."""


@bp.app_errorhandler(NotJoined)
def to_the_door(refusal: NotJoined) -> ResponseReturnValue:
    """Somebody without a cookie is shown the door; a script is told, and keeps what it has."""
    if wants_json():
        return {"error": "NotJoined", "door": url_for("participants.door", code=refusal.code)}, 401
    return redirect(url_for("participants.door", code=refusal.code), 303)


@bp.app_template_global("phone_ticket")
def phone_ticket(meeting: Meeting) -> str:
    """With what a participant's page listens to its meeting."""
    guest = _guest(meeting)
    return issue(Ticket(meeting.id, Screen.PHONE, alias(guest) if guest else None))


def _guest(meeting: Meeting) -> Participant | None:
    """Whose browser this is, looked up once for a page."""
    if "guest" not in g:
        g.guest = guest_of(meeting)
    return g.guest


@bp.app_template_global("is_blocked")
def is_blocked(meeting: Meeting) -> bool:
    """Is nothing taken any more from the device whose page this is?"""
    guest = _guest(meeting)
    return guest is not None and guest.blocked_at is not None


@bp.app_template_global("where_all_are")
def where_all_are(meeting: Meeting) -> News:
    """The news of a page that shows no notes: the meeting's state and step."""
    return News(0, meeting.seq, meeting_changes(meeting.id, 0, Audience.PARTICIPANTS))


@bp.app_template_global("place_on_path")
def place_on_path(step: Exercise) -> Place:
    """Where a participant's page is on the path."""
    return place_of(step, _guest(step.meeting))


@bp.app_template_global("page_of")
def page_of(step: Exercise) -> str:
    """The address of a participant's page of a step."""
    return url_for(PAGES[step.kind], code=step.meeting.code, exercise_id=step.id)


@bp.get("/join")
@slow_guessing
def find() -> ResponseReturnValue:
    """The front page's code field leads here."""
    code = tidy_code(request.args.get("code", ""))
    access_front(code)
    return redirect(url_for(".door", code=code))


def _beyond(meeting: Meeting) -> str:
    """Where the door leads: to the step that the link named (`to`), or else to what is shown now."""
    wanted = request.args.get("to", 0, type=int)
    step = next((step for step in meeting.exercises if step.id == wanted), None)
    return page_of(step) if step else url_for(".here", code=meeting.code)


@bp.get("/j/<code>")
@slow_guessing
def door(code: str) -> ResponseReturnValue:
    """The first page: which language; when the meeting has ended, what there is to read, and what can still be added.

    Who has joined already goes on, to what is shown now or to the step `to`.
    """
    if code != tidy_code(code):
        return redirect(url_for("participants.door", code=tidy_code(code), to=request.args.get("to")))
    meeting = meeting_by_code(code)
    if meeting and guest_of(meeting):
        return redirect(_beyond(meeting))
    meeting, to = access_front(code), request.args.get("to", type=int)
    if meeting.state is State.CLOSED or (meeting.state is State.AFTERWARDS and to is None):
        return render_template(
            "participants/ended.html", meeting=meeting, steps=open_steps(meeting), reading_of=reading_of
        )
    if len(meeting.languages) == 1:
        return redirect(url_for(".tag", code=code, to=to))
    return render_template("participants/door.html", meeting=meeting, to=to)


@bp.route("/j/<code>/tag", methods=["GET", "POST"])
@slow_guessing
def tag(code: str) -> ResponseReturnValue:
    """Who the participant speaks for: asked once, voluntary, changeable. From here one goes on as from the door."""
    meeting = access_door(code)
    guest = guest_of(meeting)
    form = TagForm(meeting=meeting, obj=guest)
    if not form.validate_on_submit():
        page = render_template(
            "participants/tag.html",
            meeting=meeting,
            form=form,
            guest=guest,
            tree=[(group, groups_under(group.key)) for group in top_groups()],
        )
        return page, 422 if form.is_submitted() else 200
    told = (current_language(), form.groups.data, form.municipality.data or None)
    if guest:
        change_tag(guest, *told)
    else:
        guest = join_meeting(meeting, *told)
    return remember_guest(make_response(redirect(_beyond(meeting), 303)), guest)


@bp.get("/j/<code>/privacy")
@slow_guessing
def privacy(code: str) -> ResponseReturnValue:
    """What is kept of those who take part: for whoever may come in, and for whoever has."""
    meeting = meeting_by_code(code)
    if not guest_of(meeting):
        meeting = access_door(code)
    return render_template("participants/privacy.html", meeting=meeting, county=county(meeting.round.county))


@bp.get("/j/<code>/here")
def here(code: str) -> ResponseReturnValue:
    """Where everybody is: the exercise that the facilitator shows, the waiting room, or the end."""
    guest = access_guest(code)
    meeting = guest.meeting
    shown = meeting.current_exercise
    alone = leads_oneself(meeting)
    if meeting.state is State.LIVE and shown and not alone:
        return redirect(page_of(shown))
    return render_template(
        "participants/here.html", meeting=meeting, steps=open_steps(meeting), alone=alone, reading_of=reading_of
    )


@bp.post("/j/<code>/<any(hand, ready):deed>")
def signal(code: str, deed: str) -> ResponseReturnValue:
    """Raise one's hand or say that one is ready with the step (form field `on`: 1), or take it back (0)."""
    guest = access_guest(code)
    on = request.form.get("on") != "0"
    (raise_hand if deed == "hand" else say_ready)(guest, on)
    if wants_json():
        return {"on": on}
    asked = request.form.get("step", 0, type=int)
    back = next((step for step in open_steps(guest.meeting) if step.id == asked), None)
    return redirect(page_of(back) if back else url_for(".here", code=code), 303)


@bp.get("/j/<code>/changes")
def changes(code: str) -> ResponseReturnValue:
    """What a phone has missed after its number (`after`)."""
    guest = access_guest(code)
    after = max(0, request.args.get("after", 0, type=int))
    return stream.news(guest.meeting_id, min(after, 2**31 - 1), Audience.PARTICIPANTS, guest.id).as_json()
