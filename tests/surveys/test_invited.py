"""By a link of their own: each invited person answers once, and what the survey says of anonymity holds."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.houses import led
from tests.surveys.conftest import Scene, make_meeting, make_survey, make_user, put_in
from tests.surveys.inviting import BOSS, STAFF, begin, crowd, invite, links
from tests.surveys.inviting import send as send_out
from tests.surveys.page import Page, check_quality
from tests.surveys.test_pages import answers, hidden, send, stored
from workshop.columns import LANGUAGES
from workshop.errors import Promised
from workshop.extensions import db
from workshop.meetings.actions import lock_exercise
from workshop.meetings.models import State
from workshop.participants.models import Participant
from workshop.surveys.actions import Rules, list_invitees, set_survey_rules
from workshop.surveys.links import SECRET_LENGTH
from workshop.surveys.models import Invitee, Response


def dump(folder: Path) -> str:
    with closing(sqlite3.connect(folder / "koonti.db")) as connection:
        return "\n".join(connection.iterdump())


def first(paths: dict[str, str]) -> str:
    return next(iter(paths.values()))


def came(app: Flask, path: str) -> FlaskClient:
    """A new browser that has begun by this link."""
    browser = app.test_client()
    assert begin(browser, path).status_code == 303
    return browser


def answered(app: Flask) -> list[bool]:
    with app.app_context():
        return list(db.session.scalars(select(Invitee.answered).order_by(Invitee.id)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("anonymous", [True, False])
def test_the_link_leads_to_a_page_that_says_what_becomes_of_the_answers(
    app: Flask, scene: Scene, language: str, anonymous: bool
) -> None:
    path = first(invite(app, scene, crowd(), anonymous=anonymous))
    page = check_quality(app.test_client().get(f"{path}?lang={language}"), language)
    words = {"fi": ("ovat nimettömiä", "eivät ole nimettömiä"), "sv": ("är anonyma.", "är inte anonyma"),
             "en": ("are anonymous.", "are not anonymous")}[language]  # fmt: skip
    assert words[not anonymous] in page.html
    assert words[anonymous] not in page.html


def test_reading_the_link_a_hundred_times_changes_nothing(app: Flask, scene: Scene, tmp_path: Path) -> None:
    path = first(invite(app, scene, crowd()))
    before = dump(tmp_path)
    for _scan in range(100):
        answer = app.test_client().get(path)
        assert answer.status_code == 200
        assert all(cookie.startswith("koonti=") for cookie in answer.headers.getlist("Set-Cookie"))
        assert app.test_client().head(path).status_code == 200
    assert dump(tmp_path) == before


def test_one_answers_once_by_a_link(app: Flask, scene: Scene) -> None:
    path = first(invite(app, scene, crowd()))
    phone = came(app, path)
    assert send(phone, scene).location == f"{scene.path}/receipt"
    assert answered(app) == [True, False, False, False, False, False]
    assert phone.get(path).location == f"{scene.path}/receipt"
    other = app.test_client()
    page = check_quality(other.get(path), "fi")
    assert "on vastattu" in page.html
    assert not page.all("form")
    token = Page(other.get("/login").text).value("csrf_token")
    assert other.post(path, data={"csrf_token": token}).status_code == 409
    assert stored(app) == (1, 4)


def test_two_devices_that_began_by_the_same_link_answer_once(app: Flask, scene: Scene) -> None:
    path = first(invite(app, scene, crowd()))
    one, two = came(app, path), came(app, path)
    form = hidden(Page(two.get(scene.path).text)) | answers(scene)
    send(one, scene)
    told = two.post(scene.path, data=form)
    assert told.status_code == 409
    check_quality(told, "fi")
    assert "voi vastata kerran" in told.text
    assert two.get(scene.path).status_code == 409
    assert stored(app) == (1, 4)


def test_twenty_at_once_through_one_link_are_one_response(app: Flask, scene: Scene) -> None:
    path = first(invite(app, scene, crowd()))
    browsers = [came(app, path) for _device in range(20)]
    forms = [hidden(Page(browser.get(scene.path).text)) | answers(scene) for browser in browsers]
    told: list[int] = []
    together = threading.Barrier(20)

    def press(browser: FlaskClient, form: dict[str, str]) -> None:
        together.wait()
        told.append(browser.post(scene.path, data=form).status_code)

    threads = [threading.Thread(target=press, args=pair) for pair in zip(browsers, forms, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(told) == [303] + [409] * 19
    assert stored(app) == (1, 4)


def test_a_link_without_its_cookie_begins_again_until_it_is_answered(app: Flask, scene: Scene) -> None:
    path = first(invite(app, scene, crowd()))
    came(app, path)
    again = came(app, path)
    assert send(again, scene).status_code == 303
    assert stored(app) == (1, 4)


def test_the_same_device_goes_on_as_the_same_participant(app: Flask, scene: Scene) -> None:
    path = first(invite(app, scene, crowd()))
    phone = came(app, path)
    begin(phone, path)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Participant)) == 1


def test_two_people_can_share_a_device(app: Flask, scene: Scene) -> None:
    mine, yours = list(invite(app, scene, crowd()).values())[:2]
    phone = came(app, mine)
    send(phone, scene)
    begin(phone, yours)
    assert send(phone, scene).location == f"{scene.path}/receipt"
    assert answered(app)[:2] == [True, True]
    assert stored(app) == (2, 8)


def test_links_that_we_have_not_made_lead_nowhere(app: Flask, scene: Scene) -> None:
    path = first(invite(app, scene, crowd()))
    with app.app_context():
        meeting = make_meeting(make_user("other@example.org"), "MUUTAA2")
        foreign = make_survey(meeting)
        put_in(meeting, State.LIVE)
        list_invitees(foreign, crowd(1, "muu"))
    theirs = links(app, scene)["muu0@example.fi"]
    number, secret = path.rsplit("/", 1)[1].split("-")
    tokens = [f"{number}-{'0' * SECRET_LENGTH}", f"99-{secret}", number, f"-{secret}", f"{number}-ä", f"²-{secret}"]
    other = "0" if path[-1] != "0" else "1"
    guesses = [theirs, f"{path}0", path[:-1], path[:-1] + other, path.upper()]
    guesses += [f"/j/{scene.code}/i/{token}" for token in tokens]
    guesses += [path.replace(scene.code, code) for code in ("MUUTAA2", "AAAAAAA")]
    for guess in guesses:
        answer = app.test_client().get(guess)
        assert answer.status_code == 404, guess
        check_quality(answer, "fi")


def test_guessing_is_slowed(app: Flask, scene: Scene) -> None:
    invite(app, scene, crowd())
    told = [app.test_client().get(f"/j/{scene.code}/i/1-{number:040x}").status_code for number in range(60)]
    assert set(told) == {404, 429}


def test_anothers_cookie_answers_for_nobody(app: Flask, scene: Scene) -> None:
    paths = list(invite(app, scene, crowd()).values())
    phone = came(app, paths[0])
    phone.set_cookie(f"invited-{scene.exercise_id}", "2-" + "0" * SECRET_LENGTH, path=f"/j/{scene.code}")
    send(phone, scene)
    assert not any(answered(app))


def test_before_the_survey_and_after_it_the_link_says_so(app: Flask, scene: Scene) -> None:
    path = first(invite(app, scene, crowd()))
    phone = app.test_client()
    token = Page(phone.get(path).text).value("csrf_token")
    with app.app_context():
        led(lock_exercise, scene.exercise)
    for state, words in (
        (State.LIVE, "ei voi nyt vastata"), (State.CLOSED, "Kysely on suljettu"), (State.DRAFT, "ei voi nyt vastata"),
    ):  # fmt: skip
        with app.app_context():
            put_in(scene.exercise.meeting, state)
        page = phone.get(path)
        check_quality(page, "fi")
        assert words in page.text
        assert phone.post(path, data={"csrf_token": token}).status_code == 409


def test_it_needs_no_open_link_and_no_step_that_is_shown(app: Flask, draft: Scene) -> None:
    path = first(invite(app, draft, crowd()))
    with app.app_context():
        put_in(draft.exercise.meeting, State.OPEN)
    assert send(came(app, path), draft).status_code == 303
    assert app.test_client().get(f"/j/{draft.code}/s/{draft.exercise_id}").status_code == 404


@pytest.mark.sqlite
def test_nothing_in_the_house_joins_an_anonymous_answer_to_an_address(app: Flask, scene: Scene, tmp_path: Path) -> None:
    """All tables after two have answered: the rows of people and of what they said have nothing in common but what at
    least five of them share."""
    people = crowd(6, background=STAFF) + crowd(1, "pomo", language="sv", groups=["staff"], municipality="564",
                                                background=BOSS)  # fmt: skip
    paths = invite(app, scene, people)
    send(came(app, paths["henkilo3@example.fi"]), scene)
    send(came(app, paths["pomo0@example.fi"]), scene)
    with app.app_context():
        for response in db.session.scalars(select(Response)):
            assert (response.invitee_id, response.background, response.language) == (None, {}, "fi")
            assert (response.groups, response.municipality) == ([], None)
        for guest in db.session.scalars(select(Participant)):
            assert (guest.language, guest.groups, guest.municipality) == ("fi", [], None)
        tokens = [path.rsplit("/", 1)[1] for path in links(app, scene).values()]
    everything = dump(tmp_path)
    assert not any(token in everything or token.split("-")[1] in everything for token in tokens)
    rows = [
        line
        for line in everything.splitlines()
        if line.startswith(('INSERT INTO "response"', 'INSERT INTO "participant"'))
    ]
    assert len(rows) == 4
    assert not any(word in row for row in rows for word in ("henkilo", "pomo", "example.fi", "'564'", "johto", "'sv'"))


def test_what_many_share_comes_with_anonymous_answers(app: Flask, scene: Scene) -> None:
    people = crowd(5, groups=["staff"], background=STAFF) + crowd(7, "pomo", language="sv", background=BOSS)
    paths = invite(app, scene, people)
    send(came(app, paths["henkilo3@example.fi"]), scene)
    send(came(app, paths["pomo0@example.fi"]), scene)
    with app.app_context():
        one, two = db.session.scalars(select(Response).order_by(Response.id))
        assert (one.language, one.groups, one.background, one.invitee_id) == ("fi", ["staff"], STAFF, None)
        assert (two.language, two.groups, two.background, two.invitee_id) == ("sv", [], BOSS, None)


def test_answers_that_are_not_anonymous_carry_all_of_it(app: Flask, scene: Scene) -> None:
    paths = invite(app, scene, crowd(1, municipality="564", groups=["staff"], background=BOSS), anonymous=False)
    send(came(app, first(paths)), scene)
    with app.app_context():
        response = db.session.scalars(select(Response)).one()
        assert response.invitee_id == db.session.scalars(select(Invitee.id)).one()
        assert (response.municipality, response.groups, response.background) == ("564", ["staff"], BOSS)


def test_what_was_promised_stays(app: Flask, scene: Scene) -> None:
    invite(app, scene, crowd())
    with app.app_context():
        set_survey_rules(scene.exercise, Rules(anonymous=False))
        set_survey_rules(scene.exercise, Rules(anonymous=True))
    send_out(app, scene)
    with app.app_context(), pytest.raises(Promised):
        set_survey_rules(scene.exercise, Rules(anonymous=False))


def test_after_an_answer_too_what_was_promised_stays(app: Flask, scene: Scene, phone: FlaskClient) -> None:
    send(phone, scene)
    with app.app_context():
        with pytest.raises(Promised):
            set_survey_rules(scene.exercise, Rules(anonymous=False))
        set_survey_rules(scene.exercise, Rules(anonymous=True, by_link=True))
