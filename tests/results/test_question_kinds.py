"""The results of every kind of question, on the dashboard and in the digest, with nobody in it who could be known."""

import re
import uuid

import pytest
from flask import Flask

from tests.pages import Visitor, check_page
from tests.surveys.conftest import make_meeting, make_survey, make_user
from tests.surveys.every_kind import ASKED, answers_of, ask_everything
from workshop.digests.compose import compose
from workshop.digests.document import HeadedList, Section, Table
from workshop.meetings.actions import end_meeting, go_live, open_meeting
from workshop.meetings.queries import meeting_by_code
from workshop.participants.actions import join_meeting
from workshop.surveys.actions import send_response

CODE = "TESTAB2"
PEOPLE = 12


@pytest.fixture
def answered(app: Flask, maker: str) -> str:
    """The code of a meeting whose survey has a question of every kind and twelve answers."""
    with app.app_context():
        meeting = make_meeting(make_user(), CODE)
        survey = make_survey(meeting)
        questions = ask_everything(survey)
        open_meeting(meeting)
        go_live(meeting)
        for person in range(PEOPLE):
            guest = join_meeting(meeting, "fi", [], None)
            send_response(survey, guest, str(uuid.uuid4()), answers_of(questions, person))
    return CODE


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " ").split())


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_dashboard_shows_every_question_but_what_is_only_read(answered: str, desk: Visitor, language: str) -> None:
    page = desk.get(f"/meetings/{answered}/results?lang={language}")
    check_page(page, language)
    assert page.text.count('<article class="chart"') == len(ASKED) - 1


def test_the_dashboard_says_what_was_answered(answered: str, desk: Visitor) -> None:
    words = words_of(desk.get(f"/meetings/{answered}/results?lang=en").text)
    assert "The mean is 8.5 and the median 7.5." in words
    assert "At least 5 people gave 6.5 or less, and at least 5 gave 7.5 or more." in words
    assert "The mean is 8.3. 92% gave 9 or 10, and 8% gave 1 or 2." in words
    assert "The mean is 3.0. 0% gave 4, and 0% gave 1." in words
    assert "12 people gave a date." in words
    assert "Something else 1" in words


def test_a_place_that_few_named_is_not_told(answered: str, desk: Visitor) -> None:
    words = words_of(desk.get(f"/meetings/{answered}/results?lang=en").text)
    assert "Oulu 11" in words
    assert "1 answer named what fewer than 5 people named" in words
    assert "Hailuoto" not in words
    assert "24" not in re.findall(r"\d+", words)


def test_the_digest_has_tables_and_own_words(app: Flask, answered: str) -> None:
    with app.app_context():
        meeting = meeting_by_code(answered)
        end_meeting(meeting)
        section = compose(meeting, "en").blocks[-1]
    assert isinstance(section, Section)
    tables = {part.heading: part for part in section.parts if isinstance(part, Table)}
    lists = {part.heading: [said.words for said in part.said] for part in section.parts if isinstance(part, HeadedList)}
    assert "Before you answer" not in tables | lists
    assert lists["Which value first?: in their own words"] == ["Sisu"]
    assert lists["Your favourite place?"] == [f"Paikka {person}" for person in range(PEOPLE)]
    assert [row.label for row in tables["Where do you live?"].rows] == ["Oulu"]
    assert tables["How long do you sleep?"].footnotes[0].startswith("The mean is 8.5 and the median 7.5.")
    assert tables["When were you last here?"].base == "N = 12"
    assert [row.label for row in tables["Would you recommend it?"].rows][-1] == "10 completely"
    assert len(tables["How often do you exercise?"].rows) == 5
