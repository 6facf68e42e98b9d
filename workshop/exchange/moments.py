"""Times as Padlet, Webropol and Finnish spreadsheets write them."""

import re
from datetime import UTC, datetime

from workshop.clock import from_finland

_ISO = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?:[T ](\d\d?)[:.](\d\d)(?:[:.]\d\d(?:\.\d{1,9})?)?)?\s?(Z|UTC|\+00:?00)?")
_FINNISH = re.compile(r"(\d\d?)\.(\d\d?)\.(\d{4})(?:,?\s(?:klo\s|kl\.\s)?(\d\d?)[:.](\d\d)(?:[:.]\d\d)?)?")


def moment_in(cell: str) -> datetime | None:
    """The moment that a cell names, as Padlet, Webropol and Finnish spreadsheets write them; None for any other."""
    text = cell.strip()
    iso, finnish = _ISO.fullmatch(text), _FINNISH.fullmatch(text)
    try:
        if iso:
            year, month, day, hour, minute = (int(part or 0) for part in iso.groups()[:5])
            when = datetime(year, month, day, hour, minute, tzinfo=UTC if iso[6] else None)
            return when if iso[6] else from_finland(when)
        if finnish:
            day, month, year, hour, minute = (int(part or 0) for part in finnish.groups())
            return from_finland(datetime(year, month, day, hour, minute))  # noqa: DTZ001 - a Finnish wall clock
    except (ValueError, OverflowError):
        return None
    return None
