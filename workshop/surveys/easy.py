"""Easy language: who asks for it gets the easy texts of questions, on every page of every survey of this browser."""

from urllib.parse import urlencode

from flask import Response, has_request_context, request

NAME = "easy"
"""Of what the address asks for, and of the cookie that remembers it; the cookie says nothing else."""


def wants_easy() -> bool:
    """Does this request ask for easy language, or did the browser before?"""
    return has_request_context() and request.args.get(NAME, request.cookies.get(NAME)) == "1"


def easy_link(page: int) -> str:
    """This page of the survey in easy language, or in ordinary language for those who read easy language now."""
    return "?" + urlencode({**request.args, "page": page, NAME: 0 if wants_easy() else 1})


def remember(response: Response) -> Response:
    """Keep in a participant's browser what its address has asked for."""
    asked = request.args.get(NAME)
    if asked in ("0", "1") and request.path.startswith("/j/"):
        response.set_cookie(NAME, asked, path="/j/", samesite="Lax", httponly=True, secure=request.is_secure)
    return response
