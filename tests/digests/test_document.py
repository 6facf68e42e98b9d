"""The document: a pure tree that the database keeps as JSON, and its writers."""

import json
from dataclasses import replace

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from tests.digests.reader import Reader
from workshop.digests.document import (
    BoardPage,
    Document,
    HeadedList,
    Row,
    Said,
    Section,
    Stack,
    Table,
    Words,
    document_from,
)
from workshop.digests.html import write_html
from workshop.digests.pptx import write_pptx
from workshop.digests.text import write_text

NASTY = [
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "=cmd|' /C calc'!A0",
    "{{ config }} {% raw %}",
    "**lihavoitu** [linkki](http://example.fi)",
    "x" * 2000,
    "🧑‍🤝‍🧑 Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢ " + "مرحبا",
    "- ei luettelo\n- toinen rivi",
]


def document_of(*blocks: object, title: str = "Otsikko") -> Document:
    return Document(title, "Kokoontuminen 21.1.2022", "fi", "Sisältö", blocks, ("Kiitos.",))


def headed(*words: str) -> HeadedList:
    return HeadedList("Mitä?", tuple(Said(one, "fi") for one in words), "Ei vastauksia")


TABLE = Table(
    "Tärkein arvo?",
    "N = 12",
    ("Vastaus", "Vastauksia", "Osuus"),
    (Row("Rohkeus", "9", "75 %", 0.75), Row("Luottamus", "3", "25 %", 0.25), Row("Ei osaa sanoa", "1", "", None)),
    ("Keskiarvo on 3,8.",),
)


def test_a_document_comes_back_from_json_as_it_was() -> None:
    document = document_of(
        headed("a", "b"),
        HeadedList("Pino", (Stack("2 lappua", (Said("a", "fi"),)), Said("b", "sv", "(1)")), "", "Lähde"),
        BoardPage("Taulu", ("k1", "k2")),
        Section("Teema", (headed(), TABLE, Words("", ("Lause.",)))),
        Section("Tyhjä", ()),
    )
    assert document_from(json.loads(json.dumps(document.as_json()))) == document


@given(st.lists(st.text(max_size=60), max_size=5), st.text(max_size=30))
def test_any_words_come_back_from_json_as_they_were(words: list[str], title: str) -> None:
    document = document_of(Section("Teema", (headed(*words),)), headed(*words), title=title)
    assert document_from(json.loads(json.dumps(document.as_json()))) == document


def test_a_digest_from_before_stacks_and_sources_is_still_read() -> None:
    listed = {"kind": "headed_list", "heading": "Mitä?", "said": [{"words": "a", "language": "fi", "aside": ""}]}
    board = {"kind": "board_page", "heading": "Taulu", "cards": ["k1"]}
    stored = document_of().as_json() | {"blocks": [listed | {"when_empty": ""}, board]}
    del stored["closing_heading"]
    document = document_from(stored)
    assert document.blocks == (HeadedList("Mitä?", (Said("a", "fi"),), ""), BoardPage("Taulu", ("k1",)))
    assert document.closing_heading == ""
    assert len(write_pptx(document)) > 1000


def test_stacks_are_told_with_their_originals(app: Flask) -> None:
    stack = Stack("2 lappua samassa pinossa:", (Said("Lähellä", "fi"), Said("lähellä", "fi", "(1)")))
    document = document_of(HeadedList("Mitä?", (stack, Said("Väli", "fi")), ""))
    with app.app_context():
        html = write_html(document)
    inner = html[html.index(stack.heading) :]
    places = [inner.index(mark) for mark in ("<ul>", "Lähellä", "lähellä<", "</ul>", "Väli")]
    assert places == sorted(places)
    assert "• 2 lappua samassa pinossa:\n  – Lähellä\n  – lähellä (1)\n• Väli\n" in write_text(document)


def test_what_is_no_document_is_not_read() -> None:
    with pytest.raises(KeyError):
        document_from({"title": "Otsikko"})


@pytest.mark.parametrize("words", NASTY)
def test_whatever_was_written_is_shown_as_text(app: Flask, words: str) -> None:
    with app.app_context():
        html = write_html(document_of(headed(words), BoardPage(words, (words,)), title=words))
    read = Reader(html)
    assert read.lists == [("Mitä?", [words])]
    assert read.headings[0] == ("h1", words)
    assert read.loaded == []
    assert {"script", "img"}.isdisjoint(read.tags)


@pytest.mark.parametrize("words", NASTY)
def test_the_text_keeps_every_word_and_line_of_what_was_written(words: str) -> None:
    lines = write_text(document_of(headed(words))).splitlines()
    said = lines[lines.index("-----") + 1 :]
    assert said[0].startswith("• ")
    kept = [word for line in said[: said.index("")] for word in line.removeprefix("• ").split()]
    assert kept == words.split()


@given(st.text(st.characters(codec="utf-8", exclude_characters="\n"), min_size=1, max_size=300))
def test_the_text_has_the_words_as_they_are(words: str) -> None:
    assert f"• {words}\n" in write_text(document_of(headed(words)))


def test_an_empty_list_says_so_and_is_no_list(app: Flask) -> None:
    document = document_of(headed())
    with app.app_context():
        read = Reader(write_html(document))
    assert read.lists == []
    assert "Ei vastauksia" in read.text
    assert "Ei vastauksia" in write_text(document)


def test_what_the_digest_adds_stands_outside_the_words(app: Flask) -> None:
    document = document_of(HeadedList("Mitä?", (Said("Rohkeus", "fi", "(tykkäyksiä 3)"),), "Ei vastauksia"))
    with app.app_context():
        html = write_html(document)
    assert '<bdi class="digest__words">Rohkeus</bdi> <span class="digest__aside">(tykkäyksiä 3)</span>' in html
    assert "• Rohkeus (tykkäyksiä 3)\n" in write_text(document)


def test_words_in_another_language_say_which(app: Flask) -> None:
    document = document_of(HeadedList("Mitä?", (Said("Mod", "sv"), Said("Rohkeus", "fi")), "Ei vastauksia"))
    with app.app_context():
        html = write_html(document)
    assert '<bdi class="digest__words" lang="sv">Mod</bdi>' in html
    assert '<bdi class="digest__words">Rohkeus</bdi>' in html


def test_a_table_has_headers_and_bars(app: Flask) -> None:
    document = document_of(Section("Kysely", (TABLE,)))
    with app.app_context():
        html = write_html(document)
    assert html.count('scope="col"') == 3
    assert html.count('scope="row"') == 3
    assert '<rect width="75.0%"' in html
    assert html.count("<rect") == 2
    text = write_text(document)
    assert "Rohkeus        9     75 %\n" in text
    assert "Keskiarvo on 3,8." in text


def test_the_contents_leave_out_the_colon_that_a_heading_keeps(app: Flask) -> None:
    document = document_of(replace(headed("a"), heading="Yleiset kommentit:"), headed("b"))
    with app.test_request_context():
        page = write_html(document)
    assert ">Yleiset kommentit</a>" in page
    assert ">Yleiset kommentit:</h2>" in page
