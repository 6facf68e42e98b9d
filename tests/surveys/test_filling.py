"""A survey of several pages, by a browser without JavaScript: nothing is lost, and only what is asked is answered."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.houses import led
from tests.surveys.conftest import OPTIONS, Scene, put_in
from tests.surveys.page import Page, check_quality
from workshop.columns import LANGUAGES, Texts
from workshop.extensions import db
from workshop.meetings.actions import lock_exercise
from workshop.meetings.models import State
from workshop.surveys.actions import add_question, edit_question
from workshop.surveys.kinds.kind import BadQuestion
from workshop.surveys.models import Answer, Draft, Question, QuestionKind, Response


@pytest.fixture
def paged(app: Flask, scene: Scene) -> dict[str, int]:
    """Two more pages after the first: one that only those are asked who chose "b" first, and a last one."""
    with app.app_context():
        put_in(scene.exercise.meeting, State.DRAFT)
        only = {"question": scene.single, "any": ["b"]}
        trust = add_question(
            scene.exercise, QuestionKind.LONG_TEXT, Texts(fi="Miksi luottamus?"), "values", page=2, shown_when=only
        )
        last = add_question(
            scene.exercise, QuestionKind.SINGLE, Texts(fi="Entä?"), "values", required=True, options=OPTIONS, page=3
        )
        put_in(scene.exercise.meeting, State.LIVE)
        return {"trust": trust.id, "last": last.id}


def turn(phone: FlaskClient, address: str, go: str = "on", **answers: Any) -> TestResponse:
    """Open a page, fill it and press a button."""
    page = Page(phone.get(address).text)
    carried = {name: page.value(name) for name in ("csrf_token", "client_key", "page", "edition")}
    return phone.post(address.split("?")[0], data=carried | answers | {"go": go})


def stored(app: Flask) -> dict[int, Any]:
    with app.app_context():
        return {answer.question_id: answer.value for answer in db.session.scalars(select(Answer))}


def drafts(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Draft)) or 0


def test_pages_are_turned_and_all_is_sent_from_the_last(
    app: Flask, scene: Scene, phone: FlaskClient, paged: dict[str, int]
) -> None:
    first = turn(phone, scene.path, **{f"q{scene.single}": "b", f"q{scene.text}": "Siksi."})
    assert (first.status_code, first.location) == (303, f"{scene.path}?page=2")
    assert "Sivu 2/3" in phone.get(first.location).text
    second = turn(phone, first.location, **{f"q{paged['trust']}": "Se kantaa."})
    assert second.location == f"{scene.path}?page=3"
    assert stored(app) == {}
    sent = turn(phone, second.location, **{f"q{paged['last']}": "c"})
    assert sent.location == f"{scene.path}/receipt"
    assert stored(app) == {scene.single: "b", scene.text: "Siksi.", paged["trust"]: "Se kantaa.", paged["last"]: "c"}
    assert drafts(app) == 0
    assert "Se kantaa." in phone.get(sent.location).text


def test_a_page_that_nobody_is_asked_is_left_out(
    app: Flask, scene: Scene, phone: FlaskClient, paged: dict[str, int]
) -> None:
    second = turn(phone, scene.path, **{f"q{scene.single}": "a"})
    page = phone.get(second.location).text
    assert "Sivu 2/2" in page
    assert "Miksi luottamus?" not in page
    forged = turn(phone, second.location, **{f"q{paged['last']}": "c", f"q{paged['trust']}": "Väkisin"})
    assert forged.status_code == 422
    turn(phone, second.location, **{f"q{paged['last']}": "c"})
    assert stored(app) == {scene.single: "a", paged["last"]: "c"}


def test_an_answer_to_what_is_asked_no_longer_is_not_sent(
    app: Flask, scene: Scene, phone: FlaskClient, paged: dict[str, int]
) -> None:
    turn(phone, scene.path, **{f"q{scene.single}": "b"})
    turn(phone, f"{scene.path}?page=2", **{f"q{paged['trust']}": "Se kantaa."})
    turn(phone, f"{scene.path}?page=1", **{f"q{scene.single}": "a"})
    turn(phone, f"{scene.path}?page=2", **{f"q{paged['last']}": "c"})
    assert stored(app) == {scene.single: "a", paged["last"]: "c"}


def test_back_and_on_and_another_day_lose_nothing(
    app: Flask, scene: Scene, phone: FlaskClient, paged: dict[str, int]
) -> None:
    turn(phone, scene.path, **{f"q{scene.single}": "b", f"q{scene.multiple}": ["a", "c"], f"q{scene.text}": "Siksi."})
    back = turn(phone, f"{scene.path}?page=2", "back", **{f"q{paged['trust']}": "Kesken"})
    assert back.location == f"{scene.path}?page=1"
    page = check_quality(phone.get(back.location), "fi")
    assert [field["value"] for field in page.all("input") if "checked" in field] == ["b", "a", "c"]
    assert "Siksi.</textarea>" in page.html
    assert "Kesken</textarea>" in phone.get(f"{scene.path}?page=2").text
    assert "Sivu 1/3" in phone.get(scene.path).text  # where one was
    assert stored(app) == {}


def test_what_is_wrong_on_a_page_keeps_one_there_and_is_kept(
    app: Flask, scene: Scene, phone: FlaskClient, paged: dict[str, int]
) -> None:
    missing = turn(phone, scene.path, **{f"q{scene.text}": "Siksi."})
    page = check_quality(missing, "fi")
    assert missing.status_code == 422
    assert {"href": f"#q{scene.single}"} in page.all("a")
    assert "Siksi.</textarea>" in phone.get(scene.path).text


def test_a_last_page_sent_before_the_others_leads_to_what_is_missing(
    app: Flask, scene: Scene, phone: FlaskClient, paged: dict[str, int]
) -> None:
    early = turn(phone, f"{scene.path}?page=2", **{f"q{paged['last']}": "c"})
    assert early.location == f"{scene.path}?page=1&check=1"
    page = check_quality(phone.get(early.location), "fi")
    assert {"href": f"#q{scene.single}"} in page.all("a")
    assert stored(app) == {}


def test_two_windows_are_noticed_and_lose_nothing(
    app: Flask, scene: Scene, phone: FlaskClient, paged: dict[str, int]
) -> None:
    window = Page(phone.get(f"{scene.path}?page=1").text)
    other = {name: window.value(name) for name in ("csrf_token", "client_key", "page", "edition")}
    turn(phone, scene.path, **{f"q{scene.single}": "b", f"q{scene.text}": "Ensin."})
    again = phone.post(scene.path, data=other | {f"q{scene.single}": "b", f"q{scene.text}": "Sitten.", "go": "on"})
    assert again.location == f"{scene.path}?page=2&also=1"
    assert "toisessa ikkunassa" in phone.get(again.location).text
    assert "Sitten.</textarea>" in phone.get(f"{scene.path}?page=1").text
    assert drafts(app) == 1


def test_a_locked_survey_shows_what_was_typed_on_a_page(
    app: Flask, scene: Scene, phone: FlaskClient, paged: dict[str, int]
) -> None:
    page = Page(phone.get(scene.path).text)
    carried = {name: page.value(name) for name in ("csrf_token", "client_key", "page", "edition")}
    with app.app_context():
        led(lock_exercise, scene.exercise)
    told = phone.post(scene.path, data=carried | {f"q{scene.single}": "b", f"q{scene.text}": "Siksi.", "go": "on"})
    assert told.status_code == 409
    assert "Siksi.</textarea>" in told.text
    assert drafts(app) == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_well_made(
    scene: Scene, join: Callable[..., FlaskClient], paged: dict[str, int], language: str
) -> None:
    phone = join(language)
    second = turn(phone, scene.path, **{f"q{scene.single}": "b"})
    for address in (scene.path, second.location, f"{scene.path}?page=3&check=1", f"{scene.path}?page=99&also=1"):
        check_quality(phone.get(address), language)


@pytest.mark.parametrize("page", ["0", "-1", "9" * 400, "x", ""])
def test_a_page_that_is_not_there_is_the_nearest_one(
    scene: Scene, phone: FlaskClient, paged: dict[str, int], page: str
) -> None:
    assert phone.get(f"{scene.path}?page={page}").status_code == 200


def test_others_see_nothing_of_a_draft(
    app: Flask, scene: Scene, join: Callable[..., FlaskClient], paged: dict[str, int]
) -> None:
    turn(join(), scene.path, **{f"q{scene.single}": "b", f"q{scene.text}": "Salaisuus"})
    assert "Salaisuus" not in join().get(scene.path).text


def test_a_condition_asks_for_an_option_of_an_earlier_page(app: Flask, scene: Scene, paged: dict[str, int]) -> None:
    with app.app_context():
        put_in(scene.exercise.meeting, State.DRAFT)
        last = db.session.get_one(Question, paged["last"])
        facts = {"text": last.text, "topic": last.topic, "options": last.options}
        for wrong in (
            {"question": paged["last"], "any": ["a"]},
            {"question": scene.single, "any": ["z"]},
            {"question": scene.single, "any": []},
            {"question": scene.text, "any": ["a"]},
            {"question": 999, "any": ["a"]},
        ):
            with pytest.raises(BadQuestion):
                edit_question(last, **facts, shown_when=wrong)
        edit_question(last, **facts, shown_when={"question": scene.single, "any": ["a"]})


def test_a_response_is_counted_once_however_many_pages_it_had(
    app: Flask, scene: Scene, phone: FlaskClient, paged: dict[str, int]
) -> None:
    turn(phone, scene.path, **{f"q{scene.single}": "a"})
    page = Page(phone.get(f"{scene.path}?page=2").text)
    carried = {name: page.value(name) for name in ("csrf_token", "client_key", "page", "edition")}
    for _time in range(3):
        phone.post(scene.path, data=carried | {f"q{paged['last']}": "c", "go": "on"})
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Response)) == 1
