"""A live meeting from the strategy template, with two participants, a note, a like and a scribe."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask

from tests.cheap import build_once
from tests.houses import led, new_login
from workshop.accounts.actions import make_user
from workshop.accounts.models import Role, User
from workshop.boards.actions import add_note, add_scribe_note, like_note
from workshop.boards.models import Note, Prompt
from workshop.boards.queries import prompts_of
from workshop.clock import now
from workshop.columns import Texts
from workshop.extensions import db
from workshop.meetings.actions import add_exercise, create_meeting, go_live, move_path, open_meeting, unlock_exercise
from workshop.meetings.facts import MeetingFacts
from workshop.meetings.models import Exercise, ExerciseKind, Meeting
from workshop.participants.actions import join_meeting
from workshop.participants.models import Participant
from workshop.plans.actions import follow_plan
from workshop.plans.plan import built_in
from workshop.rounds.actions import create_round
from workshop.statements.actions import add_statement
from workshop.statements.models import Statement
from workshop.statements.queries import statements_of


@dataclass
class Scene:
    leader: User
    login: int
    """The leader's."""
    meeting: Meeting
    guests: list[Participant]
    note: Note
    scribed: Note

    @property
    def board(self) -> Exercise:
        return self.meeting.exercises[0]

    @property
    def survey(self) -> Exercise:
        return self.meeting.exercises[1]

    @property
    def vote(self) -> Exercise:
        return self.meeting.exercises[4]

    @property
    def statements(self) -> list[Statement]:
        return list(statements_of(self.vote))

    @property
    def prompts(self) -> list[Prompt]:
        return list(prompts_of(self.board))


def facts(title: str = "Values") -> MeetingFacts:
    return MeetingFacts(Texts(en=title), "open_participation", now(), now() + timedelta(hours=2))


def key() -> str:
    return str(uuid.uuid4())


def planned(leader: User, code: str) -> Meeting:
    """A meeting in draft with the exercises of the strategy template, and a vote on two statements."""
    round_ = create_round(code.lower(), Texts(en="Round"), Texts(), "19", leader)
    meeting = create_meeting(round_, facts(), leader, code)
    follow_plan(meeting, built_in()["strategy"])
    vote = add_exercise(meeting, ExerciseKind.STATEMENTS, Texts(en="Statements"), Texts())
    add_statement(vote, Texts(en="All is well."))
    add_statement(vote, Texts(en="Much is to be done."))
    return meeting


@pytest.fixture
def scene(app: Flask) -> Iterator[Scene]:
    """The live meeting, inside an app context: the tests here call actions and queries, never a client."""
    leader, login, meeting, guests, note, scribed = build_scene(app)
    with app.app_context():
        yield Scene(
            db.session.get_one(User, leader),
            login,
            db.session.get_one(Meeting, meeting),
            [db.session.get_one(Participant, guest) for guest in guests],
            db.session.get_one(Note, note),
            db.session.get_one(Note, scribed),
        )


@build_once
def build_scene(app: Flask) -> tuple[int, int, int, list[int], int, int]:
    """The ids of what the scene shows."""
    with app.app_context():
        leader = make_user("leader@county.example", "Leader", Role.ORGANISER, "en")
        login = new_login(leader)
        meeting = planned(leader, "LIVEAAA")
        open_meeting(meeting)
        go_live(meeting)
        guests = [join_meeting(meeting, "en", ["residents"]), join_meeting(meeting, "en")]
        note = add_note(prompts_of(meeting.exercises[0])[0], guests[0], key(), "A first note")
        like_note(note, guests[1], likes=True)
        led(move_path, meeting, 2)
        led(unlock_exercise, meeting.exercises[4])
        scribed = add_scribe_note(prompts_of(meeting.exercises[3])[0], leader, key(), "Said aloud")
        return leader.id, login, meeting.id, [guest.id for guest in guests], note.id, scribed.id
