"""Finding participants."""

from sqlalchemy import func, select

from workshop.extensions import db
from workshop.meetings.models import Meeting
from workshop.participants.models import Participant


def participant_by_key(meeting: Meeting, key: str) -> Participant | None:
    """The participant of this meeting with this key; a key of another meeting finds nobody."""
    return db.session.scalar(select(Participant).where(Participant.meeting_id == meeting.id, Participant.key == key))


def participant_counts(meeting_id: int) -> tuple[int, int]:
    """How many joined on the spot and how many afterwards."""
    rows = db.session.execute(
        select(Participant.joined_afterwards, func.count())
        .where(Participant.meeting_id == meeting_id)
        .group_by(Participant.joined_afterwards)
    )
    counts = dict(rows.all())
    return counts.get(False, 0), counts.get(True, 0)
