"""The dashboard in a real browser while people speak: bars, renewal by the socket, and what the reader has open."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.axe import faults
from tests.pages import Visitor
from tests.results.conftest import CODE, prompts, questions, the_meeting
from workshop.boards.actions import add_note
from workshop.participants.actions import join_meeting
from workshop.surveys.actions import send_response


@dataclass(frozen=True)
class Dashboard:
    """The organiser's browser with the figures drawn, what it asked for and what it complained about."""

    page: Page
    asked: list[str]
    complaints: list[str]


@pytest.fixture
def dashboard(desk: Visitor, spoken: str, address: str, browser: Browser) -> Iterator[Dashboard]:
    cookie = desk.client.get_cookie("koonti")
    assert cookie
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    context.add_cookies([{"name": "koonti", "value": cookie.value, "url": address}])
    page = context.new_page()
    seen = Dashboard(page, [], [])
    page.on("request", lambda request: seen.asked.append(request.url))
    page.on("console", lambda said: seen.complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda fault: seen.complaints.append(str(fault)))
    page.goto(f"{address}/meetings/{CODE}/results?lang=en")
    page.wait_for_selector("koonti-results[data-drawn]")
    yield seen
    context.close()


def test_every_chart_has_its_bars_and_the_page_asks_nobody_else(dashboard: Dashboard, address: str) -> None:
    page = dashboard.page
    charts = page.locator(".chart:has([data-plot])")
    assert charts.count() >= 7
    for chart in charts.all():
        numbers = [text for text in chart.locator("tbody td:nth-child(2)").all_text_contents() if text.isdigit()]
        assert chart.locator(".point path").count() == len(numbers) > 0
    assert page.locator(".chart__plot a").count() == 0
    assert {url for url in dashboard.asked if not url.startswith((address, f"ws{address[4:]}"))} == set()
    assert dashboard.complaints == []
    assert faults(page) == []


def test_a_new_response_moves_the_page_of_its_survey(app: Flask, dashboard: Dashboard, address: str) -> None:
    page = dashboard.page
    with app.app_context():
        survey = the_meeting().exercises[1]
        own, ids = survey.id, [question.id for question in questions(survey)]
    page.goto(f"{address}/meetings/{CODE}/surveys/{own}/results?lang=en&by=group")
    page.wait_for_selector("koonti-results[data-drawn]")
    expect(page.locator(f"#question-{ids[1]} .chart__base")).to_contain_text("N = 8 people")
    with app.app_context():
        survey = the_meeting().exercises[1]
        send_response(survey, join_meeting(survey.meeting, "fi"), "new", {ids[1]: 4})
    expect(page.locator(f"#question-{ids[1]} .chart__base")).to_contain_text("N = 9 people")
    expect(page.locator(f"#question-{ids[1]}-plot")).to_contain_text("9 (100%)")
    assert dashboard.complaints == []


def test_a_new_note_comes_to_the_dashboard_and_leaves_open_what_is_open(app: Flask, dashboard: Dashboard) -> None:
    page = dashboard.page
    summary = page.locator("#prompts-details summary")
    summary.click()
    page.evaluate("document.querySelector('#prompts-plot').dataset.same = 'yes'")
    with app.app_context():
        meeting = the_meeting()
        person = join_meeting(meeting, "fi", ["staff"])
        add_note(prompts(meeting.exercises[0])[1], person, "new", "Vielä yksi")
    expect(page.locator("#prompts-table")).to_contain_text("33")
    expect(page.locator("#prompts-plot")).to_contain_text("33")
    expect(page.locator("#prompts-details")).to_have_attribute("open", "")
    expect(summary).to_be_focused()
    expect(page.locator("#prompts-plot")).to_have_attribute("data-same", "yes")
    assert dashboard.complaints == []
