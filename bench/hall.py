"""A hall for a load: in the instance's own database, through the house's own actions, a live meeting with a board.

Run as `python -m bench.hall WRITERS LISTENERS` with the settings of the instance; prints a `Hall` as JSON.
"""

import dataclasses
import json
import sys
from datetime import timedelta

from flask import Flask, Response, session
from flask_wtf.csrf import generate_csrf

from workshop import create_app
from workshop.accounts.actions import make_user
from workshop.accounts.models import Role
from workshop.boards.actions import add_prompt
from workshop.clock import now
from workshop.columns import Texts
from workshop.extensions import db
from workshop.live.stream import Screen
from workshop.live.tickets import Ticket, issue
from workshop.meetings.actions import add_exercise, create_meeting, go_live, open_meeting
from workshop.meetings.facts import MeetingFacts
from workshop.meetings.models import ExerciseKind
from workshop.migrations.apply import migrate
from workshop.participants.actions import join_meeting
from workshop.participants.guests import remember_guest
from workshop.participants.models import Participant
from workshop.rounds.actions import create_round


@dataclasses.dataclass(frozen=True)
class Writer:
    """A participant's browser after it has loaded the board."""

    cookie: str
    """The Cookie header: who it is in this meeting, and its session."""
    csrf_token: str


@dataclasses.dataclass(frozen=True)
class Hall:
    code: str
    meeting_id: int
    prompt_id: int
    writers: list[Writer]
    tickets: list[str]
    """Tickets of phones, each of a participant of its own."""


def build_hall(app: Flask, writers: int, listeners: int) -> Hall:
    """The meeting, live and with its board shown; writers have joined it, listeners hold tickets."""
    with app.app_context():
        migrate()
        leader = make_user("bench@example.org", "Bench", Role.ORGANISER, "fi")
        round_ = create_round("bench", Texts(fi="Mittaus"), Texts(), "17", leader)
        begins = now()
        facts = MeetingFacts(Texts(fi="Mittaus"), "other", begins, begins + timedelta(hours=8))
        meeting = create_meeting(round_, facts, leader)
        board = add_exercise(meeting, ExerciseKind.BOARD, Texts(fi="Taulu"), Texts())
        prompt = add_prompt(board, Texts(fi="Mikä on tärkeää?"), "values", Texts())
        open_meeting(meeting)
        go_live(meeting)
        guests = [join_meeting(meeting, "fi", ["residents"], "615").id for _number in range(writers)]
        tickets = [issue(Ticket(meeting.id, Screen.PHONE, f"listener {number}")) for number in range(listeners)]
        hall = Hall(meeting.code, meeting.id, prompt.id, [], tickets)
    hall.writers.extend(
        browser_of(app, guest) for guest in guests
    )  # in contexts of their own, for sessions of their own
    return hall


def browser_of(app: Flask, guest: int) -> Writer:
    """The browser of a participant (by its id), as it is after it has loaded a page."""
    with app.test_request_context():
        token = generate_csrf()
        answer = remember_guest(Response(), db.session.get_one(Participant, guest))
        app.session_interface.save_session(app, session, answer)
    cookies = [header.split(";")[0] for header in answer.headers.getlist("Set-Cookie")]
    return Writer("; ".join(cookies), token)


if __name__ == "__main__":
    print(json.dumps(dataclasses.asdict(build_hall(create_app(), *map(int, sys.argv[1:3])))))
