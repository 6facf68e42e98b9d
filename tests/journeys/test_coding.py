"""The contributions of a round are coded by the keyboard alone, and by touch."""

from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE, OpenPage, enter
from tests.journeys.served import Served
from workshop import create_app
from workshop.coding.jobs import suggest_due
from workshop.extensions import db

PAGE = "/rounds/demo/coding/1?lang=en&meeting=TRYMEET"
"""Of the meeting in which nothing is coded yet."""


def suggest(house: Served) -> None:
    """Let the worker look around once."""
    app = create_app(INSTANCE=str(house.folder), BASE_URL=house.url)
    with app.app_context():
        suggest_due()
        db.engine.dispose()


def test_by_keys_and_by_touch(demo_house: Served, open_page: OpenPage) -> None:
    suggest(demo_house)
    demo_house.start("serve")
    desk, phone = open_page(DESK), open_page(PHONE, has_touch=True)
    enter(desk, demo_house)
    desk.goto(demo_house.url + PAGE)
    lines, press = desk.locator("[data-line]"), desk.keyboard.press
    codes, done = desk.locator(".coding__code"), desk.locator("#coding-progress label")

    coded = int((done.text_content() or "").split()[0])

    lines.first.focus()
    press("2")
    expect(codes).to_have_text(["Effective together × – take back"])
    expect(done).to_contain_text(f"{coded + 1} of ")
    press("2")
    expect(codes).to_have_count(0)
    press("j")
    press("Enter")
    expect(lines.nth(1).locator(".coding__code")).to_have_count(1)
    expect(lines.nth(1)).to_be_focused()
    press("j")
    press("x")
    press("ArrowDown")
    press("x")
    press("4")
    expect(codes).to_have_count(3)
    press("u")
    expect(codes).to_have_count(1)
    expect(desk.get_by_role("status")).to_have_text("Undone.")
    press("k")
    expect(lines.nth(2)).to_be_focused()

    enter(phone, demo_house)
    phone.goto(demo_house.url + PAGE)
    expect(phone.locator(".coding__code")).to_have_count(1)
    phone.locator(".coding__text").nth(5).tap()
    phone.get_by_role("button", name="Boldly towards the new").last.tap()
    expect(phone.locator("[data-line]").nth(5).locator(".coding__code")).to_have_count(1)
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
