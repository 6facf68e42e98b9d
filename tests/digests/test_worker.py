"""The worker: finds by itself what is due, may be killed anywhere and may look twice."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.digests.scene import (
    CODE,
    STARTS,
    approve_and_post,
    begin,
    board,
    meeting_now,
    planned,
    simple_meeting,
    staff,
    subscribe,
    write,
)
from tests.mail.smtp_server import PATIENCE_S, Postbox, free_port, smtp_server
from workshop import clock
from workshop.boards.models import Note
from workshop.digests.actions import make_first_digest
from workshop.digests.files import file_of
from workshop.digests.jobs import look_around
from workshop.digests.letters import about
from workshop.digests.models import Digest
from workshop.digests.press import PRINTED
from workshop.digests.queries import newest_digest
from workshop.extensions import db
from workshop.mail.models import Letter, LetterState
from workshop.mail.queries import letters_about
from workshop.meetings.actions import end_meeting
from workshop.meetings.models import State


@pytest.fixture
def idle_press(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests that are about something else: printing takes seconds."""
    monkeypatch.setattr("workshop.digests.jobs.next_to_print", lambda: None)


ADDRESSES = [f"a{number}@example.fi" for number in range(5)]


def digests() -> list[tuple[str, int]]:
    rows = db.session.scalars(select(Digest).order_by(Digest.language, Digest.version))
    return [(made.language, made.version) for made in rows]


def test_the_worker_makes_every_missing_digest_once(app: Flask, idle_press: None) -> None:
    with app.app_context():
        simple_meeting(languages=["fi", "sv"])
        meeting = planned(staff("other"), code="GNTTAAB")
        board(meeting, "Mikä on tärkeää?")
        begin(meeting)
    for _look in range(2):
        with app.app_context():
            look_around()
            assert digests() == [("fi", 1), ("sv", 1)]


def test_a_meeting_that_cannot_be_written_up_does_not_stop_the_others(
    app: Flask, caplog: pytest.LogCaptureFixture, idle_press: None
) -> None:
    with app.app_context():
        simple_meeting()
        simple_meeting("GNTTAAB", "other", languages=["fi"])
        # a topic that the vocabulary has lost
        db.session.scalars(select(Note)).first().prompt.topic = "gone"
        db.session.commit()
        look_around()
        assert digests() == [("fi", 1)]
        assert newest_digest(meeting_now("GNTTAAB"), "fi")
    assert "make_first_digest failed for Meeting" in caplog.text


def test_the_worker_closes_a_meeting_when_its_afterwards_window_is_over(app: Flask, idle_press: None) -> None:
    with app.app_context():
        meeting = planned(staff("leader"), afterwards_days=7)
        (prompt,) = board(meeting, "Mikä on tärkeää?")
        with clock.at(STARTS):
            write(prompt, begin(meeting), "Rohkeus")
            end_meeting(meeting)
        with clock.at(STARTS + timedelta(days=7, seconds=-1)):
            look_around()
        assert meeting_now().state is State.AFTERWARDS
        with clock.at(STARTS + timedelta(days=7)):
            look_around()
            look_around()
        assert meeting_now().state is State.CLOSED
        assert digests() == [("fi", 1)]


def worker(folder: Path, port: int) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "INSTANCE": str(folder),
        "SMTP_URL": f"smtp://127.0.0.1:{port}",
        "BASE_URL": "http://localhost",
        "SECRET_KEY": "for tests only",
    }
    return subprocess.Popen([sys.executable, "-m", "workshop.cli", "worker"], env=environment)


def approved_meeting(app: Flask) -> None:
    with app.app_context():
        meeting = simple_meeting()
        for address in ADDRESSES:
            subscribe(meeting, address, "fi")
        made = make_first_digest(meeting, "fi")
        for name in PRINTED:  # before, so that the worker has only letters in hand
            file_of(made, name).parent.mkdir(exist_ok=True)
            file_of(made, name).write_bytes(b"printed")
        approve_and_post(made)


def states(app: Flask) -> dict[str, LetterState]:
    with app.app_context():
        return {letter.address: letter.state for letter in letters_about(about(newest_digest(meeting_now(), "fi")))}


def test_the_worker_process_makes_the_digest_and_delivers_when_it_is_woken(app: Flask, tmp_path: Path) -> None:
    port = free_port()
    with smtp_server(Postbox(), port) as postbox:
        process = worker(tmp_path, port)
        try:
            approved_meeting(app)
            postbox.wait_for(len(ADDRESSES))
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE_S)
    assert postbox.count() == dict.fromkeys(ADDRESSES, 1)


def test_a_worker_killed_in_the_content_leaves_one_unsure_and_sends_every_other_once(
    app: Flask, tmp_path: Path
) -> None:
    approved_meeting(app)
    with app.app_context():
        unlucky = db.session.scalars(select(Letter.address).order_by(Letter.id)).first()
    others = [address for address in ADDRESSES if address != unlucky]
    port = free_port()
    postbox = Postbox()
    postbox.hang_in_content = unlucky
    with smtp_server(postbox, port):
        first = worker(tmp_path, port)
        try:
            assert postbox.hanging.wait(PATIENCE_S)
        finally:
            first.send_signal(signal.SIGKILL)
            first.wait(PATIENCE_S)
        postbox.hang_in_content = ""
        second = worker(tmp_path, port)
        try:
            postbox.wait_for(len(others))
        finally:
            second.send_signal(signal.SIGINT)
            second.wait(PATIENCE_S)
    assert postbox.count() == dict.fromkeys(others, 1)
    told = states(app)
    assert told.pop(unlucky) is LetterState.UNSURE
    assert set(told.values()) == {LetterState.SENT}


def test_a_digest_is_not_made_twice_by_two_that_look_at_once(app: Flask) -> None:
    with app.app_context():
        meeting = simple_meeting()
        first = make_first_digest(meeting, "fi")
        assert make_first_digest(meeting, "fi").id == first.id
        assert db.session.scalar(select(func.count()).select_from(Digest)) == 1
        assert meeting_now(CODE).ended_at
