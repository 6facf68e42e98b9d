"""A house with a live survey of one question of each kind, and a participant who has joined."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from tests.cheap import build_once
from tests.houses import let_in
from workshop.accounts.models import Role, User
from workshop.action import action
from workshop.clock import now
from workshop.columns import Texts
from workshop.extensions import db
from workshop.meetings.actions import add_exercise, create_meeting, go_live, open_meeting
from workshop.meetings.facts import MeetingFacts
from workshop.meetings.models import Exercise, ExerciseKind, Meeting, State
from workshop.participants.actions import join_meeting
from workshop.participants.guests import COOKIE, remember_guest
from workshop.participants.models import Participant
from workshop.rounds.models import Round
from workshop.surveys.actions import add_question
from workshop.surveys.kinds.choices import keyed
from workshop.surveys.kinds.scale import ends
from workshop.surveys.models import Question, QuestionKind

ENDS = ends(
    Texts(fi="ei lainkaan", sv="inte alls", en="not at all"),
    Texts(fi="erittäin hyvin", sv="mycket bra", en="very well"),
)
OPTIONS = keyed(
    [
        Texts(fi="Rohkeus", sv="Mod", en="Courage"),
        Texts(fi="Luottamus", sv="Förtroende", en="Trust"),
        Texts(fi="Välittäminen", sv="Omsorg", en="Care"),
    ]
)


@dataclass(frozen=True)
class Scene:
    """Names of what is in the house; the rows are fetched anew by whoever wants them."""

    code: str
    exercise_id: int
    single: int
    multiple: int
    scale: int
    text: int

    @property
    def exercise(self) -> Exercise:
        return db.session.get_one(Exercise, self.exercise_id)

    @property
    def questions(self) -> dict[QuestionKind, Question]:
        rows = [db.session.get_one(Question, id_) for id_ in (self.single, self.multiple, self.scale, self.text)]
        return {row.kind: row for row in rows}

    @property
    def path(self) -> str:
        return f"/j/{self.code}/surveys/{self.exercise_id}"


@action
def make_user(email: str = "leader@example.org", role: Role = Role.FACILITATOR) -> User:
    user = User(email=email, name="Vetäjä", role=role, language="fi", created_at=now())
    db.session.add(user)
    db.session.flush()
    return user


@action
def make_round(maker: User) -> Round:
    round_ = Round(
        key=f"round-{maker.id}",
        title=Texts(fi="Strategiakierros"),
        purpose=Texts(),
        county="17",
        created_by_id=maker.id,
        created_at=now(),
    )
    db.session.add(round_)
    db.session.flush()
    return round_


def make_meeting(maker: User, code: str = "TESTAA2") -> Meeting:
    facts = MeetingFacts(
        title=Texts(fi="Arvot puntarissa", sv="Värderingarna vägs", en="Weighing our values"),
        event_type="other",
        starts_at=datetime(2022, 1, 21, 11, tzinfo=UTC),
        ends_at=datetime(2022, 1, 21, 13, tzinfo=UTC),
        languages=["fi", "sv", "en"],
    )
    return create_meeting(make_round(maker), facts, maker, code=code)


@action
def put_in(meeting: Meeting, state: State) -> None:
    """Set the state by itself, also where no deed leads."""
    meeting.state = state


def make_survey(meeting: Meeting) -> Exercise:
    title = Texts(fi="Arvokysely", sv="Värdeenkät", en="Survey on values")
    return add_exercise(meeting, ExerciseKind.SURVEY, title, Texts(fi="Vastaa omin sanoin.", en="In your own words."))


def fill_survey(exercise: Exercise) -> list[Question]:
    """One question of each kind; the single choice is required."""
    asked = {
        QuestionKind.SINGLE: (Texts(fi="Tärkein arvo?", sv="Viktigaste värdet?", en="Which value first?"), OPTIONS),
        QuestionKind.MULTIPLE: (Texts(fi="Mitkä toteutuvat?", sv="Vilka syns?", en="Which ones show?"), OPTIONS),
        QuestionKind.SCALE: (Texts(fi="Miten hyvin?", sv="Hur bra?", en="How well?"), ENDS),
        QuestionKind.LONG_TEXT: (Texts(fi="Miksi?", sv="Varför?", en="Why?"), []),
    }
    return [
        add_question(exercise, kind, text, "values", required=kind is QuestionKind.SINGLE, options=options)
        for kind, (text, options) in asked.items()
    ]


@pytest.fixture
def draft(app: Flask) -> Scene:
    """A survey that can still be edited."""
    return build_draft(app)


@build_once
def build_draft(app: Flask) -> Scene:
    with app.app_context():
        meeting = make_meeting(make_user())
        exercise = make_survey(meeting)
        ids = [question.id for question in fill_survey(exercise)]
        return Scene(meeting.code, exercise.id, *ids)


@pytest.fixture
def scene(app: Flask, draft: Scene) -> Scene:
    """The same survey while the meeting is live."""
    begin(app, draft)
    return draft


@build_once
def begin(app: Flask, draft: Scene) -> None:
    with app.app_context():
        open_meeting(draft.exercise.meeting)
        go_live(draft.exercise.meeting)


@pytest.fixture
def join(app: Flask, scene: Scene) -> Callable[..., FlaskClient]:
    """Let another participant in; answers with its browser."""

    def joined(language: str = "fi", groups: tuple[str, ...] = (), municipality: str | None = None) -> FlaskClient:
        with app.test_request_context():
            guest = join_meeting(scene.exercise.meeting, language, groups, municipality)
            response = remember_guest(Response(), guest)
        browser = app.test_client()
        cookie = response.headers["Set-Cookie"].split(";")[0].removeprefix(f"{COOKIE}=")
        browser.set_cookie(COOKIE, cookie, path=f"/j/{scene.code}")
        browser.set_cookie("lang", language)
        return browser

    return joined


@pytest.fixture
def phone(join: Callable[..., FlaskClient]) -> FlaskClient:
    return join()


@pytest.fixture
def guest_id(app: Flask, scene: Scene) -> int:
    """A participant without a browser."""
    with app.app_context():
        return join_meeting(scene.exercise.meeting, "sv", ["residents"], "615").id


@pytest.fixture
def desk(app: Flask, draft: Scene) -> FlaskClient:
    """The browser of the meeting's leader."""
    return signed_in(app, "leader@example.org")


def signed_in(app: Flask, email: str) -> FlaskClient:
    browser = app.test_client()
    let_in(app, browser, email)
    return browser


def participant(guest_id: int) -> Participant:
    return db.session.get_one(Participant, guest_id)
