"""Where a participant is on the path, and where it can go from there."""

from collections.abc import Sequence
from dataclasses import dataclass

from workshop.meetings.models import Exercise, Meeting, Pace, State
from workshop.participants.models import Participant


@dataclass(frozen=True)
class Place:
    """A step as the page of a participant shows it."""

    number: int
    """1 is the first."""
    of: int
    alone: bool
    """Does one go from step to step alone?"""
    earlier: Exercise | None
    """The step before it; None where the facilitator leads, or at the beginning."""
    later: Exercise | None
    may_signal: bool
    """Can a hand be raised here?"""
    hand: bool
    ready: bool


def leads_oneself(meeting: Meeting) -> bool:
    """Does each participant go from step to step alone: at their own pace, or afterwards?"""
    return meeting.state is State.AFTERWARDS or (meeting.state is State.LIVE and meeting.pace is Pace.OWN)


def open_steps(meeting: Meeting) -> Sequence[Exercise]:
    """The steps that participants have been shown, in order."""
    return [step for step in meeting.exercises if step.opened_at]


def place_of(step: Exercise, guest: Participant | None) -> Place:
    """The place of a step on its meeting's path, for a participant."""
    meeting = step.meeting
    alone = leads_oneself(meeting)
    path = open_steps(meeting) if alone else list(meeting.exercises)
    here = path.index(step) if step in path else 0
    return Place(
        number=here + 1,
        of=len(path),
        alone=alone,
        earlier=path[here - 1] if alone and here > 0 else None,
        later=path[here + 1] if alone and here + 1 < len(path) else None,
        may_signal=meeting.state is State.LIVE and guest is not None and guest.may_write,
        hand=guest is not None and guest.hand_raised_at is not None,
        ready=guest is not None
        and guest.ready_at_position is not None
        and guest.ready_at_position == meeting.current_position,
    )
