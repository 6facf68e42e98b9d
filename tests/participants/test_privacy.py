"""Those who take part can read what is kept of them, and how accessible the house is, before and after they come in."""

import re
from pathlib import Path

import pytest

from tests.houses import House, build_house
from tests.pages import Visitor, check_page
from workshop import create_app
from workshop.columns import LANGUAGES, Base
from workshop.extensions import db
from workshop.meetings.models import State

TOLD = {"CONTACT_ADDRESS": "palaute@county.example", "PRIVACY_URL": "https://county.example/tietosuoja"}
WORDS = {
    "fi": ("Tietosuojaseloste", "Rekisterinpitäjä: ", "Saavutettavuusseloste"),
    "sv": ("Dataskyddsbeskrivning", "Personuppgiftsansvarig: ", "Tillgänglighetsutlåtande"),
    "en": ("Privacy notice", "Controller: ", "Accessibility statement"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_door_leads_to_both_and_both_are_good_pages(house: House, language: str) -> None:
    visitor, (notice, controller, statement) = house.passer_by(language), WORDS[language]
    door = visitor.get(f"/j/{house.here.code}/tag")
    links = re.findall(r'href="(/j/\w+/privacy|/accessibility)"', door.text)
    assert set(links) == {f"/j/{house.here.code}/privacy", "/accessibility"}
    told = visitor.get(links[0])
    check_page(told, language)
    assert f"<h1>{notice}</h1>" in told.text
    assert controller in told.text
    stated = visitor.get("/accessibility")
    check_page(stated, language)
    assert f"<h1>{statement}</h1>" in stated.text
    assert "saavutettavuus@traficom.fi" in stated.text
    assert "mailto:" not in told.text + stated.text


def test_every_page_of_a_participant_leads_to_the_notice(house: House) -> None:
    phone, code = house.phone(house.guests[0]), house.here.code
    for page in (f"/j/{code}/boards/{house.here.board}", f"/j/{code}/tag", f"/j/{code}/privacy"):
        assert f'href="/j/{code}/privacy"' in phone.get(page).text


def test_who_has_taken_part_can_read_it_when_the_meeting_is_over(house: House) -> None:
    house.put_in(State.CLOSED)
    address = f"/j/{house.here.code}/privacy"
    assert house.phone(house.guests[0]).get(address).status_code == 200
    assert house.passer_by().get(address).status_code == 404


def furnished(tmp_path: Path, **settings: str) -> tuple[Visitor, str]:
    """Somebody in a house with these settings, and the address of the notice."""
    app = create_app(INSTANCE=str(tmp_path), BASE_URL="http://localhost", SECRET_KEY="for tests only", **settings)
    with app.app_context():
        Base.metadata.create_all(db.engine)
    house = build_house(app)
    return house.passer_by("en"), f"/j/{house.here.code}/privacy"


def test_they_tell_whom_to_write_to_and_the_controllers_own_notice(tmp_path: Path) -> None:
    visitor, notice = furnished(tmp_path, **TOLD)
    for page in (notice, "/accessibility"):
        assert 'href="mailto:palaute@county.example"' in visitor.get(page).text
    assert 'href="https://county.example/tietosuoja"' in visitor.get(notice).text


@pytest.mark.parametrize("url", ["", "http://127.0.0.1:1/v1"])
def test_what_is_set_otherwise_is_told_as_it_is(tmp_path: Path, url: str) -> None:
    visitor, notice = furnished(tmp_path, SMALL_GROUP_FLOOR="7", LANGUAGE_MODEL_URL=url)
    text = visitor.get(notice).text
    assert "fewer than 7 people" in text
    assert ("language model" in text) is bool(url)
