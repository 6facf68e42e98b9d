"""What the digest's doors share."""

from flask import Blueprint, current_app

bp = Blueprint("digests", __name__)

ALONE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; img-src data:"
"""For a document that stands alone: its own styles and pictures and nothing else; only our own pages may frame it."""


def has_server() -> bool:
    """Is there a mail server, or are letters only read here?"""
    return bool(current_app.config["SETTINGS"].SMTP_URL)
