"""The survey is looked at as others get it: on a phone, page by page, and on paper. Nothing is kept from there."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.pages import form_fields
from tests.surveys.asked import ask_all
from tests.surveys.conftest import Scene, put_in
from tests.surveys.every_kind import ask_everything
from tests.surveys.page import check_quality
from tests.surveys.test_builder import builder
from tests.surveys.test_builder_pages import arrange, ask_only
from workshop.action import action
from workshop.columns import LANGUAGES, Texts
from workshop.meetings.models import Meeting, State
from workshop.surveys.actions import add_question
from workshop.surveys.models import QuestionKind


@pytest.fixture
def paged(app: Flask, desk: FlaskClient, draft: Scene) -> Scene:
    """Two pages; the last question is asked only of those who chose courage first."""
    arrange(desk, draft, draft.scale, "break")
    arrange(desk, draft, draft.text, "break")
    ask_only(desk, draft, draft.text, f"{draft.single}.a")
    return draft


def dump(app: Flask) -> str:
    with closing(sqlite3.connect(Path(app.config["SETTINGS"].INSTANCE) / "koonti.db")) as connection:
        return "\n".join(connection.iterdump())


def turn(desk: FlaskClient, scene: Scene, page: TestResponse, go: str = "on", **answers: str) -> TestResponse:
    """Press a button of a page of the preview, with these answers on it."""
    address = f"{builder(scene)}/preview/phone"
    fields = form_fields(page, address).to_dict()
    return desk.post(address, data=fields | answers | {"go": go})


def test_pages_are_turned_conditions_live_and_nothing_is_kept(app: Flask, desk: FlaskClient, paged: Scene) -> None:
    first = desk.get(f"{builder(paged)}/preview/phone")
    before = dump(app)
    missing = turn(desk, paged, first)
    assert missing.status_code == 422
    assert "Tärkein arvo? Vastaa tähän kysymykseen" in missing.text
    second = turn(desk, paged, missing, **{f"q{paged.single}": "a"})
    assert "Miten hyvin?" in second.text
    assert "Sivu 2/3" in second.text
    third = turn(desk, paged, second, **{f"q{paged.scale}": "4"})
    assert "Miksi?" in third.text
    back = turn(desk, paged, turn(desk, paged, third, "back"), "back")
    assert 'value="a" checked' in back.text
    other = turn(desk, paged, back, **{f"q{paged.single}": "b"})
    assert "Sivu 2/2" in other.text
    done = turn(desk, paged, other)
    check_quality(done, "fi")
    assert "Esikatselu päättyy tähän" in done.text
    assert dump(app) == before


@pytest.mark.parametrize("state", State)
def test_the_preview_is_there_in_every_state(app: Flask, desk: FlaskClient, draft: Scene, state: State) -> None:
    with app.app_context():
        put_in(draft.exercise.meeting, state)
    for page in ("preview", "preview/phone?in=sv", "print?in=en"):
        assert desk.get(f"{builder(draft)}/{page}").status_code == 200
    first = desk.get(f"{builder(draft)}/preview/phone")
    assert turn(desk, draft, first, **{f"q{draft.single}": "a"}).status_code == 200


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_each_language_of_the_meeting_is_shown_and_the_readers_own_stays(
    desk: FlaskClient, draft: Scene, spoken: str
) -> None:
    frame = desk.get(f"{builder(draft)}/preview?in={spoken}")
    assert 'lang="fi" class=' in check_quality(frame, "fi").html
    phone = desk.get(f"{builder(draft)}/preview/phone?in={spoken}")
    check_quality(phone, spoken)
    assert {"fi": "Tärkein arvo?", "sv": "Viktigaste värdet?", "en": "Which value first?"}[spoken] in phone.text
    check_quality(desk.get(builder(draft)), "fi")


@action
def speak_only(meeting: Meeting, languages: list[str]) -> None:
    meeting.languages = languages


@pytest.mark.parametrize("wanted", ["en", "xx", ""])
def test_a_language_that_the_meeting_has_not_is_not_shown(
    app: Flask, desk: FlaskClient, draft: Scene, wanted: str
) -> None:
    with app.app_context():
        speak_only(draft.exercise.meeting, ["sv"])
    assert "hreflang" not in desk.get(f"{builder(draft)}/preview").text.split("<main")[1]
    check_quality(desk.get(f"{builder(draft)}/preview/phone?in={wanted}"), "sv")


def test_only_the_preview_is_framed_and_only_by_us(desk: FlaskClient, draft: Scene) -> None:
    policies = {
        path: desk.get(f"{builder(draft)}{path}").headers["Content-Security-Policy"].split("; ")
        for path in ("", "/preview", "/preview/phone", "/print")
    }
    assert "frame-src 'self'" in policies["/preview"]
    assert "frame-ancestors 'self'" in policies["/preview/phone"]
    for path in ("", "/preview", "/print"):
        assert "frame-ancestors 'none'" in policies[path]
    assert not any("frame-src" in rule for path in ("", "/preview/phone", "/print") for rule in policies[path])


@pytest.mark.parametrize("more", ["code=X", "exercise_id=9", "_external=1", "_scheme=javascript", "page=9", "lang=sv"])
def test_a_strange_address_changes_nothing_of_the_preview(desk: FlaskClient, draft: Scene, more: str) -> None:
    shown = desk.get(f"{builder(draft)}/preview/phone?in=fi&{more}")
    assert shown.status_code == 200
    assert f'action="{builder(draft)}/preview/phone?in=fi"' in shown.text


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_every_kind_is_drawn_for_pen_and_paper(app: Flask, desk: FlaskClient, draft: Scene, spoken: str) -> None:
    with app.app_context():
        asked = [*ask_everything(draft.exercise), *ask_all(draft.exercise).values()]
        texts = [question.text[spoken] for question in asked]
        listed = [text.text(spoken) for question in asked for text in question.option_texts().values()]
        listed += [text.text(spoken) for question in asked for text in question.row_texts().values()]
    page = check_quality(desk.get(f"{builder(draft)}/print?in={spoken}"), spoken)
    assert [text for text in [*texts, *listed] if text not in page.html] == []
    assert not page.all("input", "textarea", "select", "button")
    assert len(page.all("table")) == 2


def test_paper_says_in_words_of_whom_a_question_is_asked(desk: FlaskClient, paged: Scene) -> None:
    ask_only(desk, paged, paged.text, f"{paged.single}.a", f"{paged.single}.b")
    address = f"{builder(paged)}/print?in="
    assert "Vain jos vastasit kysymykseen 1 ”Rohkeus” tai ”Luottamus”." in desk.get(address + "fi").text
    assert "Bara om du svarade ”Mod” eller ”Förtroende” på fråga 1." in desk.get(address + "sv").text
    assert "Only if you answered “Courage” or “Trust” to question 1." in desk.get(address + "en").text


def test_what_is_missing_on_paper_is_marked_with_its_language(app: Flask, desk: FlaskClient, draft: Scene) -> None:
    with app.app_context():
        add_question(draft.exercise, QuestionKind.SHORT_TEXT, Texts(fi="Vain suomeksi?"), "values")
    assert ' lang="fi">5. Vain suomeksi?' in desk.get(f"{builder(draft)}/print?in=sv").text


EASY = Texts(fi="Mikä on tärkeää?")


def test_easy_language_is_chosen_and_stays_chosen(app: Flask, draft: Scene, desk: FlaskClient) -> None:
    address = f"{builder(draft)}/preview/phone"
    assert "easy=1" not in desk.get(address).text, "nobody is offered what is not there"
    with app.app_context():
        add_question(draft.exercise, QuestionKind.SHORT_TEXT, Texts(fi="Kysymys?", sv="Fråga?"), "other", easy=EASY)
    assert EASY["fi"] not in desk.get(address).text
    easy = desk.get(f"{address}?in=fi&easy=1")
    check_quality(easy, "fi")
    assert EASY["fi"] in easy.text
    assert "Yleiskielellä" in easy.text
    assert "Fråga?" in desk.get(f"{address}?in=sv&easy=1").text, "a language without one has the plain text"
    assert "easy=1" not in desk.get(f"{address}?in=en").text, "nor a language that has none"
    assert "Set-Cookie" not in easy.headers


def test_a_phone_remembers_easy_language(app: Flask, draft: Scene, scene: Scene, phone: FlaskClient) -> None:
    with app.app_context():
        put_in(scene.exercise.meeting, State.OPEN)
        add_question(scene.exercise, QuestionKind.SHORT_TEXT, Texts(fi="Kysymys?"), "other", easy=EASY)
        put_in(scene.exercise.meeting, State.LIVE)
    plain = phone.get(scene.path)
    assert "?page=1&amp;easy=1" in plain.text
    assert EASY["fi"] not in plain.text
    assert EASY["fi"] in phone.get(f"{scene.path}?page=1&easy=1").text
    assert EASY["fi"] in phone.get(scene.path).text
    assert EASY["fi"] not in phone.get(f"{scene.path}?page=1&easy=0").text
    assert EASY["fi"] not in phone.get(scene.path).text
