"""What the staff did in the whole house stands on a page of the administrators, by who, what and when."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from tests.houses import CODE, LEADER, ORGANISER, House, build_house, meeting_of
from tests.pages import Visitor, check_page
from workshop.accounts.actions import disable_user, invite, make_user
from workshop.accounts.models import Role
from workshop.accounts.queries import user_by_email
from workshop.clock import at
from workshop.columns import LANGUAGES
from workshop.meetings.actions import close_meeting, end_meeting

ADMIN = "admin@example.org"
THEN = datetime(2022, 1, 21, 21, 59, tzinfo=UTC)
"""A minute before midnight in Finland."""


@pytest.fixture
def house(app: Flask) -> House:
    house = build_house(app)
    with app.app_context():
        admin = make_user(ADMIN, "Adele", Role.ADMIN, "fi")
        leader = user_by_email(LEADER)
        with at(THEN):
            invite(Role.SCRIBE, admin)
        end_meeting(meeting_of(house.here), 12, leader)
        close_meeting(meeting_of(house.here))
    return house


def words_of(visitor: Visitor, **asked: str) -> list[str]:
    """The cells of the rows that are found, each row's in one string."""
    page = visitor.client.get("/deeds", query_string=asked)
    check_page(page, "en")
    return [" ".join(row.split()) for row in page.text.split("<tr")[2:]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_tells_all(house: House, language: str) -> None:
    page = house.desk(ADMIN, language).get("/deeds")
    check_page(page, language)
    assert f"/meetings/{CODE}" in page.text
    assert "/rounds/values" in page.text
    assert "/deeds" in house.desk(ADMIN).get("/people").text


def test_it_is_narrowed_by_who_what_and_when(house: House) -> None:
    admin = house.desk(ADMIN, "en")
    with house.app.app_context():
        leader = str(user_by_email(LEADER).id)
    [ended, *_made] = words_of(admin, who=leader)
    assert "The meeting was ended." in ended
    assert "Leader" in ended
    assert "The meeting was closed." in words_of(admin, who="0")[0]
    [invited] = words_of(admin, what="accounts")
    assert "An invitation link was made." in invited
    assert "Scribe" in invited
    assert words_of(admin, since="2022-01-21", until="2022-01-21") == [invited]
    assert words_of(admin, until="2022-01-20") == words_of(admin, since="2100-01-01") == []
    assert "invitation" not in " ".join(words_of(admin, since="2022-01-22"))
    assert words_of(admin, what="lists") == []


@pytest.mark.parametrize("asked", [{"who": "999"}, {"what": "x"}, {"since": "eilen"}, {"until": "0001-01-01"}])
def test_what_cannot_be_looked_for_is_said_at_its_field(house: House, asked: dict[str, str]) -> None:
    for language in LANGUAGES:
        page = house.desk(ADMIN, language).client.get("/deeds", query_string=asked)
        assert page.status_code == 422
        check_page(page, language)
        [field] = asked
        assert f'href="#{field}"' in page.text


def test_the_pages_keep_what_is_looked_for(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workshop.meetings.deeds.A_PAGE", 2)
    page = house.desk(ADMIN, "en").get("/deeds?what=meetings&page=2").text
    assert "/deeds?page=3&amp;what=meetings" in page
    assert "Page 2 of" in page


def test_only_administrators_see_it(house: House) -> None:
    with house.app.app_context():
        make_user("scribe@example.org", "Scribe", Role.SCRIBE, "fi")
        second = make_user("second@example.org", "Second", Role.ADMIN, "fi")
        gone = house.desk("second@example.org")
        disable_user(second)
    told = {who: house.desk(who).get("/deeds").status_code for who in (LEADER, ORGANISER, "scribe@example.org", ADMIN)}
    assert told == {LEADER: 403, ORGANISER: 403, "scribe@example.org": 403, ADMIN: 200}
    assert gone.get("/deeds").status_code == house.passer_by().get("/deeds").status_code == 302
