"""axe finds nothing on any page of the main job, in any language, empty or full; and none scrolls sideways."""

import pytest
from playwright.sync_api import Page

from tests.axe import faults
from tests.journeys.conftest import DESK, PHONE, WALL, OpenPage, enter
from tests.journeys.served import Served

STAFF = [
    "/rounds",
    "/rounds/demo",
    "/rounds/demo/edit",
    "/rounds/demo/dashboard",
    "/rounds/demo/digest",
    "/rounds/demo/digest/recipients",
    "/rounds/demo/meetings/new",
    "/rounds/demo/templates",
    "/meetings",
    "/meetings/TRYMEET",
    "/meetings/TRYMEET/desk",
    "/meetings/TRYMEET/desk?step=2",
    "/meetings/TRYMEET/desk?step=4",
    "/meetings/TRYMEET/desk?step=5",
    "/meetings/TRYMEET/scribe",
    "/meetings/TRYMEET/leaders",
    "/meetings/TRYMEET/blocked",
    "/meetings/SEURAN7",
    "/meetings/SEURAN7/desk",
    "/meetings/SEURAN7/deeds",
    "/meetings/SEURAN7/digest",
    "/meetings/SEURAN7/digest/invited",
    "/meetings/SEURAN7/digest/fi/edit",
    "/meetings/SEURAN7/digest/fi/pictures",
    "/meetings/TRYMEET/results",
    "/rounds/demo/coding",
    "/rounds/demo/coding/1",
    "/rounds/demo/coding/1/codes",
    "/letters",
]


def too_wide(page: Page) -> list[str]:
    """The page's address when one has to scroll sideways on the narrowest phone, or at fourfold zoom."""
    page.set_viewport_size({"width": 320, "height": 800})
    scrolls = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    return [f"{page.url} scrolls sideways"] if scrolls else []


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_axe_finds_nothing_on_a_phone(served_demo: Served, open_page: OpenPage, language: str) -> None:
    url = served_demo.url
    phone = open_page(PHONE)
    seen: list[str] = []
    for address in (f"/?lang={language}", f"/join?code=ZZZZZZZ&lang={language}", f"/j/TRYMEET?lang={language}"):
        phone.goto(url + address)
        seen += faults(phone)
    phone.goto(f"{url}/j/TRYMEET/tag?lang={language}")
    phone.locator("#groups-residents").check()
    seen += faults(phone)
    phone.locator("main form button").first.click()
    phone.wait_for_url("**/boards/**")
    seen += faults(phone)
    phone.locator("textarea").first.fill("x" * 2001)
    phone.locator("form.writer button").first.click()
    phone.locator(".sending[data-state=refused]").first.wait_for()
    seen += faults(phone)
    for address in (
        "j/SEURAN7",
        "digest-by-mail/TRYMEET",
        "digest-by-mail/TRYMEET/thanks",
        "confirmation/x",
        "unsubscribe/x",
    ):
        phone.goto(f"{url}/{address}?lang={language}")
        seen += faults(phone)
    assert seen == []


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_nothing_is_found_on_the_desk_and_the_wall(served_demo: Served, open_page: OpenPage, language: str) -> None:
    desk = open_page(DESK)
    desk.goto(f"{served_demo.url}/login?lang={language}")
    seen = faults(desk)
    enter(desk, served_demo)
    # Templates are the same in all languages: each of the others has every fourth page.
    for address in {"fi": STAFF, "sv": STAFF[::4], "en": STAFF[2::4]}[language]:
        desk.goto(f"{served_demo.url}{address}{'&' if '?' in address else '?'}lang={language}")
        seen += faults(desk)
        if language == "fi":
            seen += too_wide(desk)
    desk.set_viewport_size(WALL)  # type: ignore[arg-type]
    desk.goto(f"{served_demo.url}/meetings/TRYMEET/wall?lang={language}")
    seen += faults(desk)
    assert seen == []
