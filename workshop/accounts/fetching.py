"""What the organisation's login service answers, read within bounds of time and size."""

import json
from http.client import HTTPException
from time import monotonic
from typing import Any, BinaryIO
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

PATIENCE_S = 5.0
"""How long it may say nothing."""
LONGEST_S = 10.0
"""How long it may take over one answer, however it talks."""
LARGEST = 256 * 1024
"""Keys with their certificates take a tenth of it."""


class Unanswered(Exception):
    """The login service did not answer, or not as agreed. The message says how, and holds nothing of people."""

    def __init__(self, how: str, error: str = "") -> None:
        super().__init__(f"{how} {error}".strip())
        self.error = error
        """What it calls the fault (RFC 6749), when it gave it a name."""


class _Straight(HTTPRedirectHandler):
    """Follows nobody elsewhere: what is secret goes to the address for which it is meant, or nowhere."""

    def redirect_request(self, *_asked: Any) -> None:
        return None


_opener = build_opener(_Straight)


def fetch(address: str, form: dict[str, str] | None = None, headers: dict[str, str] | None = None) -> dict[str, Any]:
    """The JSON object that is at the address, or that it answers to a form. Other light threads go on meanwhile.

    Raises Unanswered.
    """
    sent = urlencode(form).encode() if form else None
    request = Request(address, sent, {"Accept": "application/json", **(headers or {})})
    give_up_at = monotonic() + LONGEST_S
    try:
        with _opener.open(request, timeout=PATIENCE_S) as answer:
            return _object(answer, give_up_at)
    except HTTPError as no:
        with no:
            raise Unanswered(f"status {no.code}", _named_error(no, give_up_at)) from None
    except (OSError, HTTPException) as fault:
        raise Unanswered(type(getattr(fault, "reason", fault)).__name__) from None


def _object(answer: BinaryIO, give_up_at: float) -> dict[str, Any]:
    body = b""
    while piece := answer.read1(LARGEST):
        body += piece
        if len(body) > LARGEST or monotonic() > give_up_at:
            raise Unanswered("an answer without end")
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise Unanswered("no JSON") from None
    if not isinstance(found, dict):
        raise Unanswered("no JSON object")
    return found


def _named_error(no: HTTPError, give_up_at: float) -> str:
    try:
        named = _object(no, give_up_at).get("error")
    except (Unanswered, OSError, HTTPException):
        return ""
    return named if isinstance(named, str) and is_error_name(named) else ""


def is_error_name(said: str) -> bool:
    """Is it a name of a fault, as OAuth has them, which can be logged?"""
    return len(said) <= 40 and said.isascii() and said.replace("_", "").isalnum()
