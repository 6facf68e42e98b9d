"""How fast a digest's letters are queued and sent, and what becomes of them when the postman is killed often."""

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, process_time, sleep
from typing import Any

from flask import Flask
from sqlalchemy import select

from bench.serving import ROOT, stop
from workshop import create_app
from workshop.accounts.actions import make_user
from workshop.accounts.models import Role, User
from workshop.clock import now
from workshop.digests.actions import approve_digest, make_digest
from workshop.digests.files import file_of
from workshop.digests.letters import about
from workshop.digests.models import Digest, Subscriber
from workshop.digests.posting import post_digest
from workshop.extensions import db
from workshop.mail.actions import put_letters
from workshop.mail.envelope import message_bytes
from workshop.mail.models import Letter, LetterState
from workshop.mail.outbox import deliver_due
from workshop.mail.queries import letter_counts
from workshop.mail.written import Written
from workshop.meetings.models import Meeting
from workshop.migrations.apply import migrate

LETTERS, AMONG, KILLS = 1600, 500, 20
LONGEST_LIFE_S = 0.4
"""A postman lives for less than this before it is killed."""
COLUMNS = {
    "what": "letters",
    "queued_s": "s to queue 1,600",
    "per_s": "sent a second",
    "cpu_ms_each": "ms of CPU",
    "bytes_each": "bytes",
}


@contextmanager
def sink(folder: Path) -> Iterator[tuple[str, Path]]:
    """A mail server of its own process: its SMTP_URL, and the file where it writes down whose letters it took."""
    taken = folder / "taken"
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.digest.sink", str(taken)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout
        yield f"smtp+plain://127.0.0.1:{process.stdout.readline().strip()}", taken
    finally:
        stop(process)


def queue_and_send(settings: dict[str, str], meeting_id: int) -> list[dict[str, Any]]:
    """1,600 letters of a digest whose files have been printed, and of its next version whose PDF has not been."""
    with sink(Path(settings["INSTANCE"])) as (url, _taken):
        app = create_app(**settings, SMTP_URL=url)
        with app.app_context():
            meeting = db.session.get_one(Meeting, meeting_id)
            told = {"meeting_id": meeting_id, "language": "fi", "left_on": now().date(), "confirmed_on": now().date()}
            db.session.add_all(Subscriber(**told, address=f"a{number}@example.fi") for number in range(LETTERS))
            db.session.commit()
            organiser = make_user("organiser@example.fi", "Organiser", Role.ORGANISER, "fi")
            with_pdf = db.session.scalars(select(Digest).where(Digest.meeting_id == meeting_id)).one()
            assert file_of(with_pdf, "pdf").exists()
            rows = [_round("with the PDF", with_pdf, organiser)]
            rows.append(_round("without", make_digest(meeting, "fi"), organiser))
            db.engine.dispose()
    return rows


def _round(what: str, digest: Digest, organiser: User) -> dict[str, Any]:
    began = monotonic()
    approve_digest(digest, organiser)
    post_digest(digest)
    queued = monotonic() - began
    letter = db.session.scalars(select(Letter).where(Letter.about == about(digest)).limit(1)).one()
    size = len(message_bytes(letter, "koonti@example.fi"))
    began, used = monotonic(), process_time()
    _deliver_all(about(digest))
    took, used = monotonic() - began, process_time() - used
    assert letter_counts(about(digest)) == {LetterState.SENT: LETTERS}
    return {
        "what": what,
        "queued_s": round(queued, 2),
        "per_s": round(LETTERS / took, 1),
        "cpu_ms_each": round(1000 * used / LETTERS, 1),
        "bytes_each": size,
    }


def _deliver_all(letters: str) -> None:
    """The postman looks for as long as letters wait, as the worker does."""
    while letter_counts(letters).get(LetterState.QUEUED, 0):
        deliver_due()


def kill_again_and_again() -> dict[str, int]:
    """Twenty postmen die among five hundred letters, the last one finishes: what arrived, and what is said of it."""
    with TemporaryDirectory() as folder, sink(Path(folder)) as (url, taken):
        app = create_app(INSTANCE=folder, SMTP_URL=url, BASE_URL="http://localhost", SECRET_KEY="for the bench only")
        words = Written("Koonti", "Rohkeus\n" * 2000, "<p>Rohkeus</p>" * 4000)
        with app.app_context():
            migrate()
            put_letters("bench", [(f"bench:{n}", f"a{n}@example.fi", "fi", words) for n in range(AMONG)])
            db.engine.dispose()
        chance, killed = random.Random(6), 0
        while killed < KILLS and _waiting(app):
            postman = _postman(app)
            sleep(chance.uniform(0.02, LONGEST_LIFE_S))
            if os.waitpid(postman, os.WNOHANG) == (0, 0):
                os.kill(postman, signal.SIGKILL)
                os.waitpid(postman, 0)
                killed += 1
        os.waitpid(_postman(app), 0)
        arrived = Counter(taken.read_text().split())
        with app.app_context():
            states = dict(db.session.execute(select(Letter.address, Letter.state)).all())
            db.engine.dispose()
    unsure = {address for address, state in states.items() if state is LetterState.UNSURE}
    return {
        "letters": AMONG,
        "kills": killed,
        "sent": sum(state is LetterState.SENT for state in states.values()),
        "unsure": len(unsure),
        "unsure_that_arrived": len(unsure & set(arrived)),
        "doubled": sum(count > 1 for count in arrived.values()),
        "lost": len(set(states) - unsure - set(arrived)),
    }


def _waiting(app: Flask) -> int:
    with app.app_context():
        count = letter_counts("bench").get(LetterState.QUEUED, 0)
        db.engine.dispose()
    return count


def _postman(app: Flask) -> int:
    """A process that delivers what is due; its id. Born by a fork: a start would take longer than its life."""
    child = os.fork()
    if child == 0:
        with app.app_context():
            _deliver_all("bench")
        os._exit(0)
    return child
