"""Questions with parts on their pages: asked, refused, answered without script, and read on the receipt."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.surveys.asked import TEXTS, WRITTEN, ask_all
from tests.surveys.conftest import Scene
from tests.surveys.page import Page, check_quality
from workshop.columns import LANGUAGES
from workshop.extensions import db
from workshop.surveys.models import Answer, Question, QuestionKind

ANSWERS: dict[QuestionKind, dict[str, str]] = {
    QuestionKind.MATRIX: {"a": "5", "b": "0", "c": "2"},
    QuestionKind.RANKING: {"a": "2", "b": "1", "c": "4", "d": "3"},
    QuestionKind.GRID: {"a.b": "Lähikirjasto auki", "c.a": "Kuuntelen <muita>"},
    QuestionKind.PARTS: {"a": "Kerran kuussa", "b": "1 600,5", "c": "Koska\nse kantaa."},
}
STORED: dict[QuestionKind, Any] = {
    QuestionKind.MATRIX: {"a": 5, "b": 0, "c": 2},
    QuestionKind.RANKING: ["b", "a", "d", "c"],
    QuestionKind.GRID: {"a": {"b": "Lähikirjasto auki"}, "c": {"a": "Kuuntelen <muita>"}},
    QuestionKind.PARTS: {"a": "Kerran kuussa", "b": 1600.5, "c": "Koska\nse kantaa."},
}


@pytest.fixture
def draft(app: Flask, draft: Scene) -> Scene:
    """The survey with a question of each kind that has parts besides; each is required."""
    with app.app_context():
        ask_all(draft.exercise, required=True)
    return draft


def ids(app: Flask, scene: Scene) -> dict[QuestionKind, int]:
    with app.app_context():
        rows = db.session.execute(
            select(Question.kind, Question.id).where(Question.exercise_id == scene.exercise_id)
        ).all()
    return {kind: id_ for kind, id_ in rows if kind in WRITTEN}


def send(app: Flask, phone: FlaskClient, scene: Scene, **changed: dict[str, str]) -> TestResponse:
    """Open the survey, fill it and send it."""
    page = Page(phone.get(scene.path).text)
    data = {name: page.value(name) for name in ("csrf_token", "client_key")} | {f"q{scene.single}": "a"}
    for kind, id_ in ids(app, scene).items():
        parts = changed.get(kind.value, ANSWERS[kind])
        data |= {f"q{id_}.{part}": value for part, value in parts.items()}
    return phone.post(scene.path, data=data)


def stored(app: Flask) -> dict[QuestionKind, Any]:
    with app.app_context():
        rows = db.session.execute(select(Question.kind, Answer.value).join(Answer.question)).all()
    return {kind: value for kind, value in rows if kind in WRITTEN}


def test_answers_in_parts_are_sent_and_stand_on_the_receipt(app: Flask, scene: Scene, phone: FlaskClient) -> None:
    sent = send(app, phone, scene)
    assert sent.status_code == 303
    assert stored(app) == STORED
    page = check_quality(phone.get(sent.location), "fi").html
    for line in (
        "Saan palvelut läheltä: 5",
        "1. Luottamus",
        "Kunta: Lähikirjasto auki",
        "Montako jäsentä? 1\u00a0600,5",
    ):
        assert line in page
    assert "Kuuntelen &lt;muita&gt;" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_are_well_made(app: Flask, scene: Scene, join: Callable[..., FlaskClient], language: str) -> None:
    phone = join(language)
    legends = {text for tag, text in check_quality(phone.get(scene.path), language).texts if tag == "legend"}
    for text in TEXTS.values():
        assert any(legend.startswith(text[language]) for legend in legends)
    wrong = send(app, phone, scene, matrix={"a": "6"}, ranking={"a": "1"}, grid={}, parts={"b": "monta"})
    links = [link["href"] for link in check_quality(wrong, language).all("a") if link["href"].startswith("#q")]
    assert links == [f"#q{id_}" for id_ in ids(app, scene).values()]
    assert stored(app) == {}
    check_quality(phone.get(send(app, phone, scene).location), language)


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        ("matrix", {"a": "5", "b": "0"}),
        ("matrix", {"a": "5", "b": "0", "c": "2", "d": "1"}),
        ("ranking", {"a": "1", "b": "1", "c": "2", "d": "3"}),
        ("ranking", {"a": "1", "b": "2", "c": "3", "d": "5"}),
        ("ranking", {"a": "1", "b": "2", "c": "3", "z": "4"}),
        ("grid", {"a.b": "x" * 501}),
        ("grid", {"a": "ilman saraketta"}),
        ("grid", {"a.b": "  \n "}),
        ("parts", {"a": "Usein", "b": "1" + "0" * 400, "c": "x"}),
        ("parts", {"a": "x" * 201, "b": "1", "c": "x"}),
    ],
)
def test_a_part_that_cannot_be_is_an_error_and_nothing_is_kept(
    app: Flask, scene: Scene, phone: FlaskClient, kind: str, parts: dict[str, str]
) -> None:
    sent = send(app, phone, scene, **{kind: parts})
    assert sent.status_code == 422
    wrong = [link["href"] for link in check_quality(sent, "fi").all("a") if link["href"].startswith("#q")]
    assert wrong == [f"#q{ids(app, scene)[QuestionKind(kind)]}"]
    assert stored(app) == {}


def test_the_builder_and_the_preview_show_rows_and_columns(app: Flask, desk: FlaskClient, draft: Scene) -> None:
    path = f"/meetings/{draft.code}/exercises/{draft.exercise_id}/survey"
    for address in (path, f"{path}/preview/phone"):
        page = check_quality(desk.get(address), "fi").html
        for text in ("Minua kuunnellaan", "Yksilö", "Montako jäsentä?", "Yhteistyö"):
            assert text in page
