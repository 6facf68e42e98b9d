"""What is done to meetings: made, opened, led, ended."""

from sqlalchemy import select, update
from sqlalchemy.orm.attributes import set_committed_value

from workshop.accounts.models import User
from workshop.action import action, after_commit
from workshop.clock import now
from workshop.errors import Incomplete, Locked, NotFound, NotNow
from workshop.extensions import db
from workshop.jobs import wake
from workshop.live.stream import stream
from workshop.meetings.codes import new_code
from workshop.meetings.facts import MeetingFacts
from workshop.meetings.models import NEXT_STATES, Deed, Exercise, ExerciseKind, Meeting, State
from workshop.meetings.queries import meeting_by_code
from workshop.rounds.models import Round


def next_seq(meeting: Meeting) -> int:
    """The number of this change, taken inside its transaction, so that numbers commit in order.

    Whoever shows the meeting is told after the commit.
    """
    taken = db.session.scalar(
        update(Meeting).where(Meeting.id == meeting.id).values(seq=Meeting.seq + 1).returning(Meeting.seq)
    )
    if taken is None:
        raise NotFound
    set_committed_value(meeting, "seq", taken)
    after_commit(stream.poke, meeting.id)
    return taken


def take_turn(meeting: Meeting) -> None:
    """Wait for the meeting's other writers, so that what one of them is just saving is seen before it is judged."""
    db.session.execute(select(Meeting.id).where(Meeting.id == meeting.id).with_for_update())


def require(meeting: Meeting, deed: Deed) -> None:
    """Raise NotNow unless the meeting's state allows the deed."""
    if not meeting.allows(deed):
        raise NotNow


def require_open(exercise: Exercise) -> None:
    """Raise unless the exercise takes contributions now: NotNow by the meeting's state, Locked by its own."""
    require(exercise.meeting, Deed.CONTRIBUTE)
    if not exercise.is_open:
        raise Locked


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
    return meeting


def _free_code() -> str:
    while True:
        code = new_code()
        if meeting_by_code(code) is None:
            return code


@action
def edit_meeting(meeting: Meeting, facts: MeetingFacts) -> None:
    """Change the meeting's facts before it goes live."""
    require(meeting, Deed.EDIT)
    facts.give_to(meeting)


@action
def set_recording(meeting: Meeting, url: str) -> None:
    """Give the recording's link, which is known only after the meeting."""
    meeting.recording_url = url


@action
def add_exercise(meeting: Meeting, kind: ExerciseKind, title: dict[str, str], guidance: dict[str, str]) -> Exercise:
    """A new exercise at the end of the path."""
    require(meeting, Deed.EDIT)
    last = max((exercise.position for exercise in meeting.exercises), default=0)
    exercise = Exercise(meeting=meeting, kind=kind, title=title, guidance=guidance, position=last + 1)
    db.session.add(exercise)
    exercise.seq = next_seq(meeting)
    db.session.flush()
    return exercise


@action
def edit_exercise(exercise: Exercise, title: dict[str, str], guidance: dict[str, str]) -> None:
    require(exercise.meeting, Deed.EDIT)
    exercise.title, exercise.guidance = title, guidance
    exercise.seq = next_seq(exercise.meeting)


@action
def shift_exercise(exercise: Exercise, by: int) -> None:
    """Move an exercise one step earlier (by −1) or later (+1) on the path; at an end nothing happens."""
    meeting = exercise.meeting
    require(meeting, Deed.EDIT)
    path = sorted(meeting.exercises, key=lambda step: step.position)
    here = path.index(exercise)
    there = here + by
    if 0 <= there < len(path):
        path[here], path[there] = path[there], path[here]
        for position, step in enumerate(path, start=1):
            if step.position != position:
                step.position = position
                step.seq = next_seq(meeting)


@action
def remove_exercise(exercise: Exercise) -> None:
    """Take an exercise off the path, with its questions; nobody can have answered them yet."""
    meeting = exercise.meeting
    require(meeting, Deed.EDIT)
    meeting.exercises.remove(exercise)
    db.session.delete(exercise)
    for position, step in enumerate(sorted(meeting.exercises, key=lambda step: step.position), start=1):
        step.position = position
        step.seq = next_seq(meeting)


def _change_state(meeting: Meeting, state: State) -> None:
    if state not in NEXT_STATES[meeting.state]:
        raise NotNow
    meeting.state = state
    meeting.path_seq = next_seq(meeting)


@action
def open_meeting(meeting: Meeting) -> None:
    """Let people in with the code. Nobody writes yet."""
    if not meeting.exercises:
        raise Incomplete
    _change_state(meeting, State.OPEN)
    meeting.opened_at = now()


@action
def back_to_draft(meeting: Meeting) -> None:
    """Close the door again before the meeting has begun."""
    _change_state(meeting, State.DRAFT)


@action
def go_live(meeting: Meeting) -> None:
    """The workshop begins: the first exercise is shown to all."""
    if not meeting.exercises:
        raise Incomplete
    _change_state(meeting, State.LIVE)
    meeting.went_live_at = now()
    if meeting.current_position is None:
        _show(meeting, meeting.exercises[0])


@action
def end_meeting(meeting: Meeting) -> None:
    """The workshop is over. It takes contributions afterwards for the days set, and its digest is made."""
    _change_state(meeting, State.AFTERWARDS if meeting.afterwards_days else State.CLOSED)
    meeting.ended_at = now()
    if meeting.state is State.CLOSED:
        meeting.closed_at = meeting.ended_at
    after_commit(wake)


@action
def close_meeting(meeting: Meeting) -> None:
    """The afterwards window ends. A live meeting is ended first, which makes its digest."""
    if meeting.state is not State.AFTERWARDS:
        raise NotNow
    _change_state(meeting, State.CLOSED)
    meeting.closed_at = now()
    after_commit(wake)


def _show(meeting: Meeting, exercise: Exercise) -> None:
    """Everybody lands on the exercise; shown for the first time it opens."""
    meeting.current_position = exercise.position
    meeting.path_seq = next_seq(meeting)
    if exercise.opened_at is None:
        exercise.opened_at = now()
        exercise.seq = exercise.opened_seq = meeting.path_seq


@action
def move_path(meeting: Meeting, position: int) -> None:
    """Move everybody to the exercise at `position` (1 is the first); NotFound when there is none."""
    require(meeting, Deed.LEAD)
    for exercise in meeting.exercises:
        if exercise.position == position:
            return _show(meeting, exercise)
    raise NotFound


@action
def lock_exercise(exercise: Exercise) -> None:
    """Take no more contributions for now; what is there stays."""
    require(exercise.meeting, Deed.LEAD)
    exercise.locked_at = now()
    exercise.seq = next_seq(exercise.meeting)


@action
def unlock_exercise(exercise: Exercise) -> None:
    """Open a locked exercise again, or one ahead of its turn."""
    require(exercise.meeting, Deed.LEAD)
    exercise.locked_at = None
    exercise.seq = next_seq(exercise.meeting)
    if exercise.opened_at is None:
        exercise.opened_at = now()
        exercise.opened_seq = exercise.seq


@action
def record_peak(meeting_id: int, present: int) -> None:
    """Remember the most participants that were here at once."""
    db.session.execute(
        update(Meeting).where(Meeting.id == meeting_id, Meeting.peak_present < present).values(peak_present=present)
    )
