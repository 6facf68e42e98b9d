"""How the house speaks with its database: WAL and honest durability on SQLite, short transactions everywhere."""

from typing import Any

from flask import Flask
from sqlalchemy import Connection, Engine, event

from workshop.extensions import db


def init_app(app: Flask, url: str) -> None:
    """Bind the database to the app. `url` is a SQLAlchemy URL of SQLite or PostgreSQL (psycopg 3)."""
    options: dict[str, Any] = {"url": url}
    if url.startswith("sqlite"):
        # Waiting for another process's writer happens in action.py, where it does not stop the whole process.
        options["connect_args"] = {"timeout": 0.2, "check_same_thread": False}
    else:
        options |= {"pool_pre_ping": True, "pool_size": 10, "max_overflow": 20}
    app.config["SQLALCHEMY_ENGINES"] = {"default": options}
    db.init_app(app)
    with app.app_context():
        if url.startswith("sqlite"):
            _speak_sqlite(db.engine)


def _speak_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def at_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions begin where we say, not where the driver guesses
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def at_begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
