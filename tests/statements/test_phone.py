"""A participant's vote as pages and forms, without any script: one statement at a time, back, change, and the end."""

import re

import pytest

from tests.houses import House, led, new_key
from tests.pages import check_page
from tests.statements.conftest import AGREE, DISAGREE, PASS, Voting
from workshop.extensions import db
from workshop.meetings.models import Exercise, State
from workshop.statements import actions
from workshop.statements.models import Adding
from workshop.statements.queries import ballot_of, stances_of


def shown(html: str) -> int:
    """The id of the statement on the card; 0 when there is none."""
    return int(re.search(r'data-statement="(\d*)"', html)[1] or 0)


def mine(voting: Voting) -> dict[int, int]:
    with voting.house.app.app_context():
        return dict(stances_of(voting.exercise, voting.guest()))


def test_one_goes_from_statement_to_statement_and_to_ones_answers(voting: Voting) -> None:
    phone = voting.house.phone(voting.house.guests[0])
    with voting.house.app.app_context():
        order = [one.id for one in ballot_of(voting.exercise, voting.guest())]
    for number, (statement, stance) in enumerate(zip(order, ("agree", "disagree", "pass"), strict=True), start=1):
        page = phone.get(voting.page)
        assert shown(page.text) == statement
        assert f"{number}/3" in page.text
        answer = phone.post(f"{voting.page}/{statement}", {"stance": stance}, page=voting.page)
        assert (answer.status_code, answer.location) == (303, voting.page)
    assert mine(voting) == dict(zip(order, (AGREE, DISAGREE, PASS), strict=True))
    done = phone.get(voting.page)
    assert shown(done.text) == 0
    assert "Kiitos, olet vastannut kaikkiin väittämiin" in done.text
    check_page(done, "fi")


def test_one_goes_back_and_changes_an_answer(voting: Voting) -> None:
    phone = voting.house.phone(voting.house.guests[0])
    first = shown(phone.get(voting.page).text)
    phone.post(f"{voting.page}/{first}", {"stance": "agree"}, page=voting.page)
    second = phone.get(voting.page).text
    assert f"?at={first}" in second
    page = phone.get(f"{voting.page}?at={first}")
    assert shown(page.text) == first
    assert re.search(r'value="agree" aria-pressed="true"', page.text)
    check_page(page, "fi")
    phone.post(f"{voting.page}/{first}", {"stance": "disagree"}, page=voting.page)
    assert mine(voting) == {first: DISAGREE}
    assert shown(phone.get(voting.page).text) == shown(second)


@pytest.mark.parametrize("stance", ["", "maybe", "1", "agree\x00"])
def test_what_is_no_stance_is_refused(voting: Voting, stance: str) -> None:
    phone = voting.house.phone(voting.house.guests[0])
    answer = phone.post(f"{voting.page}/{voting.statements[0]}", {"stance": stance}, page=voting.page)
    assert answer.status_code == 404
    assert mine(voting) == {}


def test_a_statement_that_was_hidden_meanwhile_leads_on_to_the_next(voting: Voting) -> None:
    phone = voting.house.phone(voting.house.guests[0])
    first = shown(phone.get(voting.page).text)
    with voting.house.app.app_context():
        led(actions.hide_statement, voting.statement(voting.statements.index(first)))
    answer = phone.post(f"{voting.page}/{first}", {"stance": "agree"}, page=voting.page)
    assert (answer.status_code, answer.location) == (303, voting.page)
    assert mine(voting) == {}
    page = phone.get(f"{voting.page}?at={first}")
    assert shown(page.text) not in (0, first)
    assert "1/2" in page.text


def test_a_vote_that_was_not_opened_is_not_there(house: House) -> None:
    phone = house.phone(house.guests[0])
    assert phone.get(f"/j/{house.here.code}/statements/{house.here.vote}").status_code == 404
    assert phone.get(f"/j/{house.here.code}/statements/{house.here.board}").status_code == 404


def test_a_locked_vote_says_so_and_keeps_its_buttons_back(voting: Voting) -> None:
    house = voting.house
    phone = house.phone(house.guests[0])
    page = voting.page
    first = shown(phone.get(page).text)
    house.lock(house.here.vote)
    text = phone.get(page).text
    assert re.search(r"data-when-open hidden", text)
    assert "Fasilitaattori on lukinnut väittämät." in text
    answer = phone.post(f"{page}/{first}", {"stance": "agree"}, page=page)
    assert answer.status_code == 409
    check_page(answer, "fi")
    assert mine(voting) == {}


def test_nobody_sees_how_others_answered_before_the_results_are_opened(voting: Voting) -> None:
    guests = voting.join(6)
    voting.take(0, guests, *([AGREE] * 5 + [PASS]))
    voting.take(1, guests[:4], *[DISAGREE] * 4)
    phone = voting.house.phone(voting.house.guests[0])
    address = f"{voting.page}?all=1"
    assert "Kaikki:" not in phone.get(address).text
    with voting.house.app.app_context():
        led(actions.open_results, voting.exercise)
    told = phone.get(address)
    assert "Kaikki: 83\xa0% samaa mieltä, 0\xa0% eri mieltä, 17\xa0% ohitti" in told.text
    assert told.text.count("Vastauksia on liian vähän tulosten näyttämiseen.") == 2, "four people are a small group"
    check_page(told, "fi")


def test_people_add_a_statement_and_are_asked_about_personal_data(voting: Voting) -> None:
    phone, door = voting.house.phone(voting.house.guests[0]), f"{voting.page}/add"
    assert "Oma väittämä" not in phone.get(voting.page).text
    assert phone.post(door, {"text": "Ei saa", "client_key": new_key()}, page=voting.page).status_code == 403
    voting.let_add(Adding.APPROVED)
    sent = {"text": "Soita 040 123 4567", "client_key": new_key()}
    asked = phone.post(door, sent, page=voting.page)
    assert asked.status_code == 422
    assert ">Soita 040 123 4567</textarea>" in asked.text
    check_page(asked, "fi")
    assert phone.post(door, sent | {"anyway": "1"}, page=voting.page).status_code == 303
    assert "Odottaa fasilitaattorin hyväksyntää" in phone.get(voting.page).text
    for wrong in ("", "x" * 301, "\x07"):
        told = phone.post(door, {"text": wrong, "client_key": new_key()}, page=voting.page)
        assert told.status_code == 422
    with voting.house.app.app_context():
        assert len(voting.all()) == 4


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("state", [State.OPEN, State.LIVE, State.AFTERWARDS, State.CLOSED])
def test_the_vote_is_a_good_page_in_every_state(voting: Voting, state: State, language: str) -> None:
    house = voting.house
    voting.let_add(Adding.AT_ONCE)
    voting.take(0, house.guests[:1], AGREE)
    house.put_in(state)
    phone = house.phone(house.guests[0], language)
    for address in (voting.page, f"{voting.page}?all=1", f"{voting.page}?at={voting.statements[1]}"):
        answer = phone.get(address)
        assert answer.status_code == 200
        check_page(answer, language)


def test_an_empty_vote_says_what_will_come(voting: Voting) -> None:
    with voting.house.app.app_context():
        for place in range(3):
            led(actions.hide_statement, voting.statement(place))
        assert db.session.get_one(Exercise, voting.house.here.vote).is_open
    page = voting.house.phone(voting.house.guests[0]).get(voting.page)
    assert "Ei vielä väittämiä" in page.text
    check_page(page, "fi")
