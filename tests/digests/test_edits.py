"""What an editor puts around the words: pure, and never into them."""

import json
from dataclasses import replace

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from workshop.digests.document import (
    BoardPage,
    Document,
    HeadedList,
    Picture,
    Said,
    Section,
    Stack,
    Words,
    document_from,
)
from workshop.digests.edited import Lost, edited, lost
from workshop.digests.edits import COVER, QUOTES, Edits, Illustration, Quote, edits_from, in_order, moved
from workshop.digests.outline import outline_of, picture_places
from workshop.digests.quoting import NotVerbatim, kept_of, mark_of, quoted
from workshop.digests.text import write_text

WORDS = "Palvelu oli hyvää, mutta jono oli epäreilun pitkä. Kiitos silti!"


def headed(key: str, *words: str) -> HeadedList:
    return HeadedList(
        f"Lista {key}", tuple(Said(one, "fi") for one in words), "Ei vastauksia", "Lähde", f"prompt:{key}"
    )


DOCUMENT = Document(
    "Otsikko",
    "Väki 1.1.2022",
    "fi",
    "Sisältö",
    (
        headed("1", "Kirjurin lappu"),
        BoardPage("Taulu", ("Miksi?",), "", "exercise:9"),
        Section("Arvot", (headed("2", WORDS, "Rohkeus"), headed("3")), "theme:prompt:2"),
        Section("Osallisuus", (headed("4", "Yhdessä"),), "theme:prompt:4"),
    ),
    ("Kiitos.",),
)
VIEW = Illustration("a" * 64, "Näkymä joelle", "Iissä", 60, 40)


def quote(place: str, words: str, typed: str) -> Quote:
    return Quote(place, mark_of(words), kept_of(words, typed))


FULL = Edits(
    introduction="Tervetuloa.\n\nTässä koonti.",
    order=("theme:prompt:4", "theme:prompt:2", "prompt:3", "prompt:2"),
    left_out=("prompt:4", "exercise:9"),
    quotes=(quote("prompt:2", WORDS, "Palvelu oli hyvää […]"),),
    pictures=(VIEW, replace(VIEW, key="b" * 64, place=COVER), replace(VIEW, key="c" * 64, place="theme:prompt:2")),
)


def test_without_edits_the_document_is_as_it_was(app: Flask) -> None:
    with app.app_context():
        assert edited(DOCUMENT, Edits()) is DOCUMENT


def test_edits_and_documents_come_back_from_json_as_they_were(app: Flask) -> None:
    assert edits_from(json.loads(json.dumps(FULL.as_json()))) == FULL
    assert edits_from(None) == Edits()
    with app.app_context():
        document = edited(DOCUMENT, FULL)
    assert document_from(json.loads(json.dumps(document.as_json()))) == document


def test_everything_stands_in_its_place_and_what_is_left_out_is_said(app: Flask) -> None:
    with app.app_context():
        document = edited(DOCUMENT, FULL)
    headings = [block.heading for block in document.blocks]
    assert headings == ["Johdanto", "Lista 1", "Taulu", "Osallisuus", "Arvot", "Sitaatteja"]
    opening, _first, board, shared, values, quotes = document.blocks
    assert opening.parts[0] == Words("", ("Tervetuloa.", "Tässä koonti."))
    assert [part.key for part in opening.parts[1:]] == [VIEW.key]
    assert board.parts[0].paragraphs == ("Järjestäjä on jättänyt tämän taulun kuvan pois koonnista.",)
    (gone,) = shared.parts
    assert (gone.heading, gone.paragraphs) == (
        "Lista 4",
        ("Järjestäjä on jättänyt tämän luettelon pois koonnista. Siinä on 1 kannanotto.",),
    )
    assert [part.key for part in values.parts] == ["prompt:3", "prompt:2", "c" * 64]
    assert quotes.parts[0].said == (Said("Palvelu oli hyvää […]", "fi"),)
    assert document.cover == Picture("b" * 64, "Näkymä joelle", "Iissä", 60, 40, "[Kuva: Näkymä joelle]")
    text = write_text(document)
    assert text.count("[Kuva: Näkymä joelle]\nIissä\n") == 3
    assert text.index("Tässä koonti.") < text.index("Kirjurin lappu")


def test_a_picture_can_stand_after_a_list_that_is_a_block(app: Flask) -> None:
    with app.app_context():
        document = edited(DOCUMENT, Edits(pictures=(replace(VIEW, place="prompt:1"),)))
    block = document.blocks[0]
    assert (block.heading, [part.KIND for part in block.parts]) == ("Lista 1", ["headed_list", "picture"])
    assert block.parts[0].said == DOCUMENT.blocks[0].said


def test_of_two_covers_the_later_is_the_cover_and_the_other_a_picture(app: Flask) -> None:
    earlier, later = replace(VIEW, place=COVER), replace(VIEW, key="b" * 64, place=COVER)
    with app.test_request_context():
        document = edited(DOCUMENT, edits_from(Edits(pictures=(earlier, later)).as_json()))
    assert document.cover
    assert document.cover.key == later.key
    assert {one.key for one in document.pictures()} == {earlier.key, later.key}


def test_what_has_vanished_is_dropped_and_told(app: Flask) -> None:
    hidden = replace(
        DOCUMENT, blocks=(DOCUMENT.blocks[0], Section("Arvot", (headed("2", "Rohkeus"),), "theme:prompt:2"))
    )
    edits = replace(FULL, pictures=(replace(VIEW, place="theme:prompt:4"),))
    with app.app_context():
        document = edited(hidden, edits)
    assert [block.heading for block in document.blocks] == ["Johdanto", "Lista 1", "Arvot"]
    assert document.blocks[0].parts[-1].key == VIEW.key
    assert WORDS not in json.dumps(document.as_json())
    assert lost(hidden, edits) == Lost(quotes=1, places=3)
    assert not lost(DOCUMENT, FULL)


def test_an_original_of_a_stack_can_be_quoted_and_the_same_words_once(app: Flask) -> None:
    stack = Stack("2 lappua", (Said("Rohkeus", "fi"), Said("Rohkeus", "fi")))
    document = replace(DOCUMENT, blocks=(replace(headed("1"), said=(stack,)),))
    with app.app_context():
        made = edited(document, Edits(quotes=(quote("prompt:1", "Rohkeus", "Rohkeus"),)))
    assert made.blocks[-1].parts[0].said == (Said("Rohkeus", "fi"),)


def test_a_block_that_is_new_stays_after_what_it_came_after() -> None:
    things = [(key, key) for key in "abxc"]
    assert in_order(things, ("c", "b", "a")) == ["c", "b", "x", "a"]
    assert in_order(things, ()) == list("abxc")


def test_moving_changes_two_neighbours_and_stops_at_the_ends() -> None:
    keys = ("a", "a1", "b", "b1", "c")
    assert moved(keys, ["a", "b", "c"], "b", down=False) == ("b", "a1", "a", "b1", "c")
    assert moved(keys, ["a", "b", "c"], "c", down=True) == keys
    assert moved(keys, ["a", "b", "c"], "forged", down=True) == keys


def test_the_outline_is_what_can_be_moved() -> None:
    outline = outline_of(DOCUMENT, FULL)
    assert [entry.key for entry in outline] == [
        "prompt:1", "exercise:9", "theme:prompt:4", "theme:prompt:2", QUOTES,
    ]  # fmt: skip
    values = outline[3]
    assert [(part.key, part.said, part.quoted) for part in values.parts] == [("prompt:3", 0, 0), ("prompt:2", 2, 1)]
    assert list(picture_places(DOCUMENT)) == ["prompt:1", "theme:prompt:2", "theme:prompt:4"]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (WORDS, WORDS),
        ("Palvelu oli hyvää […] Kiitos silti!", "Palvelu oli hyvää […] Kiitos silti!"),
        ("[...] jono oli epäreilun pitkä. […]", "[…] jono oli epäreilun pitkä. […]"),
        ("jono oli epäreilun pitkä.", "[…] jono oli epäreilun pitkä. […]"),
        ("Palvelu oli hyvää, […] mutta jono oli epäreilun pitkä. Kiitos silti!", WORDS),
    ],
)
def test_a_shortened_quote_shows_every_omission(typed: str, shown: str) -> None:
    assert quoted(WORDS, kept_of(WORDS, typed)) == shown


@pytest.mark.parametrize(
    "typed",
    [
        "Palvelu oli huonoa",
        "Palvelu oli jono",
        "reilun pitkä",
        "Kiitos silti! […] Palvelu oli hyvää",
        "palvelu oli hyvää",
        "[…]",
        "",
    ],
)
def test_what_nobody_wrote_is_no_quote(typed: str) -> None:
    with pytest.raises(NotVerbatim):
        kept_of(WORDS, typed)


@settings(max_examples=60)
@given(st.lists(st.text("abåä ,.\n", min_size=1, max_size=8), min_size=1, max_size=6), st.data())
def test_a_quote_is_the_writers_words_and_marks_and_nothing_else(pieces: list[str], data: st.DataObject) -> None:
    words = " ".join(pieces)
    kept = data.draw(st.lists(st.sampled_from(pieces), max_size=4))
    try:
        shown = quoted(words, kept_of(words, " […] ".join(kept)))
    except NotVerbatim:
        return
    place = 0
    for part in shown.split("[…]"):
        place = words.index(part.strip(), place) + len(part.strip())
    assert "[…]" in shown or shown == words
