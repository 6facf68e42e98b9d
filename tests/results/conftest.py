"""A live meeting with known numbers, among them a small group whose 37 notes must show nowhere."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from tests.cheap import build_once
from tests.houses import led
from tests.pages import Visitor
from workshop.accounts.actions import issue_login_link, make_user
from workshop.accounts.models import Role, User
from workshop.accounts.queries import user_by_email
from workshop.boards.actions import add_note, add_prompt, add_scribe_note, hide_note
from workshop.boards.models import Prompt
from workshop.boards.queries import prompts_of
from workshop.columns import Texts
from workshop.meetings.actions import add_exercise, create_meeting, go_live, open_meeting, unlock_exercise
from workshop.meetings.facts import MeetingFacts
from workshop.meetings.models import Exercise, ExerciseKind, Meeting
from workshop.meetings.queries import meeting_by_code
from workshop.participants.actions import join_meeting
from workshop.rounds.actions import create_round
from workshop.surveys.actions import add_question, send_response
from workshop.surveys.kinds.choices import keyed
from workshop.surveys.kinds.scale import ends
from workshop.surveys.models import Question, QuestionKind
from workshop.surveys.queries import questions_of

CODE = "TESTAA2"
ATTACK = '<a href="https://evil.example">Paina</a> & $x$'
SMALL_GROUP = {"fi": "Yritykset ja palveluntuottajat", "sv": "Företag och tjänsteproducenter"}
SMALL_NUMBERS = {"37", "20", "17"}
"""Notes of the small group: in all, and in each topic. No other number of the meeting is one of these."""


@dataclass(frozen=True)
class Speaker:
    """Some people who each leave so many notes on values and on the service promise."""

    people: int
    groups: tuple[str, ...]
    municipality: str | None
    on_values: int
    on_promise: int


SPEAKERS = (
    Speaker(8, ("older_people",), "425", 2, 1),
    Speaker(6, ("staff",), "244", 1, 1),
    Speaker(2, ("companies",), "859", 0, 0),
    Speaker(5, (), None, 1, 0),
)


@pytest.fixture
def maker(app: Flask) -> str:
    """The address of the organiser, whose row everybody fetches anew."""
    return hire(app)


@build_once
def hire(app: Flask) -> str:
    with app.app_context():
        return make_user("maker@example.org", "Maker", Role.ORGANISER, "fi").email


@pytest.fixture
def desk(app: Flask, maker: str, request: pytest.FixtureRequest) -> Visitor:
    """The browser of the organiser."""
    if "spoken" in request.fixturenames:  # a house is copied as long as nobody is in
        request.getfixturevalue("spoken")
    with app.app_context():
        token = issue_login_link(user_by_email(maker), timedelta(hours=1))
    return Visitor(app.test_client()).enter(token)


@pytest.fixture
def silent(app: Flask, maker: str) -> str:
    """The code of a meeting that has begun and where nobody has said anything."""
    build_silent(app, maker)
    return CODE


@build_once
def build_silent(app: Flask, maker: str) -> None:
    with app.app_context():
        begin(make_meeting(user_by_email(maker)))


@pytest.fixture
def spoken(app: Flask, silent: str, maker: str) -> str:
    """The code of the same meeting when many have spoken."""
    let_speak(app, maker)
    return silent


@build_once
def let_speak(app: Flask, maker: str) -> None:
    with app.app_context():
        meeting = the_meeting()
        board, survey = meeting.exercises[:2]
        speak(board, survey)
        add_scribe_note(prompts(board)[1], user_by_email(maker), "scribe", "Salista sanottua")


def the_meeting() -> Meeting:
    meeting = meeting_by_code(CODE)
    assert meeting
    return meeting


def make_meeting(maker: User) -> Meeting:
    """A board with two prompts and a survey of four questions; both named in Finnish and Swedish."""
    round_ = create_round("strategy", Texts(fi="Strategia"), Texts(), "17", maker)
    title = Texts(fi="Arvot puntarissa", sv="Värdena vägs", en="Weighing our values")
    starts = datetime(2022, 1, 21, 11, tzinfo=UTC)
    facts = MeetingFacts(title, "other", starts, starts + timedelta(hours=2), languages=["fi", "sv"])
    meeting = create_meeting(round_, facts, maker, code=CODE)
    board = add_exercise(meeting, ExerciseKind.BOARD, Texts(fi="Taulu"), Texts())
    add_prompt(board, Texts(fi=ATTACK), "values", Texts())
    add_prompt(board, Texts(fi="Mitä lupaamme?", sv="Vad lovar vi?"), "service_promise", Texts())
    survey = add_exercise(meeting, ExerciseKind.SURVEY, Texts(fi="Kysely"), Texts())
    options = keyed([Texts(fi="Rohkeus", sv="Mod"), Texts(fi="Luottamus", sv="Förtroende"), Texts(fi="Salainen")])
    steps = ends(Texts(fi="ei lainkaan", sv="inte alls"), Texts(fi="erittäin hyvin", sv="mycket bra"))
    add_question(survey, QuestionKind.MULTIPLE, Texts(fi="Tärkeimmät arvot?"), "values", options=options)
    add_question(survey, QuestionKind.SCALE, Texts(fi="Miten hyvin?", sv="Hur bra?"), "service_promise", options=steps)
    add_question(
        survey, QuestionKind.SINGLE, Texts(fi="Mikä jää?", sv="Vad blir kvar?"), "participation", options=options
    )
    add_question(survey, QuestionKind.LONG_TEXT, Texts(fi="Mitä muuta?"), "other")
    return meeting


def begin(meeting: Meeting) -> None:
    """Let people in and open both exercises."""
    open_meeting(meeting)
    go_live(meeting)
    led(unlock_exercise, meeting.exercises[1])


def prompts(board: Exercise) -> list[Prompt]:
    return list(prompts_of(board))


def questions(survey: Exercise) -> list[Question]:
    return list(questions_of(survey))


def speak(board: Exercise, survey: Exercise) -> None:
    """Everybody writes; 11 people rate (3 of them cannot say), 4 answer the third question and all choose the same."""
    values, promise = prompts(board)
    multiple, scale, single, text = questions(survey)
    keys = [option["key"] for option in multiple.options]
    people = [
        (join_meeting(board.meeting, "fi", speaker.groups, speaker.municipality), speaker)
        for speaker in SPEAKERS
        for _number in range(speaker.people)
    ]
    for person, speaker in people:
        for prompt, times in ((values, speaker.on_values), (promise, speaker.on_promise)):
            for number in range(times):
                add_note(prompt, person, f"{person.id}-{prompt.id}-{number}", "Lähellä ihmistä")
    first, second = [person for person, speaker in people if speaker.groups == ("companies",)]
    for number in range(20):
        add_note(values, first, f"small-{number}", "Yrittäjän arki")
    for number in range(17):
        add_note(promise, second, f"smaller-{number}", "Kumppanuus")
    led(hide_note, add_note(values, people[0][0], "hidden", "Piilotettava"))
    for number, (person, _speaker) in enumerate(people[:11]):
        answers = {multiple.id: keys[: 1 + number % 2], scale.id: 0 if number < 3 else 4}
        if number < 4:
            answers |= {single.id: keys[2], text.id: "Kiitos"}
        send_response(survey, person, f"response-{number}", answers)
