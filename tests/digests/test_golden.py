"""The digest of a real meeting, as it was once written by hand: every list, every bullet, in order."""

from collections.abc import Iterable
from pathlib import Path

from click.testing import CliRunner
from flask import Flask

from tests.digests.papers import slides_of, squeezed, text_of_docx, text_of_pdf, text_of_slide
from tests.digests.reader import Reader
from tests.digests.scene import CODE, golden, oulunkaari
from workshop.digests.actions import make_first_digest
from workshop.digests.cli import digest as digest_command
from workshop.digests.document import document_from
from workshop.digests.docx import write_docx
from workshop.digests.html import write_html
from workshop.digests.letters import write_letter
from workshop.digests.pdf import write_pdf
from workshop.digests.pptx import write_pptx
from workshop.digests.text import write_text

EXPECTED = golden("expected")
LISTS = [(one["heading"], one["bullets"]) for one in EXPECTED["lists"]]


def test_the_golden_file_is_that_of_the_case() -> None:
    assert [len(bullets) for _heading, bullets in LISTS] == [6, 4, 3, 5, 3, 1, 2, 1, 1]
    assert max(len(bullet) for _heading, bullets in LISTS for bullet in bullets) == 447


def test_the_html_has_nine_lists_verbatim_in_order(app: Flask) -> None:
    with app.app_context():
        html = write_html(document_from(make_first_digest(oulunkaari(), "fi").document))
    read = Reader(html)
    assert read.headings[0] == ("h1", EXPECTED["title"])
    assert EXPECTED["subtitle"] in read.text
    assert read.lists == LISTS
    assert [text for tag, text in read.headings if tag == "h2" and text in EXPECTED["themes"]] == EXPECTED["themes"]
    assert read.cards == EXPECTED["cards"]


def test_the_file_stands_alone(app: Flask) -> None:
    with app.app_context():
        html = write_html(document_from(make_first_digest(oulunkaari(), "fi").document))
    read = Reader(html)
    assert read.loaded == []
    assert "script" not in read.tags
    assert "url(" not in html
    assert "@import" not in html
    assert all(link.startswith("#part-") for link in read.links)


def test_the_text_has_every_bullet_word_for_word(app: Flask) -> None:
    with app.app_context():
        text = write_text(document_from(make_first_digest(oulunkaari(), "fi").document))
    place = -1
    for heading, bullets in LISTS:
        place = text.index(f"{heading}\n", place + 1)
        for bullet in bullets:
            place = text.index(f"• {bullet}\n", place + 1)
    assert text.count("• ") == 26
    assert text.startswith(EXPECTED["title"] + "\n")
    assert EXPECTED["subtitle"] + "\n" in text


def test_the_letter_holds_the_whole_digest(app: Flask) -> None:
    with app.app_context():
        made = make_first_digest(oulunkaari(), "fi")
        letter = write_letter(made).opened()
        link = f"http://localhost/koonti/{made.key}"
    read = Reader(letter.html)
    assert letter.subject == EXPECTED["title"]
    assert read.lists == LISTS
    assert read.links == [link, "http://localhost/unsubscribe/…?lang=fi"]
    assert read.loaded == []
    assert "style" not in read.tags
    assert '<p class="card" style="' in letter.html
    opening, _rule, _digest = letter.text.partition("=====")
    assert "Lähettäjä: Pohjois-Pohjanmaan hyvinvointialue" in opening
    assert link in opening.splitlines()
    words = " ".join(letter.text.split())
    assert all(f"• {bullet}" in words for _heading, bullets in LISTS for bullet in bullets)


def test_the_command_line_writes_the_same_files(app: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    with app.app_context():
        oulunkaari()
        told = CliRunner().invoke(digest_command, [CODE, "--format", "html,txt", "--out", str(folder)])
    assert told.exit_code == 0, told.output
    assert sorted(file.name for file in folder.iterdir()) == [f"koonti-{CODE}.html", f"koonti-{CODE}.txt"]
    assert Reader((folder / f"koonti-{CODE}.html").read_text()).lists == LISTS
    assert (folder / f"koonti-{CODE}.txt").read_text().startswith(EXPECTED["title"].split(" – ")[0])


def in_order(text: str, words: Iterable[str]) -> None:
    """Assert that the words stand in the text, one after another, whatever its lines are."""
    text, place = squeezed(text), 0
    for one in words:
        place = text.index(squeezed(one), place) + len(squeezed(one))


def test_pdf_slides_and_text_document_hold_the_same(app: Flask) -> None:
    with app.app_context():
        document = document_from(make_first_digest(oulunkaari(), "fi").document)
    slides = slides_of(write_pptx(document))
    shown = [text_of_slide(slide) for slide in slides]
    cards = [
        [shape.text_frame.text for shape in slide.shapes if shape.name.startswith("Card")]
        for slide in slides
        if slide.slide_layout.name == "Title Only"
    ]
    assert cards == EXPECTED["cards"]
    texts = {
        "pdf": text_of_pdf(write_pdf(document)),
        "pptx": "\n".join(shown),
        "docx": text_of_docx(write_docx(document)),
    }
    for text in texts.values():
        in_order(text, [EXPECTED["title"], EXPECTED["subtitle"], *EXPECTED["themes"]])
        in_order(text, [words for heading, bullets in LISTS for words in (heading, *bullets)])
        in_order(text, [card for board in EXPECTED["cards"] for card in board])
