"""A meeting is made, opened, begun and ended."""

from sqlalchemy import update

from workshop.accounts.log import write_down
from workshop.accounts.models import User
from workshop.action import action, after_commit
from workshop.clock import now
from workshop.errors import Incomplete, NotNow
from workshop.extensions import db
from workshop.jobs import wake
from workshop.meetings.actions.path import open_all_steps, show
from workshop.meetings.actions.turns import next_seq, require, take_turn
from workshop.meetings.codes import new_code
from workshop.meetings.facts import MeetingFacts
from workshop.meetings.models import NEXT_STATES, Deed, Meeting, Pace, State, Thing
from workshop.meetings.queries import meeting_by_code
from workshop.rounds.models import Round

HEADS = range(100_001)
"""How many people there may be in a meeting."""


@action
def create_meeting(round_: Round, facts: MeetingFacts, maker: User, code: str | None = None) -> Meeting:
    """A meeting in draft, led by its maker. `code` is for the demo; otherwise a free one is drawn."""
    meeting = Meeting(
        code=code or _free_code(),
        round=round_,
        state=State.DRAFT,
        created_by_id=maker.id,
        created_at=now(),
        leaders=[maker],
    )
    facts.give_to(meeting)
    db.session.add(meeting)
    db.session.flush()
    write_down("create_meeting", maker, meeting_id=meeting.id, round_id=round_.id)
    return meeting


def _free_code() -> str:
    while True:
        code = new_code()
        if meeting_by_code(code) is None:
            return code


@action
def edit_meeting(meeting: Meeting, facts: MeetingFacts, by: User | None = None) -> None:
    """Change the meeting's facts before it goes live."""
    require(meeting, Deed.EDIT)
    pace = meeting.pace
    facts.give_to(meeting)
    if meeting.pace is not pace:
        next_seq(meeting, Thing.PATH)
    write_down("edit_meeting", by, meeting_id=meeting.id)


@action
def set_recording(meeting: Meeting, url: str) -> None:
    """Give the recording's link, which is known only after the meeting."""
    meeting.recording_url = url


@action
def count_heads(meeting: Meeting, heads: int | None) -> None:
    """Say how many people were there, one of HEADS, or take the number back with None.

    Raises NotNow before the meeting has begun, ValueError for a number that no meeting has.
    """
    require(meeting, Deed.COUNT)
    if heads is not None and heads not in HEADS:
        raise ValueError(f"no meeting has {heads} people")
    meeting.heads = heads
    next_seq(meeting, Thing.PATH)  # a digest that was made before is known to lack it


def _change_state(meeting: Meeting, state: State) -> None:
    take_turn(meeting)
    if state not in NEXT_STATES[meeting.state]:
        raise NotNow
    meeting.state = state
    db.session.flush()  # who writes by the short way within the same deed asks the database
    next_seq(meeting, Thing.PATH)


@action
def open_meeting(meeting: Meeting, by: User | None = None) -> None:
    """Let people in with the code. Nobody writes yet."""
    if not meeting.exercises:
        raise Incomplete
    _change_state(meeting, State.OPEN)
    meeting.opened_at = now()
    write_down("open_meeting", by, meeting_id=meeting.id)


@action
def back_to_draft(meeting: Meeting, by: User | None = None) -> None:
    """Close the door again before the meeting has begun."""
    _change_state(meeting, State.DRAFT)
    write_down("back_to_draft", by, meeting_id=meeting.id)


@action
def go_live(meeting: Meeting, by: User | None = None) -> None:
    """The workshop begins: the first exercise is shown to all."""
    if not meeting.exercises:
        raise Incomplete
    _change_state(meeting, State.LIVE)
    meeting.went_live_at = now()
    write_down("go_live", by, meeting_id=meeting.id)
    if meeting.current_position is None:
        show(meeting, meeting.exercises[0])
    if meeting.pace is Pace.OWN:
        open_all_steps(meeting)


@action
def end_meeting(meeting: Meeting, heads: int | None = None, by: User | None = None) -> None:
    """The workshop is over; `heads` were there, if somebody has counted. It takes contributions afterwards for the days
    set, and its digest is made."""
    _change_state(meeting, State.AFTERWARDS if meeting.afterwards_days else State.CLOSED)
    if heads is not None:
        count_heads(meeting, heads)
    meeting.ended_at = now()
    write_down("end_meeting", by, meeting_id=meeting.id)
    if meeting.state is State.CLOSED:
        meeting.closed_at = meeting.ended_at
    after_commit(wake)


@action
def close_meeting(meeting: Meeting, by: User | None = None) -> None:
    """The afterwards window ends. A live meeting is ended first, which makes its digest."""
    if meeting.state is not State.AFTERWARDS:
        raise NotNow
    _change_state(meeting, State.CLOSED)
    meeting.closed_at = now()
    write_down("close_meeting", by, meeting_id=meeting.id)
    after_commit(wake)


@action
def record_peak(meeting_id: int, present: int) -> None:
    """Remember the most participants that were here at once."""
    db.session.execute(
        update(Meeting).where(Meeting.id == meeting_id, Meeting.peak_present < present).values(peak_present=present)
    )
