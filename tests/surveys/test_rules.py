"""When a survey is open, and whether what was sent can be changed."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.surveys.conftest import Scene
from tests.surveys.page import Page, check_quality
from tests.surveys.test_builder import builder, post
from tests.surveys.test_pages import answers, hidden, send, stored
from workshop.clock import at, now
from workshop.columns import LANGUAGES
from workshop.extensions import db
from workshop.surveys.actions import GRACE, Rules, set_survey_rules
from workshop.surveys.models import Answer, Response
from workshop.surveys.queries import rules_of

HOUR = timedelta(hours=1)


def rule(app: Flask, scene: Scene, rules: Rules) -> None:
    with app.app_context():
        set_survey_rules(scene.exercise, rules)


def test_before_it_opens_nothing_is_asked_and_it_is_said_when_it_does(
    app: Flask, scene: Scene, phone: FlaskClient
) -> None:
    rule(app, scene, Rules(opens_at=now() + HOUR))
    page = check_quality(phone.get(scene.path), "fi")
    assert not page.all("textarea")
    assert "aukeaa" in page.html
    with at(now() + 2 * HOUR):
        assert send(phone, scene).status_code == 303


def test_what_comes_late_is_taken_and_marked_and_then_no_more(
    app: Flask, scene: Scene, join: Callable[..., FlaskClient]
) -> None:
    phone, late, later = join(), join(), join()
    forms = [hidden(Page(one.get(scene.path).text)) | answers(scene) for one in (phone, late, later)]
    closes = now() + HOUR
    rule(app, scene, Rules(closes_at=closes))
    assert phone.post(scene.path, data=forms[0]).status_code == 303
    with at(closes + GRACE / 2):
        assert late.post(scene.path, data=forms[1]).status_code == 303
    with at(closes + 2 * GRACE):
        told = later.post(scene.path, data=forms[2])
        assert told.status_code == 409
        assert "kantaa.</textarea>" in told.text
        assert "Kysely on suljettu" in later.get(scene.path).text
    with app.app_context():
        assert list(db.session.scalars(select(Response.is_late).order_by(Response.id))) == [False, True]


def test_a_closing_time_that_is_put_off_is_told_as_an_extension(app: Flask, scene: Scene, phone: FlaskClient) -> None:
    first = now() + HOUR
    rule(app, scene, Rules(closes_at=first))
    assert "Voit vastata" in phone.get(scene.path).text
    rule(app, scene, Rules(closes_at=first + HOUR))
    assert "Vastausaikaa on jatkettu" in phone.get(scene.path).text
    with app.app_context():
        assert rules_of(scene.exercise).extended_from == first


def test_answers_are_changed_where_they_may_be(app: Flask, scene: Scene, phone: FlaskClient) -> None:
    rule(app, scene, Rules(editable=True))
    receipt = phone.get(send(phone, scene).location).text
    assert f"{scene.path}?page=1" in receipt
    page = Page(phone.get(f"{scene.path}?page=1").text)
    assert "kantaa.</textarea>" in page.html
    assert [field["value"] for field in page.all("input") if "checked" in field] == ["a", "b", "c", "0"]
    changed = phone.post(
        scene.path, data=hidden(page) | answers(scene, single="b", multiple=[], text="Muutin mieltäni.")
    )
    assert changed.location == f"{scene.path}/receipt"
    assert stored(app) == (1, 3)
    with app.app_context():
        response = db.session.scalars(select(Response)).one()
        assert response.edited_at
        assert response.receipt in receipt
        values = {one.question_id: one.value for one in db.session.scalars(select(Answer))}
    assert values == {scene.single: "b", scene.scale: 0, scene.text: "Muutin mieltäni."}


def test_a_second_click_changes_nothing_where_answers_can_be_changed(
    app: Flask, scene: Scene, phone: FlaskClient
) -> None:
    rule(app, scene, Rules(editable=True))
    form = hidden(Page(phone.get(scene.path).text)) | answers(scene)
    for _click in range(3):
        assert phone.post(scene.path, data=form).status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Response)).one().edited_at is None


def test_what_is_wrong_changes_nothing(app: Flask, scene: Scene, phone: FlaskClient) -> None:
    rule(app, scene, Rules(editable=True))
    send(phone, scene)
    page = Page(phone.get(f"{scene.path}?page=1").text)
    assert phone.post(scene.path, data=hidden(page) | answers(scene, single="z")).status_code == 422
    assert stored(app) == (1, 4)


def test_after_the_closing_time_nothing_is_changed(app: Flask, scene: Scene, phone: FlaskClient) -> None:
    rule(app, scene, Rules(editable=True, closes_at=now() + HOUR))
    receipt = send(phone, scene).location
    form = hidden(Page(phone.get(f"{scene.path}?page=1").text)) | answers(scene, single="b")
    with at(now() + 2 * HOUR):
        assert phone.post(scene.path, data=form).status_code == 409
        assert "page=1" not in phone.get(receipt).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rules_are_set_on_a_page_of_their_own(app: Flask, desk: FlaskClient, scene: Scene, language: str) -> None:
    address = f"{builder(scene)}/rules?lang={language}"
    check_quality(desk.get(address), language)
    wrong = {"opens": "2031-05-02T12:00", "closes": "2031-05-01T12:00"}
    assert {"href": "#closes"} in check_quality(post(desk, scene, address, **wrong), language).all("a")
    for nonsense in ("31.2.2031", "x" * 1000, "9999999-01-01T00:00", "0001-01-01T00:00", "\x00"):
        assert post(desk, scene, address, closes=nonsense).status_code == 422
    done = post(desk, scene, address, editable="y", closes="2031-05-02T16:30")
    assert done.status_code == 303
    check_quality(desk.get(f"{builder(scene)}?lang={language}"), language)
    with app.app_context():
        rules = rules_of(scene.exercise)
        assert (rules.editable, rules.closes_at) == (True, datetime(2031, 5, 2, 13, 30, tzinfo=UTC))
    again = Page(desk.get(address).text)
    assert again.value("closes") == "2031-05-02T16:30"
