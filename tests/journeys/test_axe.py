"""axe finds nothing on any page of the main job, in any language, empty or full."""

import pytest

from tests.axe import faults
from tests.journeys.conftest import DESK, PHONE, WALL, OpenPage, enter
from tests.journeys.served import Served

STAFF = [
    "/rounds",
    "/rounds/demo",
    "/rounds/demo/dashboard",
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
def test_axe_finds_nothing_on_the_desk_and_the_wall(served_demo: Served, open_page: OpenPage, language: str) -> None:
    desk = open_page(DESK)
    desk.goto(f"{served_demo.url}/login?lang={language}")
    seen = faults(desk)
    enter(desk, served_demo)
    # Templates are the same in all languages: each of the others has every fourth page.
    for address in {"fi": STAFF, "sv": STAFF[::4], "en": STAFF[2::4]}[language]:
        desk.goto(f"{served_demo.url}{address}{'&' if '?' in address else '?'}lang={language}")
        seen += faults(desk)
    desk.set_viewport_size(WALL)  # type: ignore[arg-type]
    desk.goto(f"{served_demo.url}/meetings/TRYMEET/wall?lang={language}")
    seen += faults(desk)
    assert seen == []
