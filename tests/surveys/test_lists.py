"""Lists of people out of spreadsheets: what is understood, what is refused, and with which words."""

from functools import partial

import pytest
from flask import Flask
from flask_babel import force_locale

from tests.effort import grows_evenly, is_less_work
from workshop.surveys.lists import (
    LARGEST_KB,
    LONGEST_CELL,
    MOST_ROWS,
    BadList,
    Invited,
    Reading,
    decode_list,
    read_list,
)


@pytest.fixture(autouse=True)
def finnish(app: Flask):
    with app.test_request_context(), force_locale("fi"):
        yield


def read(text: str) -> Reading:
    return read_list(text, "fi")


@pytest.mark.parametrize(
    "text",
    [
        "address,language,group,municipality,asema\na@example.fi,sv,staff,Uleåborg,johto\n",
        "sähköposti;kieli;sidosryhmä;kunta;asema\r\na@example.fi;ruotsi;henkilöstö;OULU;johto\r\n",
        "E-post\tSpråk\tIntressentgrupp\tKommun\tasema\ra@example.fi\tSvenska\tPersonal\t564\tjohto",
        '\ufeff"address","language","group","municipality","asema"\n"a@example.fi","SV","henkilöstö","oulu","johto"',
        "\n\nasema,kunta,address,kieli,ryhmä x,sidosryhmät\njohto,Oulu,a@example.fi,sv,,Personal\n\n,,,,,\n",
    ],
)
def test_columns_are_found_by_their_heading_in_any_language(text: str) -> None:
    reading = read(text)
    assert reading.problems == []
    assert reading.rows == [Invited("a@example.fi", "sv", ["staff"], "564", {"asema": "johto"})]


def test_addresses_alone_need_no_heading() -> None:
    assert [row.address for row in read("a@example.fi\nb@example.fi").rows] == ["a@example.fi", "b@example.fi"]
    assert read("a@example.fi").rows == [Invited("a@example.fi", "fi")]


def test_every_bad_row_is_told_with_its_number_and_reason() -> None:
    text = """address,language,group,municipality,asema
good@example.fi,,,,
not an address,,,,
,fi,,,
a@example.fi,klingon,,,
a@example.fi,,aliens,,
a@example.fi,,,Atlantis,
a@example.fi,,,Raahen seutu,
a@example.fi,,,,johto,too,many
"a@example.fi
Bcc: all@example.fi",,,,
a@example.fi,,,,{long}
""".replace("{long}", "x" * 2000)
    reading = read(text)
    assert [row.address for row in reading.rows] == ["good@example.fi"]
    assert [number for number, _words in reading.problems] == [3, 4, 5, 6, 7, 8, 9, 10, 11]
    words = [words for _number, words in reading.problems]
    for told, word in zip(
        words, ["osoite", "osoite", "klingon", "aliens", "Atlantis", "Raahen", "", "", "200"], strict=True
    ):
        assert word in told


def test_the_same_address_twice_is_one_person_and_the_last_row_counts() -> None:
    reading = read("address,asema\na@example.fi,johto\nA@Example.FI,henkilöstö\n")
    assert reading.doubles == 1
    assert [row.background for row in reading.rows] == [{"asema": "henkilöstö"}]


def test_several_groups_stand_in_one_cell() -> None:
    reading = read('address,group\na@example.fi,"lapset; henkilöstö"\nb@example.fi,barn|lapset\n')
    assert [row.groups for row in reading.rows] == [["children", "staff"], ["children"]]


def test_quotes_formulas_and_signs_that_turn_writing_are_only_text() -> None:
    reading = read(
        'address,"he said ""x"""\na@example.fi,"=HYPERLINK(""http://x"",""y"")"\nb@example.fi,\u202e\x07kirjuri\n'
    )
    assert reading.columns == ['he said "x"']
    assert [list(row.background.values()) for row in reading.rows] == [['=HYPERLINK("http://x","y")'], ["kirjuri"]]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "tyhjä"),
        ("\n \n", "tyhjä"),
        ("name,role\nx,y", "sähköposti"),
        ("address,,x\na@example.fi,y,z", "otsikko"),
        ("address,email\na@example.fi,b@example.fi", "sama otsikko"),
        ("address,asema,Asema\na@example.fi,1,2", "sama otsikko"),
        ("address," + ",".join(map(str, range(30))) + "\n", "saraketta"),
        ("address\na@example.fi\x00", "NUL"),
        ('address\n"a@example.fi', "CSV"),
        ("address\n" + "a@example.fi\n" * (MOST_ROWS + 1), "5000"),
        ("address,x\na@example.fi," + "x" * 1000 * LARGEST_KB, str(LARGEST_KB)),
    ],
)
def test_a_list_of_which_nothing_can_be_made_is_refused_with_a_reason(text: str, word: str) -> None:
    with pytest.raises(BadList, match=word):
        read(text)


@pytest.mark.parametrize(
    ("sent", "word"),
    [
        ("sähköposti\na@example.fi".encode("cp1252"), "Windows-1252"),
        ("sähköposti\na@example.fi".encode("utf-16"), "UTF-16"),
        (b"\x89PNG\r\n\x1a\n\x00\xff", "UTF-8"),
        (b"a" * (LARGEST_KB * 1000 + 1), str(LARGEST_KB)),
    ],
)
def test_a_file_in_another_encoding_is_named(sent: bytes, word: str) -> None:
    with pytest.raises(BadList, match=word):
        decode_list(sent)


def test_a_file_of_utf_8_is_read_with_its_mark_or_without() -> None:
    for sent in ("sähköposti\nä@x.fi".encode("utf-8-sig"), "sähköposti\nä@x.fi".encode()):
        assert decode_list(sent).startswith("sähköposti")


def crowded(rows: int) -> str:
    return "address,asema\n" + "".join(f"somebody{n}@example.fi,johto\n" for n in range(rows))


def test_a_hundred_thousand_rows_are_refused_with_less_work_than_a_list_takes() -> None:
    def refused() -> None:
        with pytest.raises(BadList):
            read("address\n" + "a@x.fi\n" * 100_000)

    assert is_less_work(refused, partial(read, crowded(MOST_ROWS)))


def test_the_work_of_reading_grows_with_the_rows() -> None:
    """Measured: 0.25 s for as many as may come."""
    assert len(read(crowded(MOST_ROWS)).rows) == MOST_ROWS
    assert grows_evenly(lambda rows: read(crowded(rows)), MOST_ROWS)


def test_a_cell_may_be_as_long_as_is_said() -> None:
    assert read(f"address,x\na@example.fi,{'ä' * LONGEST_CELL}").problems == []
