"""What the worker does for the dashboards: it finds the terms of the notes that have been written."""

from flask import current_app
from sqlalchemy import func, select

from workshop.boards.models import Note
from workshop.extensions import db
from workshop.jobs import clear_away, laid_out, lay_out
from workshop.meetings.models import Meeting
from workshop.results.terms import FEWEST_NOTES, find_terms_of, name_of

_MEETINGS = "terms"
"""Under which name the meetings are laid out that have terms."""


def find_terms() -> None:
    """Find the terms of each meeting whose notes have changed since, and forget those of meetings that are gone."""
    many = select(Note.meeting_id).group_by(Note.meeting_id).having(func.count() >= FEWEST_NOTES)
    meetings = db.session.scalars(select(Meeting).where(Meeting.id.in_(many))).all()
    for meeting in meetings:
        seq, _found = laid_out(name_of(meeting.id)) or (0, {})
        if seq != meeting.notes_seq:
            try:
                find_terms_of(meeting)
            except Exception:
                # One meeting whose notes cannot be read must not keep the others waiting.
                current_app.logger.exception("the terms of meeting %s could not be found", meeting.id)
    there = {meeting.id for meeting in meetings}
    known = set(laid_out(_MEETINGS) or ())
    for gone in known - there:
        clear_away(name_of(gone))
    if known != there:
        lay_out(_MEETINGS, sorted(there))
