"""A house with a meeting, its participants in real browsers, and others who write past the browser."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from flask import Response
from playwright.sync_api import Page

from tests.houses import House, led, new_key
from workshop.boards import actions
from workshop.boards.models import Note
from workshop.extensions import db
from workshop.meetings.models import Exercise
from workshop.participants.actions import join_meeting
from workshop.participants.guests import COOKIE, remember_guest
from workshop.participants.models import Participant


@dataclass(frozen=True)
class Hall:
    """The house, and where it is served."""

    house: House
    address: str

    @property
    def board(self) -> str:
        return f"{self.address}/j/{self.house.here.code}/boards/{self.house.here.board}"

    def sit(self, page: Page, guest: int, language: str = "en") -> Page:
        """Let the page's browser be this participant's, who looks at the board."""
        self.know(page, guest, language)
        page.goto(self.board)
        return page

    def know(self, page: Page, guest: int, language: str = "en") -> None:
        with self.house.app.test_request_context():
            participant = db.session.get_one(Participant, guest)
            cookie = remember_guest(Response(), participant).headers["Set-Cookie"].split(";")[0]
        value = cookie.removeprefix(f"{COOKIE}=")
        page.context.add_cookies(
            [
                {"name": COOKIE, "value": value, "domain": "127.0.0.1", "path": f"/j/{self.house.here.code}"},
                {"name": "lang", "value": language, "url": self.address},
            ]
        )

    def join(self, count: int) -> list[int]:
        """So many more participants."""
        with self.house.app.app_context():
            meeting = db.session.get_one(Exercise, self.house.here.board).meeting
            return [join_meeting(meeting, "fi", ["staff"]).id for _ in range(count)]

    def pen(self, page: Page, guest: int) -> Callable[[str], None]:
        """A participant who writes under the first question as a script does, at once and past any page."""
        self.know(page, guest)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.request.get(self.board).text())
        assert token
        door = f"{self.address}/j/{self.house.here.code}/prompts/{self.house.here.prompts[0]}/notes"

        def write(text: str) -> None:
            fields = {"csrf_token": token[1], "client_key": new_key(), "text": text}
            answer = page.request.post(door, form=fields, headers={"Accept": "application/json"})
            assert answer.status == 201, answer.text()

        return write

    def lead(self, deed: Callable[..., None], note: int, *told: object) -> None:
        """Do a deed of those who lead to a note, in another process: screens hear of it by the next heartbeat."""
        with self.house.app.app_context():
            led(deed, db.session.get_one(Note, note), *told)

    def stack(self, note: int, onto: int) -> None:
        with self.house.app.app_context():
            led(actions.stack_note, db.session.get_one(Note, note), db.session.get_one(Note, onto))

    def rule(self, **rules: object) -> None:
        """Let the board work by these rules."""
        with self.house.app.app_context():
            actions.set_rules(db.session.get_one(Exercise, self.house.here.board), actions.Rules(**rules))
