"""What the digest's doors share."""

from flask import Blueprint, Response, current_app
from flask_login import current_user

from workshop.accounts.models import User
from workshop.digests.document import Document
from workshop.errors import NotFound
from workshop.pictures.queries import find_picture

bp = Blueprint("digests", __name__)

ALONE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; img-src data:"
"""For a document that stands alone: its own styles and pictures and nothing else; only our own pages may frame it."""


def reader() -> User | None:
    """Who reads, when it is one of the staff."""
    return current_user if current_user.is_authenticated else None


def download(content: str | bytes, name: str, mimetype: str) -> Response:
    """A digest as a file called `name`."""
    answer = Response(content, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Security-Policy"] = ALONE_POLICY
    return answer


def picture_in(document: Document, key: str) -> Response:
    """One picture of a digest that its reader may read. Raises NotFound."""
    if key not in {one.key for one in document.pictures()}:
        raise NotFound
    found = find_picture(key)
    answer = Response(found.content, mimetype=found.kind)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


def has_server() -> bool:
    """Is there a mail server, or are letters only read here?"""
    return bool(current_app.config["SETTINGS"].SMTP_URL)
