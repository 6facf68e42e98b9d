"""How long the results of a large survey take: the first look, and the next one.

Run as `python -m bench.results_page [RESPONSES] [QUESTIONS]` (10,000 and 60). Fills a database of its own in a
temporary folder through bulk inserts, asks for the pages as a browser does, and prints a line for each as JSON: the
address, the milliseconds of the first look (and of the processor in it) and of the next, and how many questions the
database was asked.
"""

import json
import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, insert

from workshop import create_app
from workshop.accounts.actions import begin_login, make_user
from workshop.accounts.doors import TOKEN
from workshop.accounts.models import Role, User
from workshop.action import action
from workshop.boards.actions import add_prompt
from workshop.clock import now
from workshop.columns import Texts
from workshop.extensions import db
from workshop.meetings.actions import add_exercise, create_meeting, go_live, open_meeting
from workshop.meetings.facts import MeetingFacts
from workshop.meetings.models import Exercise, ExerciseKind
from workshop.migrations.apply import migrate
from workshop.participants.models import Participant
from workshop.rounds.actions import create_round
from workshop.surveys.actions import add_question
from workshop.surveys.kinds.choices import keyed
from workshop.surveys.kinds.scale import ends
from workshop.surveys.models import Answer, Question, QuestionKind, Response
from workshop.surveys.queries import questions_of

PLACES, GROUPS = ("564", "889", "615", "305", "244", "535", None), ((), ("staff",), ("residents",), ("officials",))
POSITIONS = tuple("abcdefgh")
STATEMENTS = 10
PROMPTS = 5


def build_survey(questions: int, boards: int = 0) -> Exercise:
    """A live meeting with a survey: one background, one matrix and one text in ten questions, and scales.

    `boards`: so many boards with five questions each come after it.
    """
    migrate()
    leader = make_user("bench@example.org", "Bench", Role.ORGANISER, "fi")
    round_ = create_round("bench", Texts(fi="Mittaus"), Texts(), "17", leader)
    facts = MeetingFacts(Texts(fi="Mittaus"), "other", now(), now() + timedelta(hours=8))
    meeting = create_meeting(round_, facts, leader)
    survey = add_exercise(meeting, ExerciseKind.SURVEY, Texts(fi="Kysely"), Texts())
    _ask(survey, questions)
    for place in range(boards):
        board = add_exercise(meeting, ExerciseKind.BOARD, Texts(fi=f"Taulu {place + 1}"), Texts())
        for number in range(PROMPTS):
            add_prompt(board, Texts(fi=f"Mikä palveluissa on tärkeää, kysymys {number + 1}?"), "values", Texts())
    open_meeting(meeting)
    go_live(meeting)
    return survey


@action
def _ask(survey: Exercise, questions: int) -> None:
    low, high = Texts(fi="huonosti"), Texts(fi="hyvin")
    for number in range(questions):
        text = Texts(fi=f"Kysymys {number + 1}")
        match number % 10:
            case 0:
                options = keyed([Texts(fi=f"Asema {key}") for key in POSITIONS])
                add_question(survey, QuestionKind.SINGLE, text, "other", options=options)
            case 1:
                rows = keyed([Texts(fi=f"Väittämä {row}") for row in range(STATEMENTS)])
                settings = {"rows": rows}
                add_question(survey, QuestionKind.MATRIX, text, "other", options=ends(low, high), settings=settings)
            case 2:
                add_question(survey, QuestionKind.LONG_TEXT, text, "other")
            case _:
                add_question(survey, QuestionKind.SCALE, text, "other", options=ends(low, high))


@action
def fill(survey: Exercise, responses: int) -> None:
    """So many people answer everything."""
    chance, sent, meeting = random.Random(686), now(), survey.meeting
    people = [_tag(chance, number) for number in range(1, responses + 1)]
    joined = {"meeting_id": meeting.id, "joined_at": sent, "joined_afterwards": False}
    db.session.execute(
        insert(Participant), [{"id": n, "key": f"k{n}", **joined, **tag} for n, tag in enumerate(people, 1)]
    )
    rows = [_response(survey, number, tag, sent) for number, tag in enumerate(people, 1)]
    db.session.execute(insert(Response), rows)
    asked = questions_of(survey)
    for number in range(1, responses + 1):
        given = [{"response_id": number, "question_id": one.id, "value": _value(chance, one)} for one in asked]
        db.session.execute(insert(Answer), given)
    meeting.seq = meeting.responses_seq = meeting.seq + responses


def _tag(chance: random.Random, number: int) -> dict[str, object]:
    return {
        "language": chance.choice(["fi", "fi", "sv"]),
        "groups": list(chance.choice(GROUPS)),
        "municipality": chance.choice(PLACES),
    }


def _response(survey: Exercise, number: int, tag: dict[str, object], sent: object) -> dict[str, object]:
    return {
        **{"id": number, "meeting_id": survey.meeting_id, "exercise_id": survey.id, "seq": number},
        **{"client_key": f"c{number}", "participant_id": number, "receipt": "AAAAAAAA", "sent_at": sent},
        **{"sent_afterwards": number % 9 == 0, "is_late": number % 97 == 0, "background": {}},
        **tag,
    }


def _value(chance: random.Random, question: Question) -> object:
    match question.kind:
        case QuestionKind.SINGLE:
            return chance.choice(POSITIONS)
        case QuestionKind.MATRIX:
            return {row: chance.randrange(6) for row in question.row_texts()}
        case QuestionKind.LONG_TEXT:
            return f"Palvelujen pitää olla lähellä ja avoinna, sanoi {chance.randrange(10**6)}"
        case _:
            return chance.randrange(6)


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The statements that the database is asked meanwhile."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def look(client: FlaskClient, address: str) -> tuple[float, float]:
    """Milliseconds until the page is there, and of the processor. Raises RuntimeError when it is not there."""
    begun, used = perf_counter(), process_time()
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status}")
    return round(1000 * (perf_counter() - begun), 1), round(1000 * (process_time() - used), 1)


def measure(app: Flask, addresses: Sequence[str]) -> Iterator[dict[str, object]]:
    with app.app_context():
        token = begin_login(db.session.get_one(User, 1), db.session.get_one(User, 1).password_hash)
    client = app.test_client()
    with client.session_transaction() as session:
        session[TOKEN] = token
    look(client, "/meetings")  # what is loaded once
    for address in addresses:
        with counted(app) as asked:
            first, cpu = look(client, address)
        again, _cpu = look(client, address)
        yield {"page": address, "first_ms": first, "first_cpu_ms": cpu, "next_ms": again, "queries": len(asked)}


def run(responses: int = 10_000, questions: int = 60) -> Iterator[dict[str, object]]:
    """The figures of each page, one after another."""
    with TemporaryDirectory() as folder:
        app = create_app(INSTANCE=folder, BASE_URL="http://localhost", SECRET_KEY="for the bench only")
        with app.app_context():
            survey = build_survey(questions)
            fill(survey, responses)
            code, own = survey.meeting.code, f"surveys/{survey.id}/results"
            first = questions_of(survey)[0].id
        pages = ["results", own, f"{own}?by=area", f"{own}?by=question-{first}", f"{own}/figures?by=area"]
        yield from measure(app, [f"/meetings/{code}/{page}" for page in pages])
        with app.app_context():
            db.engine.dispose()


if __name__ == "__main__":
    for figures in run(*map(int, sys.argv[1:3])):
        print(json.dumps(figures), flush=True)
