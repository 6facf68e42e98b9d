"""A form whose token is no longer good: nothing typed is lost for our own pages, nothing is given to others."""

import pytest
from flask import Flask
from sqlalchemy import select

from tests.houses import House, build_house, new_key
from tests.pages import check_page, form_fields
from workshop.extensions import db
from workshop.surveys.models import Answer

OURS = {"Origin": "http://localhost"}
JSON = {"Accept": "application/json"}
WORDS = "Pitkään mietitty ajatus\nkahdella rivillä & <merkeillä>"


@pytest.fixture
def house(app: Flask) -> House:
    return build_house(app)


def door(house: House) -> str:
    return f"/j/{house.here.code}/prompts/{house.here.prompts[0]}/notes"


def sent(house: House, token: str = "old") -> dict[str, str]:
    return {"csrf_token": token, "text": WORDS, "client_key": new_key()}


@pytest.mark.parametrize("headers", [OURS, {"Sec-Fetch-Site": "same-origin"}])
@pytest.mark.parametrize("token", ["", "old"])
def test_our_own_page_gets_the_text_back_and_sending_it_again_works(
    house: House, token: str, headers: dict[str, str]
) -> None:
    phone = house.phone(house.guests[0])
    answer = phone.client.post(door(house), data=sent(house, token), headers=headers)
    assert answer.status_code == 400
    check_page(answer, "fi")
    assert house.notes() == []
    fields = form_fields(answer, door(house))
    assert fields["text"] == WORDS
    assert "&lt;merkeillä&gt;</textarea>" in answer.text
    assert phone.client.post(door(house), data=fields).status_code == 303
    assert house.notes() == [WORDS]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_page_speaks_the_readers_language(house: House, language: str) -> None:
    phone = house.phone(house.guests[0], language)
    check_page(phone.client.post(door(house), data=sent(house), headers=OURS), language)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Referer": "http://localhost/"},
        {"X-Forwarded-Host": "evil.example", "Origin": "http://evil.example"},
    ],
)
def test_anybody_elses_page_gets_nothing(house: House, headers: dict[str, str]) -> None:
    phone = house.phone(house.guests[0])
    answer = phone.client.post(door(house), data=sent(house), headers=headers)
    assert answer.status_code == 400
    page = check_page(answer, "fi")
    assert "mietitty" not in answer.text
    assert page.post_forms == 0
    told = phone.client.post(door(house), data=sent(house), headers=headers | JSON)
    assert told.status_code == 400
    assert "csrf_token" not in told.json
    assert house.notes() == []


def test_a_script_gets_a_new_token_and_sends_again(house: House) -> None:
    phone = house.phone(house.guests[0])
    told = phone.client.post(door(house), data=sent(house), headers=OURS | JSON)
    assert (told.status_code, told.json["error"]) == (400, "Expired")
    again = phone.client.post(door(house), data=sent(house, told.json["csrf_token"]), headers=OURS | JSON)
    assert again.status_code == 201
    assert house.notes() == [WORDS]


def test_a_token_of_another_browser_is_no_token(house: House) -> None:
    token = house.phone(house.guests[1]).token(f"/j/{house.here.code}/boards/{house.here.board}")
    answer = house.phone(house.guests[0]).client.post(door(house), data=sent(house, token))
    assert answer.status_code == 400
    assert house.notes() == []


def test_every_choice_of_a_survey_comes_back(house: House) -> None:
    house.show(2)
    phone = house.phone(house.guests[0])
    address = f"/j/{house.here.code}/surveys/{house.here.survey}"
    fields = form_fields(phone.get(address), address)
    name = f"q{house.here.multiple}"
    assert f'name="{name}"' in phone.get(address).text
    fields.setlist(name, ["a", "c"])
    fields["csrf_token"] = "old"
    answer = phone.client.post(address, data=fields, headers=OURS)
    assert answer.status_code == 400
    check_page(answer, "fi")
    again = form_fields(answer, address)
    assert again.getlist(name) == ["a", "c"]
    assert phone.client.post(address, data=again).status_code == 303
    with house.app.app_context():
        values = db.session.scalars(select(Answer.value).where(Answer.question_id == house.here.multiple)).all()
    assert values == [["a", "c"]]


def test_passwords_are_never_written_on_the_page(house: House) -> None:
    answer = house.passer_by().client.post(
        "/login", data={"email": "leader@example.org", "password": "neljä lehmää"}, headers=OURS
    )
    assert answer.status_code == 400
    check_page(answer, "fi")
    assert "neljä" not in answer.text
    assert "leader@example.org" in answer.text


def test_the_address_of_the_form_is_kept_with_its_questions(house: House) -> None:
    phone = house.phone(house.guests[0])
    answer = phone.client.post(door(house) + "?lang=en&x=1%222", data=sent(house), headers=OURS)
    assert answer.status_code == 400
    check_page(answer, "en")
    assert f'action="{door(house)}?lang=en&amp;x=1%222"' in answer.text
