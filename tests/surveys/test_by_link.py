"""The survey's own link: answers before, during and after the meeting, whatever is shown there."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.houses import led
from tests.surveys.conftest import Scene, make_survey, put_in
from tests.surveys.page import Page, check_quality
from tests.surveys.test_builder import builder
from tests.surveys.test_pages import answers, hidden, send, stored
from workshop.clock import at, now
from workshop.columns import LANGUAGES, Texts
from workshop.errors import Locked, NotNow
from workshop.extensions import db
from workshop.meetings.actions import add_exercise, end_meeting, go_live, lock_exercise, move_path, open_meeting
from workshop.meetings.models import ExerciseKind, State
from workshop.participants.actions import join_meeting
from workshop.surveys.actions import GRACE, Rules, send_response, set_survey_rules
from workshop.surveys.actions.rules import require_taking
from workshop.surveys.models import Response
from workshop.surveys.queries import rules_of

HOUR = timedelta(hours=1)
BY_LINK = Rules(by_link=True)


def rule(app: Flask, scene: Scene, rules: Rules = BY_LINK) -> None:
    with app.app_context():
        set_survey_rules(scene.exercise, rules)


def link(scene: Scene) -> str:
    return f"/j/{scene.code}/s/{scene.exercise_id}"


def skip_tag(phone: FlaskClient, address: str) -> TestResponse:
    """Go through the page of the tag without saying anything."""
    token = Page(phone.get(address).text).value("csrf_token")
    return phone.post(address, data={"csrf_token": token, "municipality": ""})


@pytest.fixture
def early(app: Flask, draft: Scene) -> Scene:
    """A survey that is answered by link while only the door of its meeting is open."""
    rule(app, draft)
    with app.app_context():
        open_meeting(draft.exercise.meeting)
    return draft


def test_before_the_meeting_somebody_new_comes_through_the_door_to_the_survey(app: Flask, early: Scene) -> None:
    phone = app.test_client()
    door = phone.get(link(early), follow_redirects=True)
    check_quality(door, "fi")
    way = next(
        each["href"] for each in Page(door.text).all("a") if each.get("hreflang") == "sv" and "tag" in each["href"]
    )
    tag = phone.get(way)
    check_quality(tag, "sv")
    came = skip_tag(phone, way)
    assert came.location == early.path
    survey = check_quality(phone.get(came.location), "sv")
    assert "Mötet börjar" not in survey.html
    assert not survey.all("koonti-path")
    sent = phone.post(early.path, data=hidden(survey) | answers(early))
    receipt = check_quality(phone.get(sent.location), "sv")
    assert {"href": f"/digest-by-mail/{early.code}"} in receipt.all("a")
    assert stored(app) == (1, 4)
    assert phone.get(link(early)).location == early.path


def test_a_survey_alone_speaks_of_no_facilitator_and_of_no_meeting_that_begins(app: Flask, early: Scene) -> None:
    for state in (State.OPEN, State.LIVE, State.AFTERWARDS):
        phone = app.test_client()
        skip_tag(phone, f"/j/{early.code}/tag?to={early.exercise_id}")
        with app.app_context():
            put_in(early.exercise.meeting, state)
        pages = [phone.get(early.path), phone.get(f"/j/{early.code}/here", follow_redirects=True)]
        pages.append(phone.get(send(phone, early).location))
        for page in pages:
            words = page.text.partition("<main")[2]
            for waiting in ("fasilitaattori", "Tilaisuus alkaa", "Katso, mitä nyt", "koonti-path"):
                assert waiting not in words, (state, waiting)
        assert "data-follow" not in pages[0].text + pages[2].text
        with app.app_context():
            put_in(early.exercise.meeting, State.OPEN)


def test_here_leads_to_the_survey_before_the_meeting_and_afterwards(app: Flask, draft: Scene) -> None:
    with app.app_context():
        add_exercise(draft.exercise.meeting, ExerciseKind.BOARD, Texts(fi="Taulu"), Texts())
        make_survey(draft.exercise.meeting)
    rule(app, draft)
    with app.app_context():
        open_meeting(draft.exercise.meeting)
    phone = app.test_client()
    skip_tag(phone, f"/j/{draft.code}/tag")
    for state, words in ((State.OPEN, "Tilaisuus alkaa"), (State.AFTERWARDS, "Kiitos osallistumisesta")):
        with app.app_context():
            put_in(draft.exercise.meeting, state)
        page = check_quality(phone.get(f"/j/{draft.code}/here"), "fi")
        assert words in page.html
        assert [one["href"] for one in page.all("a") if "/surveys/" in one["href"]] == [draft.path]


def test_whatever_is_shown_and_whatever_the_pace_it_takes_answers(
    app: Flask, scene: Scene, join: Callable[..., FlaskClient]
) -> None:
    with app.app_context():
        meeting = scene.exercise.meeting
        put_in(meeting, State.DRAFT)
        second = make_survey(meeting)
        set_survey_rules(second, BY_LINK)
        put_in(meeting, State.LIVE)
        assert second.opened_at is None
        guest = join_meeting(meeting, "fi")
        assert send_response(second, guest, "k", {})
        led(move_path, meeting, second.position)
        led(lock_exercise, second)
        with pytest.raises(Locked):
            send_response(second, join_meeting(meeting, "fi"), "k2", {})


@pytest.mark.parametrize("state", [State.DRAFT, State.CLOSED])
def test_where_the_meeting_lets_nobody_in_nothing_is_taken(app: Flask, early: Scene, state: State) -> None:
    with app.app_context():
        guest = join_meeting(early.exercise.meeting, "fi")
        put_in(early.exercise.meeting, state)
        with pytest.raises(NotNow):
            send_response(early.exercise, guest, "k", {early.single: "a"})
    assert app.test_client().get(link(early)).status_code == 404


def test_its_own_times_close_it(app: Flask, early: Scene) -> None:
    closes = now() + HOUR
    rule(app, early, Rules(by_link=True, closes_at=closes))
    with app.app_context():
        assert require_taking(early.exercise) is False
        with at(closes + GRACE / 2):
            assert require_taking(early.exercise) is True
        with at(closes + 2 * GRACE), pytest.raises(Locked):
            require_taking(early.exercise)


def test_wrong_links_are_as_any_unknown_code(app: Flask, scene: Scene, phone: FlaskClient) -> None:
    for path in (link(scene), f"/j/{scene.code}/s/999", f"/j/AAAAAAA/s/{scene.exercise_id}", "/j/x/s/1"):
        for browser in (phone, app.test_client()):
            answer = browser.get(path)
            assert answer.status_code == 404
            assert "koodilla" in answer.text
    told = {app.test_client().get(f"/j/{scene.code}/s/{number}").status_code for number in range(60)}
    assert told == {404, 429}


def test_a_link_typed_in_small_letters_leads_there_too(app: Flask, early: Scene) -> None:
    answer = app.test_client().get(link(early).replace(early.code, early.code.lower()))
    assert answer.location == f"/j/{early.code}?to={early.exercise_id}"


def test_who_answers_by_link_is_not_taken_along_by_the_facilitator(app: Flask, early: Scene) -> None:
    phone = app.test_client()
    with app.app_context():
        put_in(early.exercise.meeting, State.DRAFT)
        board = add_exercise(early.exercise.meeting, ExerciseKind.BOARD, Texts(fi="Taulu"), Texts())
        open_meeting(early.exercise.meeting)
        go_live(early.exercise.meeting)
        led(move_path, early.exercise.meeting, board.position)
    address = f"/j/{early.code}/tag?to={early.exercise_id}"
    page = phone.get(skip_tag(phone, address).location)
    assert "data-follow" not in page.text
    with app.app_context():
        led(move_path, early.exercise.meeting, early.exercise.position)
    assert "data-follow" in phone.get(early.path).text


def test_an_extension_of_what_people_were_told_before_the_meeting_is_told(app: Flask, early: Scene) -> None:
    first = now() + HOUR
    rule(app, early, Rules(by_link=True, closes_at=first))
    rule(app, early, Rules(by_link=True, closes_at=first + HOUR))
    with app.app_context():
        assert rules_of(early.exercise).extended_from == first


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_for_sharing_has_link_code_and_how_it_goes(
    app: Flask, scene: Scene, desk: FlaskClient, join: Callable[..., FlaskClient], language: str
) -> None:
    address = f"{builder(scene)}/share?lang={language}"
    page = check_quality(desk.get(address), language)
    assert not page.all("textarea")
    closes = now() + HOUR
    rule(app, scene, Rules(by_link=True, closes_at=closes))
    phone = join()
    form = hidden(Page(phone.get(scene.path).text)) | answers(scene)
    with at(closes + GRACE / 2):
        assert phone.post(scene.path, data=form).status_code == 303
    page = check_quality(desk.get(address), language)
    assert f">http://localhost{link(scene)}</textarea>" in page.html
    assert {"fi": "1 tuli määräajan jälkeen.", "sv": "1 kom efter", "en": "1 came after"}[language] in page.html
    drawn = desk.get(f"{builder(scene)}/qr.svg")
    assert drawn.mimetype == "image/svg+xml"
    assert drawn.data.startswith(b"<svg")
    assert builder(scene) + "/share" in desk.get(builder(scene)).text


def test_answers_that_come_afterwards_by_link_are_marked_so(app: Flask, early: Scene) -> None:
    with app.app_context():
        meeting = early.exercise.meeting
        go_live(meeting)
        end_meeting(meeting)
        send_response(early.exercise, join_meeting(meeting, "fi"), "k", {early.single: "a"})
        assert db.session.scalars(select(Response.sent_afterwards)).one()
