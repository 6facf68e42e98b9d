"""Who may archive, erase and take back, and when: rows of the table that test_rights.py reads."""

from tests.rights import ALWAYS, DONE_ALWAYS, Door, Row

NEVER = "409 409 409 409 409"
"""People have joined the meetings of the house, and none of them is archived."""
_MEETING, _ROUND = "/meetings/{code}", "/rounds/values"

TABLE = [
    Row("archive.meeting_page", "GET", f"{_MEETING}/archive", Door.MAIL, ALWAYS),
    Row("archive.archive", "POST", f"{_MEETING}/archive", Door.MAIL, "409 409 409 409 303"),
    Row("archive.erase", "POST", f"{_MEETING}/erasure", Door.MAIL, NEVER, {"name": "{code}"}),
    Row("archive.round_page", "GET", f"{_ROUND}/archive", Door.ORGANISERS, ALWAYS),
    Row("archive.keep", "POST", f"{_ROUND}/archive", Door.ORGANISERS, DONE_ALWAYS, {"keeps_months": "11"}),
    Row("archive.erase_all", "POST", f"{_ROUND}/erasure", Door.ORGANISERS, NEVER, {"name": "values"}),
    Row("archive.take_back", "POST", "/j/{code}/removal", Door.GUESTS, DONE_ALWAYS),
]
