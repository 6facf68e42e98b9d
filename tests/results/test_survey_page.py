"""The results of one survey: how people answered, told apart, in their words; and what those who answered may see."""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from flask import Flask, Response
from sqlalchemy import Engine, event

from tests.houses import led
from tests.pages import Visitor, check_page
from workshop.accounts.queries import user_by_email
from workshop.action import action
from workshop.columns import Texts
from workshop.extensions import db
from workshop.meetings.actions import add_exercise, create_meeting, go_live, open_meeting, unlock_exercise
from workshop.meetings.facts import MeetingFacts
from workshop.meetings.models import Exercise, ExerciseKind
from workshop.meetings.queries import meeting_by_code
from workshop.participants.actions import join_meeting
from workshop.participants.guests import COOKIE, remember_guest
from workshop.participants.models import Participant
from workshop.results.surveys import SIZE, WAY, WHEN, survey_results
from workshop.rounds.actions import create_round
from workshop.surveys.actions import add_question, send_response
from workshop.surveys.kinds.choices import keyed
from workshop.surveys.kinds.scale import ends
from workshop.surveys.models import QuestionKind
from workshop.surveys.models import Response as Answers
from workshop.surveys.queries import questions_of, rules_of

CODE = "TESTKYS"
LANGUAGES = pytest.mark.parametrize("language", ["fi", "sv", "en"])
HAPPY = "Onnellinen kyllä"


@pytest.fixture
def survey(app: Flask, maker: str) -> int:
    """The id of a survey that can be answered: a choice with own words, a scale, a number and a text."""
    with app.app_context():
        user = user_by_email(maker)
        round_ = create_round("kysely", Texts(fi="Kierros"), Texts(), "17", user)
        starts = datetime(2022, 1, 21, 11, tzinfo=UTC)
        facts = MeetingFacts(
            Texts(fi="Kyselytunti"), "other", starts, starts + timedelta(hours=2), languages=["fi", "sv"]
        )
        meeting = create_meeting(round_, facts, user, code=CODE)
        survey = add_exercise(meeting, ExerciseKind.SURVEY, Texts(fi="Kysely <b>", sv="Enkät"), Texts())
        options = keyed([Texts(fi="Johto", sv="Ledning", en="Heads"), Texts(fi="Väki", sv="Folket", en="Staff")])
        add_question(
            survey, QuestionKind.SINGLE, Texts(fi="Asema?"), "other", options=options, settings={"other": True}
        )
        steps = ends(Texts(fi="huonosti"), Texts(fi="hyvin"))
        add_question(survey, QuestionKind.SCALE, Texts(fi="Miten menee?"), "other", options=steps)
        add_question(survey, QuestionKind.NUMBER, Texts(fi="Montako vuotta?"), "other")
        add_question(survey, QuestionKind.LONG_TEXT, Texts(fi="Miksi?"), "other")
        open_meeting(meeting)
        go_live(meeting)
        led(unlock_exercise, survey)
        return survey.id


def answer(survey_id: int, people: int, position: object = "b", groups: tuple[str, ...] = (), words: str = "") -> int:
    """So many people answer alike, the first with words of their own; the last one's participant."""
    survey = db.session.get_one(Exercise, survey_id)
    ids = [question.id for question in questions_of(survey)]
    guest = None
    for number in range(people):
        guest = join_meeting(survey.meeting, "fi", list(groups), None)
        said = [position, 1 + number % 5, 10 + number, words and f"{words} {number}"]
        values = {id_: value for id_, value in zip(ids, said, strict=True) if value}
        send_response(survey, guest, str(uuid.uuid4()), values)
    assert guest
    return guest.id


@action
def mark(survey_id: int, **facts: list[object]) -> None:
    """Let the first responses have come like this: on paper, late, afterwards."""
    responses = db.session.query(Answers).filter_by(exercise_id=survey_id).order_by(Answers.id).all()
    for name, values in facts.items():
        for response, value in zip(responses, values, strict=False):
            setattr(response, name, value)


@action
def show_results(survey_id: int) -> None:
    rules = rules_of(db.session.get_one(Exercise, survey_id))
    rules.results_shown = True
    db.session.add(rules)


def page_of(survey_id: int, **asked: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"/meetings/{CODE}/surveys/{survey_id}/results?{query}"


def words_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ").split())


def phone(app: Flask, guest: int) -> Visitor:
    with app.test_request_context():
        cookie = remember_guest(Response(), db.session.get_one(Participant, guest)).headers["Set-Cookie"]
    client = app.test_client()
    client.set_cookie(COOKIE, cookie.split(";")[0].removeprefix(f"{COOKIE}="), path=f"/j/{CODE}")
    return Visitor(client)


@LANGUAGES
def test_an_empty_survey_says_what_will_appear(desk: Visitor, survey: int, language: str) -> None:
    page = desk.get(page_of(survey, lang=language))
    check_page(page, language)
    assert 'class="empty"' in page.text
    assert "<article" not in page.text
    assert 'id="by"' not in page.text


@LANGUAGES
def test_few_answers_are_not_told_but_how_many_came_is(app: Flask, desk: Visitor, survey: int, language: str) -> None:
    with app.app_context():
        answer(survey, 4, {"other": "Salaisuus"}, words=HAPPY)
    page = desk.get(page_of(survey, lang=language))
    check_page(page, language)
    assert "Salaisuus" not in page.text
    assert HAPPY not in page.text
    assert "<table" not in page.text
    if language == "en":
        assert "4 responses." in words_of(page.text)


def test_each_question_has_its_numbers_and_its_words(app: Flask, desk: Visitor, survey: int) -> None:
    with app.app_context():
        answer(survey, 12, "b", words=HAPPY)
        answer(survey, 1, {"other": "Jotain muuta"})
    words = words_of(desk.get(page_of(survey, lang="en")).text)
    assert "The mean is 2.6. 31% gave 4 or 5, and 54% gave 1 or 2." in words
    assert "Mean 2.6 4–5 31% 1–2 54%" in words
    assert "The mean is 15.1 and the median 15." in words
    assert re.search(r"under 1\d \d+ \d+%", words), "the numbers are drawn in spans of enough people"
    assert "In their own words : Asema? Jotain muuta" in words
    assert f"{HAPPY} 0 {HAPPY} 1" in words


@LANGUAGES
def test_the_page_tells_answers_apart_by_what_the_address_says(
    app: Flask, desk: Visitor, survey: int, language: str
) -> None:
    with app.app_context():
        answer(survey, 12, "b", ("staff",))
        answer(survey, 8, "a", ("residents",))
    page = desk.get(page_of(survey, by="group", lang=language))
    check_page(page, language)
    assert page.text.count("selected>") == 1
    assert "-by" in page.text
    assert (
        desk.get(f"/meetings/{CODE}/surveys/{survey}/results/part?by=group&lang={language}").text.strip() in page.text
    )
    figures = desk.get(f"/meetings/{CODE}/surveys/{survey}/results/figures?by=group&lang={language}").json["figures"]
    assert set(figures) == set(re.findall(r'data-plot="([^"]+)"', page.text))
    [one] = [figure for name, figure in figures.items() if name.endswith("-by") and len(figure["data"]) == 5]
    assert sum(trace["x"][0] for trace in one["data"]) == pytest.approx(100)


@pytest.mark.parametrize("by", ["nobody", "question-999", "'", "way"])
def test_an_unknown_background_is_none(app: Flask, desk: Visitor, survey: int, by: str) -> None:
    with app.app_context():
        answer(survey, 12)
    page = desk.get(page_of(survey, by=by, lang="en"))
    assert page.status_code == 200
    assert "-by" not in page.text


def test_a_small_group_and_its_cover_are_hidden(app: Flask, desk: Visitor, survey: int) -> None:
    with app.app_context():
        answer(survey, 12, "b", ("staff",))
        answer(survey, 7, "a", ("residents",))
        answer(survey, 2, "a", ("companies",))
    words = words_of(desk.get(page_of(survey, by="group", lang="en")).text)
    assert "Residents hidden Staff 12 Companies and service providers hidden" in words
    assert "2 rows are hidden to protect groups of fewer than 5 people." in words


def test_how_the_responses_came_is_counted(app: Flask, desk: Visitor, survey: int, maker: str) -> None:
    with app.app_context():
        answer(survey, 20)
        user = user_by_email(maker).id
        mark(survey, entered_by_id=[user] * 6, is_late=[True] * 3, sent_afterwards=[True] * 7)
        here = db.session.get_one(Exercise, survey)
        by_time, by_way = (survey_results(here, by).account for by in (WHEN, WAY))
        assert [*by_time.backgrounds][:2] == [WHEN, WAY]
        assert by_time.breakdown
        assert by_time.breakdown.respondents == {"afterwards": 7, "live": 13}
        assert by_way.breakdown
        assert by_way.breakdown.respondents is None, "of those afterwards one was not on paper, who would be known"
    words = words_of(desk.get(page_of(survey, lang="en")).text)
    assert "20 responses, of which 6 on paper, 3 after the closing time, 7 afterwards." in words


def test_columns_of_the_list_of_invited_people_tell_apart(app: Flask, survey: int) -> None:
    with app.app_context():
        answer(survey, 20)
        mark(survey, background=[{"yksikkö": "Neuvola"}] * 8)
        told = survey_results(db.session.get_one(Exercise, survey), "column-yksikkö").account.breakdown
        assert told
        assert told.respondents == {"Neuvola": 8, "": 12}


def test_the_size_of_the_municipality_tells_apart(app: Flask, desk: Visitor, survey: int) -> None:
    with app.app_context():
        answer(survey, 20)
        mark(survey, municipality=["564"] * 8 + ["436"] * 6)
        assert survey_results(db.session.get_one(Exercise, survey)).account.backgrounds[-1] == SIZE
    words = words_of(desk.get(page_of(survey, by="size", lang="en")).text)
    assert "under 2,000 inhabitants 6 50,000 inhabitants or more 8 No municipality named 6" in words


def test_those_who_answered_see_numbers_when_they_are_shown(app: Flask, survey: int) -> None:
    with app.app_context():
        guest = answer(survey, 12, "b", ("companies",), words=HAPPY)
        passer_by = join_meeting(meeting_by_code(CODE), "fi").id
    address = f"/j/{CODE}/surveys/{survey}/results"
    assert phone(app, guest).get(address).status_code == 404
    assert address not in phone(app, guest).get(f"/j/{CODE}/surveys/{survey}/receipt").text
    with app.app_context():
        show_results(survey)
    assert address in phone(app, guest).get(f"/j/{CODE}/surveys/{survey}/receipt").text
    assert phone(app, passer_by).get(address).status_code == 404
    for language in ("fi", "sv", "en"):
        page = phone(app, guest).get(f"{address}?lang={language}")
        check_page(page, language)
        assert "plotly" not in page.text
        assert HAPPY not in page.text
        assert page.text.count('<article class="chart"') == 4
    assert "12 responses." in words_of(page.text)


def test_those_who_answered_are_not_told_of_few(app: Flask, survey: int) -> None:
    with app.app_context():
        guest = answer(survey, 3)
        show_results(survey)
    words = words_of(phone(app, guest).get(f"/j/{CODE}/surveys/{survey}/results?lang=en").text)
    assert "The results are shown once at least 5 people have answered." in words
    assert "3 responses" not in words


def test_a_new_response_is_counted_at_once(app: Flask, desk: Visitor, survey: int) -> None:
    with app.app_context():
        answer(survey, 9)
    assert "9 responses." in words_of(desk.get(page_of(survey, lang="en")).text)
    with app.app_context():
        answer(survey, 1)
    assert "10 responses." in words_of(desk.get(page_of(survey, lang="en")).text)


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def test_more_answers_ask_the_database_no_more(app: Flask, desk: Visitor, survey: int) -> None:
    asked = []
    for people in (10, 40):
        with app.app_context():
            answer(survey, people)
            engine = db.engine
        with counted(engine) as here:
            assert desk.get(page_of(survey, by="way")).status_code == 200
        asked.append(len(here))
    assert asked[0] == asked[1] <= 12
    with counted(engine) as again:
        desk.get(page_of(survey, by="way"))
    assert len(again) == asked[1] - 2, "what has not changed is not counted again"
