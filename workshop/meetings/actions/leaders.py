"""Who leads a meeting besides the organisers, and who only writes in it."""

from sqlalchemy import delete

from workshop.accounts.log import write_down
from workshop.accounts.models import Role, User
from workshop.action import action
from workshop.errors import NotAllowed
from workshop.extensions import db
from workshop.meetings.models import Meeting, meeting_leader, meeting_scribe


@action
def add_leader(meeting: Meeting, user: User, by: User | None = None) -> None:
    """Let somebody lead the meeting too; twice is once. Raises NotAllowed for whom no meeting may be led."""
    if not user.may(Role.FACILITATOR):
        raise NotAllowed
    leads = db.insert(meeting_leader).values(meeting_id=meeting.id, user_id=user.id)
    added = db.session.scalar(leads.on_conflict_do_nothing().returning(meeting_leader.c.user_id))
    db.session.expire(meeting, ["leaders"])
    if added:
        write_down("add_leader", by, meeting_id=meeting.id, user=user.id)


@action
def remove_leader(meeting: Meeting, user: User, by: User | None = None) -> None:
    """Somebody leads the meeting no longer; their desk and wall stop within seconds. Organisers lead every meeting."""
    leads = (meeting_leader.c.meeting_id == meeting.id, meeting_leader.c.user_id == user.id)
    db.session.execute(delete(meeting_leader).where(*leads))
    db.session.expire(meeting, ["leaders"])
    write_down("remove_leader", by, meeting_id=meeting.id, user=user.id)


@action
def add_scribe(meeting: Meeting, user: User, by: User | None = None) -> None:
    """Let somebody write in the meeting what is said aloud and what came on paper; twice is once.

    Raises NotAllowed for whom the house lets in no more.
    """
    if not user.may(Role.SCRIBE):
        raise NotAllowed
    writes = db.insert(meeting_scribe).values(meeting_id=meeting.id, user_id=user.id)
    added = db.session.scalar(writes.on_conflict_do_nothing().returning(meeting_scribe.c.user_id))
    db.session.expire(meeting, ["scribes"])
    if added:
        write_down("add_scribe", by, meeting_id=meeting.id, user=user.id)


@action
def remove_scribe(meeting: Meeting, user: User, by: User | None = None) -> None:
    """Somebody writes in the meeting no longer; their page stops within seconds. What they have written stays."""
    writes = (meeting_scribe.c.meeting_id == meeting.id, meeting_scribe.c.user_id == user.id)
    db.session.execute(delete(meeting_scribe).where(*writes))
    db.session.expire(meeting, ["scribes"])
    write_down("remove_scribe", by, meeting_id=meeting.id, user=user.id)
