"""Letters to invited people: looked at before, sent once, in each one's language, by a real mail server."""

from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import joinedload, undefer

from tests.mail.smtp_server import Postbox, free_port, smtp_server
from tests.surveys.conftest import Scene, make_user, put_in
from tests.surveys.inviting import begin, crowd, invite, linked, organiser, send
from tests.surveys.page import check_quality
from tests.surveys.test_builder import builder
from tests.surveys.test_invitees import listed, page_of, sent
from tests.surveys.test_pages import send as answer
from workshop import create_app
from workshop.clock import at, now
from workshop.columns import LANGUAGES, Base
from workshop.errors import AlreadyDone, Locked, NotAllowed, NotNow
from workshop.extensions import db
from workshop.mail.models import Content, Letter
from workshop.mail.outbox import deliver_due
from workshop.meetings.models import State
from workshop.surveys.actions import GRACE, Rules, send_letters, set_survey_rules
from workshop.surveys.lists import Invited


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def app(tmp_path: Path, port: int) -> Iterator[Flask]:
    """A house whose letters go to a mail server."""
    app = create_app(
        INSTANCE=str(tmp_path),
        BASE_URL="http://localhost",
        SECRET_KEY="for tests only",
        SMTP_URL=f"smtp://127.0.0.1:{port}",
    )
    app.testing = True
    with app.app_context():
        Base.metadata.create_all(db.engine)
    yield app
    with app.app_context():
        db.engine.dispose()


def letters(app: Flask) -> dict[str, Letter]:
    whole = joinedload(Letter.content).options(undefer(Content.text), undefer(Content.html))
    with app.app_context():
        return {letter.key: letter for letter in db.session.scalars(select(Letter).options(whole))}


def test_letters_go_out_in_each_ones_language_with_their_own_link(app: Flask, scene: Scene, port: int) -> None:
    people = [Invited("anna@example.fi", "fi"), Invited("bo@example.fi", "sv"), Invited("carol@example.fi", "en")]
    paths = invite(app, scene, people)
    assert send(app, scene) == 3
    with smtp_server(Postbox(), port) as postbox, app.app_context():
        deliver_due()
        assert postbox.count() == dict.fromkeys(paths, 1)
        for number, (address, _content) in enumerate(postbox.taken):
            message = postbox.message(number)
            told = {"anna": "Kutsu vastaamaan: Arvokysely", "bo": "Inbjudan att svara: Värdeenkät",
                    "carol": "Invitation to answer: Survey on values"}[address.partition("@")[0]]  # fmt: skip
            assert message["Subject"] == told
            for kind in ("plain", "html"):
                content = message.get_body((kind,)).get_content()
                assert linked(content) == paths[address]
                assert "/i/…" not in content
                assert "%E2" not in content
    phone = app.test_client()
    begin(phone, paths["bo@example.fi"] + "?lang=sv")
    assert phone.get(scene.path).text.count('lang="sv"') >= 1
    assert answer(phone, scene).status_code == 303


def test_a_reminder_goes_to_those_who_have_not_answered_with_the_same_link(app: Flask, scene: Scene) -> None:
    paths = invite(app, scene, crowd(3))
    send(app, scene)
    phone = app.test_client()
    begin(phone, paths["henkilo1@example.fi"])
    answer(phone, scene)
    invite(app, scene, crowd(1, "uusi"))
    assert send(app, scene, reminder=True) == 2
    assert send(app, scene) == 1
    prefix = f"survey:{scene.exercise_id}"
    kept = letters(app)
    assert kept.keys() == {
        *(f"{prefix}:1:henkilo{number}@example.fi" for number in range(3)),
        *(f"{prefix}:2:henkilo{number}@example.fi" for number in (0, 2)),
        f"{prefix}:1:uusi0@example.fi",
    }
    assert {letter.about for letter in kept.values()} == {prefix}
    assert linked(kept[f"{prefix}:2:henkilo0@example.fi"].text) == paths["henkilo0@example.fi"]
    assert kept[f"{prefix}:2:henkilo0@example.fi"].subject.startswith("Muistutus")


def test_a_second_press_sends_nothing(app: Flask, scene: Scene) -> None:
    invite(app, scene, crowd(3))
    with app.app_context():
        assert send_letters(scene.exercise, organiser(), reminder=False, seen=0) == 3
        for reminder in (False, True):
            with pytest.raises(AlreadyDone):
                send_letters(scene.exercise, organiser(), reminder=reminder, seen=0)
    assert len(letters(app)) == 3


def test_no_letter_leaves_when_nobody_can_answer(app: Flask, scene: Scene) -> None:
    invite(app, scene, crowd(3))
    send(app, scene)
    invite(app, scene, crowd(4))
    closes = now()
    with app.app_context():
        set_survey_rules(scene.exercise, Rules(closes_at=closes))
    for later in (GRACE / 2, 2 * GRACE):
        for reminder in (False, True):
            with at(closes + later), pytest.raises(Locked):
                send(app, scene, reminder=reminder)
    with app.app_context():
        set_survey_rules(scene.exercise, Rules(opens_at=closes + 2 * GRACE))
    with pytest.raises(Locked):
        send(app, scene, reminder=True)
    assert send(app, scene) == 1
    for state in (State.DRAFT, State.CLOSED):
        with app.app_context():
            put_in(scene.exercise.meeting, state)
        with pytest.raises(NotNow):
            send(app, scene, reminder=True)
    assert len(letters(app)) == 4


def test_only_an_organiser_sends(app: Flask, scene: Scene, desk: FlaskClient) -> None:
    invite(app, scene, crowd(3))
    with app.app_context(), pytest.raises(NotAllowed):
        send_letters(scene.exercise, make_user("f@example.org"), reminder=False, seen=0)
    address = f"{builder(scene)}/letters/invitation"
    page = desk.get(address)
    assert "Lähetä 3 kirjettä" not in page.text
    with app.app_context():
        organiser()
    page = check_quality(desk.get(address), "fi")
    assert "Lähetä 3 kirjettä" in page.html
    form = {"csrf_token": page.value("csrf_token"), "seen": page.value("seen")}
    assert desk.post(address, data=form).status_code == 303
    assert desk.post(address, data=form).status_code == 409
    assert len(letters(app)) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_looked_at_is_what_is_sent(app: Flask, scene: Scene, desk: FlaskClient, language: str) -> None:
    paths = invite(app, scene, [Invited("a@example.fi", language)])
    with app.app_context():
        organiser()
    for deed in ("invitation", "reminder"):
        page = desk.get(f"{builder(scene)}/letters/{deed}?lang={language}")
        check_quality(page, language)
        send(app, scene, reminder=deed == "reminder")
        letter = next(
            one for key, one in letters(app).items() if key.split(":")[2] == ("1" if deed == "invitation" else "2")
        )
        shown = letter.text.replace(f"{paths['a@example.fi'].rsplit('/', 1)[1]}?lang={language}", "…")
        assert all(line in unescape(page.text) for line in shown.splitlines())
        assert letter.subject in page.text
    check_quality(desk.get(f"{page_of(scene)}?lang={language}"), language)


def test_what_stands_in_a_list_cannot_become_a_header_or_markup(
    app: Flask, scene: Scene, desk: FlaskClient, port: int
) -> None:
    rows = [
        "a@example.fi\\nBcc: x@example.fi",
        "<b>@example.fi",
        '"a\r\nBcc: x@example.fi"',
        "a@example.fi>",
        "a@b@example.fi",
    ]
    page = sent(
        desk,
        page_of(scene),
        text="address,<script>\r\n" + "".join(f"{row},=1+1\r\n" for row in rows) + "ok@example.fi,x",
    )
    assert "<script>\n" not in page.text
    assert "&lt;script&gt;" in page.text
    sent(desk, page_of(scene), page, confirm="1")
    assert listed(app).keys() == {"ok@example.fi"}
    send(app, scene)
    with smtp_server(Postbox(), port) as postbox, app.app_context():
        deliver_due()
        assert postbox.count() == {"ok@example.fi": 1}
        assert postbox.message()["Bcc"] is None


def test_letters_that_fail_are_told(app: Flask, scene: Scene, desk: FlaskClient, port: int) -> None:
    invite(app, scene, crowd(2))
    send(app, scene)
    with smtp_server(Postbox(), port) as postbox, app.app_context():
        postbox.refuse["henkilo1@example.fi"] = "550 no such person"
        deliver_due()
    page = check_quality(desk.get(page_of(scene)), "fi")
    assert "550 no such person" in page.html
    assert "2 kutsuttu" in page.html
