"""The path is led: everybody is moved, exercises are locked and opened, time is given."""

from datetime import datetime, timedelta

from workshop.accounts.models import User
from workshop.action import action
from workshop.clock import now
from workshop.errors import NotFound
from workshop.meetings.actions.log import logged
from workshop.meetings.actions.turns import next_seq, require
from workshop.meetings.models import Deed, Exercise, ExerciseKind, Meeting, Pace, State, Thing, WallShows

SHORTEST_TIMER_S = 10
LONGEST_TIMER_S = 2 * 3600


def show(meeting: Meeting, exercise: Exercise) -> None:
    """Everybody lands on the exercise; shown for the first time it opens."""
    meeting.current_position = exercise.position
    next_seq(meeting, Thing.PATH, Thing.HANDS)  # nobody is ready with the new step yet
    _open(exercise)


def _open(exercise: Exercise) -> None:
    if exercise.opened_at is None:
        exercise.opened_at = now()
        exercise.seq = exercise.opened_seq = next_seq(exercise.meeting, Thing.STEPS)


def open_all_steps(meeting: Meeting) -> None:
    """At one's own pace every step can be done at once; the scribe's block waits for its turn."""
    for exercise in meeting.exercises:
        if exercise.kind is not ExerciseKind.SCRIBE:
            _open(exercise)


@action
def move_path(meeting: Meeting, position: int, by: User) -> None:
    """Move everybody to the exercise at `position` (1 is the first); NotFound when there is none."""
    require(meeting, Deed.LEAD)
    for exercise in meeting.exercises:
        if exercise.position == position:
            with logged("move_path", meeting, by, meeting):
                show(meeting, exercise)
            return
    raise NotFound


@action
def set_pace(meeting: Meeting, pace: Pace, by: User) -> None:
    """Let all move together, or each at their own pace."""
    require(meeting, Deed.LEAD if meeting.state is State.LIVE else Deed.EDIT)
    if pace is meeting.pace:
        return
    if meeting.state is not State.LIVE:
        meeting.pace = pace
        next_seq(meeting, Thing.PATH)
        return
    with logged("set_pace", meeting, by, meeting):
        meeting.pace = pace
        next_seq(meeting, Thing.PATH)
    if pace is Pace.OWN:
        open_all_steps(meeting)


@action
def show_on_wall(meeting: Meeting, what: WallShows) -> None:
    """Let every wall of the meeting show this from now on."""
    require(meeting, Deed.LEAD)
    if what is not meeting.wall_shows:
        meeting.wall_shows = what
        next_seq(meeting, Thing.PATH)


@action
def lock_exercise(exercise: Exercise, by: User) -> None:
    """Take no more contributions for now; what is there stays."""
    require(exercise.meeting, Deed.LEAD)
    if exercise.locked_at:
        return
    with logged("lock_exercise", exercise.meeting, by, exercise):
        exercise.locked_at = now()
        exercise.seq = next_seq(exercise.meeting, Thing.STEPS)


@action
def unlock_exercise(exercise: Exercise, by: User) -> None:
    """Open a locked exercise again, or one ahead of its turn."""
    require(exercise.meeting, Deed.LEAD)
    with logged("unlock_exercise", exercise.meeting, by, exercise):
        exercise.locked_at = None
        exercise.seq = next_seq(exercise.meeting, Thing.STEPS)
    _open(exercise)


@action
def start_timer(exercise: Exercise, seconds: int) -> None:
    """Give people so many seconds from now, whatever a timer showed before: a start that is pressed twice is one start.

    The timer closes nothing at its end.
    """
    require(exercise.meeting, Deed.LEAD)
    _set_timer(exercise, now(), seconds, seconds)


@action
def extend_timer(exercise: Exercise, seconds: int) -> None:
    """Give so many seconds more; after the timer's end, so many from now."""
    require(exercise.meeting, Deed.LEAD)
    if exercise.timer_ends_at and exercise.timer_ends_at > now():
        _set_timer(exercise, exercise.timer_ends_at, seconds, exercise.timer_s + seconds)
    else:
        _set_timer(exercise, now(), seconds, seconds)


def _set_timer(exercise: Exercise, since: datetime, seconds: int, of: int) -> None:
    last = now() + timedelta(seconds=LONGEST_TIMER_S)
    exercise.timer_ends_at = min(since + timedelta(seconds=seconds), last)
    exercise.timer_s = min(of, LONGEST_TIMER_S)
    exercise.seq = next_seq(exercise.meeting, Thing.STEPS)


@action
def stop_timer(exercise: Exercise) -> None:
    """Take the timer away."""
    require(exercise.meeting, Deed.LEAD)
    if exercise.timer_ends_at is not None:
        exercise.timer_ends_at, exercise.timer_s = None, 0
        exercise.seq = next_seq(exercise.meeting, Thing.STEPS)
