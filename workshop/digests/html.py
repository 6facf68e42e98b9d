"""The HTML writer: a page that stands alone, as a file."""

from functools import cache

from flask import render_template
from markupsafe import Markup

from workshop.config import ROOT
from workshop.digests.document import Document

SHEETS = ("tokens", "digest", "digest-findings", "digest-file")


def write_html(document: Document) -> str:
    """The document as a page with its styles inside; it loads nothing. Needs an app context for the templates."""
    # The sheets are files of the house, so they may stand unescaped.
    return render_template("digests/file.html", document=document, styles=Markup(_styles()))


@cache
def _styles() -> str:
    return "\n".join((ROOT / "static" / "css" / f"{name}.css").read_text() for name in SHEETS)
