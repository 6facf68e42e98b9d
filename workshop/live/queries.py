"""Who is here, over all web processes."""

from datetime import timedelta

from sqlalchemy import func, select

from workshop.extensions import db
from workshop.live.models import Here

REFRESHED_WITHIN = timedelta(seconds=15)


def here_in_all(meeting_ids: list[int]) -> dict[int, int]:
    """How many participants each meeting has before it, counted over the processes that live. PostgreSQL only."""
    counted = (
        select(Here.meeting_id, func.sum(Here.participants))
        .where(Here.meeting_id.in_(meeting_ids), Here.seen_at > func.now() - REFRESHED_WITHIN)
        .group_by(Here.meeting_id)
    )
    return {meeting_id: int(count) for meeting_id, count in db.session.execute(counted)}
