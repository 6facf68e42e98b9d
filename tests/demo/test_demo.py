"""`koonti demo`: the material as it was written, in an empty database only."""

import re
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from tests.demo.conftest import house_in, run
from tests.pages import Visitor, check_page
from workshop.accounts.actions import make_user
from workshop.accounts.models import Role
from workshop.boards.models import Note, Prompt
from workshop.cli import koonti
from workshop.demo.build import LIVE_CODE, PAST_CODE
from workshop.demo.cli import demo
from workshop.demo.materials import material_of
from workshop.extensions import db
from workshop.meetings.models import Exercise, State
from workshop.meetings.queries import meeting_by_code
from workshop.migrations.apply import migrate


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


def test_the_past_meeting_says_what_its_material_says_word_for_word(filled: Flask) -> None:
    told = material_of("oulunkaari")
    wanted = {row["text"]: row["notes"] for board in told["boards"] for row in board["prompts"]}
    wanted[told["scribe"]["heading"]] = told["scribe"]["notes"]
    with filled.app_context():
        assert written(PAST_CODE) == {prompt: notes for prompt, notes in wanted.items() if notes}
        meeting = meeting_by_code(PAST_CODE)
        assert meeting.state is State.CLOSED
        assert meeting.title == told["meeting"]["title"]
        assert meeting.ended_at == meeting.ends_at


def test_the_live_meeting_has_every_note_of_its_material(filled: Flask) -> None:
    told = material_of("live")
    wanted = [text for columns in told["boards"].values() for notes in columns for _language, text in notes]
    with filled.app_context():
        said = [text for texts in written(LIVE_CODE).values() for text in texts]
        assert sorted(said) == sorted([*wanted, *told["scribe"]])
        assert meeting_by_code(LIVE_CODE).state is State.LIVE


def test_the_link_lets_the_facilitator_in_and_the_code_lets_guests_in(told: tuple[Flask, str]) -> None:
    app, output = told
    [token] = re.findall(r"http://localhost/enter/(\S+)", output)
    assert f"http://localhost/j/{LIVE_CODE}" in output
    desk = Visitor(app.test_client()).enter(token)
    for address in ("/meetings", "/rounds/demo", f"/meetings/{LIVE_CODE}/desk", f"/meetings/{PAST_CODE}/digest"):
        answer = desk.get(address)
        assert answer.status_code == 200
        check_page(answer, "fi")
    assert ">Maaliskuu 2022</th>" in desk.get("/rounds/demo").text
    assert Visitor(app.test_client()).get(f"/j/{LIVE_CODE}").status_code == 200


def test_a_database_that_is_not_empty_is_left_as_it_is(tmp_path: Path) -> None:
    empty = house_in(tmp_path)
    with empty.app_context():
        migrate()
        make_user("someone@example.org", "Someone", Role.ADMIN, "fi")
    told = run(empty)
    assert told.exit_code == 1
    assert told.output == "Error: The database is not empty; the demo is only put into an empty one.\n"
    with empty.app_context():
        assert meeting_by_code(LIVE_CODE) is None
        assert db.session.scalars(select(Note)).all() == []
        db.engine.dispose()


def test_the_demo_is_not_put_in_twice(filled: Flask) -> None:
    with filled.app_context():
        before = written(PAST_CODE)
    assert run(filled).exit_code == 1
    with filled.app_context():
        assert written(PAST_CODE) == before


def test_it_is_a_command_of_koonti() -> None:
    assert koonti.commands["demo"] is demo
