"""Joining a meeting and changing one's tag."""

import secrets
from collections.abc import Sequence

from sqlalchemy import update

from workshop.action import action
from workshop.clock import now
from workshop.errors import Blocked
from workshop.extensions import db
from workshop.meetings.actions import next_seq, require, require_open
from workshop.meetings.models import Deed, Exercise, Meeting, State, Thing
from workshop.participants.models import Participant


@action
def join_meeting(
    meeting: Meeting, language: str, groups: Sequence[str] = (), municipality: str | None = None
) -> Participant:
    """A new participant of the meeting. The tag is voluntary: no groups and no municipality are fine."""
    require(meeting, Deed.JOIN)
    participant = Participant(
        key=secrets.token_urlsafe(16),
        meeting=meeting,
        language=language,
        groups=list(groups),
        municipality=municipality,
        joined_at=now(),
        joined_afterwards=meeting.state is State.AFTERWARDS,
    )
    db.session.add(participant)
    db.session.flush()
    return participant


@action
def change_tag(participant: Participant, language: str, groups: Sequence[str], municipality: str | None) -> None:
    """Speak for other groups or another place from now on; what was said before keeps its tag."""
    require(participant.meeting, Deed.JOIN)
    participant.language, participant.groups, participant.municipality = language, list(groups), municipality


def require_may_write(participant: Participant) -> None:
    """Raise Blocked to whoever those who lead keep from writing: the one rule for all that a participant contributes.

    What people take away of their own does not ask for it.
    """
    if participant.blocked_at:
        raise Blocked


def require_open_to(participant: Participant, exercise: Exercise) -> None:
    """Raise unless the exercise takes contributions of this participant now: NotNow, Locked, Blocked."""
    require_open(exercise)
    require_may_write(participant)


@action
def raise_hand(participant: Participant, raised: bool) -> None:
    """Ask for the floor, or take the hand down; done twice it is done once. Raises NotNow, Blocked."""
    meeting = participant.meeting
    require(meeting, Deed.CONTRIBUTE)
    require_may_write(participant)
    if raised != (participant.hand_raised_at is not None):
        participant.hand_raised_at = now() if raised else None
        next_seq(meeting, Thing.HANDS)


@action
def say_ready(participant: Participant, ready: bool) -> None:
    """Say that one is ready with the step that everybody is shown, or not yet after all. Raises NotNow, Blocked."""
    meeting = participant.meeting
    require(meeting, Deed.CONTRIBUTE)
    require_may_write(participant)
    wanted = meeting.current_position if ready else None
    if participant.ready_at_position != wanted:
        participant.ready_at_position = wanted
        next_seq(meeting, Thing.HANDS)


@action
def lower_hands(meeting: Meeting) -> None:
    """Take all hands down: everybody has been heard. Raises NotNow."""
    require(meeting, Deed.LEAD)
    raised = Participant.meeting_id == meeting.id, Participant.hand_raised_at.is_not(None)
    db.session.execute(update(Participant).where(*raised).values(hand_raised_at=None))
    next_seq(meeting, Thing.HANDS)
