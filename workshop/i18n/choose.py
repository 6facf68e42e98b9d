"""Which language for this request: what the address asks, then what was chosen before, then the browser's wish."""

from collections.abc import Collection
from typing import TypedDict
from urllib.parse import urlencode, urlsplit

from flask import Flask, Response, g, has_request_context, request
from flask_babel import get_locale
from flask_login import current_user

from workshop.columns import LANGUAGES

COOKIE = "lang"
NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}


class LanguageLink(TypedDict):
    code: str
    name: str
    href: str
    current: bool


def request_language() -> str:
    """The language of this request: fi, sv or en."""
    if not has_request_context():
        return "fi"
    asked = request.args.get("lang", "")
    if asked in LANGUAGES:
        return asked
    chosen = g.get("language") or request.cookies.get(COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    if current_user.is_authenticated:
        return current_user.language
    return request.accept_languages.best_match(LANGUAGES) or "fi"


def current_language() -> str:
    """The language that texts are written in now, in a request or in a letter being made."""
    locale = get_locale()
    return locale.language if locale else "fi"


def speak(language: str) -> None:
    """Answer this request in `language` and remember it in the browser (the door's language choice)."""
    g.language = language


def language_links(offered: Collection[str] = LANGUAGES) -> list[LanguageLink]:
    """This page in each language that is offered, and in the one that it is in, for the switcher."""
    here = request_language()
    others = {key: value for key, value in request.args.items() if key != COOKIE}
    base = _page() + "?" + urlencode([*others.items(), (COOKIE, "")])
    return [
        {"code": code, "name": NAMES[code], "href": base + code, "current": code == here}
        for code in LANGUAGES
        if code in offered or code == here
    ]


def _page() -> str:
    """The address of the page that the reader is on: for the answer to a sent form, that of the form."""
    came_from = urlsplit(request.referrer or "")
    if request.method == "GET" or came_from.netloc != request.host:
        return request.path
    return came_from.path


def remember(response: Response) -> Response:
    """Keep the chosen language in a cookie that says nothing else."""
    asked = request.args.get("lang", "")
    chosen = asked if asked in LANGUAGES else g.get("language")
    if chosen in LANGUAGES and request.cookies.get(COOKIE) != chosen:
        response.set_cookie(
            COOKIE, chosen, max_age=365 * 86400, samesite="Lax", httponly=True, secure=request.is_secure
        )
    return response


def init_app(app: Flask) -> None:
    """Give every template the language and the switcher."""
    app.after_request(remember)
    app.context_processor(lambda: {"language": current_language(), "language_links": language_links})
