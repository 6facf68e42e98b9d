"""Meetings that have been held, built through actions as people would build them."""

import json
import re
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask

from tests.cheap import build_once
from tests.houses import led
from workshop import clock
from workshop.accounts.actions import make_user
from workshop.accounts.models import Role, User
from workshop.accounts.queries import user_by_email
from workshop.boards.actions import add_note, add_prompt, add_scribe_note
from workshop.boards.models import Note, Prompt
from workshop.columns import Texts
from workshop.digests.actions import approve_digest, make_first_digest
from workshop.digests.confirmations import ABOUT
from workshop.digests.models import Digest, Recipients
from workshop.digests.posting import post_digest
from workshop.digests.subscribers import confirm, leave_address
from workshop.mail.addresses import tidy_address
from workshop.mail.queries import letters_about
from workshop.meetings.actions import add_exercise, create_meeting, end_meeting, go_live, move_path, open_meeting
from workshop.meetings.facts import MeetingFacts
from workshop.meetings.models import ExerciseKind, Meeting
from workshop.meetings.queries import meeting_by_code
from workshop.participants.actions import join_meeting
from workshop.participants.models import Participant
from workshop.rounds.actions import create_round

GOLDEN = Path(__file__).parent / "golden"
STARTS = datetime(2022, 1, 21, 11, tzinfo=UTC)
CODE = "KDDNTAB"


def golden(name: str) -> Any:
    return json.loads((GOLDEN / f"{name}.json").read_text())


def staff(name: str, role: Role = Role.FACILITATOR) -> User:
    return make_user(f"{name}@example.fi", name.capitalize(), role, "fi")


def organiser(code: str = CODE) -> User:
    """The organiser of the round of a meeting that was planned."""
    found = user_by_email(f"organiser.{code.lower()}@example.fi")
    assert found
    return found


def planned(leader: User, code: str = CODE, **facts: Any) -> Meeting:
    """A meeting in draft, of a round of its own."""
    owner = staff(f"organiser.{code.lower()}", Role.ORGANISER)
    round_ = create_round(f"round-{code.lower()}", Texts(fi="Kierros"), Texts(), "19", owner)
    given = {
        "title": Texts(fi="Arvot puntarissa", sv="Värderingarna vägs", en="Weighing our values"),
        "gathering": Texts(fi="Kajaanin nuoret", sv="Ungdomar", en="Young people"),
        "event_type": "other",
        "starts_at": STARTS,
        "ends_at": STARTS + timedelta(hours=2),
        "afterwards_days": 0,
    }
    return create_meeting(round_, MeetingFacts(**(given | facts)), leader, code=code)


def board(meeting: Meeting, *texts: str, topic: str = "values", theme: str = "") -> list[Prompt]:
    """A board with a prompt for each text."""
    exercise = add_exercise(meeting, ExerciseKind.BOARD, Texts(fi="Taulu"), Texts())
    return [add_prompt(exercise, Texts(fi=text), topic, Texts(fi=theme)) for text in texts]


def begin(meeting: Meeting) -> Participant:
    """The meeting goes live and somebody is in."""
    open_meeting(meeting)
    go_live(meeting)
    return join_meeting(meeting, "fi")


def write(prompt: Prompt, writer: Participant, text: str) -> Note:
    if not prompt.exercise.opened_at:
        led(move_path, prompt.exercise.meeting, prompt.exercise.position)
    return add_note(prompt, writer, str(uuid.uuid4()), text)


def simple_meeting(code: str = CODE, leader: str = "leader", **facts: Any) -> Meeting:
    """A meeting with one prompt and one note, ended."""
    meeting = planned(staff(leader), code, **facts)
    (prompt,) = board(meeting, "Mikä on tärkeää?")
    write(prompt, begin(meeting), "Rohkeus")
    end_meeting(meeting)
    return meeting


def oulunkaari(code: str = CODE) -> Meeting:
    """The political monitoring group of Oulunkaari on 21.1.2022: what was said then, note by note."""
    material = golden("material")
    scribe = staff("kirjuri")
    meeting = planned(
        scribe, code, title=Texts(fi=material["title"]), gathering=Texts(fi=material["gathering"]), area="oulunkaari"
    )
    block = add_exercise(meeting, ExerciseKind.SCRIBE, Texts(fi="Yleinen keskustelu"), Texts())
    heading = add_prompt(block, Texts(fi=material["scribe"]["text"]), "other", Texts())
    prompts = []
    for row in material["boards"]:
        exercise = add_exercise(meeting, ExerciseKind.BOARD, Texts(fi=row["title"]), Texts())
        for asked in row["prompts"]:
            prompts.append((add_prompt(exercise, Texts(fi=asked["text"]), asked["topic"], Texts()), asked["notes"]))
    writer = begin(meeting)
    moment = STARTS
    for prompt, notes in prompts:
        for text in notes:
            moment += timedelta(minutes=1)
            with clock.at(moment):
                write(prompt, writer, text)
    for text in material["scribe"]["notes"]:
        add_scribe_note(heading, scribe, str(uuid.uuid4()), text)
    end_meeting(meeting)
    return meeting


def meeting_now(code: str = CODE) -> Meeting:
    """The meeting, read in the present app context."""
    found = meeting_by_code(code)
    assert found
    return found


def token_for(address: str) -> str:
    """What the link holds in the confirmation that waits in the outbox for this address; "" when none does."""
    links = [re.search(r"/confirmation/([\w-]+)", one.text) for one in letters_about(ABOUT) if one.address == address]
    return links[0][1] if links and links[0] else ""


def subscribe(meeting: Meeting, address: str, language: str, wants_round: bool = False) -> None:
    """An address is left, and confirmed by the link of its letter."""
    leave_address(meeting, address, language, wants_round)
    if token := token_for(tidy_address(address).lower()):
        confirm(token)


def approve_and_post(digest: Digest, to: Recipients = Recipients.BOTH) -> None:
    """As an organiser and the worker do together; without waiting for the PDF file."""
    approve_digest(digest, organiser(digest.meeting.code), to)
    post_digest(digest)


@build_once
def made_digest(app: Flask, approved: bool = False, *addresses: str) -> str:
    """A meeting with its digest; the digest's key."""
    with app.app_context():
        meeting = simple_meeting()
        for address in addresses:
            subscribe(meeting, address, "fi")
        made = make_first_digest(meeting, "fi")
        if approved:
            approve_and_post(made)
        return made.key
