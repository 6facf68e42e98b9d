"""The pages on which an organiser archives and erases."""

import pytest

from tests.archive.conftest import Held
from tests.houses import LEADER, ORGANISER
from tests.pages import check_page
from workshop.archive.actions import archive_meeting
from workshop.columns import LANGUAGES
from workshop.extensions import db
from workshop.meetings.models import Meeting
from workshop.meetings.queries import meeting_by_code
from workshop.rounds.queries import round_by_key


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_pages_are_good_pages(held: Held, language: str) -> None:
    desk, code = held.house.desk(ORGANISER, language), held.house.here.code
    for path in (f"/meetings/{code}/archive", "/rounds/values/archive", f"/meetings/{code}", "/rounds/values"):
        check_page(desk.get(path), language)
    check_page(held.house.phone(held.house.guests[0], language).get(f"/j/{code}/privacy"), language)
    with held.house.app.app_context():
        archive_meeting(held.meeting)
    for path in (f"/meetings/{code}/archive", "/rounds/values/archive", f"/meetings/{code}"):
        check_page(desk.get(path), language)


def test_an_organiser_archives_and_then_erases_with_the_code(held: Held) -> None:
    desk, code = held.house.desk(ORGANISER, "en"), held.house.here.code
    page = f"/meetings/{code}/archive"
    assert "Will be archived on 21 January 2023" in desk.get(f"/meetings/{code}").text
    assert f'action="/meetings/{code}/erasure"' not in desk.get(page).text
    assert desk.post(page, page=page).status_code == 303
    assert "Archived on" in desk.get(f"/meetings/{code}").text
    wrong = desk.post(f"/meetings/{code}/erasure", {"name": "MUUTAAA"}, page=page)
    assert wrong.status_code == 422
    check_page(wrong, "en")
    assert f"What you typed is not {code}" in wrong.text
    assert 'value="MUUTAAA"' in wrong.text
    assert desk.post(f"/meetings/{code}/erasure", {"name": code.lower()}, page=page).status_code == 303
    assert desk.get(page).status_code == 404
    with held.house.app.app_context():
        assert meeting_by_code(code) is None


def test_the_time_is_set_on_the_rounds_page_and_told_in_the_notice(held: Held) -> None:
    desk, page, code = held.house.desk(ORGANISER, "en"), "/rounds/values/archive", held.house.here.code
    for wrong in ("", "0", "121", "monta", "9" * 400):
        answer = desk.post(page, {"keeps_months": wrong}, page=page)
        assert answer.status_code == 422
        check_page(answer, "en")
    answer = desk.post(page, {"keeps_months": "24"}, page=page)
    assert answer.status_code == 422
    assert "People have been told a shorter time" in answer.text
    assert 'value="24"' in answer.text
    assert desk.post(page, {"keeps_months": "6"}, page=page).status_code == 303
    notice = held.house.phone(held.house.guests[0], "en").get(f"/j/{code}/privacy").text
    assert "archived 6 months after it has ended" in notice


def test_a_round_that_still_has_people_is_not_erased(held: Held) -> None:
    desk, page = held.house.desk(ORGANISER), "/rounds/values/archive"
    assert "/rounds/values/erasure" not in desk.get(page).text
    assert desk.post("/rounds/values/erasure", {"name": "values"}, page=page).status_code == 409
    assert desk.post("/rounds/values/erasure", {"name": "arvot"}, page=page).status_code == 422
    with held.house.app.app_context():
        assert round_by_key("values")
        assert len(db.session.query(Meeting).all()) == 2


def test_the_pages_are_for_organisers(held: Held) -> None:
    desk, code = held.house.desk(LEADER), held.house.here.code
    assert desk.get(f"/meetings/{code}/archive").status_code == 403
    assert "/archive" not in desk.get(f"/meetings/{code}").text
    assert desk.get("/rounds/values/archive").status_code == 403
