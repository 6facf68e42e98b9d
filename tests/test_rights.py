"""Rights as a table: state × role × deed, for every door of the live features."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask

from tests.archive.rights import TABLE as ARCHIVE
from tests.doors import Door, Role, Row
from tests.houses import BYSTANDER, LEADER, ORGANISER, House, build_house, led, meeting_of, new_key
from tests.pages import Visitor
from tests.rights import COME, CONTRIBUTE
from tests.rights import TABLE as LIVE
from workshop import create_app
from workshop.accounts.actions import make_user
from workshop.accounts.models import Role as StaffRole
from workshop.blocking.actions import block_writer
from workshop.boards.actions import (
    Brought,
    Rules,
    add_comment,
    add_note,
    add_prompt,
    add_scribe_note,
    hide_note,
    import_notes,
    set_rules,
)
from workshop.boards.models import Marking, Note, Prompt, Showing
from workshop.boards.queries import imports_of
from workshop.coding.actions import make_frame
from workshop.coding.models import FrameKind
from workshop.coding.queries import codes_in
from workshop.columns import Base, Texts
from workshop.extensions import db
from workshop.meetings.actions import add_exercise, add_scribe, unlock_exercise
from workshop.meetings.models import Exercise, ExerciseKind, State
from workshop.meetings.queries import last_deed
from workshop.participants import floods
from workshop.participants.guests import alias
from workshop.participants.models import Participant
from workshop.statements.actions import set_adding
from workshop.statements.models import Adding
from workshop.surveys.actions import BroughtResponse, import_responses, list_invitees, set_survey_rules
from workshop.surveys.actions import Rules as SurveyRules
from workshop.surveys.links import token_of
from workshop.surveys.lists import Invited
from workshop.surveys.queries import imports_in, invitees_of
from workshop.tries import tries

TABLE = [*LIVE, *ARCHIVE]
SCRIBE, ELSEWHERE = "scribe@example.org", "elsewhere@example.org"
WRITES_READING = {"exchange.notes", "exchange.answers", "exchange.meeting", "exchange.round_"}
"""What takes things out of the house is written down, though it only reads."""
FEATURES = {
    "meetings",
    "boards",
    "screens",
    "plans",
    "participants",
    "statements",
    "surveys",
    "results",
    "coding",
    "dashboard",
    "exchange",
    "imports",
    "archive",
    "blocking",
}


@dataclass
class Trial:
    """A house that is put back as it was after every try, and a browser of each role."""

    house: House
    names: dict[str, object]
    """What addresses and forms are made of."""
    visitors: dict[Role, Visitor]
    tokens: dict[Role, str]
    database: Path
    untouched: sqlite3.Connection
    witness: sqlite3.Connection
    """Another reader of the database, who knows whether anything was written."""
    state: State | None = None
    """The state that the house stands in, as nobody has touched it; None when it must be put back."""
    version: int = 0
    dumps: dict[State, str] = field(default_factory=dict)

    def rewind(self, state: State) -> None:
        """Put everything as it was, with the meeting in this state."""
        with self.house.app.app_context():
            tries().reset()
        floods.buckets.forget_all()
        if state == self.state:
            return
        with self.house.app.app_context():
            db.engine.dispose()
        with closing(sqlite3.connect(self.database)) as connection:
            self.untouched.backup(connection)
        self.house.put_in(state)
        self.state, self.version = state, self._version()
        self.dumps.setdefault(state, self._dump())

    def is_changed(self) -> bool:
        """Does anything in the database differ from what it was after the rewind?"""
        assert self.state
        if self._version() == self.version:
            return False
        self.version = self._version()
        if self._dump() == self.dumps[self.state]:
            return False
        self.state = None
        return True

    def _version(self) -> int:
        return self.witness.execute("PRAGMA data_version").fetchone()[0]

    def _dump(self) -> str:
        return "\n".join(self.witness.iterdump())

    def do(self, row: Row, role: Role) -> int:
        """The status of the answer."""
        client, address = self.visitors[role].client, row.address(self.names)
        if row.method == "GET":
            return client.get(address).status_code
        return client.post(address, data={**row.filled(self.names), "csrf_token": self.tokens[role]}).status_code


def furnish(house: House) -> dict[str, object]:
    """Put in the house what the doors lead to; answers with the names of all that is there."""
    here = house.here
    note, other = house.write("Ajatus", "Toinen ajatus")
    house.put_in(State.OPEN)
    with house.app.app_context():
        meeting = meeting_of(here)
        veiled, voting = (add_exercise(meeting, ExerciseKind.BOARD, Texts(fi="Taulu"), Texts()) for _time in range(2))
        ballots = add_prompt(voting, Texts(fi="Mikä ensin?"), "values", Texts())
        set_rules(veiled, Rules(showing=Showing.REVEALED))
        set_rules(voting, Rules(marking=Marking.VOTES))
        set_rules(db.session.get_one(Exercise, here.scribes), Rules(showing=Showing.APPROVED))
        linked = add_exercise(meeting, ExerciseKind.SURVEY, Texts(fi="Linkkikysely"), Texts())
        set_survey_rules(linked, SurveyRules(by_link=True))
        survey = db.session.get_one(Exercise, here.survey)
        list_invitees(survey, [Invited("kutsuttu@example.org", "fi")])
        token = token_of(invitees_of(survey)[0])
        boards, linked_id = (veiled.id, voting.id, ballots.id), linked.id
    house.put_in(State.LIVE)
    with house.app.app_context():
        meeting, guest = meeting_of(here), db.session.get_one(Participant, house.guests[0])
        led(unlock_exercise, db.session.get_one(Exercise, boards[1]))
        vote = db.session.get_one(Exercise, here.vote)
        led(unlock_exercise, vote)
        led(unlock_exercise, db.session.get_one(Exercise, here.survey))
        set_adding(vote, Adding.AT_ONCE)
        ballot = add_note(db.session.get_one(Prompt, boards[2]), guest, new_key(), "Tämä")
        scribe = meeting.leaders[0]
        writer, elsewhere = (make_user(email, "Scribe", StaffRole.SCRIBE, "fi") for email in (SCRIBE, ELSEWHERE))
        add_scribe(meeting, writer)
        add_scribe(meeting_of(house.other), elsewhere)
        scribed = add_scribe_note(db.session.get_one(Prompt, here.scribes_prompt), scribe, new_key(), "Sanottu")
        own = add_scribe_note(db.session.get_one(Prompt, here.scribes_prompt), writer, new_key(), "Kuultu")
        comment = add_comment(db.session.get_one(Note, note), guest, new_key(), "Niin minustakin")
        import_notes(meeting, [Brought(new_key(), here.prompts[0], "Muualla sanottu", "fi")])
        linked = db.session.get_one(Exercise, linked_id)
        import_responses(linked, [BroughtResponse(new_key(), {}, "fi")])
        blocked = db.session.get_one(Participant, house.guests[1])
        led(block_writer, add_note(db.session.get_one(Prompt, here.prompts[0]), blocked, new_key(), "Rumaa"), True)
        led(hide_note, db.session.get_one(Note, other))
        deed = last_deed(meeting, scribe, meeting.created_at)
        assert deed
        frame = make_frame(meeting.round, FrameKind.STRATEGY, Texts(fi="Runko"), scribe)
        theme, into, *_more = codes_in(frame)
        return {
            "leader": scribe.id, "scribe": writer.id, "own": own.id,
            "imported": imports_of(meeting)[0][0].isoformat(),
            "came": imports_in(linked)[0][0].isoformat(),
            "code": here.code, "board": here.board, "block": here.scribes, "veiled": boards[0], "survey": here.survey,
            "prompt": here.prompts[1], "said": here.scribes_prompt, "note": note, "other": other,
            "ballot": ballot.id, "scribed": scribed.id, "comment": comment.id, "deed": deed.id,
            "vote": here.vote, "statement": here.statement, "asked": here.single, "linked": linked_id, "token": token,
            "frame": frame.id, "theme": theme.id, "into": into.id,
            "device": alias(blocked),
        }  # fmt: skip


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    folder = tmp_path_factory.mktemp("rights")
    app = create_app(INSTANCE=str(folder), BASE_URL="http://localhost", SECRET_KEY="for tests only")
    app.testing = True
    with app.app_context():
        Base.metadata.create_all(db.engine)
    house = build_house(app, votes=True)
    names = furnish(house)
    visitors = {
        Role.ANONYMOUS: house.passer_by(),
        Role.STRANGER: house.phone(house.strangers[0]),
        Role.GUEST: house.phone(house.guests[0]),
        Role.SCRIBE: house.desk(SCRIBE),
        Role.BYSTANDER: house.desk(BYSTANDER),
        Role.LEADER: house.desk(LEADER),
        Role.ORGANISER: house.desk(ORGANISER),
    }
    tokens = {role: visitor.token(f"/j/{house.here.code}/tag") for role, visitor in visitors.items()}
    with closing(sqlite3.connect(folder / "koonti.db")) as witness, closing(sqlite3.connect(":memory:")) as copy:
        witness.backup(copy)
        yield Trial(house, names, visitors, tokens, folder / "koonti.db", copy, witness)
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
@pytest.mark.parametrize("state", State)
def test_everybody_gets_what_the_table_says(trial: Trial, row: Row, state: State) -> None:
    trial.rewind(state)
    told = {}
    for role in Role:
        told[role] = trial.do(row, role)
        if trial.is_changed():
            assert row.method == "POST" or row.endpoint in WRITES_READING, "reading writes nothing"
            assert told[role] < 400, "what is refused changes nothing"
            trial.rewind(state)
    assert told == {role: row.expected(role, state) for role in Role}


TAKES_AWAY = {"boards.remove_note", "boards.remove_comment"}
"""What a participant does to what is there already, and may go on doing."""


def test_nothing_is_taken_from_a_blocked_device_by_any_door(trial: Trial) -> None:
    with trial.house.app.app_context():
        note = db.session.get_one(Note, trial.names["note"])
        trial.rewind(State.LIVE)
        led(block_writer, note, False)
    before = trial._dump()
    rows = [row for row in TABLE if row.door is Door.GUESTS and row.told in (CONTRIBUTE, COME)]
    contributes = [row for row in rows if row.endpoint not in TAKES_AWAY]
    assert len(contributes) > 8
    for row in contributes:
        assert trial.do(row, Role.GUEST) == 409, row.name
    assert trial._dump() == before
    taking = [row for row in rows if row.endpoint in TAKES_AWAY]
    assert [trial.do(row, Role.GUEST) for row in reversed(taking)] == [303, 303]  # the comment, then its note
    trial.state = None


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
        endpoint, parts = adapter.match(row.address(trial.names).split("?")[0], row.method)
        assert endpoint == row.endpoint
        rows.add(
            (endpoint, row.method, next((str(parts[part]) for part in ("deed", "step", "pace") if part in parts), ""))
        )
    assert rows == doors(trial.house.app)


def test_a_scribe_of_another_meeting_finds_nothing_of_this_one(trial: Trial) -> None:
    trial.rewind(State.LIVE)
    scribe = trial.house.desk(ELSEWHERE)
    token = scribe.token("/account")
    before = trial._dump()
    for row in TABLE:
        if row.door is Door.WRITTEN:
            filled = {"data": {**row.filled(trial.names), "csrf_token": token}} if row.method == "POST" else {}
            answer = scribe.client.open(row.address(trial.names), method=row.method, **filled)
            assert answer.status_code == 404, row.name
    assert trial._dump() == before
    trial.state = None
