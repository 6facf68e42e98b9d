"""The PDF writer: tagged (PDF/UA-1), with its fonts inside, made by WeasyPrint from the same template as the page.

Nothing is fetched, whatever a text says: the one thing that the fetcher knows are the house's own fonts.
"""

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from workshop.digests.document import Document
from workshop.digests.palette import ROOT
from workshop.digests.spelling import spelled

FONTS = ROOT / "static" / "vendor"
SHEETS = ("tokens", "digest-pdf", "digest-pdf-findings")
FONT_SCHEME = "koonti-font:"
BARS = "".join(f".fill-{part} {{ width: {part}% }}\n" for part in range(101))
"""A class for each length of a bar, in hundredths."""


class NothingFetched(ValueError):
    """A document asked for something outside of itself."""


class OwnFonts(URLFetcher):
    """Gives the house's fonts, and refuses everything else: no file, no address, no data."""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The font of this address. Raises NothingFetched for any other."""
        file = _fonts().get(url)
        if file is None:
            raise NothingFetched(url)
        return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": "font/woff2"})


def write_pdf(document: Document) -> bytes:
    """The document as a tagged PDF. Pure: neither database nor app is needed, and nothing is fetched."""
    document = document.respelled(spelled)
    fonts, fetcher = FontConfiguration(), OwnFonts()
    sheets = [CSS(string=text, font_config=fonts, url_fetcher=fetcher) for text in (_font_faces(), _styles(), BARS)]
    page = _templates().get_template("digests/print.html").render(document=document)
    return HTML(string=page, url_fetcher=fetcher).write_pdf(
        stylesheets=sheets, font_config=fonts, pdf_variant="pdf/ua-1"
    )


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(ROOT / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )


@cache
def _styles() -> str:
    return "\n".join((ROOT / "static" / "css" / f"{name}.css").read_text() for name in SHEETS)


@cache
def _font_faces() -> str:
    """The faces of the house's font, under addresses that only `OwnFonts` knows; none where it was not built."""
    sheet = FONTS / "fonts.css"
    return re.sub(r'url\("fonts/', f'url("{FONT_SCHEME}', sheet.read_text()) if sheet.exists() else ""


@cache
def _fonts() -> dict[str, Path]:
    return {f"{FONT_SCHEME}{file.name}": file for file in (FONTS / "fonts").glob("*.woff2")}
