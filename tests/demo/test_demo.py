"""`koonti demo`: the material as it was written, in an empty database only."""

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from tests.pages import Visitor, check_page
from workshop import create_app
from workshop.accounts.actions import make_user
from workshop.accounts.models import Role
from workshop.boards.models import Note, Prompt
from workshop.cli import koonti
from workshop.demo.build import LIVE_CODE, PAST_CODE
from workshop.demo.cli import demo
from workshop.extensions import db
from workshop.meetings.models import Exercise, State
from workshop.meetings.queries import meeting_by_code
from workshop.migrations.apply import migrate


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Flask]:
    """A house whose database has not been made yet."""
    app = create_app(INSTANCE=str(tmp_path), BASE_URL="http://localhost", SECRET_KEY="for tests only")
    app.testing = True
    yield app
    with app.app_context():
        db.engine.dispose()


def run(app: Flask) -> Result:
    with app.app_context():
        return CliRunner().invoke(demo)


def material(name: str) -> dict[str, Any]:
    return json.loads((files("workshop.demo") / "material" / f"{name}.json").read_text("utf-8"))


def written(code: str) -> dict[str, list[str]]:
    """The notes of a meeting in the order of writing, by their prompt."""
    rows = db.session.execute(
        select(Prompt.text, Note.text)
        .select_from(Note)
        .join(Note.prompt)
        .join(Exercise)
        .where(Exercise.meeting_id == meeting_by_code(code).id)
        .order_by(Note.written_at, Note.id)
    )
    said: dict[str, list[str]] = {}
    for prompt, text in rows:
        said.setdefault(prompt["fi"], []).append(text)
    return said


def test_the_past_meeting_says_what_its_material_says_word_for_word(empty: Flask) -> None:
    assert run(empty).exit_code == 0
    told = material("oulunkaari")
    wanted = {row["text"]: row["notes"] for board in told["boards"] for row in board["prompts"]}
    wanted[told["scribe"]["heading"]] = told["scribe"]["notes"]
    with empty.app_context():
        assert written(PAST_CODE) == {prompt: notes for prompt, notes in wanted.items() if notes}
        meeting = meeting_by_code(PAST_CODE)
        assert meeting.state is State.CLOSED
        assert meeting.title == told["meeting"]["title"]
        assert meeting.ended_at == meeting.ends_at


def test_the_live_meeting_has_every_note_of_its_material(empty: Flask) -> None:
    run(empty)
    told = material("live")
    wanted = [text for columns in told["boards"].values() for notes in columns for _language, text in notes]
    with empty.app_context():
        said = [text for texts in written(LIVE_CODE).values() for text in texts]
        assert sorted(said) == sorted([*wanted, *told["scribe"]])
        assert meeting_by_code(LIVE_CODE).state is State.LIVE


def test_the_link_lets_the_facilitator_in_and_the_code_lets_guests_in(empty: Flask) -> None:
    told = run(empty).output
    [token] = re.findall(r"http://localhost/enter/(\S+)", told)
    assert f"http://localhost/j/{LIVE_CODE}" in told
    desk = Visitor(empty.test_client()).enter(token)
    for address in ("/meetings", f"/meetings/{LIVE_CODE}/desk", f"/meetings/{PAST_CODE}/digest"):
        answer = desk.get(address)
        assert answer.status_code == 200
        check_page(answer, "fi")
    assert Visitor(empty.test_client()).get(f"/j/{LIVE_CODE}").status_code == 200


def test_a_database_that_is_not_empty_is_left_as_it_is(empty: Flask) -> None:
    with empty.app_context():
        migrate()
        make_user("someone@example.org", "Someone", Role.ADMIN, "fi")
    told = run(empty)
    assert told.exit_code == 1
    assert told.output == "Error: The database is not empty; the demo is only put into an empty one.\n"
    with empty.app_context():
        assert meeting_by_code(LIVE_CODE) is None
        assert db.session.scalars(select(Note)).all() == []


def test_the_demo_is_not_put_in_twice(empty: Flask) -> None:
    assert run(empty).exit_code == 0
    with empty.app_context():
        before = written(PAST_CODE)
    assert run(empty).exit_code == 1
    with empty.app_context():
        assert written(PAST_CODE) == before


def test_it_is_a_command_of_koonti() -> None:
    assert koonti.commands["demo"] is demo
