"""The PDF: tagged, in its language, with every word; and nothing is fetched for it, whatever is written."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from tests.digests.papers import CHART, EVERYTHING, NASTY, WIDE, said, squeezed, tags_of, text_of_pdf
from workshop.digests import pdf as writer
from workshop.digests.document import HeadedList, Section
from workshop.digests.pdf import FONT_SCHEME, NothingFetched, OwnFiles, write_pdf


@pytest.fixture(scope="module")
def asked() -> list[str]:
    """The addresses that something was asked for from while the PDF was made."""
    return []


@pytest.fixture(scope="module")
def file(asked: list[str]) -> bytes:
    with pytest.MonkeyPatch.context() as patch:
        fetch = OwnFiles.fetch

        def listening(self: OwnFiles, url: str, headers: object = None) -> object:
            asked.append(url)
            return fetch(self, url, headers)

        patch.setattr(writer.OwnFiles, "fetch", listening)
        return write_pdf(EVERYTHING)


@pytest.fixture(scope="module")
def pdf(file: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(file))


def test_it_says_its_language_title_and_that_it_is_tagged(pdf: pikepdf.Pdf) -> None:
    assert pdf.Root.Lang == "fi"
    assert pdf.docinfo["/Title"] == EVERYTHING.title
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as about:
        assert about["pdfuaid:part"] == "1"


def test_headings_lists_and_tables_are_told_by_its_tags(pdf: pikepdf.Pdf) -> None:
    tags = tags_of(pdf)
    kinds = [kind for kind, _element in tags]
    assert kinds.count("H1") == 1
    assert kinds.count("H2") == len(EVERYTHING.blocks) + 1
    assert kinds.count("H3") == 3
    assert kinds.count("Caption") == 2, "one for each table, also for one that goes on over pages"
    assert kinds.count("Table") == kinds.count("THead") > 2, "the heading is repeated on every page"
    heads = [element for kind, element in tags if kind == "TH"]
    assert len(heads) >= 3 + 3 + 5 + 40
    assert {str(one.A.Scope) for one in heads if "/A" in one and "/Scope" in one.A} <= {"/Row", "/Column", "/Both"}
    assert "Figure" not in kinds, "bars are ornaments: their numbers stand beside them"


def test_its_fonts_are_inside(pdf: pikepdf.Pdf) -> None:
    fonts = [
        one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
    ]
    assert fonts
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)


def test_every_word_is_there_and_pages_are_numbered() -> None:
    words = [*(word for word in NASTY if word.isascii()), *(f"Lappu {number}" for number in range(60))]
    lists = HeadedList("Mitä?", said(*words), ""), HeadedList("Tyhjä", (), "Ei vastauksia")
    file = write_pdf(replace(EVERYTHING, blocks=(*lists, Section("Kysely", (CHART, WIDE)))))
    text, place = squeezed(text_of_pdf(file)), 0
    for one in words:
        place = text.index(squeezed(one).removesuffix("x" * 1000), place)
    assert text.count("x") >= 2000
    for one in ("Ei vastauksia", "75 %", "Väittämä 39", "Jatkamme."):
        assert squeezed(one) in text, one
    pages = len(pikepdf.open(BytesIO(file)).pages)
    assert pages > 3
    assert all(f"{page}/{pages}" in text for page in range(1, pages + 1))


def test_nothing_is_fetched_but_the_houses_own_fonts(file: bytes, asked: list[str]) -> None:
    assert all(url.startswith(FONT_SCHEME) for url in asked), asked


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", "file:///etc/passwd", "data:text/css,a", f"{FONT_SCHEME}../x"])
def test_the_fetcher_refuses_everything_else(url: str) -> None:
    with pytest.raises(NothingFetched):
        OwnFiles().fetch(url)
