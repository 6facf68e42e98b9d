"""A demo's desk that journeys change: furnished by the house's own actions before it is opened."""

import uuid
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from tests.journeys.conftest import enter
from tests.journeys.served import Served
from workshop import create_app
from workshop.boards.actions import add_note
from workshop.boards.queries import prompts_of
from workshop.extensions import db
from workshop.meetings.models import Meeting
from workshop.meetings.queries import meeting_by_code
from workshop.participants.models import Participant

LIVE = "TRYMEET"


def furnish(house: Served, do: Callable[[Meeting, list[Participant]], Any]) -> None:
    """Do something to the live meeting by the house's own actions, and open the house."""
    app = create_app(INSTANCE=str(house.folder))
    with app.app_context():
        meeting = meeting_by_code(LIVE)
        assert meeting
        people = list(db.session.scalars(select(Participant).where(Participant.meeting_id == meeting.id)))
        do(meeting, people)
        db.engine.dispose()
    house.start("serve")


def write(meeting: Meeting, people: list[Participant], column: int, *texts: str) -> None:
    prompt = prompts_of(meeting.exercises[0])[column]
    for place, text in enumerate(texts):
        add_note(prompt, people[place % len(people)], str(uuid.uuid4()), text)


def open_desk(desk: Page, house: Served) -> None:
    enter(desk, house)
    desk.goto(f"{house.url}/meetings/{LIVE}/desk?lang=en")
    expect(desk.locator("koonti-desk-board.has-drag")).to_be_visible()


def note(page: Page, text: str) -> Locator:
    return page.locator("koonti-board li[data-note]", has=page.get_by_text(text, exact=True)).last


def column(page: Page, place: int) -> list[str]:
    """The words of a column's notes as they lie, from the top."""
    return (
        page.locator("ul[data-prompt]").nth(place).locator(":scope > li > .note__body > .note__text").all_inner_texts()
    )
