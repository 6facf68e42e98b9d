"""How somebody becomes logged in, and where those who are not are sent."""

from urllib.parse import urlsplit

from flask import Flask, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from workshop.accounts.actions import begin_login
from workshop.accounts.models import User
from workshop.accounts.queries import user_of_login
from workshop.errors import error_answer, wants_json
from workshop.extensions import login

TOKEN = "_user_id"
"""Where Flask-Login keeps in the session what it asks `_who_comes` about: here the token of the login."""


def let_in(user: User, target: str | None = None) -> Response:
    """Log `user` in with a fresh session, so that nothing known of the old one helps, and go to `target` (a path).

    Raises LinkExpired, ChangedMeanwhile (`begin_login`).
    """
    token = begin_login(user, user.password_hash)
    session.clear()
    session[TOKEN] = token
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


def this_login() -> int:
    """The id of the login with which this request came. There is one wherever `login_required` has let it in."""
    return g.login_id


def _who_comes(token: str) -> User | None:
    found = user_of_login(token)
    g.login_id, user = found or (None, None)
    return user


def init_app(app: Flask) -> None:
    """Bind the doors to the login manager of the app."""
    login.user_loader(_who_comes)
    login.unauthorized_handler(ask_to_log_in)
    # It would log facilitators out whenever their phone changes from one network to another.
    login.session_protection = None
