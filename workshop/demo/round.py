"""The round's other meetings, of autumn 2021 to March 2022, each held as it would have been: people come, write and go.

Only those who write join; how many were there in all is counted, as a facilitator would.
"""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from random import Random
from typing import Any

from workshop import clock
from workshop.accounts.models import User
from workshop.accounts.queries import user_by_email
from workshop.action import action
from workshop.boards.actions import add_prompt, save_note
from workshop.coding.actions import give_codes, make_frame
from workshop.coding.models import FrameKind
from workshop.coding.names import kind_texts
from workshop.coding.queries import codes_in, frames_of
from workshop.columns import Texts
from workshop.demo.build import LEADER, ROUND_KEY
from workshop.demo.materials import material_of
from workshop.demo.synthesis import write_synthesis
from workshop.digests.actions import make_first_digest
from workshop.meetings.actions import add_exercise, close_meeting, create_meeting, end_meeting, go_live, open_meeting
from workshop.meetings.facts import MeetingFacts
from workshop.meetings.models import ExerciseKind, Meeting
from workshop.meetings.queries import meetings_in
from workshop.participants.actions import join_meeting
from workshop.participants.models import Participant
from workshop.rounds.models import Round
from workshop.rounds.queries import access_round

CODED_ON = datetime(2022, 3, 21, 10, tzinfo=UTC)
"""When the notes were coded; those of the meetings after that still wait."""

Deck = Iterator[tuple[str, str]]
"""Texts to be said, each with the key of the code that suits it ("" when none does)."""
Decks = dict[tuple[str, str], Deck]
"""By the pool of the material and the language."""
SaidNote = tuple[str, str, int]
"""A note that was written: its pool, the key of its code, its number."""


def build_round() -> None:
    """Add to the demo what makes it a round of sixty meetings: the same every time, but for keys and links."""
    leader = user_by_email(LEADER)
    assert leader
    round_ = access_round(ROUND_KEY, leader)
    said = _hold_meetings(round_, leader)
    _write_up(round_, leader)
    _code(round_, leader, said)
    write_synthesis(round_, leader)


@action
def _hold_meetings(round_: Round, leader: User) -> list[SaidNote]:
    """All in one transaction, for there is much to write. Answers with the notes that are to be coded."""
    decks = {
        (name, language): _deck(pool[language])
        for name, pool in material_of("said").items()
        for language in ("fi", "sv")
    }
    said: list[SaidNote] = []
    for row in material_of("round")["meetings"]:
        meeting, notes = _hold_meeting(round_, leader, row, decks)
        if meeting.ends_at < CODED_ON:
            said += notes
    return said


@action
def _write_up(round_: Round, leader: User) -> None:
    """The digests are made when each meeting is over, as the worker would have done."""
    for meeting in meetings_in(round_, leader):
        if meeting.closed_at:
            with clock.at(meeting.closed_at):
                for language in meeting.languages:
                    make_first_digest(meeting, language)


def _deck(by_code: dict[str, list[str]]) -> Deck:
    """All texts in turn and then again: many meetings say the same, though not always with the same stop at its end."""
    texts = [(text, code) for code, those in by_code.items() for text in those]
    Random(2022).shuffle(texts)
    stops = cycle(("", "", ".", "", "", "!", ""))
    for text, code in cycle(texts):
        stop = next(stops)
        yield (text if text[-1] in ".?" else f"{text}{stop}"), code


def _hold_meeting(round_: Round, leader: User, row: dict[str, Any], decks: Decks) -> tuple[Meeting, list[SaidNote]]:
    """A meeting with one board, from its material, from its planning to its end."""
    begins = clock.from_finland(datetime.fromisoformat(row["starts"]))
    ends = begins + timedelta(minutes=row["minutes"])
    with clock.at(begins - timedelta(days=14)):
        meeting = create_meeting(round_, _facts(row, begins, ends), leader, row["code"])
        prompts = _ask(meeting, list(row["asked"]))
        open_meeting(meeting, leader)
    with clock.at(begins):
        go_live(meeting, leader)
        turns = _turns(_join(meeting, row["people"]))
    words = [
        (pool, language, *next(decks[pool, language]))
        for pool, number in row["asked"].items()
        for language in islice(cycle(_speech(row["languages"])), number)
    ]
    pause = timedelta(minutes=row["minutes"] // (len(words) + 1))
    late, said = len(words) - row.get("afterwards", 0), []
    for place, (pool, language, text, code) in enumerate(words):
        if place == late:
            _end(meeting, ends, row)
        with clock.at(begins + pause * (place + 1) + (timedelta(days=1) if place >= late else timedelta())):
            key, heard = str(uuid.uuid4()), text.replace("{missä}", row["where"])
            note = save_note(meeting.code, next(turns[language]).key, prompts[pool], key, heard)
        said.append((pool, code, note.id))
    if late == len(words):
        _end(meeting, ends, row)
    else:
        with clock.at(ends + timedelta(days=meeting.afterwards_days)):
            close_meeting(meeting)
    return meeting, said


def _facts(row: dict[str, Any], begins: datetime, ends: datetime) -> MeetingFacts:
    return MeetingFacts(
        title=Texts(row["title"]),
        gathering=Texts(row["gathering"]),
        event_type=row["event_type"],
        starts_at=begins,
        ends_at=ends,
        area=row["area"],
        municipalities=row["municipalities"],
        languages=row["languages"],
        afterwards_days=7 if "afterwards" in row else 0,
    )


def _ask(meeting: Meeting, pools: list[str]) -> dict[str, int]:
    """A board with a prompt for each pool; answers with the prompts' numbers."""
    board = add_exercise(meeting, ExerciseKind.BOARD, Texts(fi="Ajatustaulu", sv="Idétavla", en="Ideas"), Texts())
    told = {pool: material_of("said")[pool] for pool in pools}
    return {name: add_prompt(board, Texts(pool["asked"]), pool["topic"], Texts()).id for name, pool in told.items()}


def _speech(languages: list[str]) -> list[str]:
    """Who speaks what, one after another: where Swedish is spoken too, every fourth does."""
    return ["fi", "fi", "fi", "sv"] if "sv" in languages else ["fi"]


def _join(meeting: Meeting, groups: list[list[Any]]) -> list[Participant]:
    """So many people of each group and municipality as the material says."""
    speech = cycle(_speech(meeting.languages))
    return [
        join_meeting(meeting, next(speech), [group] if group else [], municipality)
        for group, municipality, number in groups
        for _time in range(number)
    ]


def _turns(people: list[Participant]) -> dict[str, Iterator[Participant]]:
    """Everybody writes in turn, mixed, so that all groups are heard."""
    mixed = [people[place] for place in sorted(range(len(people)), key=lambda place: place * 7 % len(people))]
    return {language: cycle([person for person in mixed if person.language == language]) for language in ("fi", "sv")}


def _end(meeting: Meeting, ends: datetime, row: dict[str, Any]) -> None:
    with clock.at(ends):
        end_meeting(meeting, row["heads"], meeting.leaders[0])


def _code(round_: Round, leader: User, said: list[SaidNote]) -> None:
    """Give the notes their codes: good practices by the ladder of participation, the others by the strategy."""
    with clock.at(CODED_ON):
        make_frame(round_, FrameKind.LADDER, kind_texts(FrameKind.LADDER), leader)
        codes = {(frame.kind, code.key): code for frame in frames_of(round_) for code in codes_in(frame)}
        pools = material_of("said")
        give_codes([(codes[FrameKind(pools[pool]["frame"]), key], (note,)) for pool, key, note in said if key], leader)
