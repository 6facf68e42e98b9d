"""What the round digest's doors share."""

from flask import Blueprint

bp = Blueprint("round_digests", __name__)

HERE = "/rounds/<key>/digest"
REFUSED = 422
"""The status of a page that shows a form with its errors."""
STALE = 409
"""Of one that shows what was typed over what somebody else has saved meanwhile."""
