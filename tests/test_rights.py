"""Rights as a table: state × role × deed, for every door of the live features."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from tests.houses import BYSTANDER, LEADER, ORGANISER, House, build_house, meeting_of
from tests.pages import Visitor
from tests.rights import TABLE, Role, Row
from workshop import create_app
from workshop.accounts import models as accounts
from workshop.accounts.actions import make_user
from workshop.action import action
from workshop.columns import Base
from workshop.extensions import db, limiter
from workshop.meetings.models import Meeting, State

FEATURES = {"meetings", "boards", "screens", "plans", "participants"}


@dataclass
class Trial:
    """A house that is put back as it was after every try, and a browser of each role."""

    house: House
    note: int
    visitors: dict[Role, Visitor]
    tokens: dict[Role, str]
    database: Path
    untouched: sqlite3.Connection

    def rewind(self, state: State) -> None:
        with self.house.app.app_context():
            db.engine.dispose()
            limiter.reset()
        with closing(sqlite3.connect(self.database)) as connection:
            self.untouched.backup(connection)
        self.house.put_in(state)

    def do(self, row: Row, role: Role) -> int:
        """The status of the answer."""
        client, address = self.visitors[role].client, row.address(self.house, self.note)
        if row.method == "GET":
            return client.get(address).status_code
        return client.post(address, data={**row.form, "csrf_token": self.tokens[role]}).status_code

    def dump(self) -> str:
        with closing(sqlite3.connect(self.database)) as connection:
            return "\n".join(connection.iterdump())


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    folder = tmp_path_factory.mktemp("rights")
    app = create_app(INSTANCE=str(folder), BASE_URL="http://localhost", SECRET_KEY="for tests only")
    app.testing = True
    with app.app_context():
        Base.metadata.create_all(db.engine)
    house = build_house(app)
    [note] = house.write("Ajatus")
    visitors = {
        Role.ANONYMOUS: house.passer_by(),
        Role.STRANGER: house.phone(house.strangers[0]),
        Role.GUEST: house.phone(house.guests[0]),
        Role.BYSTANDER: house.desk(BYSTANDER),
        Role.LEADER: house.desk(LEADER),
        Role.ORGANISER: house.desk(ORGANISER),
    }
    tokens = {role: visitor.token(f"/j/{house.here.code}/tag") for role, visitor in visitors.items()}
    with closing(sqlite3.connect(folder / "koonti.db")) as connection, closing(sqlite3.connect(":memory:")) as copy:
        connection.backup(copy)
        yield Trial(house, note, visitors, tokens, folder / "koonti.db", copy)
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_everybody_gets_what_the_table_says(trial: Trial, row: Row, state: State) -> None:
    trial.rewind(state)
    before = trial.dump()
    told = {}
    for role in Role:
        told[role] = trial.do(row, role)
        if trial.dump() != before:
            assert row.method == "POST", "reading writes nothing"
            assert told[role] < 400, "what is refused changes nothing"
            trial.rewind(state)
    assert told == {role: row.expected(role, state) for role in Role}


def doors(app: Flask) -> set[tuple[str, str, str]]:
    """Every door of the live features: endpoint, method, and the deed that its address names (or "")."""
    found = set()
    for rule in app.url_map.iter_rules():
        if rule.endpoint.split(".")[0] in FEATURES:
            named = re.search(r"<any\(([^)]+)\)", rule.rule)
            for deed in named[1].split(", ") if named else [""]:
                found |= {(rule.endpoint, method, deed) for method in rule.methods & {"GET", "POST", "PUT", "DELETE"}}
    return found


def test_every_door_has_its_row(trial: Trial) -> None:
    rows = set()
    adapter = trial.house.app.url_map.bind("localhost")
    for row in TABLE:
        endpoint, parts = adapter.match(row.address(trial.house, trial.note).split("?")[0], row.method)
        assert endpoint == row.endpoint
        rows.add((endpoint, row.method, parts.get("deed") or parts.get("step") or ""))
    assert rows == doors(trial.house.app)


@action
def let_lead(meeting: Meeting, user: accounts.User) -> None:
    meeting.leaders.append(user)


@pytest.mark.parametrize("path", ["/rounds/values/meetings/new", "/rounds/values/templates", "/meetings/{code}/copy"])
def test_scribes_make_no_meetings(app: Flask, path: str) -> None:
    house = build_house(app)
    with app.app_context():
        writer = make_user("scribe@example.org", "Scribe", accounts.Role.SCRIBE, "fi")
        let_lead(meeting_of(house.here), writer)
    scribe = house.desk("scribe@example.org")
    assert scribe.get(f"/meetings/{house.here.code}").status_code == 200
    answer = scribe.post(path.format(code=house.here.code), page="/account")
    assert answer.status_code == 403
