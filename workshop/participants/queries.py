"""Finding participants."""

from collections.abc import Collection, Sequence

from sqlalchemy import case, func, select
from sqlalchemy.orm.attributes import set_committed_value

from workshop.extensions import db
from workshop.live.stream import AS_IT_IS_NOW, Audience, Change
from workshop.meetings.models import Meeting
from workshop.participants.models import Participant


def participant_by_key(meeting: Meeting, key: str) -> Participant | None:
    """The participant of this meeting with this key; a key of another meeting finds nobody."""
    found = db.session.scalar(select(Participant).where(Participant.meeting_id == meeting.id, Participant.key == key))
    if found:
        # held by the participant, the meeting and its exercises are not asked for once more
        set_committed_value(found, "meeting", meeting)
    return found


def blocked_in(meeting_ids: Collection[int]) -> Sequence[Participant]:
    """The participants of these meetings whose devices are blocked, those last that were blocked last."""
    blocked = select(Participant).where(Participant.meeting_id.in_(meeting_ids), Participant.blocked_at.is_not(None))
    return db.session.scalars(blocked.order_by(Participant.blocked_at)).all()


def participant_counts(meeting_id: int) -> tuple[int, int]:
    """How many joined on the spot and how many afterwards."""
    rows = db.session.execute(
        select(Participant.joined_afterwards, func.count())
        .where(Participant.meeting_id == meeting_id)
        .group_by(Participant.joined_afterwards)
    )
    counts = dict(rows.all())
    return counts.get(False, 0), counts.get(True, 0)


def hand_changes(meeting_id: int, after: int, audience: Audience) -> list[Change]:
    """How many hands are up and how many are ready with the step shown, when that changed after number `after`.

    Facilitators are told numbers; nobody is told who. Participants hear only that no hand is up, and that this is over:
    by the first a phone knows that its own has been lowered.
    """
    moved = select(Meeting).where(Meeting.id == meeting_id, Meeting.hands_seq > after)
    meeting = db.session.scalar(moved.execution_options(**AS_IT_IS_NOW))
    if meeting is None:
        return []
    raised, ready = db.session.execute(
        select(
            func.count(Participant.hand_raised_at),
            func.count(case((Participant.ready_at_position == meeting.current_position, 1))),
        ).where(Participant.meeting_id == meeting_id)
    ).one()
    body = {"kind": "hands", "id": meeting.id, "seq": meeting.hands_seq}
    if audience is Audience.FACILITATORS:
        return [{**body, "raised": raised, "ready": ready}]
    if not raised:
        return [{**body, "raised": 0}]
    return [{**body, "gone": True}] if after else []
