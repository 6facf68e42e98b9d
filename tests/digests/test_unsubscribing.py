"""Letters are stopped by the link that each has: by the page's button, or by the mail program with one POST."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from flask import Flask
from sqlalchemy import select, text

from tests.digests.scene import (
    CODE,
    approve_and_post,
    begin,
    board,
    made_digest,
    meeting_now,
    planned,
    simple_meeting,
    staff,
    subscribe,
    write,
)
from tests.pages import Visitor, check_page, form_fields
from workshop import clock
from workshop.action import action
from workshop.digests.actions import make_digest, make_first_digest
from workshop.digests.addressees import addressees
from workshop.digests.confirmations import subscriber_at
from workshop.digests.invited import Listed, edition_of, keep_list
from workshop.digests.letters import about, write_letter
from workshop.digests.models import InvitedAddress, Recipients, Stop, Subscriber
from workshop.digests.queries import newest_digest
from workshop.digests.unsubscribing import Which, unsubscribe
from workshop.extensions import db
from workshop.mail.actions import (
    claim,
    note_sent,
    put_letters,
)
from workshop.mail.envelope import message_bytes
from workshop.mail.models import Content, Letter, LetterState
from workshop.mail.queries import letters_about
from workshop.meetings.actions import end_meeting
from workshop.meetings.models import Meeting

ANNA, BO = "anna@example.fi", "bo@example.fi"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
LANGUAGES = ["fi", "sv", "en"]


def letter_to(address: str, code: str = CODE) -> Letter:
    digest = newest_digest(meeting_now(code), "fi")
    assert digest
    (letter,) = [one for one in letters_about(about(digest)) if one.address == address]
    return letter


def posted(app: Flask) -> str:
    """An approved digest with letters to Anna and Bo; the path of Anna's unsubscribe link."""
    made_digest(app, True, ANNA, BO)
    with app.app_context():
        return letter_to(ANNA).unsubscribe.removeprefix("http://localhost")


def to_list(meeting: Meeting, *addresses: str) -> None:
    known = db.session.scalars(
        select(InvitedAddress).where(InvitedAddress.meeting_id == meeting.id).order_by(InvitedAddress.address)
    ).all()
    keep_list(meeting, Listed(dict.fromkeys(addresses, "fi")), edition_of(known))


@action
def in_the_round_of(meeting: Meeting, other: Meeting) -> None:
    other.round = meeting.round


def rows() -> list[tuple[object, ...]]:
    tables = ("subscriber", "invited_address", "stop", "letter")
    return [tuple(row) for table in tables for row in db.session.execute(text(f"SELECT * FROM {table}"))]


def test_a_letter_says_where_it_is_stopped_in_header_text_and_html(app: Flask) -> None:
    path = posted(app)
    with app.app_context():
        letter = letter_to(ANNA)
        message = message_from_bytes(message_bytes(letter, "koonti@example.fi"), policy=default)
        key = subscriber_at(meeting_now(), ANNA).key
        link = f"http://localhost/unsubscribe/{key}?lang=fi"
        assert letter.unsubscribe == link == f"http://localhost{path}"
        assert (message["List-Unsubscribe"], message["List-Unsubscribe-Post"]) == (
            f"<{link}>",
            "List-Unsubscribe=One-Click",
        )
        assert letter.text.rstrip().endswith(link)
        assert letter.html.count(f'href="{link}"') == 1
        assert "…" not in letter.text + letter.html + letter.unsubscribe
        assert key not in letter_to(BO).text + letter_to(BO).html


@pytest.mark.parametrize("language", LANGUAGES)
def test_reading_changes_nothing_and_the_button_stops_the_letters(app: Flask, visitor: Visitor, language: str) -> None:
    path = posted(app).replace("lang=fi", f"lang={language}")
    with app.app_context():
        before = rows()
    for _time in range(3):
        page = visitor.get(path)
        check_page(page, language)
        assert visitor.client.head(path).status_code == 200
    assert ANNA not in page.text, "who got it forwarded need not know whose it is"
    with app.app_context():
        assert rows() == before
    check_page(visitor.post(path), language)
    with app.app_context():
        assert [letter.address for letter in letters_about(about(newest_digest(meeting_now(), "fi")))] == [BO]
        assert not [row for row in rows() if ANNA in str(row)], "the address is nowhere"
    again = visitor.post(path)
    assert (again.status_code, visitor.get(path).status_code) == (404, 404)
    check_page(again, language)


def test_a_mail_program_stops_them_with_one_post_without_a_cookie(app: Flask) -> None:
    path = posted(app)
    answer = app.test_client(use_cookies=False).post(path, data=ONE_CLICK, headers={"Origin": "https://mail.example"})
    assert answer.status_code == 200
    assert "Location" not in answer.headers
    with app.app_context():
        assert subscriber_at(meeting_now(), ANNA) is None
        assert subscriber_at(meeting_now(), BO)


@pytest.mark.parametrize("body", [b"", b"\xff\x00", b'{"List-Unsubscribe": "One-Click"}', b"x" * 20_000])
def test_any_body_will_do(app: Flask, body: bytes) -> None:
    assert app.test_client().post(posted(app), data=body, content_type="text/plain").status_code == 200
    with app.app_context():
        assert subscriber_at(meeting_now(), ANNA) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_key_is_told_politely_and_changes_nothing(app: Flask, visitor: Visitor, language: str) -> None:
    posted(app)
    with app.app_context():
        before = rows()
    for key in ("x", "A" * 22, "%0a", "ä", ANNA, "…"):
        for answer in (
            visitor.get(f"/unsubscribe/{key}?lang={language}"),
            visitor.client.post(f"/unsubscribe/{key}", data=ONE_CLICK),
        ):
            assert answer.status_code == 404
            check_page(answer, language)
    with app.app_context():
        assert rows() == before


def test_waiting_letters_are_withdrawn_and_later_versions_do_not_come(app: Flask) -> None:
    posted(app)
    with app.app_context():
        note_sent(claim(letter_to(ANNA).id))
        unsubscribe(subscriber_at(meeting_now(), ANNA).key)
        assert letter_to(ANNA).state is LetterState.SENT, "what has been sent is told as it was"
        approve_and_post(make_digest(meeting_now(), "fi"))
        assert [one.address for one in letters_about(about(newest_digest(meeting_now(), "fi")))] == [BO]


def test_the_link_of_a_letter_that_was_sent_stops_letters_though_the_address_is_off_the_list(
    app: Flask, visitor: Visitor
) -> None:
    with app.app_context():
        meeting = simple_meeting()
        to_list(meeting, ANNA, BO)
        subscribe(meeting, BO, "fi")
        approve_and_post(make_first_digest(meeting, "fi"))
        note_sent(claim(letter_to(ANNA).id))
        path = letter_to(ANNA).unsubscribe
        to_list(meeting)
    check_page(visitor.get(path), "fi")
    for _time in range(2):
        stopped = visitor.post(path)
        assert stopped.status_code == 200
        check_page(stopped, "fi")
    with app.app_context():
        to_list(meeting_now(), ANNA, BO)
        assert [one.address for one in addressees(newest_digest(meeting_now(), "fi"), Recipients.BOTH)] == [BO]
        assert letter_to(BO).state is LetterState.QUEUED, "who left the address too still gets it"


def test_who_is_taken_off_the_list_gets_no_letter_that_waits(app: Flask) -> None:
    with app.app_context():
        meeting = simple_meeting()
        to_list(meeting, ANNA, BO)
        approve_and_post(make_first_digest(meeting, "fi"))
        to_list(meeting, BO)
        assert [one.address for one in letters_about(about(newest_digest(meeting, "fi")))] == [BO]


def test_an_invited_address_gets_nothing_more_even_if_it_is_put_on_the_list_again(app: Flask) -> None:
    with app.app_context():
        meeting = simple_meeting()
        to_list(meeting, ANNA, BO)
        approve_and_post(make_first_digest(meeting, "fi"))
        unsubscribe(db.session.scalars(select(InvitedAddress.key).where(InvitedAddress.address == ANNA)).one())
        to_list(meeting)
        to_list(meeting, ANNA, BO)
        approve_and_post(make_digest(meeting, "fi"))
        assert [one.address for one in letters_about(about(newest_digest(meeting, "fi")))] == [BO]
        assert ANNA not in str(db.session.execute(select(Stop.code, Stop.scope)).all())


@pytest.mark.parametrize(
    ("chosen", "still"),
    [
        ({}, ["BBBBBBB", "CCCCCCC"]),
        ({"which": "nonsense"}, ["BBBBBBB", "CCCCCCC"]),
        ({"which": "round"}, ["CCCCCCC"]),
        ({"which": "all"}, []),
    ],
)
def test_the_meeting_alone_the_round_or_everything(
    app: Flask, visitor: Visitor, chosen: dict[str, str], still: list[str]
) -> None:
    with app.app_context():
        here, near, far = simple_meeting(), simple_meeting("BBBBBBB", "b"), simple_meeting("CCCCCCC", "c")
        in_the_round_of(here, near)
        for meeting in (near, far):
            to_list(meeting, ANNA)
        subscribe(here, ANNA, "fi")
        for meeting in (here, near, far):
            approve_and_post(make_first_digest(meeting, "fi"))
        path = letter_to(ANNA).unsubscribe
    assert form_fields(visitor.get(path))["which"] == "meeting", "as one click does"
    check_page(visitor.post(path, chosen), "fi")
    with app.app_context():
        left = [
            code
            for code in (CODE, "BBBBBBB", "CCCCCCC")
            if letters_about(about(newest_digest(meeting_now(code), "fi")))
        ]
        assert left == still
        later = simple_meeting("DDDDDDD", "d")
        in_the_round_of(meeting_now(), later)
        to_list(later, ANNA)
        assert len(addressees(make_first_digest(later, "fi"), Recipients.BOTH)) == ("BBBBBBB" in still)
        far_off = simple_meeting("EEEEEEE", "e")
        to_list(far_off, ANNA)
        assert len(addressees(make_first_digest(far_off, "fi"), Recipients.BOTH)) == bool(still)


def test_who_subscribes_anew_gets_letters_again(app: Flask) -> None:
    posted(app)
    with app.app_context():
        unsubscribe(subscriber_at(meeting_now(), ANNA).key, Which.ALL)
        assert db.session.scalars(select(Subscriber.address)).all() == [BO]
        with clock.at(clock.now() + timedelta(days=1)):
            subscribe(meeting_now(), ANNA, "fi")
        assert letter_to(ANNA).state is LetterState.QUEUED


def test_what_is_asked_for_again_keeps_no_words_that_no_letter_says(app: Flask) -> None:
    posted(app)
    with app.app_context():
        note_sent(claim(letter_to(ANNA).id))
        digest = newest_digest(meeting_now(), "fi")
        says = replace(write_letter(digest), subject="Toisin")
        put_letters(about(digest), [(letter_to(ANNA).key, ANNA, "fi", says)])
        assert "Toisin" not in db.session.scalars(select(Content.subject)).all()


def test_what_people_wrote_stays_even_if_it_is_such_a_link(app: Flask) -> None:
    with app.app_context():
        meeting = planned(staff("leader"))
        (prompt,) = board(meeting, "Mikä on tärkeää?")
        said = "http://localhost/unsubscribe/…?lang=fi"
        write(prompt, begin(meeting), said)
        end_meeting(meeting)
        subscribe(meeting, ANNA, "fi")
        approve_and_post(make_first_digest(meeting, "fi"))
        letter = letter_to(ANNA)
        assert letter.text.count(said) == letter.html.count(said) == 1
        assert letter.unsubscribe in letter.html
