"""Codes that people read aloud and type, and the join link made of them."""

import pytest

from tests.houses import LEADER, House
from tests.pages import check_page
from workshop.meetings.codes import ALPHABET, LENGTH, is_code, new_code, tidy_code
from workshop.meetings.models import State

POISON = [
    {"Host": "evil.example"},
    {"X-Forwarded-Host": "evil.example"},
    {"Forwarded": "host=evil.example;proto=https"},
    {"X-Forwarded-Proto": "https", "X-Forwarded-Prefix": "/evil", "X-Original-Host": "evil.example"},
]


def test_no_character_of_a_code_is_taken_for_another() -> None:
    assert set("01OIL").isdisjoint(ALPHABET)
    assert len(set(ALPHABET)) == len(ALPHABET) == 31
    assert ALPHABET.isascii()
    assert ALPHABET.upper() == ALPHABET


def test_new_codes_are_codes_and_differ() -> None:
    codes = {new_code() for _time in range(500)}
    assert len(codes) == 500
    assert all(is_code(code) for code in codes)
    assert set("".join(codes)) == set(ALPHABET), "every character is drawn"


@pytest.mark.parametrize("typed", ["testaaa", " TEST AAA ", "tEsT-aAa", "TEST\u00a0AAA", "T E S T A A A", "TEST\tAAA"])
def test_a_code_is_found_as_people_type_it(house: House, typed: str) -> None:
    assert tidy_code(typed) == house.here.code
    answer = house.passer_by().get("/join", query_string={"code": typed})
    assert (answer.status_code, answer.location) == (302, f"/j/{house.here.code}")


@pytest.mark.parametrize("text", ["", "TESTAA", "TESTAAAA", "TESTAA0", "testaaa", "TESTAAÄ", "TEST AA", "ТESTAAA"])
def test_what_is_no_code(text: str) -> None:
    assert not is_code(text)


def test_a_code_has_seven_characters() -> None:
    assert LENGTH == 7


@pytest.mark.parametrize("headers", POISON, ids=lambda headers: next(iter(headers)))
def test_a_poisoned_host_changes_no_link(house: House, headers: dict[str, str]) -> None:
    # The cookie is sent by hand, since a browser would not send it to the host that the header names.
    cookie = house.desk().client.get_cookie("koonti")
    assert cookie
    client, headers = house.app.test_client(use_cookies=False), headers | {"Cookie": f"koonti={cookie.value}"}
    here = f"/meetings/{house.here.code}"
    drawing = client.get(f"{here}/qr.svg", headers={"Cookie": headers["Cookie"]})
    assert drawing.mimetype == "image/svg+xml"
    assert drawing.data.startswith(b"<svg")
    assert client.get(f"{here}/qr.svg", headers=headers).data == drawing.data
    house.put_in(State.OPEN)
    for page in (here, f"{here}/wall"):
        shown = client.get(page, headers=headers)
        assert shown.status_code == 200
        assert f"localhost/j/{house.here.code}" in shown.text
        assert "evil" not in shown.text


def test_the_code_of_the_qr_differs_by_meeting(house: House) -> None:
    desk = house.desk("organiser@example.org")
    one, two = (desk.get(f"/meetings/{built.code}/qr.svg").data for built in (house.here, house.other))
    assert one != two


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_link_is_on_the_plans_page(house: House, language: str) -> None:
    answer = house.desk(LEADER, language).get(f"/meetings/{house.here.code}")
    check_page(answer, language)
    assert house.here.code in answer.text
