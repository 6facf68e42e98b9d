"""How long the dashboards of a whole round take: the first look, and the next one.

Run as `python -m bench.dashboard [--out]`. Builds a round of 60 meetings, 1,600 people and 20,000 contributions in a
database of its own (meetings, boards and surveys by the house's actions, what people said by bulk inserts beside them),
asks for each page as a browser does, and prints a line for each: milliseconds until the first byte and until the whole
page is there, cold (nothing kept) and kept, and how many questions the database was asked. `--out` writes
bench/results/dashboard.json too.
"""

import gc
import json
import random
import sys
import uuid
from collections.abc import Iterator
from datetime import timedelta
from os import getloadavg
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from bench.results_page import counted
from workshop import create_app
from workshop.accounts.actions import begin_login, make_user
from workshop.accounts.doors import TOKEN
from workshop.accounts.models import Role, User
from workshop.action import action
from workshop.boards.actions import add_prompt
from workshop.boards.models import Note
from workshop.clock import now
from workshop.coding.actions import give_codes, make_frame
from workshop.coding.models import FrameKind
from workshop.coding.names import kind_texts
from workshop.coding.queries import codes_in
from workshop.columns import Texts
from workshop.extensions import db
from workshop.kept import Kept
from workshop.meetings.actions import add_exercise, create_meeting, go_live, open_meeting
from workshop.meetings.facts import MeetingFacts
from workshop.meetings.models import ExerciseKind, Meeting
from workshop.migrations.apply import migrate
from workshop.participants.models import Participant
from workshop.results import queries, round_said
from workshop.rounds.actions import create_round
from workshop.rounds.models import Round
from workshop.surveys.actions import add_question
from workshop.surveys.kinds.scale import ends
from workshop.surveys.models import Answer, Question, QuestionKind, Response
from workshop.vocabulary.groups import groups
from workshop.vocabulary.places import areas
from workshop.vocabulary.terms import event_types, topics

RESULTS = Path(__file__).parent / "results" / "dashboard.json"
MEETINGS, PEOPLE, CONTRIBUTIONS = 60, 1_600, 20_000
CODED_OF = 4
"""One of so many notes has a code."""
TIMES = 5
"""So often each page is asked for, cold and kept; the middle one counts."""
AIMS = {"cold_ms": 1_000, "kept_ms": 150, "queries": 40}


def build() -> Round:
    """The round with everything in it."""
    migrate()
    leader = make_user("bench@example.org", "Bench", Role.ORGANISER, "fi")
    round_ = create_round("bench", Texts(fi="Mittaus"), Texts(), "19", leader)
    luck = random.Random(60)
    kinds, places = list(event_types()), list(areas())
    meetings = [_meeting(round_, leader, luck.choice(kinds), places[n % len(places)]) for n in range(MEETINGS)]
    _fill(meetings, luck)
    frame = make_frame(round_, FrameKind.STRATEGY, kind_texts(FrameKind.STRATEGY), leader)
    codes, notes = codes_in(frame), [(n,) for n in range(1, CONTRIBUTIONS - PEOPLE + 1) if n % CODED_OF == 0]
    give_codes([(luck.choice(codes), note) for note in notes], leader)
    return round_


def _meeting(round_: Round, leader: User, kind: str, area: str) -> Meeting:
    facts = MeetingFacts(Texts(fi=f"Tilaisuus: {kind}"), kind, now(), now() + timedelta(hours=2), area=area)
    meeting = create_meeting(round_, facts, leader)
    board = add_exercise(meeting, ExerciseKind.BOARD, Texts(fi="Taulu"), Texts())
    for topic in list(topics())[:4]:
        add_prompt(board, Texts(fi=f"Mitä tästä: {topic}?"), topic, Texts())
    survey = add_exercise(meeting, ExerciseKind.SURVEY, Texts(fi="Kysely"), Texts())
    for topic in list(topics())[:3]:
        low, high = Texts(fi="huonosti"), Texts(fi="hyvin")
        add_question(survey, QuestionKind.SCALE, Texts(fi=f"Kuinka: {topic}?"), topic, options=ends(low, high))
    open_meeting(meeting)
    go_live(meeting)
    return meeting


@action
def _fill(meetings: list[Meeting], luck: random.Random) -> None:
    """People come from the meeting's area and speak for three of the groups; each answers once and writes."""
    people, notes, responses, answers = [], [], [], []
    asked = {one.exercise_id: [] for one in db.session.query(Question)}
    for one in db.session.query(Question):
        asked[one.exercise_id].append(one.id)
    from_here = {meeting.id: list(areas()[meeting.area or ""].codes) for meeting in meetings}
    speak_for = {meeting.id: luck.sample(list(groups()), 3) for meeting in meetings}
    prompts = {meeting.id: _prompts(meeting) for meeting in meetings}
    at = now()
    for number in range(1, PEOPLE + 1):
        meeting = meetings[number % MEETINGS]
        tag = {
            "groups": [luck.choice(speak_for[meeting.id])] if luck.random() < 0.9 else [],
            "municipality": luck.choice(from_here[meeting.id]) if luck.random() < 0.9 else None,
            "language": "fi",
        }
        late = luck.random() < 0.1
        joined = {"key": f"k{number}", "meeting_id": meeting.id, "joined_at": at, "joined_afterwards": late}
        people.append({"id": number, **joined, **tag})
        survey = meeting.exercises[1].id
        responses.append(
            {
                **{"id": number, "meeting_id": meeting.id, "exercise_id": survey, "seq": number, "receipt": "AAAAAAAA"},
                **{"client_key": f"c{number}", "participant_id": number, "sent_at": at, "sent_afterwards": late},
                **{"is_late": False, "background": {}},
                **tag,
            }
        )
        answers += [{"response_id": number, "question_id": q, "value": luck.randrange(6)} for q in asked[survey]]
    for number in range(1, CONTRIBUTIONS - PEOPLE + 1):
        writer = luck.choice(people)
        tag = {name: writer[name] for name in ("groups", "municipality", "language")}
        notes.append(
            {
                **{"id": number, "meeting_id": writer["meeting_id"], "participant_id": writer["id"], "seq": number},
                **{"prompt_id": luck.choice(prompts[writer["meeting_id"]]), "client_key": str(uuid.uuid4())},
                **{
                    "text": f"Palvelut lähelle, sanoi {number}",
                    "written_at": at,
                    "shown_at": at,
                    "place": float(number),
                },
                "written_afterwards": writer["joined_afterwards"],
                **tag,
            }
        )
    for table, rows in ((Participant, people), (Note, notes), (Response, responses), (Answer, answers)):
        db.session.execute(insert(table), rows)
    for meeting in meetings:
        meeting.seq = meeting.notes_seq = meeting.responses_seq = meeting.seq + CONTRIBUTIONS


def _prompts(meeting: Meeting) -> list[int]:
    return [one.id for one in queries.prompts_in(meeting)]


def look(client: FlaskClient, address: str) -> tuple[float, float, float]:
    """Milliseconds until the first byte, until the whole page, and of the processor. Raises RuntimeError when the page
    is not there."""
    begun, used = perf_counter(), process_time()
    answer = client.get(address)
    first = perf_counter() - begun
    if answer.status_code != 200 or not answer.data:
        raise RuntimeError(f"{address}: {answer.status}")
    return 1000 * first, 1000 * (perf_counter() - begun), 1000 * (process_time() - used)


def _forget() -> None:
    """As after a restart, or when something was said: nothing is kept."""
    queries._accounts, round_said._kept = Kept(64), Kept(16)


def measure(app: Flask, addresses: dict[str, str]) -> Iterator[dict[str, object]]:
    """A row for each page."""
    with app.app_context():
        token = begin_login(db.session.get_one(User, 1), db.session.get_one(User, 1).password_hash)
    client = app.test_client()
    with client.session_transaction() as session:
        session[TOKEN] = token
    for name, address in addresses.items():
        load = round(getloadavg()[0], 2)
        look(client, address)  # what is loaded once
        cold = []
        for _time in range(TIMES):
            _forget()
            cold.append(look(client, address))
        _forget()
        with counted(app) as asked:
            look(client, address)
        kept = [look(client, address) for _time in range(TIMES)]
        yield {
            "page": name,
            **_middles("cold", cold),
            **_middles("kept", kept),
            "queries": len(asked),
            "load_average_before": load,
        }


def _middles(name: str, looks: list[tuple[float, float, float]]) -> dict[str, float]:
    parts = zip(("first_byte_ms", "ms", "cpu_ms"), zip(*looks, strict=True), strict=True)
    return {f"{name}_{part}": round(median(times), 1) for part, times in parts}


def run() -> Iterator[dict[str, object]]:
    """The rows of all pages, one after another."""
    with TemporaryDirectory() as folder:
        app = create_app(INSTANCE=folder, BASE_URL="http://localhost", SECRET_KEY="for the bench only")
        with app.app_context():
            round_ = build()
            code, key = db.session.get_one(Meeting, 1).code, round_.key
        gc.freeze()
        gc.set_threshold(50_000, 20, 50)  # as `koonti serve` does
        yield from measure(
            app,
            {
                "round": f"/rounds/{key}/dashboard",
                "round, one area": f"/rounds/{key}/dashboard?filter=area:oulunkaari",
                "notes of one area": f"/rounds/{key}/dashboard/notes?tag=area:oulunkaari",
                "meeting": f"/meetings/{code}/results",
            },
        )
        with app.app_context():
            db.engine.dispose()


if __name__ == "__main__":
    rows = []
    for row in run():
        rows.append(row)
        print(json.dumps(row), flush=True)
    if "--out" in sys.argv:
        RESULTS.write_text(json.dumps({"aims": AIMS, "rows": rows}, indent=1) + "\n", encoding="utf-8")
