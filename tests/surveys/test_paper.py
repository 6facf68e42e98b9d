"""Answers on paper are typed in by those who lead: all questions at once, each paper once."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.surveys.conftest import OPTIONS, Scene, make_user, put_in
from tests.surveys.page import Page, check_quality
from tests.surveys.test_builder import builder
from tests.surveys.test_pages import answers, stored
from tests.surveys.test_pages import send as answer_by_phone
from workshop.columns import LANGUAGES, Texts
from workshop.errors import KeyTaken, NotNow
from workshop.extensions import db
from workshop.meetings.models import State
from workshop.results.queries import meeting_results
from workshop.surveys.actions import Rules, add_question, enter_response, set_survey_rules
from workshop.surveys.models import QuestionKind, Response


def page_of(scene: Scene) -> str:
    return f"{builder(scene)}/paper"


def paper(desk: FlaskClient, scene: Scene, **more: Any) -> dict[str, Any]:
    """A filled page."""
    page = Page(desk.get(page_of(scene)).text)
    hidden = {name: page.value(name) for name in ("csrf_token", "client_key")}
    return hidden | answers(scene) | {"written_in": "fi", "municipality": ""} | more


def responses(app: Flask) -> list[Response]:
    with app.app_context():
        return list(db.session.scalars(select(Response).order_by(Response.id)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_paper_is_saved_and_the_next_one_taken(app: Flask, scene: Scene, desk: FlaskClient, language: str) -> None:
    address = f"{page_of(scene)}?lang={language}"
    check_quality(desk.get(address), language)
    form = paper(desk, scene, written_in="sv", municipality="564", groups=["residents", "staff"])
    done = desk.post(address, data=form)
    assert done.status_code == 303
    next_one = check_quality(desk.get(done.location), language)
    [response] = responses(app)
    assert response.receipt in next_one.html
    assert {"fi": "Paperilomakkeita on tallennettu tähän mennessä 1.", "sv": "Hittills har 1 ", "en": "1 entered from"}[
        language
    ] in next_one.html
    assert (response.participant_id, response.language, response.municipality) == (None, "sv", "564")
    assert response.groups == ["residents", "staff"]
    assert response.entered_by_id
    assert [field["value"] for field in next_one.all("input") if "checked" in field] == ["sv"]
    wrong = check_quality(
        desk.post(address, data=paper(desk, scene, **answers(scene, single="z"), written_in="x")), language
    )
    assert {"href": f"#q{scene.single}"} in wrong.all("a")
    assert "kantaa.</textarea>" in wrong.html
    assert stored(app) == (1, 4)


def test_a_double_click_is_one_paper(app: Flask, scene: Scene, desk: FlaskClient) -> None:
    form = paper(desk, scene)
    for _click in range(3):
        assert desk.post(page_of(scene), data=form).status_code == 303
    desk.post(page_of(scene), data=paper(desk, scene))
    assert stored(app) == (2, 8)


def test_each_paper_is_a_person_in_the_results(app: Flask, scene: Scene, desk: FlaskClient, phone: FlaskClient) -> None:
    answer_by_phone(phone, scene)
    for _paper in range(5):
        desk.post(page_of(scene), data=paper(desk, scene))
    with app.app_context():
        summary = meeting_results(scene.exercise.meeting).summary
    assert "6" in repr(summary.questions)
    assert "6 on tallennettu" not in (page := desk.get(f"{builder(scene)}/share").text)
    assert "5 on tallennettu paperilta" in page


def test_what_is_not_asked_is_left_empty(app: Flask, draft: Scene, desk: FlaskClient) -> None:
    with app.app_context():
        when = {"question": draft.single, "any": ["b"]}
        asked = Texts(fi="Entä luottamus?")
        facts = {"options": OPTIONS, "required": True, "page": 2, "shown_when": when}
        number = add_question(draft.exercise, QuestionKind.SINGLE, asked, "values", **facts).id
        put_in(draft.exercise.meeting, State.LIVE)
    assert desk.post(page_of(draft), data=paper(desk, draft)).status_code == 303
    for more, words in (
        ({f"q{number}": "a"}, "Tätä ei kysytä näin vastanneilta"),
        ({f"q{number}": "nonsense"}, "Tätä ei kysytä näin vastanneilta"),
        (answers(draft, single="b"), "Vastaa tähän kysymykseen"),
    ):
        refused = desk.post(page_of(draft), data=paper(desk, draft, **more))
        assert refused.status_code == 422
        page = check_quality(refused, "fi")
        assert words in page.html
        assert f'href="#q{number}' in page.html
    assert (
        desk.post(
            page_of(draft), data=paper(desk, draft, **answers(draft, single="b"), **{f"q{number}": "a"})
        ).status_code
        == 303
    )
    assert len(responses(app)) == 2


@pytest.mark.parametrize(
    ("state", "by_link", "status"),
    [
        (State.DRAFT, True, 409),
        (State.OPEN, False, 409),
        (State.OPEN, True, 303),
        (State.LIVE, False, 303),
        (State.AFTERWARDS, False, 303),
        (State.CLOSED, True, 409),
    ],
)
def test_when_papers_are_taken(
    app: Flask, scene: Scene, desk: FlaskClient, state: State, by_link: bool, status: int
) -> None:
    form = paper(desk, scene)
    with app.app_context():
        set_survey_rules(scene.exercise, Rules(by_link=by_link))
        put_in(scene.exercise.meeting, state)
    assert desk.post(page_of(scene), data=form).status_code == status
    assert desk.get(page_of(scene)).status_code == (200 if status == 303 else 409)
    assert len(responses(app)) == (status == 303)


def test_a_key_of_somebody_else_saves_nothing(app: Flask, scene: Scene, guest_id: int) -> None:
    with app.app_context():
        one, two = make_user("a@example.org"), make_user("b@example.org")
        first = enter_response(scene.exercise, one, "k", {scene.single: "a"}, "fi")
        assert enter_response(scene.exercise, one, "k", {scene.single: "b"}, "fi").id == first.id
        with pytest.raises(KeyTaken):
            enter_response(scene.exercise, two, "k", {scene.single: "a"}, "fi")
        put_in(scene.exercise.meeting, State.CLOSED)
        with pytest.raises(NotNow):
            enter_response(scene.exercise, one, "k2", {scene.single: "a"}, "fi")


def test_nonsense_is_refused_and_nothing_breaks(
    app: Flask, scene: Scene, desk: FlaskClient, join: Callable[..., FlaskClient]
) -> None:
    for more in (
        {"groups": ["nobody"]}, {"municipality": "999"}, {"written_in": ""}, {"written_in": "\x00"}, {"q999": "a"},
        {f"q{scene.text}": "x" * 100_000}, {f"q{scene.scale}": "11"},
    ):  # fmt: skip
        told = desk.post(page_of(scene), data=paper(desk, scene, **more))
        assert told.status_code == 422, more
        check_quality(told, "fi")
    assert responses(app) == []
