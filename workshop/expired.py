"""Forms that come with a token that is no longer good are given back."""

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError, generate_csrf

from workshop.errors import error_answer, wants_json


def init_app(app: Flask) -> None:
    """Answer such forms of this app."""

    @app.errorhandler(CSRFError)
    def expired(_error: CSRFError) -> ResponseReturnValue:
        return expired_form()


def _came_from_our_page() -> bool:
    """Did the browser say that one of our own pages sent the form?"""
    if request.headers.get("Sec-Fetch-Site") == "same-origin":
        return True
    return request.headers.get("Origin") == current_app.config["SETTINGS"].base_url


def expired_form() -> ResponseReturnValue:
    """A form came without a token that is still good: nothing is done, and nothing that was typed is lost.

    Our own pages get the form back with a fresh token, to be sent again by a person (or by the outbox); anybody
    else's page gets nothing.
    """
    title = _("The page had been open for too long")
    if not _came_from_our_page():
        return error_answer(400, title, _("Go back, reload the page and try again."), "Expired")
    if wants_json():
        return {"error": "Expired", "title": title, "csrf_token": generate_csrf()}, 400
    typed = [
        (name, value)
        for name, values in request.form.lists()
        for value in values
        if name != "csrf_token" and "password" not in name
    ]
    return render_template("errors/expired.html", title=title, typed=typed), 400
