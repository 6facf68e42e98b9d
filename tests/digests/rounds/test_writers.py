"""Numbered items, fact boxes and quotes in every format, and the command that writes them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from tests.digests.papers import slides_of, squeezed, text_of_docx, text_of_pdf, text_of_slide
from tests.digests.rounds.conftest import Desk
from workshop.digests.document import Document, Section, document_from
from workshop.digests.docx import write_docx
from workshop.digests.findings import FactBox, Item, Numbered, Quote
from workshop.digests.html import write_html
from workshop.digests.pdf import write_pdf
from workshop.digests.pptx import write_pptx
from workshop.digests.rounds.cli import round_digest
from workshop.digests.text import write_text

ITEMS = (
    Item("Sovitaan <b>yhdessä</b>", "fi", ("Kirjallisesti", "Vuosittain"), "Perustuu: 3 johtoryhmän tapaamista."),
    Item("Öppet", "sv"),
)
DOCUMENT = Document(
    "Kierros – loppukoonti",
    "Tilanne 21.2.2022",
    "fi",
    "Sisältö",
    (
        Section("Teemat", (Numbered("Ihmistä varten", ITEMS, "12 lappua"),)),
        Section("Suositukset", (Numbered("", ITEMS),)),
        Section("Omin sanoin", (Quote("Ihminen ensin, […] sitten", "fi", "Asukkaat"),)),
        Section("Hyvä tietää", (FactBox("Kuusi aluetta", ("Alueita on kuusi.",), "fi", "Lähde: valmistelu"),)),
    ),
    ("Loppu.",),
    "Lopuksi",
)
WORDS = (
    *(
        "Ihmistä varten",
        "12 lappua",
        "Sovitaan <b>yhdessä</b>",
        "Kirjallisesti",
        "Vuosittain",
        "Perustuu: 3 johtoryhmän",
    ),
    *("Öppet", "Ihminen ensin, […] sitten", "Asukkaat", "Kuusi aluetta", "Alueita on kuusi.", "Lähde: valmistelu"),
)


def test_the_tree_comes_back_from_the_database() -> None:
    assert document_from(DOCUMENT.as_json()) == DOCUMENT


@pytest.mark.parametrize(
    "told",
    [
        lambda: write_text(DOCUMENT),
        lambda: text_of_docx(write_docx(DOCUMENT)),
        lambda: "\n".join(map(text_of_slide, slides_of(write_pptx(DOCUMENT)))),
        lambda: text_of_pdf(write_pdf(DOCUMENT)),
    ],
    ids=["txt", "docx", "pptx", "pdf"],
)
def test_every_format_has_every_word_in_order(told: Callable[[], str]) -> None:
    text, place = squeezed(told()), 0
    for words in map(squeezed, WORDS):
        place = text.find(words, place)
        assert place >= 0, words


def test_the_page_has_numbers_quotes_and_boxes_of_its_own(app: Flask) -> None:
    with app.test_request_context():
        page = write_html(DOCUMENT)
    assert page.count('<ol class="digest__items">') == 2
    assert "<blockquote" in page
    assert "Sovitaan &lt;b&gt;yhdessä&lt;/b&gt;" in page
    assert '<p lang="sv"><bdi>Öppet</bdi></p>' in page


def test_the_command_writes_files_named_by_round_and_day(desk: Desk, tmp_path: Path) -> None:
    with desk.house.app.app_context():
        run = CliRunner().invoke(
            round_digest, ["values", "--as-of", "2022-01-21", "--format", "html,txt", "--out", str(tmp_path)]
        )
        assert run.output.split() == [f"{tmp_path}/koonti-values-2022-01-21.{name}" for name in ("html", "txt")]
        assert "Tilanne 21.1.2022" in (tmp_path / "koonti-values-2022-01-21.txt").read_text()
        for arguments in (["nowhere"], ["values", "--as-of", "21.1.2022"], ["values", "--as-of", "2999-01-01"]):
            refused = CliRunner().invoke(round_digest, arguments)
            assert refused.exit_code == 1
            assert refused.output.count("\n") == 1
