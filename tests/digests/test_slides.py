"""The slides: real placeholders, cards in order, charts that can be edited, nothing too small and nothing cut."""

import zipfile
from io import BytesIO
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation
from pptx.util import Pt

from tests.digests.papers import EVERYTHING, NASTY, SEEN, crowded, slides_of, squeezed, text_of_slide
from workshop.digests.document import BoardPage, Document, HeadedList, Row, Said, Section, Table
from workshop.digests.pptx import write_pptx

LEAST = 14
BARE = Table("Kuinka moni?", "N = 9", ("Kuinka moni", "Vastauksia"), (Row("Yksi", "9", "", None),), ())


@pytest.fixture(scope="module")
def file() -> bytes:
    return write_pptx(EVERYTHING)


@pytest.fixture(scope="module")
def slides(file: bytes) -> list[Any]:
    return slides_of(file)


def titled(slides: list[Any], beginning: str) -> list[Any]:
    return [slide for slide in slides if slide.shapes.title.text_frame.text.startswith(beginning)]


def test_it_is_wide_and_says_its_title_and_language(file: bytes) -> None:
    deck = Presentation(BytesIO(file))
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9)
    assert (deck.core_properties.title, deck.core_properties.language) == (EVERYTHING.title, "fi-FI")


def test_every_slide_has_its_title_in_a_placeholder(slides: list[Any]) -> None:
    assert all(slide.shapes.title.text_frame.text for slide in slides)
    assert slides[0].shapes.title.text_frame.text == EVERYTHING.title
    assert {slide.slide_layout.name for slide in titled(slides, "Mitä?")} == {"Title and Content"}
    titles = [slide.shapes.title.text_frame.text for slide in titled(slides, "Mitä?")]
    assert titles == [f"Mitä? {number}/4" for number in range(1, 5)]


def test_every_word_is_there_as_it_was_written(slides: list[Any]) -> None:
    shown = squeezed("".join(text_of_slide(slide).split("\n", 1)[-1] for slide in titled(slides, "Mitä?")))
    for words in NASTY:
        if len(words) < 2000:
            assert squeezed(words) in shown, words
    assert shown.count("x") >= 2000
    assert SEEN in shown
    assert "Ei vastauksia" in text_of_slide(titled(slides, "Tyhjä")[0])


def test_the_cards_of_a_board_are_shapes_in_order(slides: list[Any]) -> None:
    cards = [
        shape.text_frame.text
        for slide in titled(slides, "Taulu")
        for shape in slide.shapes
        if shape.name.startswith("Card")
    ]
    assert cards == list(EVERYTHING.blocks[2].cards)


def test_five_questions_stand_on_one_slide() -> None:
    cards = tuple(f"Kysymys {number}: mikä on tärkeää palveluissa?" for number in range(5))
    slides = slides_of(write_pptx(Document("T", "A", "fi", "S", (BoardPage("Taulu", cards),), ())))
    assert len(titled(slides, "Taulu")) == 1


def test_a_chart_can_be_edited_and_its_sheet_has_no_formula(slides: list[Any]) -> None:
    (slide,) = titled(slides, "Tärkein arvo?")
    (frame,) = [shape for shape in slide.shapes if shape.has_chart]
    assert frame.is_placeholder
    assert (
        frame._element.nvGraphicFramePr.cNvPr.get("descr")
        == "Tärkein arvo? =1+1: 9 (75\u00a0%); Luottamus: 3 (25\u00a0%)"
    )
    plot = frame.chart.plots[0]
    assert (list(plot.categories), list(plot.series[0].values)) == (["=1+1 (9)", "Luottamus (3)"], [0.75, 0.25])
    assert plot.data_labels.show_value
    with zipfile.ZipFile(BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob)) as book:
        sheet, texts = (book.read(f"xl/{name}.xml").decode() for name in ("worksheets/sheet1", "sharedStrings"))
    assert "<f>" not in sheet
    assert "=1+1 (9)" in texts
    assert "Ei osaa: 1" in text_of_slide(slide)
    assert "Keskiarvo on 3,8." in text_of_slide(slide)


def test_a_long_table_flows_over_slides_with_its_heading_on_each(slides: list[Any]) -> None:
    found = titled(slides, "Miten väitteet toteutuvat?")
    tables = [shape.table for slide in found for shape in slide.shapes if shape.has_table]
    assert len(tables) == len(found) > 1
    assert all(table.cell(0, 0).text == "Väittämä" and table.first_row for table in tables)
    labels = [row.cells[0].text for table in tables for row in list(table.rows)[1:]]
    assert labels == [f"Väittämä {number}" for number in range(40)]


def test_sources_stand_in_the_notes(slides: list[Any]) -> None:
    assert titled(slides, "Mitä?")[0].notes_slide.notes_text_frame.text == "Lähde: taulu."
    assert titled(slides, "Tärkein")[0].notes_slide.notes_text_frame.text == "Lähde: a."


def test_texts_say_their_language_and_nothing_is_too_small(file: bytes) -> None:
    languages, sizes = set(), set()
    with zipfile.ZipFile(BytesIO(file)) as parts:
        for name in parts.namelist():
            if name.startswith("ppt/slides/slide"):
                for looks in etree.fromstring(parts.read(name)).iter("{*}rPr"):
                    languages.add(looks.get("lang"))
                    sizes.add(int(looks.get("sz", "1800")))
    assert {"fi-FI", "sv-FI"} <= languages
    assert min(sizes) >= LEAST * 100


def test_nothing_stands_outside_of_its_slide(file: bytes) -> None:
    deck = Presentation(BytesIO(file))
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width + Pt(1)
            assert shape.top + shape.height <= deck.slide_height + Pt(1)


def test_a_long_list_is_counted_and_keeps_its_order() -> None:
    document = crowded(60)
    slides = titled(slides_of(write_pptx(document)), "Mitä?")
    assert len(slides) > 3
    assert slides[0].shapes.title.text_frame.text.endswith(f" 1/{len(slides)}")
    shown = [line for slide in slides for line in slide.placeholders[1].text_frame.text.split("\n")]
    assert shown == [one.words for one in document.blocks[0].said]


@pytest.mark.parametrize(("points", "wanted"), [(13, 1), (22, 1), (30, 2)])
def test_short_lines_that_one_column_has_no_room_for_stand_in_two(points: int, wanted: int) -> None:
    said = tuple(Said(f"Lyhyt lappu {number}", "fi") for number in range(points))
    document = Document("T", "A", "fi", "S", (HeadedList("Mitä?", said, "Ei mitään."),), ())
    slides = titled(slides_of(write_pptx(document)), "Mitä?")
    assert len(slides) == wanted
    assert {slide.slide_layout.name for slide in slides} == {"Title and Two Texts"}
    columns = [slide.placeholders[idx].text_frame.text.split("\n") for slide in slides for idx in (1, 2)]
    assert [line for lines in columns for line in lines] == [one.words for one in said]
    assert max(map(len, columns)) - min(map(len, columns)) <= 2


def listed(heading: str, *words: str, source: str = "") -> HeadedList:
    return HeadedList(heading, tuple(Said(one, "fi") for one in words), "Ei", source)


def test_short_neighbours_share_a_slide_whole_and_in_order() -> None:
    parts = (listed("Miksi?", "Koska", source="Lähde: a."), listed("Miten?", "Näin", source="Lähde: b."))
    slides = slides_of(write_pptx(Document("T", "A", "fi", "S", (Section("Arvot", parts),), ())))
    (slide,) = titled(slides, "Arvot")
    assert slide.placeholders[1].text_frame.text.split("\n") == ["Miksi?", "Koska", "Miten?", "Näin"]
    assert slide.notes_slide.notes_text_frame.text.split("\v") == ["Lähde: a.", "Lähde: b."]
    assert len(slides) == 3, "title, neighbours, closing: a heading that is a title has no slide before it"


def test_what_does_not_fit_beside_its_neighbours_has_a_slide_with_its_own_title() -> None:
    long = listed("Pitkä?", *(f"{number} {'sana ' * 40}".strip() for number in range(4)))
    parts = (long, listed("Miksi?", "Koska"), listed("Miten?", "Näin"), BARE, listed("Loppu?", "Nyt"))
    slides = slides_of(write_pptx(Document("T", "A", "fi", "S", (Section("Arvot", parts),), ())))
    assert [slide.shapes.title.text_frame.text for slide in slides[1:-1]] == [
        *("Arvot", "Pitkä?", "Arvot", "Kuinka moni?", "Loppu?"),
    ]


def test_a_column_begins_where_a_part_does_if_there_is_room() -> None:
    parts = tuple(listed(f"Kuu {month}", *(f"Tilaisuus {day}" for day in range(4))) for month in range(3))
    slides = slides_of(write_pptx(Document("T", "A", "fi", "S", (Section("Kulku", parts),), ())))
    (slide,) = titled(slides, "Kulku")
    left, right = (slide.placeholders[idx].text_frame.text.split("\n") for idx in (1, 2))
    assert (left[0], right[0], len(left) + len(right)) == ("Kuu 0", "Kuu 2", 15)


def test_a_table_that_has_room_beside_smaller_words_is_not_parted() -> None:
    rows = tuple(Row(f"Alue {number}", "67", "35,3", None, ("18 971",)) for number in range(7))
    columns = ("Alue", "Henkilöt", "Ihmisiä 10 000 asukasta kohti", "Asukkaita")
    notes = (
        "Mukaan on laskettu ne, jotka liittyivät tilaisuuteen. Luku, josta voisi päätellä alle 5 hengen ryhmän, "
        "on piilotettu.",
    )
    table = Table("Osallistujat alueittain", "N = 590 henkilöä", columns, rows, notes)
    document = Document("T", "A", "fi", "S", (Section("Ketä on kuultu", (table,)),), ())
    assert len(titled(slides_of(write_pptx(document)), "Osallistujat alueittain")) == 1
