"""The dashboard in a real browser while people speak: bars, renewal by the socket, and what the reader has open."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from flask import Flask
from playwright.sync_api import Page, expect, sync_playwright

from tests.pages import Visitor
from tests.results.conftest import CODE, prompts, the_meeting
from workshop.boards.actions import add_note
from workshop.config import ROOT
from workshop.participants.actions import join_meeting

CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


AXE = ROOT / "static" / "vendor" / "axe.js"


@pytest.fixture
def address(app: Flask, tmp_path: Path) -> Iterator[str]:
    """The house of the test, served as it is in life: by its own command, with sockets."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    settings = {"INSTANCE": str(tmp_path), "BASE_URL": base, "PORT": str(port), "SECRET_KEY": "for tests only"}
    command = [sys.executable, "-m", "workshop.cli", "serve"]
    with subprocess.Popen(command, env={**os.environ, **settings}) as server:
        try:
            wait_until_served(server, f"{base}/healthz")
            yield base
        finally:
            server.terminate()


def wait_until_served(server: subprocess.Popen[bytes], address: str) -> None:
    for _try in range(300):
        try:
            urlopen(address, timeout=5).close()
            return
        except (URLError, OSError):
            with suppress(subprocess.TimeoutExpired):
                server.wait(0.1)
                break
    raise AssertionError("the house was not served")


@dataclass(frozen=True)
class Dashboard:
    """The organiser's browser with the figures drawn, what it asked for and what it complained about."""

    page: Page
    asked: list[str]
    complaints: list[str]


@pytest.fixture
def dashboard(desk: Visitor, spoken: str, address: str) -> Iterator[Dashboard]:
    cookie = desk.client.get_cookie("koonti")
    assert cookie
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="en-GB")
        page.context.add_cookies([{"name": "koonti", "value": cookie.value, "url": address}])
        seen = Dashboard(page, [], [])
        page.on("request", lambda request: seen.asked.append(request.url))
        page.on("console", lambda said: seen.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda fault: seen.complaints.append(str(fault)))
        page.goto(f"{address}/meetings/{CODE}/results?lang=en")
        page.wait_for_selector("koonti-results[data-drawn]")
        yield seen
        browser.close()


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
    page.evaluate(AXE.read_text(encoding="utf-8") + ";0")
    broken = page.evaluate(
        "axe.run().then((found) => found.violations.map((one) => one.id + ': ' + one.nodes[0].html))"
    )
    assert broken == []


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
