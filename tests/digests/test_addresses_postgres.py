"""Addresses on PostgreSQL, many at once: one confirmation, one subscription, one letter, and no circle of waiting."""

import pytest
from flask import Flask
from sqlalchemy import select

from tests.digests.scene import approve_and_post, meeting_now, simple_meeting, subscribe, token_for
from tests.together import at_once
from workshop.digests.actions import make_first_digest
from workshop.digests.confirmations import ABOUT
from workshop.digests.invited import Listed, edition_of, keep_list
from workshop.digests.letters import about
from workshop.digests.models import Stop, Subscriber
from workshop.digests.queries import newest_digest, subscriber_counts
from workshop.digests.subscribers import confirm, disown, forget_unconfirmed, leave_address
from workshop.digests.unsubscribing import unsubscribe
from workshop.extensions import db
from workshop.mail.actions import claim, note_sent
from workshop.mail.queries import letters_about

pytestmark = pytest.mark.usefixtures("on_postgresql")

CODES = ("AAAAAAA", "BBBBBBB", "CCCCCCC")
ANNA = "anna@example.fi"


def test_all_that_addresses_do_holds_there_too(app: Flask) -> None:
    with app.app_context():
        for code in CODES:
            simple_meeting(code, code.lower())
            make_first_digest(meeting_now(code), "fi")
        approve_and_post(newest_digest(meeting_now(CODES[0]), "fi"))
    assert at_once(app, lambda number: leave_address(meeting_now(CODES[number % 3]), ANNA, "fi")) == []
    with app.app_context():
        assert len(letters_about(ABOUT)) == 1
        assert [subscriber_counts(meeting_now(code)) for code in CODES] == [(0, 1)] * 3
        token = token_for(ANNA)
    assert at_once(app, lambda _number: confirm(token)) == []
    with app.app_context():
        assert [subscriber_counts(meeting_now(code)) for code in CODES] == [(1, 0)] * 3
        assert [one.address for one in letters_about(about(newest_digest(meeting_now(CODES[0]), "fi")))] == [ANNA]
        keep_list(meeting_now(CODES[1]), Listed({ANNA: "fi", "bo@example.fi": "sv"}), edition_of([]))
        keys = db.session.scalars(select(Subscriber.key).order_by(Subscriber.meeting_id)).all()
        unsubscribe(keys[0])
        assert letters_about(about(newest_digest(meeting_now(CODES[0]), "fi"))) == []
        approve_and_post(newest_digest(meeting_now(CODES[1]), "fi"))
        assert len(letters_about(about(newest_digest(meeting_now(CODES[1]), "fi")))) == 2
        leave_address(meeting_now(CODES[0]), "carl@example.fi", "fi")
        disown(token_for("carl@example.fi"))
        subscribe(meeting_now(CODES[0]), "dan@example.fi", "fi")
        forget_unconfirmed()
        assert len(db.session.scalars(select(Stop)).all()) == 2


def test_a_confirmation_that_was_sent_is_not_sent_again_that_day(app: Flask) -> None:
    with app.app_context():
        meeting = simple_meeting()
        for _time in range(2):
            leave_address(meeting, ANNA, "fi")
        (letter,) = letters_about(ABOUT)
        token = token_for(ANNA)
        note_sent(claim(letter.id))
        forget_unconfirmed()
        leave_address(meeting, ANNA, "fi")
        assert letters_about(ABOUT) == []
        confirm(token)
        assert subscriber_counts(meeting) == (1, 0)
