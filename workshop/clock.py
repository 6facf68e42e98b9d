"""The house's only clock: everybody who needs the time asks here, so that tests and the demo can set it."""

from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

HELSINKI = ZoneInfo("Europe/Helsinki")

_set_time: ContextVar[datetime | None] = ContextVar("set_time", default=None)


def now() -> datetime:
    """The present moment as an aware datetime in UTC."""
    return _set_time.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at `moment` (aware) inside the block; for the demo's past meetings and for tests."""
    if moment.tzinfo is None:
        raise ValueError("the clock takes aware datetimes only")
    token = _set_time.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set_time.reset(token)


def months_later(moment: datetime, months: int) -> datetime:
    """The same day and time so many months later; the last day of a month that has no such day."""
    years, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + years, month + 1
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))


def this_hour() -> datetime:
    """The beginning of the present hour: the time of what must not be linked with other things by its time."""
    present = now()
    return present - timedelta(minutes=present.minute, seconds=present.second, microseconds=present.microsecond)


def in_finland(moment: datetime) -> datetime:
    """The same moment on a Finnish wall clock."""
    return moment.astimezone(HELSINKI)


def today() -> date:
    """The day that it is in Finland."""
    return in_finland(now()).date()


def from_finland(wall_clock: datetime) -> datetime:
    """A naive Finnish wall-clock time, as a form gives it, as an aware datetime in UTC."""
    return wall_clock.replace(tzinfo=HELSINKI).astimezone(UTC)


def exists_in_finland(wall_clock: datetime) -> bool:
    """Is there such a naive Finnish wall-clock time, or is it in the hour that is left out in spring?"""
    return in_finland(from_finland(wall_clock)).replace(tzinfo=None) == wall_clock
