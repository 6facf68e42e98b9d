"""The demo's other meetings, held in the weeks before, so that the round's dashboard has something to tell."""

import uuid
from datetime import timedelta
from itertools import cycle
from typing import Any

from workshop import clock
from workshop.accounts.models import User
from workshop.boards.actions import add_note, add_prompt
from workshop.columns import Texts
from workshop.meetings.actions import add_exercise, create_meeting, end_meeting, go_live, move_path, open_meeting
from workshop.meetings.facts import MeetingFacts
from workshop.meetings.models import ExerciseKind
from workshop.participants.actions import join_meeting
from workshop.rounds.models import Round

_PROMPTS = {
    "values": "Mikä meille on tärkeintä?",
    "interfaces": "Mistä sovitaan yhdessä?",
    "service_promise": "Mitä asukkaalle luvataan?",
    "participation": "Miten haluatte tulla kuulluiksi?",
}


def hold_meeting(round_: Round, leader: User, row: dict[str, Any]) -> None:
    """A meeting with one board, from its material: people by group, municipality and number, and notes by topic."""
    begun = clock.now().replace(hour=14, minute=0, second=0, microsecond=0) - timedelta(days=row["days_ago"])
    facts = MeetingFacts(
        title=Texts(row["title"]),
        gathering=Texts(row["gathering"]),
        event_type=row["event_type"],
        starts_at=begun,
        ends_at=begun + timedelta(hours=2),
        area=row["area"],
        municipalities=row["municipalities"],
        afterwards_days=0,
    )
    with clock.at(begun):
        meeting = create_meeting(round_, facts, leader)
        board = add_exercise(meeting, ExerciseKind.BOARD, Texts(fi="Ajatustaulu", sv="Idétavla", en="Ideas"), Texts())
        asked = [
            (add_prompt(board, Texts(fi=_PROMPTS[topic]), topic, Texts()), row["notes"][topic])
            for topic in row["notes"]
        ]
        open_meeting(meeting)
        go_live(meeting)
        people = [
            join_meeting(meeting, "fi", [group], place)
            for group, place, number in row["people"]
            for _time in range(number)
        ]
        move_path(meeting, 1, leader)
        # Everybody writes in turn, mixed, so that all groups are heard.
        turns = cycle(sorted(people, key=lambda person: person.id * 7 % len(people)))
        for prompt, texts in asked:
            for text in texts:
                add_note(prompt, next(turns), str(uuid.uuid4()), text)
    with clock.at(begun + timedelta(hours=2)):
        end_meeting(meeting)
