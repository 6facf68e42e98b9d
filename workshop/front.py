"""The front page, and the address by which a machine asks whether the house stands."""

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from workshop.extensions import db


def init_app(app: Flask) -> None:
    @app.get("/")
    def front() -> ResponseReturnValue:
        return render_template("front.html")

    @app.get("/healthz")
    def healthz() -> ResponseReturnValue:
        db.session.execute(text("SELECT 1"))
        return {"status": "ok"}
