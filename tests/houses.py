"""A house in which a meeting goes on, built through actions: what the tests of the live features share."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.cheap import build_once
from tests.pages import Visitor
from workshop.accounts.actions import begin_login, make_user
from workshop.accounts.doors import TOKEN
from workshop.accounts.models import Role, User
from workshop.accounts.queries import user_by_email, user_of_login
from workshop.action import action
from workshop.boards.actions import add_note, add_prompt
from workshop.boards.models import Note, Prompt
from workshop.columns import Texts
from workshop.extensions import db
from workshop.meetings.actions import add_exercise, create_meeting, go_live, lock_exercise, move_path, open_meeting
from workshop.meetings.facts import MeetingFacts
from workshop.meetings.models import Exercise, ExerciseKind, Meeting, State
from workshop.participants.actions import join_meeting
from workshop.participants.guests import COOKIE, remember_guest
from workshop.participants.models import Participant
from workshop.rounds.actions import create_round
from workshop.statements.actions import add_statement
from workshop.statements.models import Statement
from workshop.surveys.actions import add_question
from workshop.surveys.kinds.choices import keyed
from workshop.surveys.models import QuestionKind

CODE = "TESTAAA"
OTHER_CODE = "MUUTAAA"
LEADER = "leader@example.org"
ORGANISER = "organiser@example.org"
BYSTANDER = "bystander@example.org"
"""A facilitator who leads neither meeting."""


@dataclass(frozen=True)
class Built:
    """One meeting: its code, and the ids of what is in it."""

    code: str
    board: int
    prompts: tuple[int, int]
    survey: int
    single: int
    multiple: int
    scribes: int
    scribes_prompt: int
    vote: int = 0
    """The statement vote and its statement, in a house that has one."""
    statement: int = 0


@dataclass(frozen=True)
class House:
    """Two live meetings of one round with two guests each; `here` is the one that most tests speak of."""

    app: Flask
    here: Built
    other: Built
    guests: tuple[int, int]
    strangers: tuple[int, int]
    """Guests of the other meeting."""

    def phone(self, guest: int, language: str = "fi") -> Visitor:
        """The browser of a participant, who has joined."""
        with self.app.test_request_context():
            participant = db.session.get_one(Participant, guest)
            cookie = remember_guest(Response(), participant).headers["Set-Cookie"]
            path = f"/j/{participant.meeting.code}"
        client = self._browser(language)
        client.set_cookie(COOKIE, cookie.split(";")[0].removeprefix(f"{COOKIE}="), path=path)
        return Visitor(client)

    def desk(self, email: str = LEADER, language: str = "fi") -> Visitor:
        """The browser of somebody on the staff, who is logged in."""
        client = self._browser(language)
        let_in(self.app, client, email)
        return Visitor(client)

    def passer_by(self, language: str = "fi") -> Visitor:
        """The browser of somebody who has neither joined nor logged in."""
        return Visitor(self._browser(language))

    def _browser(self, language: str) -> FlaskClient:
        client = self.app.test_client()
        client.set_cookie("lang", language)
        return client

    def write(self, *texts: str, prompt: int | None = None, guest: int | None = None) -> list[int]:
        """Put notes on the board; answers with their ids."""
        with self.app.app_context():
            column = db.session.get_one(Prompt, prompt or self.here.prompts[0])
            writer = db.session.get_one(Participant, guest or self.guests[0])
            return [add_note(column, writer, new_key(), text).id for text in texts]

    def notes(self) -> list[str]:
        """The texts of all notes of all meetings, in the order of writing."""
        with self.app.app_context():
            return list(db.session.scalars(select(Note.text).order_by(Note.id)))

    def lock(self, exercise: int | None = None) -> None:
        with self.app.app_context():
            led(lock_exercise, db.session.get_one(Exercise, exercise or self.here.board))

    def show(self, position: int) -> None:
        """Move everybody to a step."""
        with self.app.app_context():
            led(move_path, meeting_of(self.here), position)

    def put_in(self, state: State) -> None:
        """Set the meeting's state by itself, also where no deed leads."""
        with self.app.app_context():
            _put_in(meeting_of(self.here), state)


@action
def _put_in(meeting: Meeting, state: State) -> None:
    meeting.state = state
    over = state in (State.AFTERWARDS, State.CLOSED)
    meeting.ended_at = meeting.ends_at if over else None


def let_in(app: Flask, client: FlaskClient, email: str) -> None:
    """Log somebody in with this browser."""
    with app.app_context():
        token = token_of(user_by_email(email))
    with client.session_transaction() as session:
        session[TOKEN] = token


def token_of(user: User) -> str:
    """The token of a new login."""
    return begin_login(user, user.password_hash)


def new_login(user: User) -> int:
    """The id of a new login, for a ticket."""
    login_id, _user = user_of_login(token_of(user))
    return login_id


def new_key() -> str:
    return str(uuid.uuid4())


def meeting_of(built: Built) -> Meeting:
    """The meeting's row, inside an app context."""
    return db.session.get_one(Exercise, built.board).meeting


def led(deed: Callable[..., None], thing: Any, *told: Any) -> None:
    """Do a deed of those who lead, to a meeting, an exercise, a note or a statement, as the meeting's maker does it."""
    exercise = thing.prompt.exercise if isinstance(thing, Note) else thing
    exercise = thing.exercise if isinstance(thing, Statement) else exercise
    meeting = exercise if isinstance(exercise, Meeting) else exercise.meeting
    deed(thing, *told, meeting.leaders[0])


def some_facts(**more: object) -> MeetingFacts:
    given = {
        "title": Texts(fi="Arvot puntarissa", sv="Värderingarna vägs", en="Weighing our values"),
        "event_type": "other",
        "starts_at": datetime(2022, 1, 21, 11, tzinfo=UTC),
        "ends_at": datetime(2022, 1, 21, 13, tzinfo=UTC),
        "languages": ["fi", "sv", "en"],
    }
    return MeetingFacts(**{**given, **more})


def build_house(app: Flask, *, live: bool = True, votes: bool = False) -> House:
    """The house; with `live=False` its meetings are still in draft, and nobody has joined.

    `votes`: each of its meetings has a statement vote at the end of its path.
    """
    return House(app, *_build(app, live, votes))


@build_once
def _build(app: Flask, live: bool, votes: bool) -> tuple[Built, Built, tuple[int, int], tuple[int, int]]:
    with app.app_context():
        leader = make_user(LEADER, "Leader", Role.FACILITATOR, "fi")
        organiser = make_user(ORGANISER, "Organiser", Role.ORGANISER, "fi")
        make_user(BYSTANDER, "Bystander", Role.FACILITATOR, "fi")
        round_ = create_round("values", Texts(fi="Arvokierros", en="Round on values"), Texts(), "17", organiser)
        meetings = [create_meeting(round_, some_facts(), leader, CODE)]
        meetings.append(create_meeting(round_, some_facts(), organiser, OTHER_CODE))
        here, other = (_furnish(meeting, votes) for meeting in meetings)
        guests: list[tuple[int, int]] = []
        for meeting in meetings if live else ():
            open_meeting(meeting)
            go_live(meeting)
            one, two = (
                join_meeting(meeting, "fi", ["residents"], "615"),
                join_meeting(meeting, "sv"),
            )
            guests.append((one.id, two.id))
        ours, theirs = guests or [(0, 0), (0, 0)]
        return here, other, ours, theirs


def _furnish(meeting: Meeting, votes: bool) -> Built:
    """A board of two prompts, a survey of two questions and a scribe's block; if asked a vote on one statement."""
    board = add_exercise(meeting, ExerciseKind.BOARD, Texts(fi="Taulu", sv="Tavla", en="Board"), Texts())
    asked = (Texts(fi="Mikä on tärkeää?", en="What matters?"), Texts(fi="Mitä puuttuu?", en="What is missing?"))
    one, two = (add_prompt(board, text, "values", Texts()) for text in asked)
    survey = add_exercise(meeting, ExerciseKind.SURVEY, Texts(fi="Kysely", sv="Enkät", en="Survey"), Texts())
    options = keyed([Texts(fi="Rohkeus", en="Courage"), Texts(fi="Luottamus", en="Trust"), Texts(fi="Ilo", en="Joy")])
    single, multiple = (
        add_question(survey, kind, Texts(fi="Mikä arvo?", en="Which value?"), "values", options=options)
        for kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE)
    )
    block = add_exercise(meeting, ExerciseKind.SCRIBE, Texts(fi="Kirjuri", sv="Sekreterare", en="Scribe"), Texts())
    heading = add_prompt(block, Texts(fi="Sanottua", en="Said aloud"), "other", Texts())
    built = meeting.code, board.id, (one.id, two.id), survey.id, single.id, multiple.id, block.id, heading.id
    if not votes:
        return Built(*built)
    vote = add_exercise(meeting, ExerciseKind.STATEMENTS, Texts(fi="Väittämät", en="Statements"), Texts())
    return Built(*built, vote.id, add_statement(vote, Texts(fi="Kaikki on hyvin.", en="All is well.")).id)
