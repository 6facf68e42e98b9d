"""What is read of a file, and which files are not taken; none of them costs much."""

import io
import time
import tracemalloc
from datetime import datetime

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exchange.files import PADLET, packed, saying_it_is_small, with_part, workbook
from workshop.exchange.bounds import LARGEST_FILE, MOST_COLUMNS, MOST_ROWS, MOST_TEXT, BadFile, Fault
from workshop.exchange.reading import read_back, read_table, written_out

TABLE = [["Teksti", "Kunta"], ["Luottamus, avoimuus", "Oulu"], ["Kaksi\nriviä", "Ii"]]
ROWS = [(number, cells) for number, cells in enumerate(TABLE, start=1)]
PART = "xl/worksheets/sheet1.xml"
_SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def as_text(delimiter: str) -> str:
    return "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in TABLE)


def fault_of(content: bytes) -> Fault:
    with pytest.raises(BadFile) as refused:
        read_table(content)
    return refused.value.fault


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_whatever_stands_between_the_cells(delimiter: str, encoding: str) -> None:
    assert read_table(as_text(delimiter).encode(encoding)) == ROWS


def test_a_workbook_says_the_same_and_so_does_a_packed_table() -> None:
    book = workbook(TABLE, [["toinen taulukko"]])
    assert read_table(book) == ROWS
    assert read_table(packed({"taulu/notes.xlsx": book, "taulu/kuva.jpg": b"\xff\xd8"})) == ROWS
    assert read_table(packed({"notes.csv": as_text(";"), "__MACOSX/._notes.csv": "x"})) == ROWS


def test_commas_in_a_list_of_sentences_cut_nothing() -> None:
    lines = ["Luottamus, avoimuus ja ilo", "Rohkeus", "Kaikki yhdessä, aina"]
    assert read_table("\n".join(lines).encode()) == [(place, [line]) for place, line in enumerate(lines, start=1)]


def test_rows_keep_their_numbers_and_cells_their_places() -> None:
    book = workbook([["a", "", "c"], [], [], ["", "b"]])
    assert read_table(book) == [(1, ["a", "", "c"]), (4, ["", "b"])]


def test_numbers_moments_and_formulas_are_read_as_people_see_them() -> None:
    cells = '<row r="1"><c r="A1"><v>12</v></c><c r="B1" t="str"><f>A1&amp;"x"</f><v>12x</v></c>'
    cells += '<c r="C1"><f>NOW()</f></c><c r="D1"><v>0.5</v></c><c r="E1" t="inlineStr"><is><t>sana</t></is></c></row>'
    assert read_table(with_part(workbook([[]]), PART, _SHEET.format(cells))) == [(1, ["12", "12x", "", "0.5", "sana"])]
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        page, day = book.add_worksheet(), book.add_format({"num_format": 'd"."m"."yyyy hh:mm'})
        page.write_datetime(0, 0, datetime(2022, 1, 21, 13, 30), day)  # noqa: DTZ001 - spreadsheets know no zones
        page.write_number(0, 1, 44582.5)
    assert read_table(file.getvalue()) == [(1, ["2022-01-21 13:30", "44582.5"])]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.NO_FILE),
        (b" \r\n\t\r\n", Fault.EMPTY),
        (workbook([[]]), Fault.EMPTY),
        (b"x" * (LARGEST_FILE + 1), Fault.TOO_LARGE),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"Workbook", Fault.OLD_EXCEL),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), Fault.ENCRYPTED),
        ("Ääkköset".encode("cp1252"), Fault.ENCODING),
        (b"\x89PNG\r\n\x1a\n\x00\x00", Fault.NO_SPREADSHEET),
        (b"a,b\nc\x00,d\n", Fault.NO_SPREADSHEET),
        (b"%PDF-1.7\n1 0 obj", Fault.NO_SPREADSHEET),
        (b'a,b\n"c,d\n', Fault.BROKEN),
        (b"PK\x03\x04 and then nothing", Fault.BROKEN),
        (packed({"kuva.jpg": b"x"}), Fault.NO_TABLE),
        (packed({"a.csv": "x", "b.csv": "y"}), Fault.SEVERAL_TABLES),
        (packed({"a.zip": packed({"b.csv": "x"})}), Fault.NO_TABLE),
        (packed({"a.xlsx": packed({"b.csv": "x"})}), Fault.NO_TABLE),
        (packed({"xl/workbook.xml": "<workbook>"}), Fault.BROKEN),
        (workbook([["x"]])[:-200], Fault.BROKEN),
        (b"rivi\n" * (MOST_ROWS + 3), Fault.TOO_MANY_ROWS),
        (b"rivi\n" * 100_001, Fault.TOO_MANY_ROWS),
        (workbook([["rivi"]] * (MOST_ROWS + 3)), Fault.TOO_MANY_ROWS),
        (b",".join([b"x"] * (MOST_COLUMNS + 1)), Fault.TOO_MANY_COLUMNS),
        (workbook([["x"] * (MOST_COLUMNS + 1)]), Fault.TOO_MANY_COLUMNS),
        (b"\n".join([b"x" * 2_000] * (MOST_TEXT // 2_000 + 1)), Fault.TOO_MUCH_TEXT),
    ],
    ids=lambda value: value.replace(" ", "-") if isinstance(value, Fault) else "",
)
def test_what_is_wrong_with_a_file_is_told_apart(content: bytes, fault: Fault) -> None:
    assert fault_of(content) is fault


def test_the_most_that_is_taken_is_taken() -> None:
    rows = [["otsikko"]] + [["x" * 490]] * MOST_ROWS
    assert len(read_table(workbook(rows))) == MOST_ROWS + 1
    assert len(read_table(b"\n".join(row[0].encode() for row in rows))) == MOST_ROWS + 1


FAR = '<row><c r="ZZZZZZ1"><v>1</v></c></row>'
_ENTITIES = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
BOMBS = {
    "zeros": lambda: packed({"a.csv": b"0" * 110_000_000}),
    "a sheet of blanks": lambda: with_part(workbook([["x"]]), PART, _SHEET.format(" " * 30_000_000)),
    "cells without end": lambda: with_part(workbook([["x"]]), PART, _SHEET.format("<row><c/></row>" * 1_300_000)),
    "a list that lies": lambda: saying_it_is_small(packed({"a.csv": b"0" * 30_000_000})),
    "a workbook that lies": lambda: saying_it_is_small(
        with_part(workbook([["x"]]), PART, _SHEET.format("<row><c><v>1</v></c></row>" * 800_000))
    ),
    "entities": lambda: with_part(workbook([["x"]]), PART, _ENTITIES + _SHEET.format("<row><c><v>&b;</v></c></row>")),
    "many parts": lambda: packed({f"a{number}.csv": "" for number in range(2_001)}),
    "a column far away": lambda: with_part(workbook([[]]), PART, _SHEET.format(FAR)),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_neither_time_nor_memory(name: str) -> None:
    bomb = BOMBS[name]()
    began = time.process_time()
    assert fault_of(bomb) in {Fault.BOMB, Fault.BROKEN, Fault.TOO_LARGE, Fault.TOO_MANY_ROWS}
    assert time.process_time() - began < 1
    tracemalloc.start()
    fault_of(bomb)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 50_000_000


@settings(max_examples=60)
@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        rows = read_table(content)
    except BadFile:
        return
    assert read_back(written_out(rows)) == rows


@settings(max_examples=40)
@given(st.integers(0, 6_000), st.binary(min_size=1, max_size=8))
def test_a_damaged_workbook_is_read_or_refused(place: int, noise: bytes) -> None:
    book = workbook(TABLE)
    place %= len(book)
    try:
        read_table(book[:place] + noise + book[place + len(noise) :])
    except BadFile:
        return


@pytest.mark.parametrize("text", ["", "x", "{}", "[1]", '[["1",["a"]]]', "[[0,[]]]", "[[1,[2]]]", "[" * 100_000])
def test_a_table_that_was_made_up_is_refused(text: str) -> None:
    with pytest.raises(BadFile):
        read_back(text)


def test_padlets_table_is_read_whole() -> None:
    rows = read_table(PADLET.encode())
    assert [len(cells) for _number, cells in rows] == [6] * 5
