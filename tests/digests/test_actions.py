"""Approving, subscribing: each once, and who may."""

import threading

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.digests.scene import (
    approve_and_post,
    begin,
    board,
    meeting_now,
    organiser,
    planned,
    simple_meeting,
    staff,
    subscribe,
)
from workshop.accounts.models import Role
from workshop.accounts.queries import user_by_email
from workshop.digests.actions import approve_digest, make_digest, make_first_digest
from workshop.digests.letters import about
from workshop.digests.models import Digest, Subscriber
from workshop.digests.posting import post_digest
from workshop.digests.queries import newest_digest
from workshop.errors import AlreadyDone, NotAllowed, NotNow
from workshop.extensions import db
from workshop.mail.addresses import BadAddress
from workshop.mail.models import Letter
from workshop.mail.queries import letters_about
from workshop.meetings.actions import close_meeting, end_meeting

PATIENCE_S = 30


def addresses_of(digest: Digest) -> list[str]:
    return [letter.address for letter in letters_about(about(digest))]


def test_approving_posts_one_letter_to_each_address(app: Flask) -> None:
    with app.app_context():
        meeting = simple_meeting()
        for address in ("b@example.fi", "a@example.fi", "B@Example.FI", " a@example.fi "):
            subscribe(meeting, address, "fi")
        made = make_first_digest(meeting, "fi")
        assert addresses_of(made) == []
        approve_and_post(made)
        assert addresses_of(made) == ["a@example.fi", "b@example.fi"]
        assert made.approved_at == made.leaves_at <= made.posted_at
        assert made.approved_by.name == "Organiser.kddntab"


def test_nothing_leaves_before_approval(app: Flask) -> None:
    with app.app_context():
        meeting = simple_meeting()
        subscribe(meeting, "a@example.fi", "fi")
        make_first_digest(meeting, "fi")
        make_digest(meeting, "fi")
        assert db.session.scalar(select(func.count()).select_from(Letter)) == 0


def test_approving_twice_is_refused_and_posts_nothing_more(app: Flask) -> None:
    with app.app_context():
        meeting = simple_meeting()
        subscribe(meeting, "a@example.fi", "fi")
        made, approver = make_first_digest(meeting, "fi"), organiser()
        approve_digest(made, approver)
        approved_at = made.approved_at
        post_digest(made)
        with pytest.raises(AlreadyDone):
            approve_digest(made, approver)
        assert made.approved_at == approved_at
        post_digest(made)
        assert addresses_of(made) == ["a@example.fi"]


def test_approving_in_two_threads_at_once_posts_once(app: Flask) -> None:
    with app.app_context():
        meeting = simple_meeting()
        for number in range(20):
            subscribe(meeting, f"a{number}@example.fi", "fi")
        make_first_digest(meeting, "fi")
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def approve() -> None:
        with app.app_context():
            made, approver = newest_digest(meeting_now(), "fi"), organiser()
            start.wait(PATIENCE_S)
            try:
                approve_digest(made, approver)
                outcomes.append("approved")
                post_digest(made)
            except AlreadyDone:
                outcomes.append("already done")

    threads = [threading.Thread(target=approve) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert sorted(outcomes) == ["already done", "approved"]
    with app.app_context():
        assert len(addresses_of(newest_digest(meeting_now(), "fi"))) == 20


@pytest.mark.parametrize(
    ("name", "role", "may"),
    [
        ("admin", Role.ADMIN, True),
        ("other", Role.ORGANISER, True),
        ("leader", Role.FACILITATOR, False),
        ("guest", Role.FACILITATOR, False),
        ("kirjuri", Role.SCRIBE, False),
    ],
)
def test_organisers_approve(app: Flask, name: str, role: Role, may: bool) -> None:
    with app.app_context():
        made = make_first_digest(simple_meeting(), "fi")
        approver = user_by_email(f"{name}@example.fi") or staff(name, role)
        if may:
            approve_digest(made, approver)
        else:
            with pytest.raises(NotAllowed):
                approve_digest(made, approver)
        assert (db.session.get_one(Digest, made.id).approved_at is not None) == may


def test_a_version_that_a_newer_one_has_replaced_is_not_approved(app: Flask) -> None:
    with app.app_context():
        meeting = simple_meeting()
        old = make_first_digest(meeting, "fi")
        make_digest(meeting, "fi")
        with pytest.raises(NotNow):
            approve_digest(old, organiser())


def test_each_subscriber_gets_one_letter_in_a_language_that_there_is(app: Flask) -> None:
    with app.app_context():
        meeting = simple_meeting(languages=["sv", "fi"])
        for language in ("fi", "sv", "en"):
            subscribe(meeting, f"{language}@example.fi", language)
        finnish, swedish = (make_first_digest(meeting, language) for language in ("fi", "sv"))
        approve_and_post(finnish)
        assert addresses_of(finnish) == ["fi@example.fi"]
        approve_and_post(swedish)
        assert addresses_of(swedish) == ["en@example.fi", "sv@example.fi"]
        assert [letter.language for letter in letters_about(about(swedish))] == ["en", "sv"], "of the words around it"


def test_who_subscribes_after_posting_gets_the_letter_at_once_and_once(app: Flask) -> None:
    with app.app_context():
        meeting = simple_meeting()
        made = make_first_digest(meeting, "fi")
        approve_and_post(made)
        subscribe(meeting, "late@example.fi", "sv")
        subscribe(meeting, "late@example.fi", "sv")
        assert addresses_of(made) == ["late@example.fi"]


def test_a_supplemented_version_is_posted_to_all_again_and_says_so(app: Flask) -> None:
    with app.app_context():
        meeting = simple_meeting()
        subscribe(meeting, "a@example.fi", "fi")
        approve_and_post(make_first_digest(meeting, "fi"))
        second = make_digest(meeting, "fi")
        approve_and_post(second)
        (letter,) = letters_about(about(second))
        assert "täydennetty versio" in letter.text
        assert db.session.scalar(select(func.count()).select_from(Letter)) == 2


def test_addresses_are_taken_in_every_state_but_draft(app: Flask) -> None:
    with app.app_context():
        meeting = planned(staff("leader"), afterwards_days=3)
        board(meeting, "Mikä on tärkeää?")
        with pytest.raises(NotNow):
            subscribe(meeting, "a0@example.fi", "fi")
        begin(meeting)
        subscribe(meeting, "a1@example.fi", "fi")
        end_meeting(meeting)
        subscribe(meeting, "a2@example.fi", "fi")
        close_meeting(meeting)
        subscribe(meeting, "a3@example.fi", "fi")
        kept = db.session.scalars(select(Subscriber.address).order_by(Subscriber.address)).all()
    assert kept == ["a1@example.fi", "a2@example.fi", "a3@example.fi"]


@pytest.mark.parametrize("address", ["a@example.fi\r\nBcc: b@example.fi", "a\0@example.fi", "äiti@example.fi", ""])
def test_what_is_no_address_is_not_kept(app: Flask, address: str) -> None:
    with app.app_context():
        meeting = simple_meeting()
        with pytest.raises(BadAddress):
            subscribe(meeting, address, "fi")
        assert db.session.scalar(select(func.count()).select_from(Subscriber)) == 0


def test_the_outbox_does_not_tell_in_which_order_addresses_were_left(app: Flask) -> None:
    left = [f"a{number:02}@example.fi" for number in range(12)]
    with app.app_context():
        meeting = simple_meeting()
        for address in left:
            subscribe(meeting, address, "fi")
        approve_and_post(make_first_digest(meeting, "fi"))
        by_key = db.session.scalars(select(Subscriber.address).order_by(Subscriber.id)).all()
        posted = db.session.scalars(select(Letter.address).order_by(Letter.id)).all()
    assert left not in (posted, by_key)
    assert sorted(posted) == left
