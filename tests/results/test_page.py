"""The dashboard's page: quality in three languages, a table beside every chart, and no small group anywhere."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import event

from tests.pages import Visitor, check_page
from tests.results.conftest import ATTACK, CODE, SMALL_GROUP, SMALL_NUMBERS, prompts, the_meeting
from workshop.accounts.actions import issue_login_link, make_user
from workshop.accounts.models import Role
from workshop.boards.actions import add_note
from workshop.extensions import db
from workshop.participants.actions import join_meeting

PAGE = f"/meetings/{CODE}/results"
LANGUAGES = pytest.mark.parametrize("language", ["fi", "sv", "en"])


def figures(desk: Visitor, more: str = "") -> dict:
    return json.loads(desk.get(f"{PAGE}/figures{more}").text)["figures"]


def table_rows(html: str, chart: str) -> dict[str, list[str]]:
    """The cells of a chart's table by the row's label."""
    table = re.search(rf'<table id="{chart}-table">.*?</table>', html, re.S)[0]
    rows = re.findall(r'<th scope="row"[^>]*>(.*?)</th>(.*?)</tr>', table, re.S)
    plain = re.compile(r"<[^>]*>")
    return {unescape(plain.sub("", label)): re.findall(r"<td[^>]*>(.*?)</td>", cells) for label, cells in rows}


@LANGUAGES
def test_the_dashboard_is_a_good_page_in_every_language(desk: Visitor, spoken: str, language: str) -> None:
    answer = desk.get(f"{PAGE}?lang={language}")
    assert answer.status_code == 200
    check_page(answer, language)


@LANGUAGES
def test_an_empty_dashboard_says_what_will_appear(desk: Visitor, silent: str, language: str) -> None:
    answer = desk.get(f"{PAGE}?lang={language}")
    check_page(answer, language)
    assert 'class="empty"' in answer.text
    assert "data-plot" not in answer.text
    assert figures(desk) == {}


def test_it_starts_with_sentences(desk: Visitor, spoken: str) -> None:
    html = desk.get(f"{PAGE}?lang=en").text
    said = html.index("21 people left 78 notes.")
    assert said < html.index("The scribe wrote down 1 note.") < html.index("11 people answered questions.")
    assert said < html.index("data-plot")


def test_three_topics_stand_side_by_side(desk: Visitor, spoken: str) -> None:
    html = desk.get(f"{PAGE}?lang=en").text
    assert re.findall(r'<h2 id="panel-[a-z_]+">(.*?)</h2>', html) == [
        "Values",
        "Strategic principles",
        "Service promise",
    ]
    assert "Nothing in this meeting was asked about this." in html


@LANGUAGES
def test_every_chart_has_a_title_a_base_a_sentence_a_table_and_a_figure(
    desk: Visitor, spoken: str, language: str
) -> None:
    html = desk.get(f"{PAGE}?lang={language}").text
    charts = re.findall(r'data-plot="([^"]+)"', html)
    assert len(charts) >= 7
    assert set(figures(desk, f"?lang={language}")) == set(charts)
    for chart in charts:
        section = re.search(rf'<article class="chart" id="{chart}".*?</article>', html, re.S)[0]
        assert re.search(r"<h3[^>]*>[^<]+</h3>", section)
        assert re.search(r'<p class="chart__base">N (=|&lt;) [^<]+', section)
        assert re.search(r'<p class="chart__sentence"[^>]*>[^<]+</p>', section)
        assert f'<table id="{chart}-table">' in section
        numbers = [cells for cells in table_rows(html, chart).values() if cells[0].isdigit()]
        assert len(figures(desk)[chart]["data"][0]["y"]) == len(numbers) > 0


def test_notes_are_counted_by_question_without_the_hidden_one(desk: Visitor, spoken: str) -> None:
    html = desk.get(f"{PAGE}?lang=en").text
    # 8 × 2 + 6 + 5 by others and 20 by the small group; 8 + 6 by others, 17 by the small group and one by the scribe
    assert table_rows(html, "prompts") == {ATTACK: ["47"], "Mitä lupaamme?": ["32"]}


def test_ratings_leave_out_those_who_cannot_say(desk: Visitor, spoken: str) -> None:
    html = desk.get(f"{PAGE}?lang=en").text
    chart = re.search(r'<h3 id="(question-\d+)-title"[^>]*>Miten hyvin\?', html)[1]
    assert table_rows(html, chart) == {
        "5 – erittäin hyvin": ["0", "0%"],
        "4": ["8", "100%"],
        "3": ["0", "0%"],
        "2": ["0", "0%"],
        "1 – ei lainkaan": ["0", "0%"],
        "Cannot say": ["3", "–"],
        "Mean": ["4.0"],
        "4–5": ["100%"],
        "1–2": ["0%"],
    }
    assert "The mean is 4.0. 100% gave 4 or 5, and 0% gave 1 or 2. 3 people could not say." in html


@LANGUAGES
def test_a_small_group_shows_nowhere(desk: Visitor, spoken: str, language: str) -> None:
    html = desk.get(f"{PAGE}?lang={language}").text
    words = unescape(re.sub(r"<[^>]*>", " ", html))
    assert not SMALL_NUMBERS & set(re.findall(r"\d+", words.replace("2022", "")))
    drawn = figures(desk, f"?lang={language}")
    for figure in drawn.values():
        assert not SMALL_NUMBERS & {str(number) for number in figure["data"][0]["x"]}
        labels = " ".join(note["text"] for note in figure["layout"]["annotations"])
        assert SMALL_GROUP.get(language, "Companies and service providers") not in labels.replace("<br>", " ")


def test_a_small_group_is_named_in_the_table_with_the_floor(desk: Visitor, spoken: str) -> None:
    rows = table_rows(desk.get(f"{PAGE}?lang=en").text, "groups")
    assert rows["Companies and service providers"] == ["&lt; 5 people"]
    assert "hidden" in [cells[0] for cells in rows.values()]
    assert rows["Residents"] == ["24"]


def test_a_question_that_few_answered_tells_nothing(desk: Visitor, spoken: str) -> None:
    html = desk.get(f"{PAGE}?lang=en").text
    section = re.search(
        r'<article class="chart" id="(question-\d+)"[^>]*>\s*<h3[^>]*>Mikä jää.*?</article>', html, re.S
    )
    assert "N &lt; 5 people" in section[0]
    assert "once at least 5 people have answered" in section[0]
    assert "Salainen" not in section[0]
    assert section[1] not in figures(desk)


def test_the_live_part_is_drawn_as_the_first_paint_is(desk: Visitor, spoken: str) -> None:
    whole, part = desk.get(PAGE).text, desk.get(f"{PAGE}/part").text
    assert part.strip() in whole
    assert 'id="results-part"' in part


def test_a_new_note_is_counted_at_once(app: Flask, desk: Visitor, spoken: str) -> None:
    before = table_rows(desk.get(f"{PAGE}/part").text, "prompts")["Mitä lupaamme?"]
    with app.app_context():
        meeting = the_meeting()
        person = join_meeting(meeting, "fi", ["staff"])
        add_note(prompts(meeting.exercises[0])[1], person, "new", "Vielä yksi")
    after = table_rows(desk.get(f"{PAGE}/part").text, "prompts")["Mitä lupaamme?"]
    assert (before, after) == (["32"], ["33"])


def test_the_second_look_does_not_read_notes_and_answers_again(app: Flask, desk: Visitor, spoken: str) -> None:
    def tables_read() -> list[str]:
        read: list[str] = []

        def note(_connection, _cursor, statement, *_rest) -> None:
            read.append(statement)

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        desk.get(f"{PAGE}/part")
        event.remove(engine, "before_cursor_execute", note)
        return read

    first, second = tables_read(), tables_read()
    assert len(first) <= 12
    assert len(second) == len(first) - 2
    assert not any("FROM note" in statement or "answer.value" in statement for statement in second)


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/part", f"{PAGE}/figures"])
def test_results_are_for_those_who_lead_the_meeting(app: Flask, desk: Visitor, spoken: str, path: str) -> None:
    assert desk.get(path).status_code == 200
    with app.app_context():
        other = make_user("other@example.org", "Other", Role.FACILITATOR, "fi")
        token = issue_login_link(other, timedelta(hours=1))
    assert Visitor(app.test_client()).enter(token).get(path).status_code == 404
    assert app.test_client().get(path).status_code in (302, 401)
