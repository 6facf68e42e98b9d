"""What belongs to another meeting is not found through this one: no data, no change, at any door with a number."""

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.houses import CODE, LEADER, ORGANISER, OTHER_CODE, Built, House, build_house, led, new_key
from workshop.boards.actions import add_comment, add_note, add_prompt, hide_note, like_note, show_note, stack_note
from workshop.boards.models import Note, Prompt
from workshop.columns import Texts
from workshop.errors import NotThisBoard
from workshop.extensions import db
from workshop.meetings.models import Exercise, State
from workshop.meetings.queries import last_deed
from workshop.participants.models import Participant

CANARY = "Vain toisen tilaisuuden väelle"
HOUSE_NUMBERS = {"user_id", "letter_id"}
"""Numbers of the whole house, which belong to no meeting."""
DIGESTS = {"digest_id"}
"""Numbers that tests/digests holds to their meeting."""


@pytest.fixture
def house(app: Flask) -> House:
    return build_house(app, votes=True)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "koonti.db"


def dump(file: Path) -> str:
    with closing(sqlite3.connect(file)) as connection:
        return "\n".join(connection.iterdump())


def doors(app: Flask) -> list[tuple[Rule, str, str]]:
    """Every door of a meeting that takes a number: its rule, the method and the address with its deed."""
    found = []
    for rule in app.url_map.iter_rules():
        numbers = set(re.findall(r"<int:(\w+)>", rule.rule)) - HOUSE_NUMBERS - DIGESTS
        if numbers and "<code>" in rule.rule and not rule.arguments & DIGESTS:
            named = re.search(r"<any\(([^)]+)\):\w+>", rule.rule)
            for deed in named[1].split(", ") if named else [""]:
                address = rule.rule.replace(named[0], deed) if named else rule.rule
                found += [(rule, method, address) for method in sorted(rule.methods & {"GET", "POST"})]
    return found


@dataclass(frozen=True)
class Things:
    """Numbers of a note by a guest, of a comment on it, and of something that was done to it."""

    note: int
    comment: int
    deed: int


def put_in(house: House, built: Built, guest: int, text: str) -> Things:
    """A note with a comment, locked for a moment by those who lead."""
    [note] = house.write(text, prompt=built.prompts[0], guest=guest)
    with house.app.app_context():
        row, writer = db.session.get_one(Note, note), db.session.get_one(Participant, guest)
        comment = add_comment(row, writer, new_key(), text).id
        led(hide_note, row)
        deed = last_deed(writer.meeting, writer.meeting.leaders[0], writer.meeting.created_at)
        assert deed
        led(show_note, row)
        return Things(note, comment, deed.id)


def numbers_of(built: Built, things: Things, rule: Rule) -> dict[str, int]:
    surveys = dict.fromkeys(("surveys", "plans", "results", "imports", "exchange"), built.survey)
    features = {**surveys, "statements": built.vote}
    exercise = features.get(rule.endpoint.split(".")[0], built.board)
    return {
        "statement_id": built.statement,
        "exercise_id": exercise, "prompt_id": built.prompts[0], "question_id": built.single,
        "user_id": 99999,  # of who leads another meeting: tests/meetings/test_leaders.py
        "note_id": things.note, "comment_id": things.comment, "deed_id": things.deed,
    }  # fmt: skip


def filled(address: str, code: str, numbers: dict[str, int]) -> str:
    address = address.replace("<code>", code).replace(".<kind>", ".json").replace("<kind>", "scale")
    return re.sub(r"<int:(\w+)>", lambda name: str(numbers[name[1]]), address)


NAMED_OTHERWISE = {"surveys.receipt", "surveys.by_link", "results.shown", "results.table", "results.survey_table"}
"""Doors that need more than numbers: what was sent or allowed before, or the name of a chart."""

FORM = {
    "text": "Tunkeilija", "text-fi": "Tunkeilija", "title-fi": "Tunkeilija", "topic": "values", "kind": "board",
    "likes": "1", "position": "1", "client_key": new_key(), "count": "1", "edition": "0", "seconds": "60",
    "stance": "agree", "adding": "at_once",
}  # fmt: skip


@pytest.mark.parametrize("state", [State.OPEN, State.LIVE])
def test_another_meetings_number_is_not_found_at_any_door(house: House, file: Path, state: State) -> None:
    """An organiser, who leads both meetings, and a guest ask through this meeting for what is the other's."""
    theirs = put_in(house, house.other, house.strangers[0], CANARY)
    house.put_in(state)
    staff, guest = house.desk(ORGANISER), house.phone(house.guests[0])
    tokens = {visitor: visitor.token(f"/j/{CODE}/tag") for visitor in (staff, guest)}
    before = dump(file)
    tried = doors(house.app)
    assert len(tried) > 20
    for rule, method, address in tried:
        visitor = guest if address.startswith("/j/") else staff
        asked = filled(address, CODE, numbers_of(house.other, theirs, rule))
        sent = {"data": FORM | {"csrf_token": tokens[visitor]}} if method == "POST" else {}
        answer = visitor.client.open(asked, method=method, **sent)
        assert answer.status_code == 404, (method, asked)
        assert CANARY not in answer.text
    assert dump(file) == before


def test_another_meetings_code_is_not_found_at_any_door(house: House, file: Path) -> None:
    """A leader and a guest of this meeting ask by the other's code, with the other's numbers and with their own."""
    theirs = put_in(house, house.other, house.strangers[0], CANARY)
    own = put_in(house, house.here, house.guests[0], "Oma")
    staff, guest = house.desk(LEADER), house.phone(house.guests[0])
    tokens = {visitor: visitor.token(f"/j/{CODE}/tag") for visitor in (staff, guest)}
    before = dump(file)
    for rule, method, address in doors(house.app):
        visitor, told = (guest, 303) if address.startswith("/j/") else (staff, 404)
        told = 404 if rule.endpoint == "surveys.by_link" else told  # open to all, and no survey of theirs is by link
        for numbers in (numbers_of(house.other, theirs, rule), numbers_of(house.here, own, rule)):
            asked = filled(address, OTHER_CODE, numbers)
            sent = {"data": FORM | {"csrf_token": tokens[visitor]}} if method == "POST" else {}
            answer = visitor.client.open(asked, method=method, **sent)
            assert answer.status_code == told, (method, asked)
            assert CANARY not in answer.text
    assert dump(file) == before


def test_the_same_doors_open_for_what_is_ones_own(house: House) -> None:
    """The doors above do lead somewhere: with the meeting's own numbers nobody is told that nothing is there."""
    own = put_in(house, house.here, house.guests[0], "Oma")
    staff, guest = house.desk(ORGANISER), house.phone(house.guests[0])
    for rule, method, address in doors(house.app):
        if method == "GET" and rule.endpoint not in NAMED_OTHERWISE:
            visitor = guest if address.startswith("/j/") else staff
            house.show({"surveys": 2, "statements": 4}.get(rule.endpoint.split(".")[0], 1))
            answer = visitor.get(filled(address, CODE, numbers_of(house.here, own, rule)))
            assert answer.status_code in {200, 409}, address


def test_a_survey_is_no_board(house: House) -> None:
    code, survey = house.here.code, house.here.survey
    house.show(2)
    assert house.phone(house.guests[0]).get(f"/j/{code}/boards/{survey}").status_code == 404
    house.put_in(State.OPEN)
    desk, address = house.desk(), f"/meetings/{code}/exercises/{survey}/board"
    assert desk.get(address).status_code == 404
    assert desk.post(address, {"text-fi": "Palsta", "topic": "values"}, page=f"/meetings/{code}").status_code == 404
    with house.app.app_context(), pytest.raises(NotThisBoard):
        add_prompt(db.session.get_one(Exercise, survey), Texts(fi="Palsta"), "values", Texts())


def test_a_participant_of_another_meeting_is_refused_by_the_deed_itself(house: House) -> None:
    [note] = house.write("Oma")
    with house.app.app_context():
        stranger = db.session.get_one(Participant, house.strangers[0])
        with pytest.raises(NotThisBoard):
            add_note(db.session.get_one(Prompt, house.here.prompts[0]), stranger, new_key(), "Tunkeilija")
        with pytest.raises(NotThisBoard):
            like_note(db.session.get_one(Note, note), stranger, likes=True)
    assert house.notes() == ["Oma"]


@pytest.mark.parametrize(("deed", "field"), [("stack", "onto"), ("place", "below"), ("place", "prompt")])
def test_notes_are_not_stacked_or_moved_into_another_meeting(house: House, file: Path, deed: str, field: str) -> None:
    """An organiser, who leads both, names the other meeting's note or column in the form."""
    [own] = house.write("Oma")
    theirs = put_in(house, house.other, house.strangers[0], CANARY)
    desk, before = house.desk(ORGANISER), dump(file)
    form = {"prompt": str(house.here.prompts[0]), "below": "", "onto": "", field: str(theirs.note)}
    if field == "prompt":
        form["prompt"] = str(house.other.prompts[0])
    answer = desk.post(f"/meetings/{CODE}/notes/{own}/{deed}", form, page=f"/meetings/{CODE}")
    assert answer.status_code == 404
    assert CANARY not in answer.text
    assert dump(file) == before
    with house.app.app_context(), pytest.raises(NotThisBoard):
        led(stack_note, db.session.get_one(Note, own), db.session.get_one(Note, theirs.note))
