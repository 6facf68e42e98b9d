"""The text document: built-in styles, language, tables whose heading is repeated; every word as it was written."""

from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn

from tests.digests.papers import EVERYTHING, NASTY, SEEN, text_of_docx
from workshop.digests.docx import write_docx


@pytest.fixture(scope="module")
def file() -> bytes:
    return write_docx(EVERYTHING)


def test_it_says_its_title_and_language(file: bytes) -> None:
    document = docx.Document(BytesIO(file))
    assert (document.core_properties.title, document.core_properties.language) == (EVERYTHING.title, "fi-FI")
    assert document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}").get(qn("w:val")) == "fi-FI"


def test_its_styles_are_the_built_in_ones(file: bytes) -> None:
    paragraphs = docx.Document(BytesIO(file)).paragraphs
    by_style = {style: [one.text for one in paragraphs if one.style.name == style] for style in ("Title", "Heading 1")}
    assert by_style["Title"] == [EVERYTHING.title]
    assert by_style["Heading 1"] == [*(block.heading for block in EVERYTHING.blocks), EVERYTHING.closing_heading]
    listed = [one.text for one in paragraphs if one.style.name == "List Bullet"]
    assert listed[: len(NASTY)] == [f"{words} (tykkäyksiä: 3)" for words in NASTY]
    assert [one.text[0] for one in paragraphs if one.style.name == "List Bullet 2"] == ["a", "b", "c"]


def test_what_no_file_can_hold_is_seen(file: bytes) -> None:
    assert SEEN in text_of_docx(file)
    assert "Ei vastauksia" in text_of_docx(file)


def test_tables_repeat_their_heading_and_tell_their_name(file: bytes) -> None:
    cards, chart, wide = docx.Document(BytesIO(file)).tables
    assert [cell.text for row in cards.rows for cell in row.cells if cell.text] == list(EVERYTHING.blocks[2].cards)
    for table in (chart, wide):
        assert table.style.name == "Table Grid"
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert chart._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Tärkein arvo?"
    assert [row.cells[0].text for row in wide.rows][1:] == [f"Väittämä {number}" for number in range(40)]


def test_other_languages_and_directions_are_marked(file: bytes) -> None:
    paragraphs = {one.text.split(" (")[0]: one for one in docx.Document(BytesIO(file)).paragraphs}
    assert paragraphs["Öppenhet"].runs[0]._r.rPr.find(qn("w:lang")).get(qn("w:val")) == "sv-FI"
    assert paragraphs["مرحبا بالعالم"]._p.pPr.find(qn("w:bidi")) is not None
