"""A letter that was withdrawn is not sent again, whatever was being done with it."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.digests.scene import (
    meeting_now,
    subscribe,
)
from tests.digests.test_unsubscribing import ANNA, BO, letter_to, posted, rows
from workshop import clock
from workshop.digests.confirmations import subscriber_at
from workshop.digests.unsubscribing import unsubscribe
from workshop.errors import AlreadyDone
from workshop.extensions import db
from workshop.mail.actions import (
    claim,
    note_bounced,
    note_delayed,
    note_sent,
    recover_claims,
    resend_all,
)
from workshop.mail.models import Letter, LetterState
from workshop.mail.queries import letters_about


def test_a_letter_that_was_in_hand_or_came_back_is_not_sent_again(app: Flask) -> None:
    posted(app)
    with app.app_context():
        delayed, returned = claim(letter_to(ANNA).id), claim(letter_to(BO).id)
        note_sent(returned)
        note_bounced(returned, "5.1.1 nobody here")
        for address in (ANNA, BO):
            unsubscribe(subscriber_at(meeting_now(), address).key)
        with pytest.raises(AlreadyDone):
            resend_all(delayed.about, LetterState.BOUNCED)
        note_delayed(delayed, "451 come back later")
        recover_claims()
        assert db.session.scalars(select(Letter.state).where(Letter.about == returned.about)).all() == ["bounced"]
        assert letters_about(returned.about) == []


def test_what_a_dead_worker_had_in_hand_is_not_sent_again(app: Flask) -> None:
    posted(app)
    with app.app_context():
        claim(letter_to(ANNA).id)
        unsubscribe(subscriber_at(meeting_now(), ANNA).key)
        recover_claims()
        assert ANNA not in str(rows())


def test_who_is_back_before_the_letter_failed_still_gets_it(app: Flask) -> None:
    posted(app)
    with app.app_context():
        delayed = claim(letter_to(ANNA).id)
        unsubscribe(subscriber_at(meeting_now(), ANNA).key)
        with clock.at(clock.now() + timedelta(days=1)):
            subscribe(meeting_now(), ANNA, "fi")
        note_delayed(delayed, "451 come back later")
        assert letter_to(ANNA).state is LetterState.QUEUED
