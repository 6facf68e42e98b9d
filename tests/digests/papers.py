"""What a reader finds in the printed files of a digest, and a document with everything in it that could go wrong."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
import pikepdf
from pptx import Presentation
from pypdf import PdfReader

from workshop.digests.document import BoardPage, Document, HeadedList, Row, Said, Section, Stack, Table, Words

NASTY = [
    "<script>alert(1)</script>",
    "</style><img src='http://127.0.0.1:9/a.png'><link rel=stylesheet href='file:///etc/passwd'>",
    "@import url(http://127.0.0.1:9/a.css); body { display: none }",
    "=cmd|' /C calc'!A0",
    "{{ config }} {% raw %}",
    "**lihavoitu** [linkki](http://example.fi) file:///etc/passwd",
    "x" * 2000,
    "🧑‍🤝‍🧑 Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A",
    "مرحبا بالعالم",
    "_x0041_ & <b>",
    "- ei luettelo\n- toinen rivi",
]
SILENT = "a\0b\x1bc\ufffe"
SEEN = "a␀b␛c�"
BARS = (Row("=1+1", "9", "75\u00a0%", 0.75), Row("Luottamus", "3", "25\u00a0%", 0.25), Row("Ei osaa", "1", "", None))
CHART = Table("Tärkein arvo?", "N = 12", ("Vastaus", "Vastauksia", "Osuus"), BARS, ("Keskiarvo on 3,8.",), "Lähde: a.")
WIDE = Table(
    "Miten väitteet toteutuvat?",
    "N = 9",
    ("Väittämä", "Vastauksia", "Keskiarvo", "1–2", "4–5"),
    tuple(Row(f"Väittämä {number}", "9", "4,6", None, ("11 %", "89 %")) for number in range(40)),
    ("Korkein keskiarvo: Väittämä 1.",),
)


def said(*words: str, language: str = "fi") -> tuple[Said, ...]:
    return tuple(Said(one, language, "(tykkäyksiä: 3)") for one in words)


EVERYTHING = Document(
    "Arvot <puntarissa>",
    "Kajaanin nuoret 21.1.2022",
    "fi",
    "Sisältö",
    (
        Section("Ketkä osallistuivat", (Words("", ("57 henkilöä.", "Kirjuri kirjasi 2 lappua.")),)),
        HeadedList("Mitä?", said(*NASTY, SILENT), "Ei vastauksia", "Lähde: taulu."),
        BoardPage("Taulu", ("Miksi?", "=cmd", "Miten?", "Missä?", "x" * 500), "Lähde: taulu."),
        Section("Teema", (HeadedList("Tyhjä", (), "Ei vastauksia"),)),
        Section("Pinot", (HeadedList("Pino", (Stack("3 lappua", said("a", "b", "c")), *said("d")), ""),)),
        Section("Kysely", (CHART, WIDE, HeadedList("På svenska", said("Öppenhet", language="sv"), ""))),
    ),
    ("Kiitos.", "Jatkamme."),
    "Miten jatketaan",
)


def crowded(count: int) -> Document:
    """A digest with so many notes under one question."""
    notes = tuple(Said(f"Lappu {number}: palvelujen pitää olla lähellä ja avoinna", "fi") for number in range(count))
    return Document("Otsikko", "Väki 1.1.2022", "fi", "Sisältö", (HeadedList("Mitä?", notes, "Ei"),), ("Kiitos.",))


def squeezed(words: str) -> str:
    """The words without room between them: a line may end anywhere."""
    return "".join(words.split())


def text_of_pdf(file: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(file)).pages)


def slides_of(file: bytes) -> list[Any]:
    return list(Presentation(BytesIO(file)).slides)


def text_of_slide(slide: Any) -> str:
    """The texts of a slide in the order of reading, its tables' and charts' among them."""
    return "\n".join(_texts(slide))


def _texts(slide: Any) -> Iterator[str]:
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text
        elif shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)
        elif shape.has_chart:
            yield from shape.chart.plots[0].categories


def text_of_docx(file: bytes) -> str:
    """Paragraphs and cells in order."""
    body = docx.Document(BytesIO(file)).element.body
    line_break, text = docx.oxml.ns.qn("w:br"), docx.oxml.ns.qn("w:t")
    return "\n".join(
        "".join("\n" if one.tag == line_break else one.text or "" for one in paragraph.iter(text, line_break))
        for paragraph in body.iter(docx.oxml.ns.qn("w:p"))
    )


def tags_of(pdf: pikepdf.Pdf) -> list[tuple[str, Any]]:
    """Every element of the structure of a PDF, in order: its kind and itself."""
    found: list[tuple[str, Any]] = []

    def walk(element: Any) -> None:
        if isinstance(element, pikepdf.Dictionary) and "/S" in element:
            found.append((str(element.S)[1:], element))
            kids = element.get("/K", [])
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                walk(kid)

    for top in pdf.Root.StructTreeRoot.K:
        walk(top)
    return found
