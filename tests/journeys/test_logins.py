"""Screens of the staff whose login ends: they say why they stand still, and go on when somebody is in again."""

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from tests.axe import faults
from tests.houses import CODE, LEADER, ORGANISER, House, build_house
from tests.journeys.conftest import DESK, OpenPage
from workshop.accounts.actions import change_password
from workshop.accounts.models import Role, User
from workshop.accounts.queries import user_by_email
from workshop.action import action

SCREENS = ("desk", "wall", "results")
WORDS = {
    "fi": "Sinut on kirjattu ulos, joten tämä sivu ei enää päivity. Kirjaudu sisään",
    "sv": "Du har loggats ut, så den här sidan uppdateras inte längre. Logga in",
    "en": "You have been logged out, so this page no longer updates. Log in",
}


@pytest.fixture
def house(app: Flask, address: str) -> House:
    return build_house(app)


@action
def _lower(user: User) -> None:
    user.role = Role.FACILITATOR


def enter(page: Page, house: House, address: str, email: str = LEADER) -> None:
    cookie = house.desk(email).client.get_cookie("koonti")
    assert cookie
    page.context.add_cookies([{"name": "koonti", "value": cookie.value, "url": address}])


def open_screens(context: BrowserContext, address: str, language: str = "en") -> list[Page]:
    pages = [context.new_page() for _screen in SCREENS]
    for page, screen in zip(pages, SCREENS, strict=True):
        page.goto(f"{address}/meetings/{CODE}/{screen}?lang={language}")
    return pages


@pytest.mark.parametrize("language", WORDS)
def test_screens_say_that_somebody_has_logged_out(
    house: House, address: str, open_page: OpenPage, language: str
) -> None:
    other = open_page(DESK)
    enter(other, house, address)
    screens = open_screens(other.context, address, language)
    other.goto(f"{address}/account")
    other.locator("form[action$='/logout'] button").click()
    other.wait_for_url(f"{address}/")
    for page in screens:
        expect(page.get_by_role("alert").filter(visible=True)).to_have_text(WORDS[language])
        expect(page.locator("[data-connection]").filter(visible=True)).to_have_count(0)
        if language == "fi":
            assert faults(page) == []


def test_a_desk_goes_on_when_somebody_is_in_again_and_keeps_what_was_typed(
    house: House, address: str, open_page: OpenPage
) -> None:
    desk = open_page(DESK)
    enter(desk, house, address)
    desk.goto(f"{address}/meetings/{CODE}/desk?lang=en")
    desk.locator(".on-behalf > summary").first.click()
    desk.locator(".on-behalf textarea").first.fill("Half a thought")
    with house.app.app_context():
        change_password(user_by_email(LEADER), "", "neljä lehmää hyppi")
    expect(desk.get_by_text(WORDS["en"])).to_be_visible()
    link = desk.get_by_role("link", name="Log in")
    assert link.get_attribute("href") == f"/login?next=/meetings/{CODE}/desk?lang%3Den"
    enter(desk, house, address)
    expect(desk.get_by_text(WORDS["en"])).to_be_hidden()
    house.write("Heard again")
    expect(desk.get_by_text("Heard again").first).to_be_visible()
    expect(desk.locator(".on-behalf textarea").first).to_have_value("Half a thought")


def test_screens_say_that_the_meeting_is_no_longer_theirs(house: House, address: str, open_page: OpenPage) -> None:
    page = open_page(DESK)
    enter(page, house, address, ORGANISER)
    screens = open_screens(page.context, address)
    with house.app.app_context():
        _lower(user_by_email(ORGANISER))
    for screen in screens:
        expect(screen.get_by_role("alert").filter(visible=True)).to_contain_text("You no longer have access")
