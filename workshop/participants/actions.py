"""Joining a meeting and changing one's tag."""

import secrets
from collections.abc import Sequence

from workshop.action import action
from workshop.clock import now
from workshop.extensions import db
from workshop.meetings.actions import require
from workshop.meetings.models import Deed, Meeting, State
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
