"""A round's digest by mail: each address once, by whatever way; as it was looked at, stopped, and forgotten."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.digests.rounds.two_meetings import (
    ANNA,
    BO,
    DAY,
    DORA,
    FIA,
    OTHER,
    addresses,
    digest_now,
    key_in,
    made,
    path_to,
    sent,
    to_list,
    two_meetings,
)
from tests.digests.scene import CODE, meeting_now, organiser
from tests.digests.test_letters import LANGUAGES
from tests.digests.test_unsubscribing import ONE_CLICK
from tests.pages import Visitor, check_page
from workshop import clock
from workshop.accounts.models import LoggedDeed
from workshop.digests.abouts import about
from workshop.digests.addressees import invited_to, rest_counts
from workshop.digests.confirmations import subscriber_at
from workshop.digests.due import Course, Stage, course_of
from workshop.digests.files import file_of
from workshop.digests.jobs import look_around
from workshop.digests.models import Recipients
from workshop.digests.posting import let_go, post_digest, send_now, send_to_rest, stop_digest
from workshop.digests.rounds.actions import approve_round_digest
from workshop.digests.unsubscribing import Which, unsubscribe
from workshop.errors import AlreadyDone, NotNow
from workshop.extensions import db
from workshop.mail.queries import letters_about


@pytest.fixture(autouse=True)
def idle_press(monkeypatch: pytest.MonkeyPatch) -> None:
    """Printing takes seconds, and is tested elsewhere."""
    monkeypatch.setattr("workshop.digests.jobs.next_to_print", lambda: None)


@pytest.fixture
def number(app: Flask) -> int:
    return two_meetings(app)


@pytest.mark.parametrize(
    ("to", "reached"),
    [
        (Recipients.PRESENT, [ANNA, BO]),
        (Recipients.INVITED, [ANNA, DORA, FIA]),
        (Recipients.BOTH, [ANNA, BO, DORA, FIA]),
    ],
)
def test_each_address_gets_it_once_however_many_meetings(
    app: Flask, number: int, to: Recipients, reached: list[str]
) -> None:
    with app.app_context():
        digest = digest_now(number)
        assert sent(digest, to) == reached
        by = {one.address: one for one in letters_about(about(digest))}
        assert by[ANNA].language == "fi", "she chose that herself, whatever the lists say"
        for address, letter in by.items():
            assert ("luettelossa" in letter.text) == (address in (DORA, FIA))
        post_digest(digest)
        with pytest.raises(AlreadyDone):
            approve_round_digest(digest, organiser(), to)
        assert addresses(digest) == reached
        row = db.session.scalars(select(LoggedDeed).where(LoggedDeed.name == "approve_round_digest")).one()
        assert (row.said["recipients"], row.round_id) == (to, digest.round_id)


def test_each_reads_it_in_their_language_when_it_is_there(app: Flask, number: int) -> None:
    with app.app_context():
        finnish, swedish = digest_now(number), made("sv")
        made("en", DAY + timedelta(days=1))
        assert sent(finnish) == [ANNA, DORA, FIA]
        assert sent(swedish) == [BO]


def test_it_speaks_the_readers_language_when_the_digest_is_not_there_in_it(app: Flask, number: int) -> None:
    with app.app_context():
        digest = digest_now(number)
        sent(digest)
        (letter,) = [one for one in letters_about(about(digest)) if one.address == BO]
        assert letter.unsubscribe.endswith("?lang=sv")
        assert "Själva sammandraget är på finska." in letter.text


@pytest.mark.parametrize(
    ("address", "which"), [(ANNA, None), (ANNA, Which.ROUND), (DORA, None), (DORA, Which.ALL), (FIA, None)]
)
def test_who_stopped_the_letters_is_not_reached_any_more(
    app: Flask, number: int, address: str, which: Which | None
) -> None:
    with app.app_context():
        digest = digest_now(number)
        assert address in sent(digest)
        unsubscribe(key_in(path_to(address, digest)), which, of_round=True)
        assert address not in addresses(digest), "what waits is withdrawn"
        if address == ANNA:
            stays = subscriber_at(meeting_now(), ANNA)
            assert bool(stays) == (which is None), "the meeting's letters are stopped only if so wished"
            assert not stays or not stays.wants_round
        assert address not in sent(made())


def test_who_stopped_the_letters_of_a_meeting_is_not_reached_by_it(app: Flask, number: int) -> None:
    with app.app_context():
        digest = digest_now(number)
        sent(digest)
        unsubscribe(subscriber_at(meeting_now(), BO).key)
        assert BO not in addresses(digest)
        for one in invited_to(meeting_now()):
            if one.address == DORA:
                unsubscribe(one.key)
        assert DORA in addresses(digest), "the list of the other meeting has the address too"
        to_list(meeting_now(OTHER))
        assert addresses(digest) == [ANNA, FIA]
        assert sent(made()) == [ANNA, FIA]


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_click_stops_the_rounds_digests_alone_and_the_page_says_so(app: Flask, number: int, language: str) -> None:
    with app.app_context():
        digest = digest_now(number)
        sent(digest)
        path = path_to(ANNA, digest).replace("lang=fi", f"lang={language}")
    visitor = Visitor(app.test_client(use_cookies=False))
    asked = check_page(visitor.get(path), language)
    assert "Kierros" in asked.title
    with app.app_context():
        assert ANNA in addresses(digest_now(number)), "reading stops nothing"
    answer = visitor.client.post(path, data=ONE_CLICK)
    check_page(answer, language)
    assert {"fi": "Koko kierroksen ”Kierros” koonteja ei enää", "sv": "hela rundan ”Kierros”", "en": "whole round"}[
        language
    ] in answer.text
    with app.app_context():
        assert addresses(digest_now(number)) == [BO, DORA, FIA]
        assert subscriber_at(meeting_now(), ANNA).confirmed_on
    assert visitor.client.post(path, data=ONE_CLICK).status_code == 200, "twice is once"
    assert visitor.client.post("/unsubscribe/round/wrong", data=ONE_CLICK).status_code == 404


def test_who_is_taken_off_the_list_gets_no_letter_that_waits(app: Flask, number: int) -> None:
    with app.app_context():
        digest = digest_now(number)
        sent(digest)
        path = path_to(FIA, digest)
        to_list(digest.round, **{ANNA: "fi"})
        assert addresses(digest) == [ANNA, BO, DORA]
        assert app.test_client().post(path).status_code == 404, "nobody gets letters by it"


def test_a_new_version_takes_the_place_of_the_one_before(app: Flask, number: int) -> None:
    with app.app_context():
        first = digest_now(number)
        sent(first, Recipients.PRESENT)
        second = made(day=DAY + timedelta(days=28))
        sent(second)
        told = {one.address for one in letters_about(about(second)) if "korvaa" in one.text or "ersätter" in one.text}
        assert told == {ANNA, BO}, "the others got none earlier"
        assert not any("korvaa" in one.text for one in letters_about(about(first)))
        with pytest.raises(NotNow):
            send_to_rest(first, Recipients.INVITED, organiser())


def test_letters_leave_at_their_time_are_stopped_and_let_go(app: Flask, number: int) -> None:
    with app.app_context():
        digest, by = digest_now(number), organiser()
        file_of(digest, "pdf").parent.mkdir(exist_ok=True)
        file_of(digest, "pdf").write_bytes(b"%PDF-1.7 printed")
        with pytest.raises(NotNow):
            stop_digest(digest, by)
        leaves_at = clock.now() + timedelta(hours=5)
        approve_round_digest(digest, by, Recipients.PRESENT, leaves_at)
        look_around()
        assert (course_of(digest), addresses(digest)) == (Course(Stage.LEAVES_LATER, leaves_at), [])
        stop_digest(digest, by)
        with clock.at(leaves_at):
            look_around()
            assert addresses(digest) == []
            let_go(digest, by)
            look_around()
        assert addresses(digest) == [ANNA, BO]
        assert letters_about(about(digest))[0].content.enclosure_name == f"koonti-round-{CODE.lower()}-{DAY}.pdf"
        with pytest.raises(NotNow):
            send_now(digest, by)
        assert rest_counts(digest) == {Recipients.PRESENT: 0, Recipients.INVITED: 2, Recipients.BOTH: 2}
        send_to_rest(digest, Recipients.INVITED, by)
        assert addresses(digest) == [ANNA, BO, DORA, FIA]


def test_what_was_approved_before_there_were_letters_leaves_by_hand_alone(app: Flask, number: int) -> None:
    with app.app_context():
        digest = digest_now(number)
        digest.approved_at = clock.now()
        db.session.commit()
        look_around()
        assert addresses(digest) == []
        assert send_to_rest(digest, Recipients.INVITED, organiser()) == 3
        assert (addresses(digest), digest.sent_to) == ([ANNA, DORA, FIA], Recipients.INVITED)
