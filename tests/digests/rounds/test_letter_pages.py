"""The pages of a round's letters: asked for, looked at, chosen, listed; and the letter as it is delivered."""

from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests.digests.rounds.two_meetings import (
    ANNA,
    BO,
    DORA,
    FIA,
    OTHER,
    PAGE,
    addresses,
    digest_now,
    key_in,
    made,
    sent,
    to_list,
    two_meetings,
)
from tests.digests.scene import CODE, meeting_now, token_for
from tests.digests.test_letters import LANGUAGES, is_wanted
from tests.mail.smtp_server import Postbox, free_port, smtp_server
from tests.pages import Visitor, check_page
from workshop.archive.actions.archiving import archive_meeting
from workshop.digests.abouts import about
from workshop.digests.addressees import invited_to
from workshop.digests.files import file_of
from workshop.digests.invited import edition_of
from workshop.digests.letters import ANYBODY, write_letter
from workshop.digests.models import RoundAddress, Subscriber
from workshop.digests.posting import post_digest
from workshop.digests.subscribers import leave_address
from workshop.errors import NotNow
from workshop.extensions import db
from workshop.mail.models import LetterState
from workshop.mail.outbox import deliver_due
from workshop.mail.queries import letters_about
from workshop.mail.written import Written
from workshop.meetings.actions import close_meeting, end_meeting, go_live
from workshop.meetings.models import State


@pytest.fixture
def number(app: Flask) -> int:
    return two_meetings(app)


def test_the_round_is_asked_for_apart_and_confirmed_as_it_was_named(app: Flask, number: int) -> None:
    visitor = Visitor(app.test_client())
    page = f"/digest-by-mail/{CODE}"
    check_page(visitor.get(page), "fi")
    assert 'name="wants_round"' in visitor.get(page).text
    assert "checked" not in visitor.get(page).text, "nobody asks for it by doing nothing"
    visitor.post(page, {"address": "eve@example.fi", "wants_round": "y"}, page=page)
    visitor.post(page, {"address": "gus@example.fi"}, page=page)
    with app.app_context():
        tokens = {name: token_for(f"{name}@example.fi") for name in ("eve", "gus")}
        asks = {one.address[:3]: "koko kierroksen ”Kierros”" in one.text for one in letters_about("confirmation")}
        assert asks == {"eve": True, "gus": False}
        leave_address(meeting_now(OTHER), "gus@example.fi", "fi")
    confirmations = {name: f"/confirmation/{token}" for name, token in tokens.items()}
    seen = {name: visitor.get(path) for name, path in confirmations.items()}
    check_page(seen["eve"], "fi")
    assert ['name="round"' in seen[name].text for name in ("eve", "gus")] == [True, False]
    with app.app_context():  # wished for after the page was drawn: its owner has not seen it
        leave_address(meeting_now(OTHER), "gus@example.fi", "fi", wants_round=True)
    for name in ("eve", "gus"):
        codes = {"eve": {"meeting": [CODE], "round": [f"round-{CODE.lower()}"]}, "gus": {"meeting": [CODE, OTHER]}}[
            name
        ]
        visitor.post(f"/confirmation/{tokens[name]}/confirmed", codes, page=confirmations[name])
    with app.app_context():
        wants = {
            (one.address[:3], one.meeting.code): one.wants_round
            for one in db.session.scalars(select(Subscriber).where(Subscriber.confirmed_on.is_not(None)))
        }
        assert wants[("eve", CODE)]
        assert not wants[("gus", CODE)]
        assert not wants[("gus", OTHER)]


def test_it_is_looked_at_chosen_and_sent_on_the_page(app: Flask, number: int, logged_in: object) -> None:
    desk = logged_in(f"organiser.{CODE.lower()}")
    page, approval = f"{PAGE}", f"{PAGE}/versions/{number}/approval"
    check_page(desk.get(page), "fi")
    seen = {}
    for to in ("present", "invited"):
        looked = desk.get(f"{PAGE}/versions/{number}/letter/{to}")
        check_page(looked, "fi")
        seen[to] = desk.get(f"{PAGE}/versions/{number}/letter/{to}.html").text
    late = {f"d{number}-when": "later", f"d{number}-at": "1999-01-01T10:00", "to": "both"}
    refused = desk.post(approval, late, page=page)
    check_page(refused, "fi")
    assert (refused.status_code, "1999-01-01T10:00" in refused.text) == (422, True)
    assert desk.post(approval, {"to": "all"}, page=page).status_code == 400
    assert desk.post(approval, {"to": "invited"}, page=page).status_code == 303
    with app.app_context():
        post_digest(digest_now(number))
    assert desk.post(f"{PAGE}/versions/{number}/rest", {"to": "present"}, page=page).status_code == 303
    for language in LANGUAGES:
        check_page(desk.get(f"{page}?lang={language}"), language)
    page = f"{page}?lang=fi"
    with app.app_context():
        letters = {one.address: one for one in letters_about(about(digest_now(number)))}
        assert sorted(letters) == [ANNA, BO, DORA, FIA]
        for address, to in ((ANNA, "present"), (FIA, "invited")):
            key = key_in(letters[address].unsubscribe)
            assert letters[address].html.replace(key, ANYBODY) == seen[to], "byte for byte, but for the own link"
        letters[FIA].state = LetterState.FAILED
        db.session.commit()
    for deed in ("stop", "go"):
        assert desk.post(f"{PAGE}/versions/{number}/{deed}", page=page).status_code == 303
        check_page(desk.get(page), "fi")
    again = desk.post(f"{PAGE}/versions/{number}/letters", {"state": "failed"}, page=page)
    assert again.status_code == 303
    with app.app_context():
        assert {one.state for one in letters_about(about(digest_now(number)))} == {LetterState.QUEUED}


def test_the_rounds_own_list_is_edited_as_a_whole(app: Flask, number: int, logged_in: object) -> None:
    desk = logged_in(f"organiser.{CODE.lower()}")
    page = f"{PAGE}/recipients"
    check_page(desk.get(page), "fi")
    with app.app_context():
        edition = edition_of(invited_to(meeting_now().round))
    bad = desk.post(page, {"text": "fia@example.fi\nno address", "edition": edition}, page=page)
    check_page(bad, "fi")
    assert (bad.status_code, "no address" in bad.text) == (422, True)
    kept = {"text": "press@example.fi, sv\nfia@example.fi", "edition": edition}
    assert desk.post(page, kept, page=page).status_code == 303
    with app.app_context():
        listed = invited_to(meeting_now().round)
        assert [(one.address, one.language) for one in listed] == [(FIA, "fi"), ("press@example.fi", "sv")]
    assert desk.post(page, kept, page=page).status_code in (303, 422)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letters_are_as_they_are_wanted(app: Flask, number: int, language: str) -> None:
    with app.app_context():
        digest = made(language)
        for kind in ("subscriber", "invited"):
            letter = write_letter(digest, kind == "invited").opened()
            said = [part.replace(digest.key, "KEY") for part in (letter.subject, letter.text, letter.html)]
            is_wanted(f"round-{kind}-{language}", Written(*said))


def test_addresses_go_with_the_meeting_that_knew_them_and_the_list_with_the_last_one(app: Flask, number: int) -> None:
    with app.app_context():
        digest = digest_now(number)
        sent(digest)
        for code, stay in ((CODE, [ANNA, DORA, FIA]), (OTHER, [])):
            go_live(meeting_now(code))
            end_meeting(meeting_now(code))
            if meeting_now(code).state is not State.CLOSED:
                close_meeting(meeting_now(code))
            archive_meeting(meeting_now(code))
            assert addresses(digest) == stay
        assert db.session.scalars(select(RoundAddress)).all() == []
        with pytest.raises(NotNow):
            to_list(digest.round, **{FIA: "fi"})


def test_a_mail_server_gets_it_once_with_its_file_and_the_way_out(app: Flask, number: int, tmp_path: Path) -> None:
    port, postbox = free_port(), Postbox()
    with app.app_context(), smtp_server(postbox, port):
        settings = app.config["SETTINGS"]
        app.config["SETTINGS"] = replace(settings, SMTP_URL=f"smtp+plain://127.0.0.1:{port}")
        digest = digest_now(number)
        file_of(digest, "pdf").parent.mkdir(exist_ok=True)
        file_of(digest, "pdf").write_bytes(b"%PDF-1.7 printed")
        sent(digest)
        deliver_due()
        deliver_due()
        assert postbox.count() == dict.fromkeys([ANNA, BO, DORA, FIA], 1)
        content = next(content for address, content in postbox.taken if address == FIA)
        message = message_from_bytes(content, policy=default)
        key = db.session.scalars(select(RoundAddress.key)).one()
        assert message["List-Unsubscribe"] == f"<http://localhost/unsubscribe/round/{key}?lang=fi>"
        (file,) = message.iter_attachments()
        assert file.get_content() == b"%PDF-1.7 printed"
        plain = message.get_body(("plain",)).get_content()
        assert f"http://localhost/koonti/round/{digest.key}" in plain
        assert "Kierros – välikoonti" in plain
