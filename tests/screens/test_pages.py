"""Every page of the live features: its quality in three languages, and what it costs the database."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event

from tests.houses import LEADER, ORGANISER, House, new_key
from tests.pages import check_page
from workshop.extensions import db
from workshop.meetings.models import State

STAFF = [
    "/meetings",
    "/rounds/values",
    "/rounds/values/meetings/new",
    "/meetings/{code}",
    "/meetings/{code}/desk",
    "/meetings/{code}/desk?step=2",
    "/meetings/{code}/desk?step=3",
    "/meetings/{code}/desk?step=99",
    "/meetings/{code}/wall",
    "/meetings/{code}/exercises/{board}/edit",
    "/meetings/{code}/exercises/{board}/board",
    "/meetings/{code}/exercises/{block}/board",
    "/meetings/{code}/prompts/{prompt}",
]
BUILT = ["/meetings/{code}/edit", *STAFF]
PHONES = ["/j/{code}/boards/{board}", "/j/{code}/tag"]


def fill(house: House, address: str) -> str:
    here = house.here
    return address.format(code=here.code, board=here.board, block=here.scribes, prompt=here.prompts[0])


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("state", State)
def test_staff_pages_in_every_state(house: House, state: State, language: str) -> None:
    house.write("Ajatus", "<b>Toinen</b>")
    house.put_in(state)
    desk = house.desk(LEADER, language)
    for address in BUILT if state in (State.DRAFT, State.OPEN) else STAFF:
        answer = desk.get(fill(house, address))
        assert answer.status_code == 200, address
        check_page(answer, language)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("state", [State.OPEN, State.LIVE, State.AFTERWARDS, State.CLOSED])
def test_phone_pages_in_every_state(house: House, state: State, language: str) -> None:
    house.write("Ajatus", "<b>Toinen</b>")
    house.put_in(state)
    phone = house.phone(house.guests[0], language)
    pages = PHONES[:1] if state is State.CLOSED else PHONES
    pages = pages if state is State.LIVE else [*pages, "/j/{code}/here"]
    for address in pages:
        answer = phone.get(fill(house, address))
        assert answer.status_code == 200, address
        check_page(answer, language)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_first_page_of_a_newcomer(house: House, language: str) -> None:
    for address in ("/j/{code}", "/j/{code}/tag"):
        answer = house.passer_by(language).get(fill(house, address))
        assert answer.status_code == 200
        check_page(answer, language)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_meeting_without_anything(draft: House, language: str) -> None:
    desk = draft.desk(ORGANISER, language)
    for address in ("/meetings/{code}", "/meetings/{code}/desk", "/meetings/{code}/wall"):
        answer = desk.get(fill(draft, address))
        assert answer.status_code == 200
        check_page(answer, language)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_scribes_note_that_is_refused_comes_back(house: House, language: str) -> None:
    here = f"/meetings/{house.here.code}"
    address = f"{here}/prompts/{house.here.scribes_prompt}/scribe"
    sent = {"text": "x" * 2001, "client_key": "1"}
    answer = house.desk(LEADER, language).post(address, sent, page=f"{here}/desk")
    assert answer.status_code == 422
    check_page(answer, language)
    assert f"{'x' * 2001}</textarea>" in answer.text


@pytest.mark.parametrize("state", [State.OPEN, State.CLOSED])
def test_a_scribe_who_is_late_gets_the_words_back(house: House, state: State) -> None:
    here = f"/meetings/{house.here.code}"
    house.put_in(state)
    sent = {"text": "Salissa sanottua", "client_key": new_key()}
    answer = house.desk().post(f"{here}/prompts/{house.here.scribes_prompt}/scribe", sent, page=here)
    assert answer.status_code == 409
    check_page(answer, "fi")
    assert "Salissa sanottua</textarea>" in answer.text
    assert house.notes() == []


def test_what_is_hidden_is_on_the_desk_only(house: House) -> None:
    kept, gone = house.write("Kaikille", "Vain pöydälle")
    here = f"/meetings/{house.here.code}"
    desk = house.desk()
    assert desk.post(f"{here}/notes/{gone}/hide", page=f"{here}/desk").status_code == 303
    assert "Vain pöydälle" in desk.get(f"{here}/desk").text
    assert "Vain pöydälle" not in desk.get(f"{here}/wall").text
    assert "Vain pöydälle" not in house.phone(house.guests[1]).get(fill(house, PHONES[0])).text
    for asked, seen in (("", True), ("?for=wall", False)):
        assert ("Vain pöydälle" in str(desk.get(f"{here}/changes{asked}").json)) is seen
    assert desk.post(f"{here}/notes/{gone}/show", page=f"{here}/desk").status_code == 303
    assert "Vain pöydälle" in desk.get(f"{here}/wall").text
    assert f'id="note-{kept}"' in desk.get(f"{here}/wall").text


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The statements that the database is asked inside the block."""
    asked: list[str] = []

    def note_it(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note_it)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note_it)


@pytest.mark.parametrize("address", ["/j/{code}/boards/{board}", "/meetings/{code}/desk", "/meetings/{code}/wall"])
def test_more_notes_cost_no_more_questions(house: House, address: str) -> None:
    visitor = house.phone(house.guests[0]) if address.startswith("/j/") else house.desk()
    told = []
    for more in (5, 55):
        house.write(*[f"Lappu {number}" for number in range(more)])
        with counted(house.app) as asked:
            answer = visitor.get(fill(house, address))
        told.append(asked)
        assert answer.status_code == 200
    assert answer.text.count('class="note__text"') >= 60
    assert 0 < len(told[0]) == len(told[1]) < 30, told[1]
