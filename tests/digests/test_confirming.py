"""An address is confirmed or disowned by the link of its letter, and by its button only."""

import re
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from tests.digests.scene import (
    CODE,
    approve_and_post,
    made_digest,
    meeting_now,
    simple_meeting,
    subscribe,
    token_for,
)
from tests.pages import Visitor, check_page
from workshop import clock
from workshop.digests.actions import make_digest, make_first_digest
from workshop.digests.confirmations import ABOUT, subscriber_at
from workshop.digests.letters import about
from workshop.digests.models import Confirmation, Recipients, Stop, Subscriber
from workshop.digests.queries import newest_digest, subscriber_counts
from workshop.digests.subscribers import confirm, disown, forget_unconfirmed, leave_address
from workshop.extensions import db
from workshop.mail.models import Letter
from workshop.mail.queries import letters_about

ANNA = "anna@example.fi"
LEAVE = f"/digest-by-mail/{CODE}"
LANGUAGES = ["fi", "sv", "en"]
PATIENCE_S = 30
Change = Callable[[], None]


def asked(app: Flask, address: str = ANNA) -> str:
    """An ended meeting for whose digest the address has been left; the token of its letter."""
    with app.app_context():
        leave_address(simple_meeting(), address, "fi")
        return token_for(address)


def everything() -> list[tuple[object, ...]]:
    tables = ("subscriber", "confirmation", "stop", "letter")
    return [tuple(row) for table in tables for row in db.session.execute(text(f"SELECT * FROM {table}"))]


def addresses_of(code: str = CODE) -> list[str]:
    digest = newest_digest(meeting_now(code), "fi")
    assert digest
    return [letter.address for letter in letters_about(about(digest))]


def test_nothing_is_sent_to_an_address_that_waits(app: Flask) -> None:
    with app.app_context():
        meeting = simple_meeting()
        leave_address(meeting, ANNA, "fi")
        approve_and_post(make_first_digest(meeting, "fi"))
        assert addresses_of() == []
        assert subscriber_counts(meeting) == (0, 1)
        confirm(token_for(ANNA))
        assert addresses_of() == [ANNA], "it is out already, so it comes at once"
        assert subscriber_counts(meeting) == (1, 0)


def test_the_link_holds_128_bits_or_more_and_only_its_hash_is_kept(app: Flask) -> None:
    token = asked(app)
    assert len(token) * 6 >= 128
    with app.app_context():
        letter = db.session.scalars(select(Letter).where(Letter.about == ABOUT)).one()
        (row,) = db.session.execute(select(Confirmation)).scalars()
        assert (row.address, len(row.token_hash)) == (ANNA, 64)
        assert letter.text.count(token) == 1
        confirm(token)
        assert not [row for row in everything() if token in str(row)]


def test_an_address_gets_one_letter_a_day_whatever_is_typed_and_where(app: Flask) -> None:
    with app.app_context():
        first, second = simple_meeting(), simple_meeting("BBBBBBB", "other")
        for typed in (ANNA, f" {ANNA} ", "Anna@Example.FI", "ANNA@example.fi"):
            for meeting in (first, second):
                for _time in range(5):
                    leave_address(meeting, typed, "fi")
        assert [letter.address for letter in letters_about(ABOUT)] == [ANNA]
        assert [subscriber_counts(meeting) for meeting in (first, second)] == [(0, 1), (0, 1)]
        confirm(token_for(ANNA))
        assert [subscriber_counts(meeting) for meeting in (first, second)] == [(1, 0), (1, 0)]


def test_the_day_is_the_finnish_one(app: Flask) -> None:
    with app.app_context():
        meeting = simple_meeting()
        late = clock.from_finland(clock.in_finland(clock.now()).replace(tzinfo=None, hour=23, minute=59))
        for moment, count in ((late, 1), (late + timedelta(minutes=2), 2), (late + timedelta(hours=20), 2)):
            with clock.at(moment):
                leave_address(meeting, ANNA, "fi")
            assert len(letters_about(ABOUT)) == count


def test_a_flood_for_one_address_is_one_letter_and_one_answer(app: Flask, visitor: Visitor) -> None:
    made_digest(app)
    token = visitor.token(LEAVE)
    answers = {
        (answer.status_code, answer.location)
        for answer in (
            visitor.client.post(LEAVE, data={"csrf_token": token, "address": ANNA.upper()}) for _time in range(100)
        )
    }
    assert answers == {(303, f"{LEAVE}/thanks")}
    with app.app_context():
        assert len(letters_about(ABOUT)) == 1
        assert db.session.scalar(select(func.count()).select_from(Subscriber)) == 1


def test_many_at_once_are_one_letter(app: Flask) -> None:
    with app.app_context():
        simple_meeting()
    at_once(app, lambda: leave_address(meeting_now(), ANNA, "fi"))
    with app.app_context():
        assert len(letters_about(ABOUT)) == 1
        assert subscriber_counts(meeting_now()) == (0, 1)


def test_confirmed_many_times_at_once_is_confirmed_once(app: Flask) -> None:
    token = asked(app)
    with app.app_context():
        approve_and_post(make_first_digest(meeting_now(), "fi"))
    at_once(app, lambda: confirm(token))
    with app.app_context():
        assert addresses_of() == [ANNA]
        assert subscriber_counts(meeting_now()) == (1, 0)


def at_once(app: Flask, deed: Change) -> None:
    """The deed, by six at the same time."""
    start, faults = threading.Barrier(6), []

    def run() -> None:
        with app.app_context():
            start.wait(PATIENCE_S)
            try:
                deed()
            except Exception as fault:
                faults.append(fault)

    threads = [threading.Thread(target=run) for _time in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert faults == []


def test_what_went_to_the_invited_alone_does_not_come_to_who_confirms_later(app: Flask) -> None:
    token = asked(app)
    with app.app_context():
        approve_and_post(make_first_digest(meeting_now(), "fi"), Recipients.INVITED)
        confirm(token)
        assert addresses_of() == []


def test_who_confirms_late_gets_the_last_version_for_all_though_a_newer_went_to_the_invited(app: Flask) -> None:
    token = asked(app)
    with app.app_context():
        first = make_first_digest(meeting_now(), "fi")
        approve_and_post(first)
        approve_and_post(make_digest(meeting_now(), "fi"), Recipients.INVITED)
        confirm(token)
        assert [letter.address for letter in letters_about(about(first))] == [ANNA]
        assert addresses_of() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_reading_changes_nothing_and_the_button_confirms(app: Flask, visitor: Visitor, language: str) -> None:
    page = f"/confirmation/{asked(app)}"
    with app.app_context():
        before = everything()
    for _time in range(3):
        check_page(visitor.get(f"{page}?lang={language}"), language)
        visitor.client.head(page)
    with app.app_context():
        assert everything() == before
    for _time in range(2):
        done = visitor.post(f"{page}/confirmed", {"meeting": CODE}, page=LEAVE)
        assert done.status_code == 200
        check_page(done, language)
        assert {"fi": "on vahvistettu", "sv": "har bekräftats", "en": "has been confirmed"}[language] in done.text
    with app.app_context():
        assert subscriber_at(meeting_now(), ANNA).confirmed_on == clock.today()
    used = visitor.get(page)
    check_page(used, language)
    assert "/confirmed" not in used.text


def test_the_button_confirms_only_what_the_page_named(app: Flask, visitor: Visitor) -> None:
    page = f"/confirmation/{asked(app)}"
    named = re.findall(r'name="meeting" value="(\w+)"', visitor.get(page).text)
    with app.app_context():
        other = simple_meeting("BBBBBBB", "other")
        with clock.at(clock.now() + timedelta(days=1)):
            leave_address(other, ANNA, "fi")
    answer = visitor.post(f"{page}/confirmed", {"meeting": named}, page=LEAVE)
    check_page(answer, "fi")
    assert "BBBBBBB" in answer.text
    with app.app_context():
        assert [subscriber_counts(meeting_now(code)) for code in (CODE, "BBBBBBB")] == [(1, 0), (0, 1)]
        assert len(letters_about(ABOUT)) == 2, "the letter that asks about the other meeting still comes"


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_did_not_ask_is_forgotten_and_never_asked_again(app: Flask, visitor: Visitor, language: str) -> None:
    page = f"/confirmation/{asked(app)}"
    visitor.get(f"{page}?lang={language}")
    for _time in range(2):
        done = visitor.post(f"{page}/disowned", page=LEAVE)
        assert done.status_code == 200
        check_page(done, language)
    check_page(visitor.post(f"{page}/confirmed", {"meeting": CODE}, page=LEAVE), language)
    with app.app_context():
        assert not [row for row in everything() if ANNA in str(row)], "the address is nowhere"
        assert db.session.scalar(select(func.count()).select_from(Stop)) == 1
        with clock.at(clock.now() + timedelta(days=40)):
            forget_unconfirmed()
            leave_address(meeting_now(), ANNA.upper(), "fi")
        assert not [row for row in everything() if ANNA in str(row).lower()]
    answer = visitor.post(LEAVE, {"address": ANNA})
    assert (answer.status_code, answer.location) == (303, f"{LEAVE}/thanks"), "nobody else is told of it"


def test_a_confirmed_subscription_elsewhere_is_not_disowned(app: Flask) -> None:
    with app.app_context():
        first, second = simple_meeting(), simple_meeting("BBBBBBB", "other")
        with clock.at(clock.now() - timedelta(days=1)):
            subscribe(first, ANNA, "fi")
        leave_address(second, ANNA, "fi")
        disown(token_for(ANNA))
        assert [subscriber_counts(meeting) for meeting in (first, second)] == [(1, 0), (0, 0)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_that_is_not_ours_confirms_nothing(app: Flask, visitor: Visitor, language: str) -> None:
    asked(app)
    visitor.get(f"{LEAVE}?lang={language}")
    for token in ("x", "A" * 32, "%0a", "ä", "1' OR 1=1"):
        check_page(visitor.get(f"/confirmation/{token}"), language)
        for deed in ("confirmed", "disowned"):
            answer = visitor.post(f"/confirmation/{token}/{deed}", page=LEAVE)
            assert answer.status_code == 410
            check_page(answer, language)
    with app.app_context():
        assert subscriber_counts(meeting_now()) == (0, 1)


def test_a_link_confirms_only_its_own_address(app: Flask) -> None:
    with app.app_context():
        meeting = simple_meeting()
        for address in (ANNA, "bo@example.fi"):
            leave_address(meeting, address, "fi")
        confirm(token_for("bo@example.fi"))
        assert subscriber_at(meeting, ANNA).confirmed_on is None
        assert subscriber_at(meeting, "bo@example.fi").confirmed_on


def test_links_of_the_letter_are_those_of_the_settings(app: Flask, visitor: Visitor) -> None:
    made_digest(app)
    evil = {"X-Forwarded-Host": "evil.example.org", "Host": "evil.example.org"}
    assert visitor.post(LEAVE, {"address": ANNA}, headers={"X-Forwarded-Host": "evil.example.org"}).status_code == 303
    visitor.client.post(LEAVE, data={"address": "bo@example.fi"}, headers=evil)
    with app.app_context():
        (letter,) = letters_about(ABOUT)
        assert "evil" not in letter.subject + letter.text + letter.html
        assert f"http://localhost/confirmation/{token_for(ANNA)}?lang=fi" in letter.text
