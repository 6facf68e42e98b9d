"""What a web process lets the others know."""

from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from workshop.action import action
from workshop.extensions import db
from workshop.live.models import Here

FORGOTTEN_AFTER = timedelta(minutes=1)


@action
def report_here(process: str, here: dict[int, int]) -> None:
    """This process has so many participants before it, by meeting id, and elsewhere none. PostgreSQL only."""
    db.session.execute(delete(Here).where(Here.process == process, Here.meeting_id.not_in(here)))
    for meeting_id in sorted(here):
        seen = {"participants": here[meeting_id], "seen_at": func.now()}
        row = insert(Here).values(process=process, meeting_id=meeting_id, **seen)
        db.session.execute(row.on_conflict_do_update(constraint="pk_here", set_=seen))
    # Of processes that are no more; a row that another one clears away is left to it.
    old = select(Here.process, Here.meeting_id).where(Here.seen_at < func.now() - FORGOTTEN_AFTER)
    for process, meeting_id in db.session.execute(old.with_for_update(skip_locked=True)).all():
        db.session.execute(delete(Here).where(Here.process == process, Here.meeting_id == meeting_id))
