"""The demo's round and its meetings, built as a facilitator and the participants would: through actions only."""

import random
import re
import uuid
from datetime import UTC, datetime, timedelta
from itertools import cycle
from typing import Any

from sqlalchemy import func, select

from workshop import clock
from workshop.accounts.actions import make_user
from workshop.accounts.models import Role, User
from workshop.archive.actions import set_keeping
from workshop.boards.actions import add_note, add_prompt, add_scribe_note, like_note
from workshop.boards.models import Note, Prompt
from workshop.boards.queries import prompts_of
from workshop.coding.actions import give_codes, make_frame
from workshop.coding.models import Frame, FrameKind
from workshop.coding.names import kind_texts
from workshop.coding.queries import codes_in
from workshop.coding.texts import contributions_in
from workshop.columns import Base, Texts
from workshop.demo.materials import material_of
from workshop.digests.actions import make_first_digest
from workshop.digests.files import ask_for
from workshop.digests.press import PRINTED
from workshop.extensions import db
from workshop.meetings.actions import add_exercise, create_meeting, end_meeting, go_live, move_path, open_meeting
from workshop.meetings.facts import MeetingFacts
from workshop.meetings.models import Exercise, ExerciseKind, Meeting, State
from workshop.meetings.queries import meetings_in
from workshop.participants.actions import join_meeting
from workshop.participants.models import Participant
from workshop.plans.actions import follow_plan
from workshop.plans.plan import built_in
from workshop.rounds.actions import create_round
from workshop.rounds.models import KEEPS_MONTHS, Round
from workshop.statements.actions import add_statement, give_stance, set_adding, suggest_statement, take_from_note
from workshop.statements.models import Adding, Opinion
from workshop.surveys.actions import send_response
from workshop.surveys.models import Question, QuestionKind
from workshop.surveys.queries import questions_of

ROUND_KEY = "demo"
PAST_CODE = "SEURAN7"
LIVE_CODE = "TRYMEET"
LEADER = "fasilitaattori@koonti.example"
_NORTH_OSTROBOTHNIA = "19"


def is_empty() -> bool:
    """Is there nothing at all in the database?"""
    return not any(db.session.scalar(select(func.count()).select_from(table)) for table in Base.metadata.sorted_tables)


def build() -> None:
    """Fill an empty database with the demo's round, a meeting that was held and one that goes on: the same every time,
    but for keys and links. `demo/round.py` adds the others."""
    leader = make_user(LEADER, "Demo", Role.ORGANISER, "fi")
    round_ = create_round(
        ROUND_KEY,
        Texts(
            fi="Hyvinvointialuestrategian yhteistyökierros",
            sv="Samarbetsrundan för välfärdsområdets strategi",
            en="Round of meetings for the county’s strategy",
        ),
        Texts(
            fi="Tilaisuudet, joissa valmistellaan arvoja, strategisia periaatteita ja palvelulupausta.",
            sv="Möten där välfärdsområdets värden, strategiska principer och servicelöfte bereds.",
            en="Meetings that prepare the county’s values, strategic principles and service promise.",
        ),
        _NORTH_OSTROBOTHNIA,
        leader,
    )
    set_keeping(round_, KEEPS_MONTHS[-1], leader)  # its meetings were held years ago, and are there to be looked at
    _past_meeting(round_, leader)
    _live_meeting(round_, leader)
    _code_some(make_frame(round_, FrameKind.STRATEGY, kind_texts(FrameKind.STRATEGY), leader), leader)


def _facts(row: dict[str, Any], starts: datetime, ends: datetime, **more: Any) -> MeetingFacts:
    return MeetingFacts(
        title=Texts(row["title"]),
        gathering=Texts(row["gathering"]),
        event_type=row["event_type"],
        starts_at=starts,
        ends_at=ends,
        area=row["area"],
        municipalities=row["municipalities"],
        languages=row["languages"],
        **more,
    )


def _past_meeting(round_: Round, leader: User) -> None:
    """The political monitoring group of Oulunkaari on 21.1.2022: held, written down and ended."""
    material = material_of("oulunkaari")
    starts, ends = (
        clock.from_finland(datetime.fromisoformat(material["meeting"][edge])) for edge in ("starts", "ends")
    )
    with clock.at(starts - timedelta(days=7)):
        facts = _facts(material["meeting"], starts, ends, afterwards_days=0)
        meeting = create_meeting(round_, facts, leader, PAST_CODE)
        scribe = add_exercise(meeting, ExerciseKind.SCRIBE, Texts(material["scribe"]["title"]), Texts())
        heading = add_prompt(scribe, Texts(fi=material["scribe"]["heading"]), "other", Texts())
        prompts: list[tuple[Prompt, list[str]]] = []
        for board in material["boards"]:
            exercise = add_exercise(meeting, ExerciseKind.BOARD, Texts(board["title"]), Texts())
            for row in board["prompts"]:
                prompts.append((add_prompt(exercise, Texts(fi=row["text"]), row["topic"], Texts()), row["notes"]))
        open_meeting(meeting, leader)
    with clock.at(starts):
        go_live(meeting, leader)
        places = material["meeting"]["municipalities"] * 3
        people = [join_meeting(meeting, "fi", ["elected_in_both"], place) for place in places]
    moment = starts
    for position, exercise in enumerate(meeting.exercises, start=1):
        with clock.at(moment):
            move_path(meeting, position, leader)
        for prompt, notes in prompts:
            if prompt.exercise_id != exercise.id:
                continue
            for text in notes:
                moment += timedelta(minutes=2)
                with clock.at(moment):
                    add_note(prompt, people[(prompt.id * 5 + len(text)) % len(people)], _key(), text)
    for text in material["scribe"]["notes"]:
        moment += timedelta(minutes=3)
        with clock.at(moment):
            add_scribe_note(heading, leader, _key(), text)
    with clock.at(ends):
        end_meeting(meeting, by=leader)
        digest = make_first_digest(meeting, "fi")
    for name in PRINTED:  # of the others each file is printed when somebody wants it
        ask_for(digest, name)


def _live_meeting(round_: Round, leader: User) -> None:
    """A meeting that goes on now, made from the strategy template and open to try."""
    material = material_of("live")
    luck = random.Random(7)
    begun = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=1)
    with clock.at(begun):
        facts = _facts(material["meeting"], begun, begun + timedelta(hours=3))
        meeting = create_meeting(round_, facts, leader, LIVE_CODE)
        exercises = follow_plan(meeting, built_in()["strategy"])
        vote = add_exercise(
            meeting, ExerciseKind.STATEMENTS, Texts(material["vote"]["title"]), Texts(material["vote"]["guidance"])
        )
        set_adding(vote, Adding.APPROVED)
        open_meeting(meeting, leader)
        go_live(meeting, leader)
        people = _join(meeting, material["people"])
    # long enough ago that nothing of it is offered to be undone
    with clock.at(begun + timedelta(minutes=30)):
        notes = [
            note
            for position, columns in material["boards"].items()
            for note in _fill_board(exercises[int(position) - 1], leader, columns, people, luck)
        ]
        _like_some(meeting, notes, people, luck)
        move_path(meeting, 2, leader)
        missing = list(material["missing_principles"])
        for person in people[:-2]:
            send_response(exercises[1], person, _key(), _answers(questions_of(exercises[1]), person, missing, luck))
        _take_stances(vote, leader, material["vote"], [*people, *_join(meeting, material["voters"])], notes)
        for text in material["scribe"]:
            add_scribe_note(prompts_of(exercises[3])[0], leader, _key(), text)
        move_path(meeting, 1, leader)


def _join(meeting: Meeting, rows: list[dict[str, Any]]) -> list[Participant]:
    """As many people as the rows say."""
    return [
        join_meeting(meeting, row["language"], row["groups"], row["municipality"])
        for row in rows
        for _time in range(row["times"])
    ]


def _fill_board(
    exercise: Exercise, leader: User, columns: list[list[list[str]]], people: list[Participant], luck: random.Random
) -> list[Note]:
    meeting = exercise.meeting
    move_path(meeting, exercise.position, leader)
    # Everybody writes in turn, as people do who have three minutes, so that many are heard.
    turns = {
        language: cycle(luck.sample(speakers, k=len(speakers)))
        for language in meeting.languages
        if (speakers := [person for person in people if person.language == language])
    }
    return [
        add_note(prompt, next(turns[language]), _key(), text)
        for prompt, texts in zip(prompts_of(exercise), columns, strict=True)
        for language, text in texts
    ]


def _like_some(meeting: Meeting, notes: list[Note], people: list[Participant], luck: random.Random) -> None:
    for exercise in meeting.exercises:
        here = [note for note in notes if note.prompt.exercise_id == exercise.id]
        for person in people if here else ():
            for note in luck.sample(here, k=luck.randint(0, 3)):
                like_note(note, person, likes=True)


def _take_stances(
    vote: Exercise, leader: User, material: dict[str, Any], people: list[Participant], notes: list[Note]
) -> None:
    """Statements that unite and divide, so that there are two camps; one is a note's, and one more waits."""
    luck = random.Random(3)
    move_path(vote.meeting, vote.position, leader)
    asked = [(add_statement(vote, Texts(row["text"])), row["agree"]) for row in material["statements"]]
    for note in notes:
        if note.text == material["note"]:
            asked.append((take_from_note(vote, note), {"": 0.75}))
    for person in people[:-1]:
        for statement, agree in asked:
            chance = next((agree[group] for group in person.groups if group in agree), agree[""])
            side = Opinion.AGREE if luck.random() < chance else Opinion.DISAGREE
            give_stance(statement, person, Opinion.PASS if luck.random() < 0.08 else side)
    suggest_statement(vote, people[-1], _key(), "Nuoria pitää kuulla ennen päätöksiä.")


def _answers(
    questions: list[Question], person: Participant, missing: list[list[str]], luck: random.Random
) -> dict[int, Any]:
    given: dict[int, Any] = {}
    for question in questions:
        keys = list(question.option_texts())
        if question.kind is QuestionKind.SCALE:
            given[question.id] = luck.choices(range(6), weights=[2, 1, 2, 6, 10, 12])[0]
        elif question.kind is QuestionKind.MULTIPLE:
            given[question.id] = [key for key in keys if luck.random() < 0.4] or keys[:1]
        elif question.kind is QuestionKind.SINGLE:
            given[question.id] = luck.choice(keys)
        elif missing and missing[0][0] == person.language:
            given[question.id] = missing.pop(0)[1]
    return given


def _code_some(frame: Frame, leader: User) -> None:
    """Notes of the meetings that are over get the codes of which a keyword begins a word of theirs; all others wait."""
    over = [meeting for meeting in meetings_in(frame.round, leader) if meeting.state is State.CLOSED]
    notes = [said for said in contributions_in(over) if len(said.target) == 1]
    give_codes(
        [
            (code, said.target)
            for code in codes_in(frame)
            for said in notes
            if re.search(rf"\b({'|'.join(map(re.escape, code.keywords['fi'].splitlines()))})", said.text, re.IGNORECASE)
        ],
        leader,
    )


def _key() -> str:
    return str(uuid.uuid4())
