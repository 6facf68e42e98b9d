"""The invitation: words for a chat, and a file that calendars read."""

import re
from datetime import UTC, datetime
from html import unescape

import icalendar
import pytest

from tests.houses import CODE, LEADER, House, meeting_of, some_facts
from tests.pages import check_page
from workshop import clock
from workshop.accounts.queries import user_by_email
from workshop.columns import LANGUAGES, Texts
from workshop.meetings.actions import create_meeting
from workshop.meetings.models import State

HERE = f"/meetings/{CODE}"
CALL = "https://teams.example/l/meetup-join/19%3ameeting?x=1&y=2"


def invitation_on(page: str) -> str:
    found = re.search(r'<textarea[^>]* id="invitation"[^>]* readonly>([^<]*)</textarea>', page)
    return unescape(found[1]) if found else ""


def made(house: House, **facts: object) -> str:
    """The address of a meeting in draft with these facts."""
    with house.app.app_context():
        round_ = meeting_of(house.here).round
        return f"/meetings/{create_meeting(round_, some_facts(**facts), user_by_email(LEADER)).code}"


def event_of(house: House, address: str, language: str = "fi") -> icalendar.Event:
    answer = house.desk(language=language).get(f"{address}/invitation.ics")
    assert answer.status_code == 200
    [event] = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
    return event


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_invitation_says_when_and_how_to_join(house: House, language: str) -> None:
    address = made(house, teams_url=CALL)
    page = house.desk(language=language).get(address)
    check_page(page, language)
    words = invitation_on(page.text)
    code = address[-7:]
    for part in (some_facts().title[language], "2022", CALL, f"http://localhost/j/{code}", f" {code} "):
        assert part in words
    assert words.splitlines()[0] == some_facts().title[language]


def test_without_a_call_the_invitation_speaks_of_none(house: House) -> None:
    assert "Teams" not in invitation_on(house.desk().get(HERE).text)


@pytest.mark.parametrize(("state", "invites"), [(state, state in ("draft", "open", "live")) for state in State])
def test_nobody_is_invited_to_a_meeting_that_has_ended(house: House, state: State, invites: bool) -> None:
    house.put_in(state)
    page = house.desk().get(HERE)
    check_page(page, "fi")
    assert bool(invitation_on(page.text)) is invites
    assert (f"{HERE}/invitation.ics" in page.text) is invites


def test_links_are_of_the_settings_and_never_of_the_request(house: House) -> None:
    desk, headers = house.desk(), {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    for path in (HERE, f"{HERE}/invitation.ics"):
        answer = desk.client.get(path, headers=headers)
        assert "evil" not in answer.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_calendar_gets_the_meeting(house: House, language: str) -> None:
    address = made(house, teams_url=CALL)
    event = event_of(house, address, language)
    code = address[-7:]
    assert event["UID"] == f"{code}@localhost"
    assert event["SUMMARY"] == some_facts().title[language]
    assert event["LOCATION"] == CALL
    assert event["URL"] == f"http://localhost/j/{code}"
    assert event["DESCRIPTION"] == invitation_on(house.desk(language=language).get(address).text)


@pytest.mark.parametrize(
    ("starts", "wall_clock", "offset"),
    [(datetime(2022, 1, 21, 11, tzinfo=UTC), "13:00", 2), (datetime(2022, 6, 21, 11, tzinfo=UTC), "14:00", 3)],
)
def test_times_are_finnish_in_winter_and_in_summer(
    house: House, starts: datetime, wall_clock: str, offset: int
) -> None:
    address = made(house, starts_at=starts, ends_at=starts.replace(hour=13))
    text = house.desk().get(f"{address}/invitation.ics").text
    stamp = f"{starts:%Y%m%d}T{wall_clock.replace(':', '')}00"
    assert f"DTSTART;TZID=Europe/Helsinki:{stamp}\r\n" in text
    assert text.index("BEGIN:VTIMEZONE") < text.index("BEGIN:VEVENT")
    event = event_of(house, address)
    assert event["DTSTART"].dt == starts
    assert event["DTEND"].dt == starts.replace(hour=13)
    assert event["DTSTART"].dt.utcoffset().total_seconds() == offset * 3600


def test_the_zone_in_the_file_is_enough_for_the_file(house: House) -> None:
    """A calendar that knows no zones by name reads the time from the rules that stand in the file."""
    calendar = icalendar.Calendar.from_ical(house.desk().get(f"{HERE}/invitation.ics").data)
    [zone] = calendar.walk("VTIMEZONE")
    [event] = calendar.walk("VEVENT")
    naive = event["DTSTART"].dt.replace(tzinfo=None)
    assert zone.to_tz(lookup_tzid=False).utcoffset(naive).total_seconds() == 7200


@pytest.mark.parametrize(
    "title", ["Arvot, nyt; huomenna\\n", "👩‍👧 Perheet", "a\nATTENDEE:mailto:x@example.org", "x" * 200]
)
def test_a_title_cannot_write_other_lines_of_the_file(house: House, title: str) -> None:
    address = made(house, title=Texts(fi=title))
    answer = house.desk().get(f"{address}/invitation.ics")
    event = event_of(house, address)
    assert event["SUMMARY"] == title
    assert "ATTENDEE" not in event
    assert all(len(line) <= 75 for line in answer.data.split(b"\r\n")), "lines are folded"


def test_taken_in_again_the_file_replaces_what_was_there(house: House) -> None:
    with clock.at(datetime(2022, 1, 1, tzinfo=UTC)):
        first = event_of(house, HERE)
    with clock.at(datetime(2022, 1, 2, tzinfo=UTC)):
        second = event_of(house, HERE)
    assert first["UID"] == second["UID"]
    assert first["DTSTAMP"].dt < second["DTSTAMP"].dt


def test_the_file_is_for_those_who_lead(house: House) -> None:
    answer = house.desk().get(f"{HERE}/invitation.ics")
    assert answer.mimetype == "text/calendar"
    assert f"koonti-{CODE}.ics" in answer.headers["Content-Disposition"]
    assert house.passer_by().get(f"{HERE}/invitation.ics").status_code == 302
    assert house.desk("bystander@example.org").get(f"{HERE}/invitation.ics").status_code == 404
