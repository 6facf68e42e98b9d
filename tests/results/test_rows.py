"""Questions with rows, and orders, on the dashboard: a table and a sentence, and nothing of a small group."""

import re
import uuid
from html import unescape

import pytest
from flask import Flask

from tests.houses import led
from tests.pages import Visitor, check_page
from tests.results.conftest import CODE, make_meeting
from tests.surveys.asked import answers_of, ask_all
from workshop.accounts.queries import user_by_email
from workshop.columns import Texts
from workshop.meetings.actions import add_exercise, go_live, open_meeting, show_on_wall, unlock_exercise
from workshop.meetings.models import ExerciseKind, WallShows
from workshop.meetings.queries import meeting_by_code
from workshop.participants.actions import join_meeting
from workshop.surveys.actions import send_response
from workshop.surveys.models import QuestionKind

PAGE = f"/meetings/{CODE}/results"


def answered(app: Flask, maker: str, people: int) -> dict[QuestionKind, int]:
    """A survey with a question of each kind, answered by so many people; the questions' ids."""
    with app.app_context():
        meeting = make_meeting(user_by_email(maker))
        survey = add_exercise(meeting, ExerciseKind.SURVEY, Texts(fi="Toinen kysely"), Texts())
        asked = ask_all(survey)
        open_meeting(meeting)
        go_live(meeting)
        led(unlock_exercise, survey)
        for number in range(people):
            values = {asked[kind].id: value for kind, value in answers_of(number).items()}
            send_response(survey, join_meeting(meeting, "fi"), str(uuid.uuid4()), values)
        return {kind: question.id for kind, question in asked.items()}


def chart(desk: Visitor, question_id: int, language: str = "en") -> str:
    html = unescape(desk.get(f"{PAGE}?lang={language}").text)
    return re.search(rf'<article class="chart" id="question-{question_id}".*?</article>', html, re.S)[0]


def table(section: str) -> list[list[str]]:
    """The table's lines, its headings first."""
    lines = re.findall(r"<tr>(.*?)</tr>", section, re.S)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line) for line in lines]


def test_the_rows_of_a_matrix_have_n_mean_and_shares(app: Flask, maker: str, desk: Visitor) -> None:
    section = chart(desk, answered(app, maker, 6)[QuestionKind.MATRIX])
    assert table(section) == [
        ["Statement", "People", "Mean", "4–5", "1–2", "1", "2", "3", "4", "5", "Cannot say"],
        ["Services are near", "6", "4.3", "83%", "17%", "1 (17%)", "0 (0%)", "0 (0%)", "0 (0%)", "5 (83%)", "0"],
        ["I get care in time", "5", "2.0", "0%", "100%", "0 (0%)", "5 (100%)", "0 (0%)", "0 (0%)", "0 (0%)", "1"],
        ["I am listened to", "< 5 people", *["–"] * 8, "hidden"],
    ]
    assert "The highest mean is that of “Services are near” (4.3), and the lowest that of" in section
    assert "N = 6 people" in section


def test_an_order_tells_each_place(app: Flask, maker: str, desk: Visitor) -> None:
    section = chart(desk, answered(app, maker, 6)[QuestionKind.RANKING])
    assert table(section) == [
        ["Option", "People", "Mean place", "1.", "2.", "3.", "4."],
        ["Trust", "6", "1.2", "5", "1", "0", "0"],
        ["Courage", "6", "1.8", "1", "5", "0", "0"],
        ["Care", "6", "3.2", "0", "0", "5", "1"],
        ["Working together", "6", "3.8", "0", "0", "1", "5"],
    ]
    assert "Put first most often, by 5 people: “Trust”." in section


def test_rows_of_texts_tell_how_many_wrote(app: Flask, maker: str, desk: Visitor) -> None:
    ids = answered(app, maker, 6)
    assert table(chart(desk, ids[QuestionKind.GRID])) == [
        ["Row", "People"],
        ["Services are near", "6"],
        ["I get care in time", "0"],
        ["I am listened to", "< 5 people"],
    ]
    assert table(chart(desk, ids[QuestionKind.PARTS]))[1:] == [
        ["How often?", "6"],
        ["Members?", "6"],
        ["Say why", "< 5 people"],
    ]


def test_the_wall_tells_rows_and_orders_too(app: Flask, maker: str, desk: Visitor) -> None:
    answered(app, maker, 6)
    with app.app_context():
        show_on_wall(meeting_by_code(CODE), WallShows.RESULTS)
    desk.post(f"/meetings/{CODE}/path", {"position": "3"}, page="/account")
    wall = unescape(desk.get(f"/meetings/{CODE}/wall?lang=en").text)
    assert "N = 6 · mean 4.3 · 4–5: 83%" in wall
    assert "Working together" in wall


@pytest.mark.parametrize("people", [0, 4])
def test_too_few_answers_are_not_told(app: Flask, maker: str, desk: Visitor, people: int) -> None:
    for id_ in answered(app, maker, people).values():
        if people:
            section = chart(desk, id_)
            assert table(section) == []
            assert "N < 5 people" in section
            assert "once at least 5 people have answered" in section


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_page_is_well_made_with_them(app: Flask, maker: str, desk: Visitor, language: str) -> None:
    answered(app, maker, 6)
    check_page(desk.get(f"{PAGE}?lang={language}"), language)
