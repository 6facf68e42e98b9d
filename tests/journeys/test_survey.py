"""Twenty questions on a phone: nothing is lost whatever breaks, by keyboard alone, and without a script."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import long_survey
from tests.journeys.conftest import PHONE, OpenPage, furnished
from tests.journeys.long_survey import VALUE, WHY, LongSurvey, fill, shown
from tests.journeys.wire import Wire


@pytest.fixture
def survey(tmp_path: Path, foundations: Path) -> Iterator[tuple[LongSurvey, Wire]]:
    """The survey in a served house, behind a wire that can be cut."""
    house = furnished(tmp_path, foundations)
    wire = Wire(house.port)
    house.base_url = wire.url
    asked = long_survey.ask(house)
    house.start("serve")
    yield asked, wire
    wire.cut()
    house.stop()


def come_in(phone: Page, wire: Wire, survey: LongSurvey, language: str, skip: str) -> None:
    """Join without a tag; the survey is what is shown."""
    phone.goto(f"{wire.url}/j/{survey.code}/tag?lang={language}")
    phone.get_by_role("button", name=skip).click()
    phone.wait_for_url(f"**/surveys/{survey.exercise}**")


def turn(phone: Page, to: int) -> None:
    phone.locator("button[value=on]").click()
    phone.wait_for_url(f"**page={to}**")


def turn_in_vain(phone: Page) -> None:
    """Press the button while nobody answers; the browser says so, and one goes back."""
    with phone.expect_event("requestfailed"):
        phone.locator("button[value=on]").click(no_wait_after=True)
    phone.wait_for_function("() => !document.querySelector('survey-draft')")


def test_a_survey_that_is_broken_off_three_times_is_sent_once_and_whole(
    survey: tuple[LongSurvey, Wire], open_page: OpenPage
) -> None:
    asked, wire = survey
    phone = open_page(PHONE, "fi-FI")
    come_in(phone, wire, asked, "fi", "Ohita tämä")
    expect(phone.locator(".progress__words")).to_have_text("Sivu 1/5")
    fill(phone, asked)
    turn(phone, 2)

    fill(phone, asked)
    typed = shown(phone)
    wire.cut()
    turn_in_vain(phone)
    wire.mend()
    phone.go_back()
    assert shown(phone) == typed
    turn(phone, 3)

    fill(phone, asked)
    typed = shown(phone)
    phone.reload()
    assert shown(phone) == typed
    turn(phone, 4)

    fill(phone, asked)
    typed = shown(phone)
    asked.house.kill("serve")
    turn_in_vain(phone)
    asked.house.start("serve")
    phone.go_back()
    assert shown(phone) == typed
    turn(phone, 5)

    fill(phone, asked)
    phone.locator("button[value=back]").click()
    phone.wait_for_url("**page=4**")
    assert shown(phone) == typed
    turn(phone, 5)
    phone.locator("button[value=on]").dblclick()
    phone.wait_for_url("**/receipt**")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Vastauksesi on tallennettu")
    assert asked.responses() == [asked.expected()]


def test_the_same_without_a_script(survey: tuple[LongSurvey, Wire], open_page: OpenPage) -> None:
    asked, wire = survey
    phone = open_page(PHONE, "fi-FI", java_script_enabled=False)
    come_in(phone, wire, asked, "fi", "Ohita tämä")
    for page in range(2, long_survey.PAGES + 1):
        fill(phone, asked)
        turn(phone, page)
    phone.locator("button[value=back]").click()
    phone.wait_for_url("**page=4**")
    expect(phone.locator("textarea[name$='.a.b']")).to_have_value("Kirjastoauto")
    turn(phone, 5)
    fill(phone, asked)
    phone.locator("button[value=on]").click()
    phone.wait_for_url("**/receipt**")
    assert asked.responses() == [asked.expected()]


KEYS = {"radio": "Space", "checkbox": "Space"}
LONGEST_WAY = 400
"""Presses of Tab that a survey may take."""


def test_the_same_in_swedish_by_keyboard_alone(survey: tuple[LongSurvey, Wire], open_page: OpenPage) -> None:
    asked, wire = survey
    phone = open_page(PHONE, "sv-SE")
    come_in(phone, wire, asked, "sv", "Hoppa över")
    answered: set[str] = set()
    for _press in range(LONGEST_WAY):
        phone.keyboard.press("Tab")
        here = phone.evaluate(
            """() => {
                const { localName, type, name, value } = document.activeElement;
                return { localName, type, name: name ?? "", value, deed: document.activeElement.dataset.deed };
            }"""
        )
        field = here["name"]
        if here["deed"] == "choose":
            phone.keyboard.press("Enter")
        elif here["type"] in KEYS and field not in answered:
            phone.keyboard.press(KEYS[here["type"]])
        elif here["localName"] == "summary" and phone.evaluate("!!document.activeElement.closest('.grid')"):
            if not phone.evaluate("document.activeElement.parentElement.open"):
                phone.keyboard.press("Enter")
        elif here["localName"] == "select" and not here["value"]:
            phone.keyboard.press("ArrowDown")
        elif here["localName"] in {"input", "textarea"} and field.startswith("q") and not here["value"]:
            phone.keyboard.type(_typed(asked, field))
        elif field == "go" and here["value"] == "on":
            page = phone.url
            phone.keyboard.press("Enter")
            phone.wait_for_url(lambda url, before=page: url != before)
            if "/receipt" in phone.url:
                break
        answered.add(field)
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    (response,) = asked.responses()
    only_some = {asked.question(WHY)} if response[asked.question(VALUE)] != "a" else set()
    assert response.keys() == asked.expected().keys() - only_some


def _typed(asked: LongSurvey, field: str) -> str:
    """Something that fits into the field with this name."""
    own, _point, part = field.partition(".")
    value = asked.expected().get(own)
    if isinstance(value, str) and value[:4] == "2022":
        return {"day": "21", "month": "1", "year": "2022"}[part]
    if value == "564":
        return "Uleåborg"
    if isinstance(value, float):
        return "7,5"
    return "12" if part == "b" and isinstance(value, dict) and "c" in value else "Nära hem"
