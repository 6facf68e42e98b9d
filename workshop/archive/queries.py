"""When meetings are archived."""

import calendar
from datetime import datetime

from sqlalchemy import select

from workshop.clock import in_finland
from workshop.extensions import db
from workshop.meetings.models import Meeting, State


def archives_at(meeting: Meeting) -> datetime | None:
    """When the meeting is archived by itself; None before it has closed, and where that is done by hand.

    It is the same day of a later month, or the month's last day when it has no such day.
    """
    months = meeting.round.keeps_months
    return _later(meeting.closed_at, months) if meeting.closed_at and months else None


def meetings_to_archive(moment: datetime) -> list[Meeting]:
    """Meetings whose time to be archived has come at `moment`."""
    closed = db.session.scalars(select(Meeting).where(Meeting.state == State.CLOSED, Meeting.archived_at.is_(None)))
    return [meeting for meeting in closed if (due := archives_at(meeting)) and due <= moment]


def _later(moment: datetime, months: int) -> datetime:
    there = in_finland(moment)
    years, month = divmod(there.month - 1 + months, 12)
    year, month = there.year + years, month + 1
    return there.replace(year=year, month=month, day=min(there.day, calendar.monthrange(year, month)[1]))
