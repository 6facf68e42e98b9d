"""The map of opinion: points and groups on the page, in words, as a table and as a figure; and why there is none."""

import json
import re
from html import unescape

import plotly.graph_objects as go
import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests.axe import faults
from tests.houses import led
from tests.pages import Visitor, check_page
from tests.results.conftest import CODE, make_meeting
from workshop.accounts.queries import user_by_email
from workshop.analysis.opinions import NoGroups
from workshop.columns import Texts
from workshop.meetings.actions import add_exercise, go_live, open_meeting, unlock_exercise
from workshop.meetings.models import ExerciseKind
from workshop.participants.actions import join_meeting
from workshop.results.opinions import reason_words
from workshop.statements.actions import add_statement, give_stance
from workshop.statements.models import Opinion

PAGE = f"/meetings/{CODE}/results"
ATTACK = "<b>Väite</b> %{x} <extra></extra> $y$"


def vote(app: Flask, maker: str, people: int, statements: int = 6) -> str:
    """Two camps of 3 : 2 take stances on statements, one in twelve another one than their camp; the map's id."""
    with app.app_context():
        meeting = make_meeting(user_by_email(maker))
        step = add_exercise(meeting, ExerciseKind.STATEMENTS, Texts(fi="Väittämät"), Texts())
        asked = [add_statement(step, Texts(fi=f"{ATTACK} {number}")) for number in range(1, statements + 1)]
        open_meeting(meeting)
        go_live(meeting)
        led(unlock_exercise, step)
        for number in range(people):
            person = join_meeting(meeting, "fi")
            for place, statement in enumerate(asked):
                agrees = (number % 5 < 3) == (place % 2 == 0)
                give_stance(
                    statement, person, Opinion.AGREE if agrees != ((number + place) % 12 == 0) else Opinion.DISAGREE
                )
        return f"opinions-{step.id}"


def section(html: str, chart: str) -> str:
    return unescape(re.search(rf'<article class="chart" id="{chart}".*?</article>', html, re.S)[0])


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_map_has_points_groups_a_table_and_a_sentence(app: Flask, maker: str, desk: Visitor, language: str) -> None:
    chart = vote(app, maker, 40)
    answer = desk.get(f"{PAGE}?lang={language}")
    check_page(answer, language)
    drawn = section(answer.text, chart)
    figure = json.loads(desk.get(f"{PAGE}/figures?lang={language}").text)["figures"][chart]
    go.Figure(figure)
    assert [len(trace["x"]) for trace in figure["data"]] == [24, 16]
    assert len({trace["marker"]["symbol"] for trace in figure["data"]}) == 2
    assert len({trace["marker"]["color"] for trace in figure["data"]}) == 2
    rows = re.findall(r'<th scope="row">(.*?)</th>\s*<td class="amount">(.*?)</td>', drawn)
    assert [people for _name, people in rows] == ["24", "16"]
    assert all(f"{name}</li>" in drawn for name, _people in rows), "the legend names the groups"
    assert re.search(r"24.*16", re.search(r'<p class="chart__sentence".*?</p>', drawn)[0])
    told = section(answer.text, f"{chart}-2")
    assert "%{x}" in told
    assert len(re.findall(r'<th scope="row"', told)) == 5


def test_a_map_gives_nobody_away(app: Flask, maker: str, desk: Visitor) -> None:
    chart = vote(app, maker, 40)
    figure = json.loads(desk.get(f"{PAGE}/figures").text)["figures"][chart]
    for trace in figure["data"]:
        assert set(trace) == {"type", "mode", "hoverinfo", "x", "y", "marker"}
        assert trace["x"] == sorted(trace["x"]), "the order of points says nothing"
    words = json.dumps(figure) + section(desk.get(PAGE).text, chart)
    assert "Väite" not in words


@pytest.mark.parametrize(
    ("people", "statements", "reason"), [(14, 6, NoGroups.FEW_PEOPLE), (40, 4, NoGroups.FEW_STATEMENTS)]
)
def test_without_enough_there_is_no_map_and_the_reason_stands_there(
    app: Flask, maker: str, desk: Visitor, people: int, statements: int, reason: NoGroups
) -> None:
    chart = vote(app, maker, people, statements)
    html = desk.get(f"{PAGE}?lang=en").text
    drawn = section(html, chart)
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert reason_words(reason) in drawn
    assert "data-plot" not in drawn
    assert "<table" not in drawn
    assert chart not in json.loads(desk.get(f"{PAGE}/figures").text)["figures"]
    assert f"{chart}-1" not in html


def test_every_reason_has_words_of_its_own(app: Flask) -> None:
    with app.test_request_context():
        assert len({reason_words(reason) for reason in NoGroups}) == len(NoGroups)


def test_every_point_is_drawn_and_axe_finds_nothing(
    app: Flask, maker: str, desk: Visitor, address: str, browser: Browser
) -> None:
    chart = vote(app, maker, 40)
    cookie = desk.client.get_cookie("koonti")
    assert cookie
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark", locale="en-GB")
    context.add_cookies([{"name": "koonti", "value": cookie.value, "url": address}])
    page = context.new_page()
    page.goto(f"{address}{PAGE}?lang=en")
    page.wait_for_selector("koonti-results[data-drawn]")
    assert page.locator(f"#{chart} .scatterlayer .point").count() == 40
    broken = faults(page)
    context.close()
    assert broken == []
