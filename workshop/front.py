"""The front page, the accessibility statement, and the address by which a machine asks whether the house stands."""

from datetime import date

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from workshop.extensions import db

STATED_ON = date(2026, 11, 26)
"""When what the accessibility statement says was last looked at."""


def init_app(app: Flask) -> None:
    @app.get("/")
    def front() -> ResponseReturnValue:
        return render_template("front.html")

    @app.get("/accessibility")
    def accessibility() -> ResponseReturnValue:
        return render_template("accessibility.html", stated_on=STATED_ON)

    @app.get("/healthz")
    def healthz() -> ResponseReturnValue:
        db.session.execute(text("SELECT 1"))
        return {"status": "ok"}
