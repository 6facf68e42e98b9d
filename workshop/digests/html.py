"""The HTML writer: a page that stands alone, as a file."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from flask import render_template
from markupsafe import Markup

from workshop.config import ROOT
from workshop.digests.document import Document
from workshop.digests.pictures import as_data

SHEETS = ("tokens", "digest", "digest-pictures", "digest-findings", "digest-file")


def write_html(document: Document, pictures: Mapping[str, bytes] = MappingProxyType({})) -> str:
    """The document as a page with its styles and pictures inside; it loads nothing. Needs an app context."""
    # The sheets are files of the house, so they may stand unescaped.
    styles, sources = Markup(_styles()), as_data(pictures)
    return render_template("digests/file.html", document=document, styles=styles, sources=sources)


@cache
def _styles() -> str:
    return "\n".join((ROOT / "static" / "css" / f"{name}.css").read_text() for name in SHEETS)
