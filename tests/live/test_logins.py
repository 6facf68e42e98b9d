"""A screen of the staff ends with its login: over real sockets, on both databases, whichever process ended it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import monotonic

import pytest
from flask import Flask

from tests.houses import new_login
from tests.live.engine import Closed, Polling, Speaker, WebSocket
from tests.live.hall import CODE, Served, build
from tests.live.servers import Postgres
from workshop import create_app
from workshop.accounts.actions import change_password, change_role, disable_user, end_login, make_user
from workshop.accounts.models import Role, User
from workshop.accounts.queries import user_by_email
from workshop.extensions import db
from workshop.live.stream import Screen
from workshop.live.tickets import Ticket, issue
from workshop.meetings.actions import add_scribe, remove_scribe
from workshop.meetings.queries import meeting_by_code

CLOSED_WITHIN_S = 5
PASSWORD, NEW_PASSWORD = "neljä lehmää hyppi", "viisi vuohta laukkasi"
LEADER = "leader@county.example"


@dataclass
class House:
    """`served` are its web processes; `app` is another process of it, in which the deeds of the tests are done."""

    app: Flask
    served: list[Served]

    def open(self, screen: Screen, login: int, kind: type[Speaker] = WebSocket) -> Speaker:
        """A screen that listens, in the one process or the other by turns."""
        self.served.reverse()
        line = kind(self.served[0].base)  # type: ignore[call-arg]
        line.connect()
        assert "seq" in line.join(self.ticket(screen, login))
        return line

    def ticket(self, screen: Screen, login: int | None) -> str:
        with self.app.app_context():
            meeting = meeting_by_code(CODE)
            assert meeting
            return issue(Ticket(meeting.id, screen, login=login))

    def login(self, email: str) -> int:
        with self.app.app_context():
            return new_login(user_by_email(email) or make_user(email, "Olga", Role.ORGANISER, "en", PASSWORD))


@pytest.fixture(scope="module", params=["thin", "stock", "PostgreSQL"])
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    postgres = Postgres() if request.param == "PostgreSQL" else None
    hall = build(tmp_path_factory.mktemp("hall"), **({"DATABASE_URL": postgres.url} if postgres else {}))
    served = [hall.serve(), hall.serve()] if postgres else [hall.serve(TRANSPORT=request.param)]
    app = create_app(**hall.settings)
    yield House(app, served)
    with app.app_context():
        db.engine.dispose()
    for one in served:
        one.stop()
    if postgres:
        postgres.stop()


@pytest.fixture(autouse=True)
def closed_at_the_end() -> Iterator[None]:
    yield
    while WebSocket.opened:
        WebSocket.opened.pop().close()


DEEDS: dict[str, Callable[[User, int], None]] = {
    "out": lambda _user, login: end_login(login),
    "password": lambda user, _login: change_password(user, PASSWORD, NEW_PASSWORD),
    "disabled": lambda user, _login: disable_user(user),
    "role": lambda user, _login: change_role(user, Role.FACILITATOR),
}


def hear_the_end(line: Speaker, begun: float) -> None:
    try:
        while True:
            assert "changes" not in line.packet()
    except Closed:
        assert monotonic() - begun < CLOSED_WITHIN_S


def is_silent(line: WebSocket) -> bool:
    """Has nothing more come? The stock transport waits for the other side's farewell, and says nothing meanwhile."""
    line.socket.setblocking(False)
    try:
        return line.buffer + line.socket.recv(1) == b""
    except BlockingIOError:
        return line.buffer == b""


@pytest.mark.parametrize("deed", DEEDS)
def test_the_screens_of_a_login_end_with_it_and_nobody_elses(house: House, deed: str) -> None:
    email = f"{deed}@county.example"
    login, others = house.login(email), house.login(LEADER)
    ways = [(Screen.DESK, WebSocket), (Screen.WALL, WebSocket), (Screen.RESULTS, WebSocket), (Screen.DESK, Polling)]
    screens = [house.open(screen, login, kind) for screen, kind in ways]
    staying = [house.open(screen, others) for screen in (Screen.DESK, Screen.WALL)]
    if deed == "out":
        staying.append(house.open(Screen.DESK, house.login(email)))
    phone = WebSocket(house.served[0].base)
    phone.connect()
    phone.join(house.served[0].hall.phones[0])
    begun = monotonic()
    with house.app.app_context():
        DEEDS[deed](user_by_email(email), login)
    for line in screens:
        hear_the_end(line, begun)
    house.served[0].write(f"After {deed}")
    for line in [*staying, phone]:
        line.hear_note(f"After {deed}")
    assert all(is_silent(line) for line in screens if isinstance(line, WebSocket))
    late = WebSocket(house.served[0].base)
    late.connect()
    assert late.join(house.ticket(Screen.DESK, login)) == {"error": "ticket"}


def test_who_only_writes_has_the_scribes_screen_alone_until_they_are_taken_off(house: House) -> None:
    email = "writer@county.example"
    with house.app.app_context():
        meeting, writer = meeting_by_code(CODE), make_user(email, "Sanna", Role.SCRIBE, "en", PASSWORD)
        add_scribe(meeting, writer)
    login = house.login(email)
    for screen in (Screen.DESK, Screen.WALL, Screen.RESULTS):
        line = WebSocket(house.served[0].base)
        line.connect()
        assert line.join(house.ticket(screen, login)) == {"error": "ticket"}
    line, others = house.open(Screen.SCRIBE, login), house.open(Screen.SCRIBE, house.login(LEADER))
    house.served[0].write("Before it")
    for one in (line, others):
        one.hear_note("Before it")
    with house.app.app_context():
        remove_scribe(meeting_by_code(CODE), user_by_email(email))
    hear_the_end(line, monotonic())
    house.served[0].write("After it")
    others.hear_note("After it")


@pytest.mark.parametrize("screen", [Screen.DESK, Screen.WALL, Screen.RESULTS, Screen.SCRIBE])
def test_a_ticket_for_the_staff_that_names_no_login_lets_nobody_in(house: House, screen: Screen) -> None:
    line = WebSocket(house.served[0].base)
    line.connect()
    assert line.join(house.ticket(screen, None)) == {"error": "ticket"}
