"""From a round's page to a join link with which a phone gets in: one form, by mouse, by keyboard, without a script."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.axe import faults
from tests.journeys.conftest import DESK, PHONE, OpenPage, enter, furnished
from tests.journeys.served import Served

CALL = "https://teams.example/l/meetup-join/1"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, furniture: Path) -> Iterator[Served]:
    """A demo's house of its own, because here meetings are made."""
    house = furnished(tmp_path_factory.mktemp("templates"), furniture)
    house.start("serve")
    yield house
    house.stop()


def come_in(phone: Page, link: str) -> None:
    """A phone gets in by the link, without a tag."""
    phone.goto(f"{link}/tag?lang=en")
    phone.get_by_role("button", name="Skip this").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("You are in")


def open_templates(desk: Page, house: Served) -> None:
    enter(desk, house)
    desk.goto(f"{house.url}/rounds/demo?lang=en")
    desk.get_by_role("link", name="New meeting from a template").click()


def invitation(desk: Page) -> str:
    return desk.get_by_label("Invitation for the chat").input_value()


def test_from_the_rounds_page_to_a_phone_that_is_in(house: Served, open_page: OpenPage) -> None:
    desk, phone = open_page(DESK, permissions=["clipboard-read", "clipboard-write"]), open_page(PHONE)
    open_templates(desk, house)
    assert desk.locator("main form").count() == 1
    # what nobody has touched follows the template
    desk.get_by_label("Begins").fill("13:00")
    desk.get_by_role("radio", name="Interfaces of municipality and county").check()
    expect(desk.get_by_label("Title")).to_have_value("Interfaces of municipality and county")
    expect(desk.get_by_label("Ends", exact=True)).to_have_value("14:30")
    desk.get_by_label("Date").fill("2026-12-01")
    desk.get_by_label("Link to the Teams call").fill(CALL)
    desk.get_by_role("button", name="Make the meeting and open the door").click()

    expect(desk.get_by_role("heading", level=1)).to_contain_text("Interfaces of municipality and county")
    desk.get_by_role("button", name="Copy the invitation").click()
    expect(desk.get_by_role("status").last).to_have_text("Copied.")
    copied = desk.evaluate("navigator.clipboard.readText()")
    assert copied == invitation(desk)
    assert "1 December 2026, 13:00–14:30" in copied
    assert CALL in copied
    link = re.search(rf"{re.escape(house.url)}/j/[A-Z2-9]{{7}}", copied)
    assert link
    with desk.expect_download() as download:
        desk.get_by_role("link", name="For calendars (ICS)").click()
    assert download.value.suggested_filename == f"koonti-{link[0][-7:]}.ics"
    come_in(phone, link[0])
    assert faults(desk) == []


def test_what_somebody_has_written_stays_when_another_template_is_chosen(house: Served, open_page: OpenPage) -> None:
    desk = open_page(DESK)
    open_templates(desk, house)
    desk.get_by_label("Title").fill("Only ours")
    desk.get_by_label("Begins").fill("10:00")
    desk.get_by_label("Ends", exact=True).fill("10:45")
    desk.get_by_role("radio", name="Situation survey").check()
    expect(desk.get_by_label("Title")).to_have_value("Only ours")
    expect(desk.get_by_label("Ends", exact=True)).to_have_value("10:45")


def test_the_same_by_keyboard_alone(house: Served, open_page: OpenPage) -> None:
    desk = open_page(DESK)
    enter(desk, house)
    desk.goto(f"{house.url}/rounds/demo/templates?lang=en")
    pressed = 0
    while not desk.evaluate("document.activeElement.matches('input[name=template]')"):
        desk.keyboard.press("Tab")
        pressed += 1
        assert pressed < 30
    desk.keyboard.press("ArrowDown")
    expect(desk.get_by_role("radio", name="Regional advisory boards")).to_be_checked()
    desk.keyboard.press("Tab")
    desk.keyboard.press("Control+A")
    desk.keyboard.type("Boards of Lakeus")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Boards of Lakeus")
    expect(desk.get_by_label("Invitation for the chat")).to_be_visible()


def test_the_same_without_a_script(house: Served, open_page: OpenPage) -> None:
    desk, phone = open_page(DESK, java_script_enabled=False), open_page(PHONE, java_script_enabled=False)
    open_templates(desk, house)
    desk.get_by_role("radio", name="Wellbeing survey").check()
    desk.get_by_role("button", name="Make the meeting and open the door").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Wellbeing survey")
    expect(desk.get_by_role("button", name="Copy the invitation")).to_be_hidden()
    link = re.search(r"http://\S+/j/\w{7}", invitation(desk))
    assert link
    come_in(phone, link[0])


def test_errors_lead_to_their_fields(house: Served, open_page: OpenPage) -> None:
    desk = open_page(PHONE)
    open_templates(desk, house)
    desk.get_by_label("Title").fill("")
    desk.get_by_label("Link to the Teams call").fill("teams")
    desk.get_by_role("button", name="Make a draft").click()
    summary = desk.get_by_role("alert")
    expect(summary.get_by_role("link")).to_have_count(2)
    summary.get_by_role("link", name="Write a title").click()
    expect(desk.get_by_label("Title")).to_be_focused()
    expect(desk.get_by_label("Link to the Teams call")).to_have_value("teams")
    assert faults(desk) == []
