"""Questions with parts in a real browser: for everybody, by keyboard, by dragging and without script."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from tests.axe import faults
from tests.conftest import PATIENCE_MS
from tests.surveys.asked import TEXTS, WRITTEN, ask_all
from tests.surveys.conftest import Scene
from workshop.columns import LANGUAGES
from workshop.extensions import db
from workshop.participants.guests import COOKIE
from workshop.surveys.actions import add_question
from workshop.surveys.models import Answer, Question, QuestionKind

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
PLACE = "item => [...item.parentElement.children].indexOf(item)"
SETTLED = """async () => {
    while ([...document.querySelectorAll(".ranking__item")].some((item) => item.animated))
        await new Promise(requestAnimationFrame);
}"""
"""What glides to its place cannot be taken hold of yet."""
OpenPage = Callable[..., Page]


@pytest.fixture
def draft(app: Flask, draft: Scene) -> Scene:
    """The survey with a question of each kind that has parts besides, and a TOP 2; all but the last are required."""
    with app.app_context():
        ask_all(draft.exercise, required=True)
        options, _settings = WRITTEN[QuestionKind.RANKING]
        top = TEXTS[QuestionKind.RANKING]
        add_question(draft.exercise, QuestionKind.RANKING, top, "values", options=options, settings={"top": 2})
    return draft


@pytest.fixture
def open_page(
    app: Flask, scene: Scene, join: Callable[..., FlaskClient], address: str, browser: Browser
) -> Iterator[OpenPage]:
    """Open the survey as somebody who has joined; a fault on a page fails the test."""
    contexts, faults = [], []

    def opened(language: str = "en", viewport: dict[str, int] = PHONE, **more: Any) -> Page:
        guest = join(language).get_cookie(COOKIE, path=f"/j/{scene.code}")
        assert guest
        context = browser.new_context(viewport=viewport, locale="en-GB", **more)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        path = f"/j/{scene.code}"
        context.add_cookies([{"name": COOKIE, "value": guest.value, "domain": "127.0.0.1", "path": path}])
        page = context.new_page()
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.goto(f"{address}{scene.path}?lang={language}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def accessible(page: Page) -> bool:
    """Does axe find nothing to complain about, and does nothing stick out to the right?"""
    assert faults(page) == []
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def send(page: Page) -> None:
    page.locator("form button.govuk-button").last.click()


def order(page: Page, place: int = 0) -> list[str]:
    """The options that have a place in a ranking, as they stand."""
    return page.locator("survey-ranking").nth(place).locator(".ranking__item--chosen label").all_inner_texts()


def answer(page: Page) -> None:
    """All but the rankings."""
    page.locator("input[type=radio]").first.check()
    for row in page.locator(".matrix__row").all():
        row.locator("input").nth(3).check()
    page.locator(".grid__row").nth(1).locator("summary").click()
    page.locator(".grid__row").nth(1).locator("textarea").first.fill("Kysyn ajoissa")
    fields = page.locator(".several__part :is(input, textarea)").all()
    for field, text in zip(fields, ("Usein", "12", "Siksi"), strict=True):
        field.fill(text)


def answers(app: Flask) -> dict[QuestionKind, list[Any]]:
    found: dict[QuestionKind, list[Any]] = {}
    with app.app_context():
        for kind, value in db.session.execute(
            select(Question.kind, Answer.value).join(Answer.question).order_by(Question.id)
        ):
            found.setdefault(kind, []).append(value)
    return found


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_can_use_them_empty_wrong_and_answered(
    open_page: OpenPage, language: str, viewport: dict[str, int]
) -> None:
    page = open_page(language, viewport)
    assert accessible(page)
    send(page)
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert accessible(page)
    answer(page)
    page.locator("[data-deed=choose]").first.click()
    assert accessible(page)


def test_everything_fits_and_can_be_touched_on_the_smallest_phone(open_page: OpenPage) -> None:
    page = open_page("fi", {"width": 320, "height": 640})
    page.locator("[data-deed=choose]").first.click()
    assert accessible(page)
    row = page.locator(".matrix__row").first.locator(".govuk-radios__item")
    boxes = [row.nth(place).bounding_box() for place in range(6)]
    assert all(box and box["width"] >= 44 and box["height"] >= 44 for box in boxes)
    assert len({box["y"] for box in boxes[:5] if box}) == 1
    for button in page.locator(".ranking__deed:visible, .ranking__handle:visible").all():
        box = button.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44


def test_options_are_put_in_order_by_keyboard(app: Flask, open_page: OpenPage) -> None:
    page = open_page()
    ranking = page.locator("survey-ranking").first
    for option in ("Care", "Trust", "Courage", "Working together"):
        button = ranking.get_by_role("button", name=f"Choose: {option}")
        button.focus()
        page.keyboard.press("Enter")
        expect(ranking.get_by_role("button", name=f"Take away: {option}")).to_be_focused()
    expect(ranking.get_by_role("status")).to_have_text("Working together is now at place 4.")
    up = ranking.get_by_role("button", name="Move up: Courage")
    up.focus()
    page.keyboard.press("Space")
    expect(up).to_be_focused()
    expect(ranking.get_by_role("status")).to_have_text("Courage is now at place 2.")
    page.keyboard.press("Enter")
    expect(ranking.get_by_role("button", name="Move down: Courage")).to_be_focused()
    page.keyboard.press("Enter")
    ranking.get_by_role("button", name="Take away: Trust").press("Enter")
    expect(ranking.get_by_role("status")).to_have_text("Trust has no place now.")
    expect(ranking.get_by_role("button", name="Choose: Trust")).to_be_focused()
    page.keyboard.press("Enter")
    assert order(page) == ["Care", "Courage", "Working together", "Trust"]
    answer(page)
    page.reload()
    assert order(page) == ["Care", "Courage", "Working together", "Trust"]
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your answers have been saved")
    assert answers(app)[QuestionKind.RANKING] == [["c", "a", "d", "b"]]


def test_no_more_are_chosen_than_there_are_places(open_page: OpenPage) -> None:
    page = open_page()
    top = page.locator("survey-ranking").nth(1)
    for option in ("Care", "Trust", "Courage"):
        top.get_by_role("button", name=f"Choose: {option}").press("Enter")
    assert order(page, 1) == ["Care", "Trust"]
    expect(top.get_by_role("status")).to_have_text("You have chosen 2. Take one away first.")
    expect(top.get_by_role("button", name="Choose: Courage")).to_have_attribute("aria-disabled", "true")


def test_options_are_put_in_order_by_dragging(open_page: OpenPage) -> None:
    page = open_page(viewport=DESK)
    top = page.locator("survey-ranking").nth(1)
    top.get_by_role("button", name="Choose: Courage").click()
    top.get_by_role("button", name="Choose: Trust").click()
    top.hover()
    expect(top).to_have_class(re.compile("ranking--draggable"))
    drag(page, top.locator("li").nth(3), top.locator("li").nth(0))
    expect(top.get_by_role("status")).to_have_text("Working together is now at place 1.")
    assert order(page, 1) == ["Working together", "Courage"]
    drag(page, top.locator("li").nth(0), top.locator("li").nth(3))
    expect(top.get_by_role("status")).to_have_text("Working together has no place now.")
    assert order(page, 1) == ["Courage"]


def drag(page: Page, item: Any, onto: Any) -> None:
    """By the handle, with the mouse, from one place to another, once nothing glides to its place any more.

    A hand that is perfectly still is not asked again by what glides aside meanwhile: so it trembles until it is there.
    """
    item.scroll_into_view_if_needed()
    held, wanted = item.element_handle(), onto.evaluate(PLACE)
    page.evaluate(SETTLED)
    start, end = item.locator("[data-handle]").bounding_box(), onto.locator("[data-handle]").bounding_box()
    page.mouse.move(start["x"] + 20, start["y"] + 20)
    page.mouse.down()
    step = -12 if end["y"] < start["y"] else 12
    page.mouse.move(start["x"] + 20, start["y"] + 20 + step, steps=3)
    page.mouse.move(end["x"] + 20, end["y"] + 20 + step, steps=12)
    for tremble in range(100):
        if held.evaluate(PLACE) == wanted:
            break
        page.mouse.move(end["x"] + 20 + tremble % 2, end["y"] + 20 + step)
        page.wait_for_timeout(20)
    page.mouse.up()


def test_an_error_leads_to_the_part_that_is_wrong(open_page: OpenPage) -> None:
    page = open_page()
    answer(page)
    page.locator(".several__part input").nth(1).fill("monta")
    page.locator("[data-deed=choose]").first.click()
    send(page)
    page.get_by_role("link", name="Write a number in digits, such as 12.").press("Enter")
    expect(page.get_by_label("Members?")).to_be_focused()
    page.get_by_role("link", name="Give every option a place.").press("Enter")
    expect(page.locator("survey-ranking").first.get_by_role("list")).to_be_focused()
    assert order(page) == ["Courage"]


def test_all_is_answered_without_script(app: Flask, open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    answer(page)
    for place, option in enumerate(("Trust", "Care", "Courage", "Working together"), start=1):
        page.locator("survey-ranking").first.get_by_label(option).select_option(str(place))
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your answers have been saved")
    assert answers(app) == {
        QuestionKind.SINGLE: ["a"],
        QuestionKind.MATRIX: [{"a": 4, "b": 4, "c": 4}],
        QuestionKind.RANKING: [["b", "c", "a", "d"]],
        QuestionKind.GRID: [{"b": {"a": "Kysyn ajoissa"}}],
        QuestionKind.PARTS: [{"a": "Usein", "b": 12, "c": "Siksi"}],
    }
