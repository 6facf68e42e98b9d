"""Who leads a meeting besides the organisers."""

from sqlalchemy import delete

from workshop.accounts.models import Role, User
from workshop.action import action
from workshop.errors import NotAllowed
from workshop.extensions import db
from workshop.meetings.models import Meeting, meeting_leader


@action
def add_leader(meeting: Meeting, user: User) -> None:
    """Let somebody lead the meeting too; twice is once. Raises NotAllowed for whom no meeting may be led."""
    if not user.may(Role.FACILITATOR):
        raise NotAllowed
    leads = db.insert(meeting_leader).values(meeting_id=meeting.id, user_id=user.id)
    db.session.execute(leads.on_conflict_do_nothing())
    db.session.expire(meeting, ["leaders"])


@action
def remove_leader(meeting: Meeting, user: User) -> None:
    """Somebody leads the meeting no longer; their desk and wall stop within seconds. Organisers lead every meeting."""
    leads = (meeting_leader.c.meeting_id == meeting.id, meeting_leader.c.user_id == user.id)
    db.session.execute(delete(meeting_leader).where(*leads))
    db.session.expire(meeting, ["leaders"])
