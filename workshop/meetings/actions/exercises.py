"""The path is built: exercises are added, changed, put in order and taken off."""

from sqlalchemy.exc import IntegrityError

from workshop.action import action
from workshop.errors import Answered
from workshop.extensions import db
from workshop.meetings.actions.turns import next_seq, require
from workshop.meetings.models import Deed, Exercise, ExerciseKind, Meeting, Thing


@action
def add_exercise(meeting: Meeting, kind: ExerciseKind, title: dict[str, str], guidance: dict[str, str]) -> Exercise:
    """A new exercise at the end of the path."""
    require(meeting, Deed.EDIT)
    last = max((exercise.position for exercise in meeting.exercises), default=0)
    exercise = Exercise(meeting=meeting, kind=kind, title=title, guidance=guidance, position=last + 1)
    db.session.add(exercise)
    exercise.seq = next_seq(meeting, Thing.STEPS)
    db.session.flush()
    return exercise


@action
def edit_exercise(exercise: Exercise, title: dict[str, str], guidance: dict[str, str]) -> None:
    require(exercise.meeting, Deed.EDIT)
    exercise.title, exercise.guidance = title, guidance
    exercise.seq = next_seq(exercise.meeting, Thing.STEPS)


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
                step.seq = next_seq(meeting, Thing.STEPS)


@action
def remove_exercise(exercise: Exercise) -> None:
    """Take an exercise off the path, with its questions. Raises NotNow, and Answered when people have answered."""
    meeting = exercise.meeting
    require(meeting, Deed.EDIT)
    meeting.exercises.remove(exercise)
    db.session.delete(exercise)
    try:
        db.session.flush()
    except IntegrityError:  # what people have said holds on to it, whatever feature keeps it
        raise Answered from None
    for position, step in enumerate(sorted(meeting.exercises, key=lambda step: step.position), start=1):
        step.position = position
        step.seq = next_seq(meeting, Thing.STEPS)
