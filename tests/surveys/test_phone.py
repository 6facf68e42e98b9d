"""The survey on a phone, in a real browser: nothing typed is lost or sent twice, and everybody can reach it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from tests.axe import faults
from tests.houses import led
from tests.surveys.conftest import Scene, make_survey, put_in
from workshop.extensions import db
from workshop.meetings.actions import lock_exercise, move_path
from workshop.meetings.models import State
from workshop.participants.guests import COOKIE
from workshop.surveys.models import Response

WORDS = "Koska luottamus kantaa."


@pytest.fixture
def page(app: Flask, scene: Scene, join: Callable[..., FlaskClient], address: str, browser: Browser) -> Iterator[Page]:
    """The survey of the scene on a phone whose owner has joined; a fault on the page fails the test."""
    guest = join("en").get_cookie(COOKIE, path=f"/j/{scene.code}")
    assert guest
    faults: list[str] = []
    context = browser.new_context(viewport={"width": 320, "height": 720}, locale="en-GB", has_touch=True)
    path = f"/j/{scene.code}"
    context.add_cookies([{"name": COOKIE, "value": guest.value, "domain": "127.0.0.1", "path": path}])
    page = context.new_page()
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.goto(address + scene.path)
    yield page
    context.close()
    assert faults == []


def answer(page: Page) -> None:
    page.get_by_role("radio", name="Trust").check()
    page.get_by_role("checkbox", name="Courage").check()
    page.get_by_role("checkbox", name="Care").check()
    page.get_by_role("radio", name="Cannot say").check()
    page.get_by_label("Why?").fill(WORDS)


def picked(page: Page) -> list[str]:
    return page.eval_on_selector_all("input:checked", "fields => fields.map((field) => field.value)")


def kept(page: Page) -> Any:
    """What the survey keeps on the device: not the page's way to one of several web processes."""
    return [entry for entry in page.evaluate("Object.entries(localStorage)") if not entry[0].startswith("koonti route")]


def send(page: Page) -> None:
    page.get_by_role("button", name="Send the answers").click()


def accessible(page: Page) -> bool:
    """Does axe find nothing to complain about, and does nothing stick out to the right?"""
    assert faults(page) == []
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_was_typed_comes_back_after_a_reload_until_it_is_sent(app: Flask, page: Page) -> None:
    answer(page)
    page.get_by_text("4", exact=True).click()
    page.reload()
    assert picked(page) == ["b", "a", "c", "4"]
    expect(page.get_by_label("Why?")).to_have_value(WORDS)
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your answers have been saved")
    assert kept(page) == []
    assert accessible(page)


def test_only_answers_are_kept_on_the_device(page: Page) -> None:
    answer(page)
    assert [name for name, _value in kept(page)] == [f"survey-{page.url.rsplit('/', 1)[1]}-1"]
    assert "csrf" not in str(kept(page))
    assert "client_key" not in str(kept(page))


def test_a_double_click_sends_once(app: Flask, page: Page) -> None:
    posts = []
    page.on(
        "request",
        lambda request: posts.append(request) if request.method == "POST" and "survey" in request.url else None,
    )
    answer(page)
    page.get_by_role("button", name="Send the answers").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your answers have been saved")
    assert len(posts) == 1
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Response)) == 1


def test_mistakes_are_told_where_the_reader_is(page: Page) -> None:
    page.get_by_label("Why?").fill(WORDS)
    send(page)
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert accessible(page)
    page.get_by_role("link", name="Answer this question.").press("Enter")
    expect(page.get_by_role("radio", name="Courage")).to_be_focused()
    expect(page.get_by_label("Why?")).to_have_value(WORDS)


def test_everything_can_be_reached_and_touched_on_the_smallest_phone(page: Page) -> None:
    assert accessible(page)
    steps = [page.locator(".scale .govuk-radios__item").nth(place).bounding_box() for place in range(6)]
    assert all(box and box["width"] >= 44 and box["height"] >= 44 for box in steps)
    assert len({box["y"] for box in steps[:5] if box}) == 1
    assert steps[5]["y"] > steps[0]["y"] + steps[0]["height"] - 1


def next_step(app: Flask, scene: Scene) -> int:
    """Add a second survey to the live meeting and move everybody there."""
    with app.app_context():
        meeting = scene.exercise.meeting
        put_in(meeting, State.DRAFT)
        second = make_survey(meeting)
        put_in(meeting, State.LIVE)
        led(move_path, meeting, second.position)
        return second.id


def test_who_has_not_begun_goes_along_when_the_facilitator_moves_on(app: Flask, scene: Scene, page: Page) -> None:
    second = next_step(app, scene)
    page.wait_for_url(f"**/surveys/{second}")


def test_who_has_begun_stays_and_is_told(app: Flask, scene: Scene, page: Page) -> None:
    answer(page)
    next_step(app, scene)
    expect(page.get_by_text("The facilitator has moved on.")).to_be_visible()
    assert page.url.endswith(scene.path)
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your answers have been saved")


def test_a_lock_is_told_and_what_was_typed_stays(app: Flask, scene: Scene, page: Page) -> None:
    answer(page)
    with app.app_context():
        led(lock_exercise, scene.exercise)
    expect(page.get_by_text("The facilitator has locked the survey.")).to_be_visible()
    send(page)
    expect(page.get_by_text("Your answers have not been saved.")).to_be_visible()
    expect(page.get_by_label("Why?")).to_have_value(WORDS)
    assert accessible(page)
