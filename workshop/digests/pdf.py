"""The PDF writer: tagged (PDF/UA-1), with its fonts inside, made by WeasyPrint from the same template as the page.

Nothing is fetched, whatever a text says: the fetcher knows the house's own fonts and the document's pictures.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from jinja2 import Environment, FileSystemLoader
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from workshop.digests.document import Document
from workshop.digests.palette import ROOT
from workshop.digests.spelling import spelled
from workshop.pictures.reading import kind_of

FONTS = ROOT / "static" / "vendor"
SHEETS = ("tokens", "digest-pictures", "digest-pdf", "digest-pdf-findings")
FONT_SCHEME = "koonti-font:"
PICTURE_SCHEME = "koonti-picture:"
BARS = "".join(f".fill-{part} {{ width: {part}% }}\n" for part in range(101))
"""A class for each length of a bar, in hundredths."""


class NothingFetched(ValueError):
    """A document asked for something outside of itself."""


class OwnFiles(URLFetcher):
    """Gives the house's fonts and the document's pictures, and refuses all else: no file, no address, no data."""

    def __init__(self, pictures: Mapping[str, bytes] = MappingProxyType({})) -> None:
        super().__init__()
        self._pictures = pictures

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The font or picture of this address. Raises NothingFetched for any other."""
        if url in self._pictures:
            return URLFetcherResponse(url, self._pictures[url], {"Content-Type": kind_of(self._pictures[url])})
        file = _fonts().get(url)
        if file is None:
            raise NothingFetched(url)
        return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": "font/woff2"})


def write_pdf(document: Document, pictures: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """The document as a tagged PDF. Pure: neither database nor app is needed, and nothing is fetched."""
    document = document.respelled(spelled)
    sources = {key: f"{PICTURE_SCHEME}{key}" for key in pictures}
    fonts, fetcher = FontConfiguration(), OwnFiles({sources[key]: content for key, content in pictures.items()})
    sheets = [CSS(string=text, font_config=fonts, url_fetcher=fetcher) for text in (_font_faces(), _styles(), BARS)]
    page = _templates().get_template("digests/print.html").render(document=document, sources=sources)
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
    """The faces of the house's font, under addresses that only `OwnFiles` knows; none where it was not built."""
    sheet = FONTS / "fonts.css"
    return re.sub(r'url\("fonts/', f'url("{FONT_SCHEME}', sheet.read_text()) if sheet.exists() else ""


@cache
def _fonts() -> dict[str, Path]:
    return {f"{FONT_SCHEME}{file.name}": file for file in (FONTS / "fonts").glob("*.woff2")}
