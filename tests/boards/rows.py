"""What the tests of boards ask the database, and the board's rules as they are set for a test."""

from typing import Any

from sqlalchemy import select

from tests.houses import House
from workshop.boards.actions import Rules, set_rules
from workshop.boards.models import Note
from workshop.boards.news import board_news
from workshop.boards.queries import prompts_of
from workshop.extensions import db
from workshop.live.stream import Audience
from workshop.meetings.models import Exercise
from workshop.participants.models import Participant

JSON = {"Accept": "application/json"}


def board(house: House) -> str:
    return f"/j/{house.here.code}/boards/{house.here.board}"


def note_door(house: House, note: int, deed: str = "") -> str:
    """A participant's door to a note."""
    return f"/j/{house.here.code}/notes/{note}" + (f"/{deed}" if deed else "")


def led_door(house: House, note: int, deed: str = "") -> str:
    """The door of those who lead."""
    return f"/meetings/{house.here.code}/notes/{note}" + (f"/{deed}" if deed else "")


def go_by(house: House, rules: Rules) -> None:
    """Let the board go by these rules."""
    with house.app.app_context():
        set_rules(db.session.get_one(Exercise, house.here.board), rules)


def facts(house: House, *names: str) -> list[Any]:
    """Facts of the meeting's notes, in the order of writing."""
    with house.app.app_context():
        exercise = db.session.get_one(Exercise, house.here.board)
        rows = db.session.execute(
            select(*(getattr(Note, name) for name in names))
            .where(Note.meeting_id == exercise.meeting_id)
            .order_by(Note.id)
        ).all()
    return [row[0] for row in rows] if len(names) == 1 else [tuple(row) for row in rows]


def told(house: House, audience: Audience, guest: int | None = None) -> list[dict[str, Any]]:
    """The notes of the board as a first paint tells them, the top one first."""
    with house.app.app_context():
        exercise = db.session.get_one(Exercise, house.here.board)
        whose = db.session.get_one(Participant, guest) if guest else None
        news = board_news(exercise.meeting, prompts_of(exercise), audience, whose)
        notes = [change for change in news.changes if change["kind"] == "note"]
    return sorted(notes, key=lambda note: (note["place"], note["id"]), reverse=True)
