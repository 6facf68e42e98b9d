"""How somebody becomes logged in, and where those who are not are sent."""

from urllib.parse import urlsplit

from flask import Flask, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import login_user
from werkzeug.wrappers import Response

from workshop.accounts.models import User
from workshop.accounts.queries import user_of_login
from workshop.errors import LinkExpired, error_answer, wants_json
from workshop.extensions import login


def let_in(user: User, target: str | None = None) -> Response:
    """Log `user` in with a fresh session, so that nothing known of the old one helps, and go to `target` (a path)."""
    session.clear()
    if not login_user(user):
        raise LinkExpired
    return redirect(target or url_for("rounds.index"))


def own_path(typed: str) -> str | None:
    """`typed` when it is a path of this house that a browser cannot read as another site's address; None otherwise."""
    if not typed.startswith("/") or typed.startswith("//"):
        return None
    if "\\" in typed or not all("!" <= sign <= "~" for sign in typed):
        return None
    parts = urlsplit(typed)
    return None if parts.scheme or parts.netloc else typed


def ask_to_log_in() -> ResponseReturnValue:
    """The answer to somebody who is not logged in: the login page, which leads back here; 401 for a script."""
    if wants_json():
        return error_answer(401, _("You are not logged in"), _("Log in and try again."), "NotLoggedIn")
    here = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.login", next=here))


def init_app(app: Flask) -> None:
    """Bind the doors to the login manager of the app."""
    login.user_loader(user_of_login)
    login.unauthorized_handler(ask_to_log_in)
    # "strong" would log facilitators out whenever their phone changes from one network to another.
    login.session_protection = "basic"
