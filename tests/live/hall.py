"""A live meeting with a board, served by the house's own command; notes are written over HTTP as phones do it."""

import re
import uuid
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.houses import new_login
from tests.live.conftest import planned
from tests.live.engine import PATIENCE_S
from tests.nursery import Process
from tests.serving import free_port, start, stop
from workshop import create_app
from workshop.accounts.actions import make_user
from workshop.accounts.models import Role
from workshop.boards.queries import prompts_of
from workshop.extensions import db
from workshop.live.stream import Screen
from workshop.live.tickets import Ticket, issue
from workshop.meetings.actions import go_live, open_meeting
from workshop.migrations.apply import migrate
from workshop.participants.actions import join_meeting
from workshop.participants.guests import COOKIE, alias, remember_guest

CODE = "HAKKAAA"


@dataclass
class Hall:
    """`phones` are the tickets of two participants, `cookies` what their browsers keep."""

    folder: Path
    settings: dict[str, str]
    desk: str
    phones: list[str]
    cookies: list[str]
    board: int
    prompt: int

    def serve(self, **settings: str) -> "Served":
        port = str(free_port())
        base = f"http://127.0.0.1:{port}"
        given = {**self.settings, "PORT": port, "BASE_URL": base, **settings}
        return Served(self, base, settings.get("TRANSPORT", "thin"), start("serve", given))


@dataclass
class Served:
    hall: Hall
    base: str
    transport: str
    process: Process

    def stop(self) -> None:
        stop(self.process)

    def get(self, path: str, **headers: str) -> tuple[int, str, list[str]]:
        """Status, body and cookies."""
        parts = urlsplit(self.base)
        line = HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE_S)
        line.request("GET", path, headers=headers)
        answer = line.getresponse()
        told = answer.status, answer.read().decode(), answer.headers.get_all("Set-Cookie") or []
        line.close()
        return told

    def write(self, text: str, phone: int = 0) -> None:
        """A note by one of the participants."""
        _status, page, cookies = self.get("/login")
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert token
        parts = urlsplit(self.base)
        line = HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE_S)
        fields = {"csrf_token": token[1], "client_key": str(uuid.uuid4()), "text": text}
        cookie = "; ".join([cookies[0].split(";")[0], self.hall.cookies[phone]])
        headers = {"Cookie": cookie, "Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
        line.request("POST", f"/j/{CODE}/prompts/{self.hall.prompt}/notes", urlencode(fields), headers)
        answer = line.getresponse()
        assert answer.status == 201, answer.read()
        line.close()


def build(folder: Path, **settings: str) -> Hall:
    """Make the meeting in a database of its own."""
    given = {"INSTANCE": str(folder), "SECRET_KEY": "for tests only", "BASE_URL": "http://localhost", **settings}
    app = create_app(**given)
    with app.app_context():
        migrate()
        leader = make_user("leader@county.example", "Leader", Role.ORGANISER, "en")
        meeting = planned(leader, CODE)
        open_meeting(meeting)
        go_live(meeting)
        guests = [join_meeting(meeting, "en") for _guest in range(2)]
        phones = [issue(Ticket(meeting.id, Screen.PHONE, alias(guest))) for guest in guests]
        desk = issue(Ticket(meeting.id, Screen.DESK, login=new_login(leader)))
        board = meeting.exercises[0]
        places = board.id, prompts_of(board)[0].id
        cookies = []
        with app.test_request_context():
            for guest in guests:
                kept = remember_guest(app.make_response(""), guest).headers["Set-Cookie"]
                cookies.append(re.match(rf"{COOKIE}=[^;]+", kept)[0])
    with app.app_context():
        db.engine.dispose()
    return Hall(folder, given, desk, phones, cookies, *places)
