"""The notes behind a bar: as many as the bar says, and none of a small group under its name."""

import re
from html import unescape

import pytest
from flask import Flask

from tests.pages import Visitor, check_page
from tests.results.conftest import ATTACK, CODE, SMALL_GROUP, prompts, the_meeting
from workshop.results.notes import PAGE as NOTES_ON_A_PAGE

PAGE = f"/meetings/{CODE}/results"
LANGUAGES = pytest.mark.parametrize("language", ["fi", "sv", "en"])


def notes(desk: Visitor, asked: str) -> list[str]:
    """The notes on the first page of a list."""
    html = desk.get(f"{PAGE}/notes?lang=en&{asked}").text
    return [unescape(text) for text in re.findall(r"<li><bdi[^>]*>(.*?)</bdi></li>", html)]


def links(desk: Visitor, chart: str) -> dict[str, str]:
    """Where the rows of a chart's table lead."""
    html = desk.get(f"{PAGE}?lang=en").text
    table = re.search(rf'<table id="{chart}-table">.*?</table>', html, re.S)[0]
    return {unescape(label): unescape(href) for href, label in re.findall(r'<a href="([^"]+)">(.*?)</a>', table)}


@LANGUAGES
@pytest.mark.parametrize("asked", ["", "&topic=values", "&group=residents", "&group=companies", "&group=others"])
def test_every_list_is_a_good_page(desk: Visitor, spoken: str, language: str, asked: str) -> None:
    check_page(desk.get(f"{PAGE}/notes?lang={language}{asked}"), language)


def test_a_bar_leads_to_as_many_notes_as_it_says(desk: Visitor, spoken: str) -> None:
    by_question = links(desk, "prompts")
    assert {label: len(notes(desk, href.partition("?")[2])) for label, href in by_question.items()} == {
        ATTACK: 47,
        "Mitä lupaamme?": 32,
    }
    assert len(notes(desk, links(desk, "groups")["Residents"].partition("?")[2])) == 24
    assert len(notes(desk, links(desk, "groups-values")["Residents"].partition("?")[2])) == 16
    assert len(notes(desk, "topic=service_promise")) == 32
    figure = desk.get(f"{PAGE}/figures").json["figures"]["prompts"]["layout"]["meta"]
    assert figure["links"] == list(by_question.values())


def test_what_is_hidden_on_the_board_is_in_no_list(desk: Visitor, spoken: str) -> None:
    assert "Piilotettava" not in notes(desk, "")


def test_a_small_group_has_no_list_but_stands_among_the_others(desk: Visitor, spoken: str) -> None:
    assert notes(desk, "group=companies") == notes(desk, "topic=values&group=companies") == []
    assert "Yrittäjän arki" not in notes(desk, "group=residents")
    others = notes(desk, "group=others")
    assert others.count("Yrittäjän arki") == 20
    assert "Lähellä ihmistä" in others, "they are not alone there"
    assert notes(desk, "topic=values&group=others") == []
    assert SMALL_GROUP["fi"] not in desk.get(f"{PAGE}/notes?group=others&lang=fi").text
    assert links(desk, "groups")["Companies and service providers"].endswith("group=others")


def test_a_question_stands_over_its_notes_but_not_over_those_of_a_group(desk: Visitor, spoken: str) -> None:
    assert "Mitä lupaamme?</h2>" in desk.get(f"{PAGE}/notes").text
    assert "Mitä lupaamme?" not in desk.get(f"{PAGE}/notes?group=residents").text


@pytest.mark.parametrize("asked", ["prompt=999", "prompt=x", "topic=gone", "group=gone", "topic=values&group=gone"])
def test_a_stale_link_says_so(desk: Visitor, spoken: str, asked: str) -> None:
    answer = desk.get(f"{PAGE}/notes?lang=en&{asked}")
    assert answer.status_code == 200
    assert "What this link asks for is not in this meeting, or not any more." in answer.text
    assert notes(desk, asked) == []


def test_long_lists_have_pages(app: Flask, desk: Visitor, spoken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workshop.results.notes.PAGE", 20)
    assert NOTES_ON_A_PAGE == 100
    with app.app_context():
        prompt = prompts(the_meeting().exercises[0])[0].id
    first, second = (desk.get(f"{PAGE}/notes?lang=en&prompt={prompt}&page={page}").text for page in (1, 3))
    assert (first.count("<bdi"), second.count("<bdi")) == (20, 7)
    assert "47 notes." in first
    assert f"prompt={prompt}&amp;page=2" in first.replace(f"page=2&amp;prompt={prompt}", f"prompt={prompt}&amp;page=2")
    for page in ("0", "99", "x"):
        assert desk.get(f"{PAGE}/notes?page={page}").status_code == 200


def test_an_empty_meeting_has_an_empty_list(desk: Visitor, silent: str) -> None:
    answer = desk.get(f"{PAGE}/notes?lang=en")
    check_page(answer, "en")
    assert "<bdi" not in answer.text
