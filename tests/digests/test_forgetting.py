"""What was not confirmed in time is forgotten, and so are confirmations that were sent."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.digests.scene import (
    meeting_now,
    subscribe,
    token_for,
)
from tests.digests.test_confirming import ANNA, asked, everything
from workshop import clock
from workshop.digests.confirmations import ABOUT, LASTS_DAYS, asked_by, subscriber_at
from workshop.digests.queries import subscriber_counts
from workshop.digests.subscribers import confirm, forget_unconfirmed, leave_address
from workshop.errors import LinkExpired
from workshop.mail.actions import claim, note_sent
from workshop.mail.queries import letters_about


def test_what_is_not_confirmed_in_time_is_forgotten(app: Flask) -> None:
    token = asked(app)
    with app.app_context():
        subscribe(meeting_now(), "bo@example.fi", "fi")
        in_time = clock.now() + timedelta(days=LASTS_DAYS)
        with clock.at(in_time):
            forget_unconfirmed()
            assert asked_by(token).waiting
        with clock.at(in_time + timedelta(days=1)):
            with pytest.raises(LinkExpired):
                confirm(token)
            forget_unconfirmed()
        assert not [row for row in everything() if ANNA in str(row)]
        assert subscriber_counts(meeting_now()) == (1, 0), "what was confirmed stays"


def test_left_again_on_another_day_it_waits_anew_with_a_new_letter(app: Flask) -> None:
    first = asked(app)
    with app.app_context():
        with clock.at(clock.now() + timedelta(days=LASTS_DAYS)):
            leave_address(meeting_now(), ANNA, "sv")
        with clock.at(clock.now() + timedelta(days=LASTS_DAYS + 2)):
            forget_unconfirmed()
            (letter,) = letters_about(ABOUT)
            assert (letter.address, letter.language, first in letter.text) == (ANNA, "sv", False)
            confirm(token_for(ANNA))
        assert subscriber_at(meeting_now(), ANNA).language == "sv"


def test_a_confirmation_that_was_sent_leaves_the_outbox(app: Flask) -> None:
    token = asked(app)
    with app.app_context():
        forget_unconfirmed()
        (letter,) = letters_about(ABOUT)
        note_sent(claim(letter.id))
        forget_unconfirmed()
        assert letters_about(ABOUT) == []
        leave_address(meeting_now(), ANNA, "fi")
        assert letters_about(ABOUT) == [], "it was sent today"
        confirm(token)
        assert subscriber_counts(meeting_now()) == (1, 0)
