"""When letters leave: by hand, at a time, after a hold, with the PDF file; stopped, let go, and never by themselves."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.digests.scene import (
    begin,
    board,
    meeting_now,
    organiser,
    planned,
    simple_meeting,
    staff,
    subscribe,
    write,
)
from workshop import clock
from workshop.accounts.models import Role, User
from workshop.digests import letters
from workshop.digests.actions import LONGEST_WAIT, approve_digest, make_digest, make_first_digest
from workshop.digests.due import FILE_PATIENCE, Course, Stage, course_of
from workshop.digests.files import file_of
from workshop.digests.jobs import look_around
from workshop.digests.letters import about
from workshop.digests.models import Digest
from workshop.digests.posting import approve_held, choose_hold, let_go, post_digest, send_now, stop_digest
from workshop.digests.queries import newest_digest
from workshop.errors import NotAllowed, NotNow
from workshop.extensions import db
from workshop.mail.models import Content, LetterState
from workshop.mail.queries import letters_about, next_due
from workshop.meetings.actions import end_meeting

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture(autouse=True)
def idle_press(monkeypatch: pytest.MonkeyPatch) -> None:
    """Printing takes seconds, and is tested elsewhere."""
    monkeypatch.setattr("workshop.digests.jobs.next_to_print", lambda: None)


def print_pdf(digest: Digest, content: bytes = b"%PDF-1.7 printed") -> None:
    file_of(digest, "pdf").parent.mkdir(exist_ok=True)
    file_of(digest, "pdf").write_bytes(content)


def made(printed: bool = True) -> Digest:
    """The digest of a meeting for which one address has been left."""
    meeting = simple_meeting()
    subscribe(meeting, "a@example.fi", "fi")
    digest = make_first_digest(meeting, "fi")
    if printed:
        print_pdf(digest)
    return digest


def posted(digest: Digest) -> int:
    """How many letters of the digest are in the outbox after the worker has looked around."""
    look_around()
    return len(letters_about(about(digest)))


def test_the_letter_carries_the_pdf_once_for_all_and_says_so(app: Flask) -> None:
    with app.app_context():
        digest = made()
        subscribe(meeting_now(), "b@example.fi", "fi")
        approve_digest(digest, organiser())
        assert posted(digest) == 2
        (content,) = db.session.scalars(select(Content)).all()
        assert (content.enclosure_name, content.enclosure) == ("koonti-KDDNTAB.pdf", b"%PDF-1.7 printed")
        for words in (content.text, content.html):
            assert "liitteenä" in words


def test_letters_wait_for_the_pdf_and_leave_without_it_when_it_does_not_come(app: Flask) -> None:
    with app.app_context():
        digest = made(printed=False)
        approve_digest(digest, organiser())
        approved_at = digest.approved_at
        with clock.at(approved_at + FILE_PATIENCE - MINUTE):
            assert posted(digest) == 0
            assert course_of(digest) == Course(Stage.LEAVES_SOON)
        with clock.at(approved_at + FILE_PATIENCE):
            assert posted(digest) == 1
        letter = letters_about(about(digest))[0]
        assert letter.content.enclosure is None
        assert "liitteenä" not in letter.text
        assert f"/koonti/{digest.key}" in letter.text


@pytest.mark.parametrize("state", ["failed", "lacking"])
def test_letters_do_not_wait_for_a_pdf_that_cannot_be_made(app: Flask, state: str) -> None:
    with app.app_context():
        digest = made(printed=False)
        file = file_of(digest, "pdf")
        file.parent.mkdir(exist_ok=True)
        file.with_name(f"{file.name}.failed").write_text(state)
        approve_digest(digest, organiser())
        assert posted(digest) == 1


def test_a_pdf_that_is_too_large_is_not_sent(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "LARGEST_FILE", 10)
    with app.app_context():
        digest = made()
        approve_digest(digest, organiser())
        assert posted(digest) == 1
        assert "liitteenä" not in letters_about(about(digest))[0].text


def test_letters_leave_at_their_time(app: Flask) -> None:
    with app.app_context():
        digest = made()
        leaves_at = clock.now() + 5 * HOUR
        approve_digest(digest, organiser(), leaves_at=leaves_at)
        assert posted(digest) == 0
        assert course_of(digest) == Course(Stage.LEAVES_LATER, leaves_at)
        with clock.at(leaves_at - MINUTE):
            assert posted(digest) == 0
        with clock.at(leaves_at):
            assert posted(digest) == 1
            assert posted(digest) == 1
            assert course_of(digest).stage is Stage.POSTED


@pytest.mark.parametrize("wait", [timedelta(0), -MINUTE, LONGEST_WAIT + MINUTE])
def test_letters_leave_in_the_future_and_before_long(app: Flask, wait: timedelta) -> None:
    with app.app_context():
        digest = made()
        with clock.at(clock.now()), pytest.raises(ValueError, match="future"):
            approve_digest(digest, organiser(), leaves_at=clock.now() + wait)
        assert digest.approved_at is None


def test_what_was_to_leave_later_is_sent_now(app: Flask) -> None:
    with app.app_context():
        digest, by = made(), organiser()
        with pytest.raises(NotNow):
            send_now(digest, by)
        approve_digest(digest, by, leaves_at=clock.now() + 5 * HOUR)
        stop_digest(digest)
        with pytest.raises(NotAllowed):
            send_now(digest, staff("somebody"))
        send_now(digest, by)
        assert posted(digest) == 1
        with pytest.raises(NotNow):
            send_now(digest, by)


def test_stopped_letters_leave_when_an_organiser_lets_them(app: Flask) -> None:
    with app.app_context():
        digest, by = made(), organiser()
        approve_digest(digest, by)
        stop_digest(digest)
        stop_digest(digest)
        assert posted(digest) == 0
        post_digest(digest)
        assert letters_about(about(digest)) == []
        with pytest.raises(NotAllowed):
            let_go(digest, staff("somebody"))
        let_go(digest, by)
        assert posted(digest) == 1


def test_letters_in_the_outbox_are_stopped_too_and_those_that_come_later(app: Flask) -> None:
    with app.app_context():
        digest, by = made(), organiser()
        approve_digest(digest, by)
        assert posted(digest) == 1
        stop_digest(digest)
        subscribe(meeting_now(), "late@example.fi", "fi")
        assert [letter.state for letter in letters_about(about(digest))] == [LetterState.QUEUED] * 2
        assert next_due(clock.now()) is None
        let_go(digest, by)
        assert next_due(clock.now())


def test_nothing_is_approved_by_itself_unless_an_organiser_chose_so(app: Flask) -> None:
    with app.app_context():
        digest = made()
        with pytest.raises(NotAllowed):
            choose_hold(meeting_now(), 1, staff("somebody"))
        for hours in (0, 169):
            with pytest.raises(ValueError, match="hold"):
                choose_hold(meeting_now(), hours, organiser())
        with pytest.raises(NotNow):
            stop_digest(digest)
        with clock.at(clock.now() + 1000 * HOUR):
            assert posted(digest) == 0
        assert course_of(digest) == Course(Stage.TO_APPROVE)


def test_a_held_digest_is_approved_by_itself_in_the_name_of_who_chose_it(app: Flask) -> None:
    with app.app_context():
        meeting = planned(staff("leader"))
        choose_hold(meeting, 24, organiser())
        (prompt,) = board(meeting, "Mikä on tärkeää?")
        write(prompt, begin(meeting), "Rohkeus")
        subscribe(meeting, "a@example.fi", "fi")
        end_meeting(meeting)
        look_around()
        digest = newest_digest(meeting_now(), "fi")
        print_pdf(digest)
        due = digest.made_at + 24 * HOUR
        assert course_of(digest) == Course(Stage.HELD, due)
        with clock.at(due - MINUTE):
            assert posted(digest) == 0
            approve_held(digest)
            assert digest.approved_at is None
        with clock.at(due):
            assert posted(digest) == 1
            assert posted(digest) == 1
        assert digest.approved_by.name == organiser().name


def test_the_hours_run_from_the_choice_when_the_digest_is_older(app: Flask) -> None:
    with app.app_context():
        digest = made()
        with clock.at(digest.made_at + 100 * HOUR):
            choose_hold(meeting_now(), 2, organiser())
            assert posted(digest) == 0
            assert course_of(digest).at == clock.now() + 2 * HOUR


def demote(user: User) -> None:
    user.role = Role.FACILITATOR
    db.session.commit()


@pytest.mark.parametrize("how", ["stopped", "taken back", "no organiser any more", "replaced"])
def test_a_held_digest_is_not_approved_when_something_came_between(app: Flask, how: str) -> None:
    with app.app_context():
        digest, by = made(), organiser()
        choose_hold(meeting_now(), 1, by)
        if how == "stopped":
            stop_digest(digest)
            assert course_of(digest) == Course(Stage.STOPPED)
            with pytest.raises(NotNow):
                let_go(digest, by)
        elif how == "taken back":
            choose_hold(meeting_now(), None, by)
        elif how == "replaced":
            with clock.at(clock.now() + 2 * HOUR):
                make_digest(meeting_now(), "fi")
        else:
            demote(by)
        with clock.at(clock.now() + 2 * HOUR):
            assert posted(digest) == 0
        assert digest.approved_at is None


def test_approving_by_hand_lets_a_stopped_digest_go(app: Flask) -> None:
    with app.app_context():
        digest, by = made(), organiser()
        choose_hold(meeting_now(), 1, by)
        stop_digest(digest)
        approve_digest(digest, by)
        assert posted(digest) == 1


def test_letters_that_a_newer_version_has_overtaken_do_not_leave(app: Flask) -> None:
    with app.app_context():
        first, by = made(), organiser()
        approve_digest(first, by, leaves_at=clock.now() + HOUR)
        second = make_digest(meeting_now(), "fi")
        print_pdf(second)
        approve_digest(second, by)
        with clock.at(clock.now() + 2 * HOUR):
            assert (posted(first), posted(second)) == (0, 1)
        assert course_of(first) == Course(Stage.REPLACED)
        assert "täydennetty versio" not in letters_about(about(second))[0].text, "nothing was sent earlier"
        with pytest.raises(NotNow):
            stop_digest(first)


def test_one_digest_that_cannot_be_posted_does_not_stop_the_others(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    with app.app_context():
        digest = made()
        other = make_first_digest(simple_meeting("GNTTAAB", "other"), "fi")
        print_pdf(other)
        for one, code in ((digest, "KDDNTAB"), (other, "GNTTAAB")):
            approve_digest(one, organiser(code))
        digest.document = {"title": "broken"}
        print_pdf(digest)
        db.session.commit()
        look_around()
        assert (digest.posted_at, other.posted_at is None) == (None, False)
    assert "post_digest failed for Digest" in caplog.text
