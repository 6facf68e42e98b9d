"""Notes are brought in from a file: tried out first, all or nothing, and twice is once."""

import re

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.exchange.files import PADLET, packed, workbook
from tests.exchange.sending import Sender, words
from tests.houses import BYSTANDER, CODE, House, build_house, led, meeting_of, new_key
from tests.pages import Visitor, check_page, form_fields
from workshop.boards.actions import (
    add_comment,
    like_note,
    remove_prompt,
    stack_note,
    take_back_import,
)
from workshop.boards.models import LONGEST_NOTE, Note, Prompt
from workshop.boards.queries import imports_of
from workshop.clock import now
from workshop.columns import LANGUAGES
from workshop.errors import NotFound
from workshop.exchange.bounds import Fault
from workshop.exchange.forms import fault_words
from workshop.exchange.matching import field_of
from workshop.extensions import db
from workshop.meetings.models import State
from workshop.participants.models import Participant
from workshop.results.queries import meeting_results
from workshop.surveys.actions import remove_question
from workshop.surveys.models import Question

PAGE = f"/meetings/{CODE}/import"


@pytest.fixture
def house(app: Flask) -> House:
    return build_house(app)


def send(visitor: Visitor, content: bytes | str, name: str = "padlet.csv") -> TestResponse:
    return Sender(visitor, PAGE).send(content, name)


def again(visitor: Visitor, page: TestResponse, **chosen: object) -> TestResponse:
    return Sender(visitor, PAGE).again(page, **chosen)


def confirm(visitor: Visitor, page: TestResponse) -> TestResponse:
    return Sender(visitor, PAGE).confirm(page)


def brought_in(house: House) -> list[Note]:
    with house.app.app_context():
        return list(db.session.scalars(select(Note).where(Note.imported_at.is_not(None)).order_by(Note.id)))


def test_a_board_of_padlet_comes_under_its_questions_with_each_row_told(house: House) -> None:
    desk = house.desk()
    page = send(desk, PADLET)
    assert page.status_code == 200
    assert brought_in(house) == [], "it was only tried out"
    assert "Rivi 4: Se on otsikon ”Mitä toivot?” alla" in words(page)
    assert "Rivi 5: Siinä ei ole tekstiä." in words(page)
    assert "Sarakkeet, jotka jäävät pois: Attachment , Author" in words(page)
    page = again(desk, page, **{field_of("Mitä toivot?"): house.here.prompts[1]})
    assert "3 lappua" in words(confirm(desk, page))
    first, second, third = brought_in(house)
    assert [first.text, second.text, third.text] == [
        "Rohkeus kokeilla",
        "Luottamus\nPidetään mitä luvataan",
        "Lähipalvelut",
    ], "in the order of writing"
    assert [note.prompt_id for note in (first, second, third)] == [*[house.here.prompts[0]] * 2, house.here.prompts[1]]
    assert [note.written_afterwards for note in (first, second, third)] == [False, False, True]
    assert {(note.participant_id, note.user_id, note.language) for note in (first, second, third)} == {
        (None, None, "fi")
    }


@pytest.mark.parametrize("name", ["padlet.xlsx", "padlet.zip"])
def test_twice_is_once_whatever_the_file_is_packed_in(house: House, name: str) -> None:
    desk = house.desk()
    table = PADLET.replace("Mitä toivot?", "Mitä puuttuu?")
    confirm(desk, send(desk, table))
    rows = [line.split(",") for line in table.splitlines()]
    page = send(desk, workbook(rows) if name == "padlet.xlsx" else packed({"Padlet/posts.csv": table}), name)
    assert "3 lappua on täällä jo" in words(page)
    assert 'name="confirm"' not in page.text
    again(desk, page, confirm="1")
    assert len(brought_in(house)) == 3
    longer = table + "Uusi,,,,2022-03-01 10:00:00 UTC,Mitä puuttuu?\n"
    confirm(desk, send(desk, longer))
    assert [note.text for note in brought_in(house)][3:] == ["Uusi"]


def test_rows_that_say_the_same_are_as_many_notes(house: House) -> None:
    desk = house.desk()
    for _time in range(2):
        page = again(desk, send(desk, "Luottamus\nIlo\nLuottamus\n"), under=house.here.prompts[0])
        again(desk, page, confirm="1")
    assert [note.text for note in brought_in(house)] == ["Luottamus", "Ilo", "Luottamus"]


def test_what_was_not_shown_so_is_not_brought_in(house: House) -> None:
    """Choices that were changed together with the press of the button are tried out first."""
    desk = house.desk()
    page = send(desk, "Teksti,Kunta\nLuottamus,Oulu\n")
    unseen = again(desk, page, under=house.here.prompts[0], confirm="1")
    assert unseen.status_code == 200
    assert brought_in(house) == []
    confirm(desk, unseen)
    assert [(note.text, note.municipality) for note in brought_in(house)] == [("Luottamus", "564")]


def test_webropols_questions_are_columns_under_one_or_two_rows_of_headings(house: House) -> None:
    desk = house.desk()
    rows = [
        ["Vastaajan numero", "Mikä on tärkeää?", "Mikä arvo?", "", "", "Mitä puuttuu?"],
        ["", "", "Rohkeus", "Luottamus", "Ilo", "Kerro vapaasti"],
        ["1", "Että kuunnellaan", "1", "0", "1", ""],
        ["2", "", "0", "1", "0", "Bussit"],
    ]
    page = send(desk, workbook(rows), "webropol.xlsx")
    assert "Mikä arvo? – Luottamus" in page.text
    assert "Mitä puuttuu? – Kerro vapaasti" in page.text
    page = again(desk, page, c5=f"p{house.here.prompts[1]}", c1=f"p{house.here.prompts[0]}")
    confirm(desk, page)
    assert [(note.text, note.prompt_id) for note in brought_in(house)] == [
        ("Että kuunnellaan", house.here.prompts[0]),
        ("Bussit", house.here.prompts[1]),
    ]
    page = send(desk, workbook([rows[0], *rows[2:]]), "webropol.xlsx")
    assert f'<option value="p{house.here.prompts[1]}" selected' in page.text, "one row of headings, known by their text"


def test_what_is_not_understood_is_told_and_the_note_comes_without_it(house: House) -> None:
    desk = house.desk()
    rows = "text;group;municipality;language;time\n"
    rows += "Yksi;henkilöstö;Raahen seutu;ruotsi;21.1.2022 klo 12.30\nKaksi;marsilaiset;Uleåborg;klingon;eilen\n"
    page = again(desk, send(desk, rows), under=house.here.prompts[0])
    told = words(page)
    for cell, row in (("Raahen seutu", 2), ("marsilaiset", 3), ("klingon", 3), ("eilen", 3)):
        assert re.search(rf"Rivi {row}: [^:]*”{cell}”", told), cell
    confirm(desk, page)
    assert [(note.text, note.groups, note.municipality, note.language) for note in brought_in(house)] == [
        ("Yksi", ["staff"], None, "sv"),
        ("Kaksi", [], "564", "fi"),
    ]
    with house.app.app_context():
        summary = meeting_results(meeting_of(house.here)).summary
        assert (summary.notes, summary.imported, summary.scribed) == (2, 2, 0)


def test_a_text_that_is_too_long_is_named_and_never_cut(house: House) -> None:
    desk = house.desk()
    page = again(desk, send(desk, "x" * (LONGEST_NOTE + 1) + "\n" + "y" * LONGEST_NOTE), under=house.here.prompts[0])
    assert "Rivi 1: Tekstissä on 2 001 merkkiä" in words(page)
    confirm(desk, page)
    assert [len(note.text) for note in brought_in(house)] == [LONGEST_NOTE]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_of_the_page_is_whole_in_every_language(house: House, language: str) -> None:
    desk = house.desk(language=language)
    check_page(desk.get(PAGE), language)
    page = send(desk, PADLET)
    check_page(page, language)
    check_page(confirm(desk, page), language)
    check_page(again(desk, send(desk, PADLET), headings="0"), language)
    bad = send(desk, b"a,b\nc\x00,d\n")
    assert bad.status_code == 422
    check_page(bad, language)
    house.put_in(State.OPEN)
    check_page(desk.get(PAGE), language)


def test_a_meeting_without_a_question_says_that_there_is_nothing_to_bring_notes_under(house: House) -> None:
    house.put_in(State.OPEN)
    with house.app.app_context():
        for number in (*house.here.prompts, house.here.scribes_prompt):
            remove_prompt(db.session.get_one(Prompt, number))
        for number in (house.here.single, house.here.multiple):
            remove_question(db.session.get_one(Question, number))
    house.put_in(State.LIVE)
    desk = house.desk()
    page = desk.get(PAGE)
    check_page(page, "fi")
    assert "Tilaisuudessa ei ole taulua" in page.text
    assert (
        "Kyselyssä ei ole kysymyksiä" in desk.get(f"/meetings/{CODE}/exercises/{house.here.survey}/survey/import").text
    )
    assert desk.post(PAGE, {"table": '[[1,["Luottamus"]]]', "confirm": "1"}, page="/meetings").status_code == 200
    assert brought_in(house) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_has_words_of_its_own(house: House, language: str) -> None:
    with house.app.test_request_context(f"/?lang={language}"):
        assert len({fault_words(fault) for fault in Fault}) == len(Fault)


def test_without_a_file_and_with_a_table_that_was_made_up_one_is_asked_for_it(house: House) -> None:
    desk = house.desk()
    for sent in ({}, {"table": "[" * 90_000}, {"table": "[[0,[]]]"}, {"file": "no file"}):
        answer = desk.post(PAGE, sent)
        assert answer.status_code == 422
        assert "Valitse ensin tiedosto" in answer.text
    answer = again(desk, send(desk, PADLET), c2="p999999", c3="wish", headings="77", language="xx", under="x")
    assert answer.status_code == 200


def test_a_large_table_travels_back_in_its_form(house: House) -> None:
    desk = house.desk()
    page = again(desk, send(desk, "\n".join("ä" * 480 for _row in range(2_000))), under=house.here.prompts[0])
    confirm(desk, page)
    assert len(brought_in(house)) == 2_000


def test_markup_in_cells_stays_text(house: House) -> None:
    desk, evil = house.desk(), '"<script>alert(1)</script>"'
    page = send(desk, f"Teksti,{evil},Section\nHei,{evil},{evil}\n")
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert" in page.text


def test_who_does_not_lead_does_not_find_the_page(house: House) -> None:
    assert house.desk(BYSTANDER).get(PAGE).status_code == 404


def test_a_file_is_taken_back_whole_and_may_come_again(house: House) -> None:
    desk = house.desk()
    page = again(desk, send(desk, "Yksi\nKaksi\nKolme\n"), under=house.here.prompts[0])
    page = confirm(desk, page)
    [own] = house.write("Oma")
    with house.app.app_context():
        one, two, _three = db.session.scalars(select(Note).where(Note.imported_at.is_not(None)).order_by(Note.id))
        guest = db.session.get_one(Participant, house.guests[0])
        like_note(one, guest, True)
        add_comment(one, guest, new_key(), "Niin")
        led(stack_note, two, db.session.get_one(Note, own))
    fields = form_fields(page, f"{PAGE}/take-back")
    assert desk.client.post(f"{PAGE}/take-back", data=fields).status_code == 303
    assert desk.client.post(f"{PAGE}/take-back", data=fields).status_code == 404
    with house.app.app_context():
        assert {note.text for note in brought_in(house)} == {""}
        assert db.session.get_one(Note, own).stack_id is None
        assert meeting_results(meeting_of(house.here)).summary.notes == 1
        assert imports_of(meeting_of(house.here)) == []
        with pytest.raises(NotFound):
            take_back_import(meeting_of(house.here), now())
    for moment in ("", "eilen", "2022-01-21T11:00:00"):
        assert desk.post(f"{PAGE}/take-back", {"moment": moment}, page=PAGE).status_code == 404
    confirm(desk, again(desk, send(desk, "Yksi\nKaksi\nKolme\n"), under=house.here.prompts[0]))
    assert len(brought_in(house)) == 6
