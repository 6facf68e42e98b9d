"""Questions with rows, and orders, in the digest: tables, and every text word for word under its row and column."""

import json
import uuid

from flask import Flask

from tests.digests.scene import begin, planned, staff
from tests.houses import led
from tests.surveys.asked import answers_of, ask_all
from workshop.columns import Texts
from workshop.digests.compose import compose
from workshop.digests.document import Document, HeadedList, Section, Table, document_from
from workshop.digests.html import write_html
from workshop.digests.text import write_text
from workshop.meetings.actions import add_exercise, end_meeting, move_path
from workshop.meetings.models import ExerciseKind
from workshop.participants.actions import join_meeting
from workshop.surveys.actions import send_response


def digest(people: int, language: str = "fi") -> Document:
    """The digest of a meeting whose survey has a question of each kind, answered by so many people."""
    meeting = planned(staff("leader"))
    exercise = add_exercise(meeting, ExerciseKind.SURVEY, Texts(fi="Kysely"), Texts())
    asked = ask_all(exercise)
    begin(meeting)
    led(move_path, meeting, 1)
    for number in range(people):
        values = {asked[kind].id: value for kind, value in answers_of(number).items()}
        send_response(exercise, join_meeting(meeting, "fi"), str(uuid.uuid4()), values)
    end_meeting(meeting)
    return compose(meeting, language)


def parts(document: Document) -> list[HeadedList | Table]:
    *_people, section = document.blocks
    assert isinstance(section, Section)
    return list(section.parts)


def lines(part: HeadedList | Table) -> list[tuple[str, ...]]:
    assert isinstance(part, Table)
    return [(row.label, row.count, row.share, *row.more) for row in part.rows]


def test_rows_and_orders_are_tables(app: Flask) -> None:
    with app.app_context():
        matrix, ranking, grid, several = [part for part in parts(digest(6)) if isinstance(part, Table)]
    assert lines(matrix) == [
        ("Saan palvelut läheltä", "6", "4,3", "17\u00a0%", "0\u00a0%", "83\u00a0%", "0"),
        ("Pääsen hoitoon ajoissa", "5", "2,0", "100\u00a0%", "0\u00a0%", "0\u00a0%", "1"),
        ("Minua kuunnellaan", "<\u00a05 henkilöä", "–", "–", "–", "–", "piilotettu"),
    ]
    assert lines(ranking)[0] == ("Luottamus", "6", "100\u00a0%", "1,2", "5")
    assert [line[:2] for line in lines(grid)][:2] == [("Saan palvelut läheltä", "6"), ("Pääsen hoitoon ajoissa", "0")]
    assert [line[:2] for line in lines(several)][:2] == [("Kuinka usein?", "6"), ("Montako jäsentä?", "6")]


def test_every_text_stands_under_its_row_and_column(app: Flask) -> None:
    with app.app_context():
        lists = [part for part in parts(digest(6)) if isinstance(part, HeadedList)]
    assert {part.heading: [said.words for said in part.said] for part in lists} == {
        "Kuka voi tehdä mitä? Saan palvelut läheltä – Kunta": [f"Kirjasto {number}" for number in range(6)],
        "Kuka voi tehdä mitä? Minua kuunnellaan – Yksilö": ["Kuuntelen"],
        "Miten tapaatte? Kuinka usein?": [f"Kerran {number}" for number in range(6)],
        "Miten tapaatte? Perustele": ["Koska", "Koska"],
    }


def test_too_few_answers_have_no_numbers(app: Flask) -> None:
    with app.app_context():
        tables = [part for part in parts(digest(4)) if isinstance(part, Table)]
    assert [table.rows for table in tables] == [(), (), (), ()]
    assert all(table.base.startswith("N < 5") for table in tables)


def test_the_document_is_written_and_comes_back_as_it_was(app: Flask) -> None:
    with app.app_context():
        document = digest(6)
        html = write_html(document)
    assert document_from(json.loads(json.dumps(document.as_json()))) == document
    for table in html.split("<table")[1:]:
        heads, *rows = table.split("<tr>")[1:]
        assert {row.count("<td") + row.count("<th") for row in rows} == {heads.count("<th ")}
    text = write_text(document)
    assert "Pääsen hoitoon ajoissa 5 2,0 100 % 0 % 0 % 1" in " ".join(text.split())
    assert "• Kirjasto 5\n" in text


def test_a_digest_without_further_cells_is_still_read() -> None:
    row = {"label": "Rohkeus", "count": "9", "share": "75 %", "bar": 0.75}
    table = {"kind": "table", "heading": "", "base": "", "columns": ["", "", ""], "rows": [row], "footnotes": []}
    section = {"kind": "section", "heading": "", "parts": [table]}
    stored = {"title": "", "subtitle": "", "language": "fi", "contents": "", "blocks": [section], "closing": []}
    (block,) = document_from(stored).blocks
    assert isinstance(block, Section)
    assert isinstance(block.parts[0], Table)
    assert block.parts[0].rows[0].more == ()
