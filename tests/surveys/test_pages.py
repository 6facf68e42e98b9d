"""A participant's way through a survey, with and without mistakes, by a browser that has no JavaScript."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.houses import led
from tests.surveys.conftest import ENDS, Scene, fill_survey, make_meeting, make_survey, make_user, put_in
from tests.surveys.page import Page, check_quality
from workshop.action import action
from workshop.columns import LANGUAGES, Texts
from workshop.extensions import db
from workshop.meetings.actions import close_meeting, end_meeting, lock_exercise, unlock_exercise
from workshop.meetings.models import State
from workshop.surveys.actions import add_question
from workshop.surveys.kinds.long_text import LONGEST_TEXT
from workshop.surveys.models import Answer, QuestionKind, Response


def hidden(page: Page) -> dict[str, str]:
    """What the form carries besides the answers."""
    return {name: page.value(name) for name in ("csrf_token", "client_key")}


def answers(scene: Scene, **given: Any) -> dict[str, Any]:
    """What a browser sends for a filled form."""
    whole = {"single": "a", "multiple": ["b", "c"], "scale": "0", "text": "Koska se\r\nkantaa."} | given
    return {f"q{getattr(scene, name)}": value for name, value in whole.items()}


def send(phone: FlaskClient, scene: Scene, **given: Any) -> TestResponse:
    """Open the survey, fill it and send it."""
    page = Page(phone.get(scene.path).text)
    return phone.post(scene.path, data=hidden(page) | answers(scene, **given))


def stored(app: Flask) -> tuple[int, int]:
    """How many responses and answers there are."""
    with app.app_context():
        counts = [db.session.scalar(select(func.count()).select_from(model)) for model in (Response, Answer)]
        return counts[0], counts[1]


def receipts(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Response.receipt)))


def test_answers_are_sent_and_the_receipt_is_shown(app: Flask, scene: Scene, phone: FlaskClient) -> None:
    sent = send(phone, scene)
    assert (sent.status_code, sent.location) == (303, f"{scene.path}/receipt")
    page = phone.get(sent.location).text
    assert receipts(app)[0] in page
    for words in ("Rohkeus", "Luottamus", "Välittäminen", "Koska se\nkantaa."):
        assert words in page
    assert stored(app) == (1, 4)


@action
def require_nothing(scene: Scene) -> None:
    scene.questions[QuestionKind.SINGLE].required = False


def test_a_survey_of_which_nothing_was_answered_is_not_sent(app: Flask, scene: Scene, phone: FlaskClient) -> None:
    with app.app_context():
        require_nothing(scene)
    nothing = phone.post(scene.path, data=hidden(Page(phone.get(scene.path).text)) | {f"q{scene.text}": " "})
    assert nothing.status_code == 422
    assert "Vastaa ainakin yhteen kysymykseen" in check_quality(nothing, "fi").html
    assert stored(app) == (0, 0)
    cannot_say = hidden(Page(nothing.text)) | {f"q{scene.scale}": "0"}
    assert phone.post(scene.path, data=cannot_say).status_code == 303


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_well_made(app: Flask, scene: Scene, join: Callable[..., FlaskClient], language: str) -> None:
    phone = join(language)
    form = check_quality(phone.get(scene.path), language)
    titles = {"fi": "Arvokysely", "sv": "Värdeenkät", "en": "Survey on values"}
    questions = {"fi": "Miksi?", "sv": "Varför?", "en": "Why?"}
    assert form.text("h1") == titles[language]
    assert ("label", questions[language]) in form.texts
    errors = check_quality(send(phone, scene, single="z", text="x" * (LONGEST_TEXT + 1)), language)
    assert {"href": f"#q{scene.single}"} in errors.all("a")
    assert {"href": f"#q{scene.text}"} in errors.all("a")
    check_quality(phone.get(send(phone, scene).location), language)


def test_the_page_is_light(app: Flask, draft: Scene, join: Callable[..., FlaskClient]) -> None:
    """Ten questions, four of them scales, and the bar of the path in less than 18.2 kB of HTML, uncompressed."""
    phone = join()
    with app.app_context():
        put_in(draft.exercise.meeting, State.DRAFT)
        fill_survey(draft.exercise)
        for _more in range(2):
            add_question(draft.exercise, QuestionKind.SCALE, Texts(fi="Entä tämä?"), "values", options=ENDS)
        put_in(draft.exercise.meeting, State.LIVE)
    page = phone.get(draft.path)
    assert "10 " in page.text
    assert len(page.data) < 18_200


def test_a_second_click_and_a_reload_get_the_same_receipt(app: Flask, scene: Scene, phone: FlaskClient) -> None:
    form = hidden(Page(phone.get(scene.path).text)) | answers(scene)
    first, second = phone.post(scene.path, data=form), phone.post(scene.path, data=form)
    assert first.location == second.location == f"{scene.path}/receipt"
    assert stored(app) == (1, 4)


def test_answering_again_shows_the_first_receipt_and_says_so(app: Flask, scene: Scene, phone: FlaskClient) -> None:
    other_tab = hidden(Page(phone.get(scene.path).text))
    first = phone.get(send(phone, scene).location).text
    again = phone.post(scene.path, data=other_tab | answers(scene, single="b"))
    page = phone.get(again.location)
    assert receipts(app)[0] in page.text
    assert len(check_quality(page, "fi").all("div")) == len(Page(first).all("div")) + 1
    assert stored(app) == (1, 4)


def test_somebody_who_has_answered_is_shown_the_receipt(scene: Scene, phone: FlaskClient) -> None:
    assert phone.get(f"{scene.path}/receipt").location == scene.path
    send(phone, scene)
    assert phone.get(scene.path).location == f"{scene.path}/receipt"


def test_a_missed_required_question_keeps_what_was_typed(app: Flask, scene: Scene, phone: FlaskClient) -> None:
    form = hidden(Page(phone.get(scene.path).text))
    sent = phone.post(scene.path, data=form | answers(scene, single=[], text="<Kaksi>\n\n  riviä"))
    page = check_quality(sent, "fi")
    assert sent.status_code == 422
    assert [link for link in page.all("a") if link["href"].startswith("#q")] == [{"href": f"#q{scene.single}"}]
    assert len([field for field in page.all("input") if "checked" in field]) == 3
    assert "&lt;Kaksi&gt;\n\n  riviä</textarea>" in page.html
    assert page.value("client_key") == form["client_key"]
    assert stored(app) == (0, 0)


@pytest.mark.parametrize(
    "given",
    [
        {"single": "z"},
        {"single": ["a", "b"]},
        {"single": "a\x00"},
        {"multiple": ["a", "'; drop table answer"]},
        {"scale": "6"},
        {"scale": "-1"},
        {"scale": "5 "},
        {"scale": "1" + "0" * 400},
        {"scale": ["1", "2"]},
        {"text": "A\x00B"},
        {"text": ["yksi", "kaksi"]},
        {"text": "ä" * (LONGEST_TEXT + 1)},
        {"text": (BytesIO(b"words"), "words.txt")},
        {"single": (BytesIO(b"a"), "a.txt")},
    ],
)
def test_a_value_that_cannot_be_is_an_error_at_its_field(
    app: Flask, scene: Scene, phone: FlaskClient, given: dict[str, Any]
) -> None:
    sent = send(phone, scene, **given)
    assert sent.status_code == 422
    wrong = [link["href"] for link in check_quality(sent, "fi").all("a") if link["href"].startswith("#q")]
    assert wrong == [f"#q{getattr(scene, name)}" for name in given]
    assert stored(app) == (0, 0)


def test_halves_of_characters_in_the_bytes_are_no_fault(app: Flask, scene: Scene, phone: FlaskClient) -> None:
    form = hidden(Page(phone.get(scene.path).text))
    data = "&".join(f"{name}={value}" for name, value in {**form, f"q{scene.single}": "a"}.items())
    sent = phone.post(
        scene.path,
        data=f"{data}&q{scene.text}=A%ED%A0%80B%FF".encode(),
        content_type="application/x-www-form-urlencoded",
    )
    assert sent.status_code == 303
    assert stored(app) == (1, 2)


def test_a_megabyte_of_text_is_a_clear_page(app: Flask, scene: Scene, phone: FlaskClient) -> None:
    sent = send(phone, scene, text="x" * 1_000_000)
    assert sent.status_code == 413
    assert "<h1>" in sent.text
    assert stored(app) == (0, 0)


def test_a_question_of_another_survey_stores_nothing(app: Flask, scene: Scene, phone: FlaskClient) -> None:
    with app.app_context():
        elsewhere = make_survey(make_meeting(make_user("other@example.org"), code="TESTAA3"))
        foreign = fill_survey(elsewhere)[-1].id
    form = hidden(Page(phone.get(scene.path).text)) | answers(scene)
    sent = phone.post(scene.path, data=form | {f"q{foreign}": "Muualle"})
    assert sent.status_code == 422
    check_quality(sent, "fi")
    assert stored(app) == (0, 0)
    assert phone.get(f"/j/{scene.code}/surveys/{elsewhere.id}").status_code == 404
    assert phone.post(f"/j/{scene.code}/surveys/{elsewhere.id}", data=form).status_code == 404


def test_a_broken_key_does_not_stop_anybody(app: Flask, scene: Scene, phone: FlaskClient) -> None:
    form = hidden(Page(phone.get(scene.path).text)) | answers(scene)
    assert phone.post(scene.path, data=form | {"client_key": "not a key\x00"}).status_code == 303
    assert stored(app) == (1, 4)


def test_without_a_token_nothing_is_stored(app: Flask, scene: Scene, phone: FlaskClient) -> None:
    assert phone.post(scene.path, data=answers(scene)).status_code == 400
    assert stored(app) == (0, 0)


def test_a_stranger_is_shown_the_door(app: Flask, scene: Scene, client: FlaskClient) -> None:
    for path in (scene.path, f"{scene.path}/receipt"):
        assert client.get(path).location == f"/j/{scene.code}"


def test_what_is_sent_to_a_locked_survey_is_still_on_the_page(app: Flask, scene: Scene, phone: FlaskClient) -> None:
    form = hidden(Page(phone.get(scene.path).text)) | answers(scene, text="Pitkä vastaus")
    with app.app_context():
        led(lock_exercise, scene.exercise)
    sent = phone.post(scene.path, data=form)
    page = check_quality(sent, "fi")
    assert sent.status_code == 409
    assert "Pitkä vastaus</textarea>" in sent.text
    assert [attrs for attrs in page.all("div") if attrs.get("role") == "alert"]
    assert stored(app) == (0, 0)
    assert not check_quality(phone.get(scene.path), "fi").all("textarea")
    with app.app_context():
        led(unlock_exercise, scene.exercise)
    assert phone.post(scene.path, data=hidden(page) | answers(scene)).status_code == 303


def test_afterwards_answers_are_taken_until_the_meeting_closes(
    app: Flask, scene: Scene, join: Callable[..., FlaskClient]
) -> None:
    first, late = join(), join()
    form = hidden(Page(late.get(scene.path).text)) | answers(scene)
    with app.app_context():
        end_meeting(scene.exercise.meeting)
    assert send(first, scene).status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Response)).one().sent_afterwards
        close_meeting(scene.exercise.meeting)
    assert late.post(scene.path, data=form).status_code == 409
    assert not check_quality(late.get(scene.path), "fi").all("textarea")
    assert receipts(app)[0] in first.get(f"{scene.path}/receipt").text
    assert stored(app) == (1, 4)


def test_a_survey_that_has_not_been_opened_shows_no_questions(
    app: Flask, scene: Scene, join: Callable[..., FlaskClient]
) -> None:
    phone = join()
    with app.app_context():
        put_in(scene.exercise.meeting, State.DRAFT)
        second = make_survey(scene.exercise.meeting)
        fill_survey(second)
        put_in(scene.exercise.meeting, State.LIVE)
        address = f"/j/{scene.code}/surveys/{second.id}"
    answer = phone.get(address)
    assert answer.status_code == 404
    assert "Miksi?" not in answer.text
