"""The dashboard of the demo's meeting: every chart by day and by night, taken along, printed and followed."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.axe import faults
from tests.journeys.conftest import DESK, OpenPage, enter
from tests.journeys.served import Served

RESULTS = "/meetings/TRYMEET/results?lang=en"
NIGHT_LINE = "rgb(143, 161, 169)"
PNG = b"\x89PNG\r\n\x1a\n"
COUNT = """(charts) => charts.map((chart) => ({
  id: chart.id,
  marks: chart.querySelectorAll(".point path, path.point").length,
  told: [...chart.querySelectorAll("tbody td:nth-child(2)")].map((one) => parseInt(one.textContent)).filter(isFinite),
  sentence: chart.querySelector(".chart__sentence").textContent.trim(),
  doubled: chart.querySelector(".chart__drawn").checkVisibility(),
}))"""
"""Of each chart: its marks, the rows of its table that have a number, its sentence, and whether it is drawn twice."""


def marks(seen: dict) -> int:
    """How many marks a chart should have: one for each row, or of a map one for each person."""
    return sum(seen["told"]) if re.fullmatch(r"opinions-\d+", seen["id"]) else len(seen["told"])


def drawn(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("koonti-results[data-drawn]")


def test_every_chart_is_drawn_told_counted_and_can_be_taken_along(served_demo: Served, open_page: OpenPage) -> None:
    desk = open_page(DESK, accept_downloads=True)
    enter(desk, served_demo)
    drawn(desk, served_demo.url + RESULTS)
    charts = desk.locator(".chart:has([data-plot])")
    seen = charts.evaluate_all(COUNT)
    assert len(seen) > 20
    assert [one for one in seen if not one["sentence"] or one["doubled"] or one["marks"] != marks(one)] == []
    assert min(one["marks"] for one in seen) > 0
    assert desk.locator(".scatterlayer .point").count() == 39, "the map of opinion"
    assert faults(desk) == []
    desk.emulate_media(color_scheme="dark")
    # by night the bars have another outline, which a script gives them
    expect(charts.first.locator(".point path").first).to_have_css("stroke", NIGHT_LINE)
    assert faults(desk) == []

    for kind, begins in (("png", PNG), ("svg", b"<svg ")):
        with desk.expect_download() as download:
            desk.locator(f"#prompts-values [data-take={kind}]").click()
        assert download.value.suggested_filename == f"notes-by-question.{kind}"
        picture = Path(download.value.path()).read_bytes()
        assert picture.startswith(begins)
        assert len(picture) > 2000
    with desk.expect_download() as download:
        desk.locator("#prompts-values").get_by_role("link", name="Table (CSV)").click()
    assert Path(download.value.path()).read_text("utf-8-sig").startswith("Question,Notes")

    desk.emulate_media(media="print")
    assert charts.first.locator(".chart__plot").is_hidden()
    expect(charts.first.locator(".chart__drawn")).to_be_visible()
    expect(desk.locator(".header")).to_be_hidden()
    desk.emulate_media(media="screen")

    said = charts.first.locator("tbody td").first.text_content()
    charts.first.locator("[data-plot]").click(position={"x": 20, "y": 10})
    desk.wait_for_url("**/results/notes?prompt=*")
    expect(desk.locator("main li bdi")).to_have_count(int(said or 0))
    assert faults(desk) == []


def test_the_rounds_charts_are_drawn_told_and_lead_to_notes(served_demo: Served, open_page: OpenPage) -> None:
    desk = open_page(DESK, accept_downloads=True)
    enter(desk, served_demo)
    drawn(desk, f"{served_demo.url}/rounds/demo/dashboard?lang=en")
    seen = desk.locator(".chart:has([data-plot])").evaluate_all(COUNT)
    themes = ["theme-1", "theme-2"]
    assert [one["id"] for one in seen] == ["place", "event", "area", "size", "group", "topic", "when", *themes]
    told = [sum(1 for number in one["told"] if number or one["id"] != "place") for one in seen]
    assert [one["marks"] for one in seen] == told, "of municipalities those where somebody is"
    assert not any(one["doubled"] for one in seen)
    assert faults(desk) == []
    with desk.expect_download() as download:
        desk.locator("#theme-1 [data-take=png]").click()
    assert Path(download.value.path()).read_bytes().startswith(PNG)
    desk.locator("#theme-1 [data-plot]").click(position={"x": 20, "y": 10})
    desk.wait_for_url("**/dashboard/notes?tag=theme-1*")
    assert desk.locator("main li").count() == min(50, seen[-2]["told"][0])
