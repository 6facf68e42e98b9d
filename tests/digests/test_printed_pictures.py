"""Pictures in the printed files: there, with their words, and the county's logo beside the title."""

from dataclasses import replace
from io import BytesIO

import docx
import pikepdf

from tests.digests.papers import EVERYTHING, slides_of, tags_of, text_of_docx, text_of_slide
from tests.pictures.files import picture
from workshop.digests.document import Document, Picture, Section, Words
from workshop.digests.docx import write_docx
from workshop.digests.pdf import write_pdf
from workshop.digests.pptx import write_pptx

LOGO = Picture("a", "Logo: Kainuu", "", 60, 40, "[Kuva: Logo: Kainuu]")
COVER = Picture("b", "Silta <joen> yli", "Iissä", 1200, 800, "[Kuva: Silta]")
LATE = Picture("c", "Väkeä pöydän ääressä", "=cmd", 400, 1200, "[Kuva: Väkeä]")
LOST = Picture("d", "Kadonnut", "", 1, 1, "[Kuva: Kadonnut]")
BYTES = {
    "a": picture("PNG"),
    "b": picture("JPEG", (1200, 800)),
    "c": picture("PNG", (400, 1200), holes=True, colour="#00808080"),
}
SHOWN = [LOGO.alt, COVER.alt, LATE.alt]
DOCUMENT: Document = replace(
    EVERYTHING,
    blocks=(EVERYTHING.blocks[0], Section("Johdanto", (Words("", ("Hei.",)), LATE, LOST))),
    logo=LOGO,
    cover=COVER,
)


def test_every_figure_of_the_pdf_has_its_words() -> None:
    with pikepdf.open(BytesIO(write_pdf(DOCUMENT, BYTES))) as pdf:
        figures = [str(tag.Alt) for kind, tag in tags_of(pdf) if kind == "Figure"]
        images = [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"]
    assert figures == SHOWN
    assert len(images) >= len(SHOWN)


def test_each_picture_has_a_slide_with_its_title_words_and_caption() -> None:
    slides = slides_of(write_pptx(DOCUMENT, BYTES))
    shown = [
        (slide.shapes.title.text_frame.text, shape)
        for slide in slides
        for shape in slide.shapes
        if shape._element.tag.endswith("}pic")
    ]
    assert [shape._element.nvPicPr.cNvPr.get("descr") for _title, shape in shown] == SHOWN
    assert [title for title, _shape in shown] == [DOCUMENT.title, DOCUMENT.title, "Johdanto"]
    for _title, shape in shown:
        assert shape.left >= 0
        assert shape.left + shape.width <= 12_192_000
        assert shape.top + shape.height <= 6_858_000
    _title, late = shown[-1]
    assert abs(late.width / late.height - 400 / 1200) < 0.01
    texts = [text_of_slide(slide) for slide in slides]
    assert any("=cmd" in text for text in texts)
    assert any("[Kuva: Kadonnut]" in text for text in texts)
    assert not any(slide.slide_layout.name == "Section Header" for slide in slides), "an introduction needs no divider"


def test_each_picture_of_the_text_document_has_its_words() -> None:
    file = write_docx(DOCUMENT, BYTES)
    drawn = docx.Document(BytesIO(file)).inline_shapes
    assert [shape._inline.docPr.get("descr") for shape in drawn] == SHOWN
    assert max(shape.width.mm for shape in drawn) <= 166.01
    assert max(shape.height.mm for shape in drawn) <= 150.01
    text = text_of_docx(file)
    assert "=cmd" in text
    assert "[Kuva: Kadonnut]" in text
