"""How the house speaks with its database: one session per app context, WAL and honest durability on SQLite.

SQLAlchemy itself is bound here to Flask's app context, in the few lines that it takes: see
docs/decisions/0002-own-session-per-context.md for why no extension does it.
"""

import sqlite3
from contextlib import suppress
from typing import Any

from flask import Flask, current_app, g
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

_INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class Database:
    """The app's engine, and a session that lives as long as its app context (a request, a command, a job)."""

    def init_app(self, app: Flask, url: str) -> None:
        """Bind the database to the app. `url` is a SQLAlchemy URL of SQLite or PostgreSQL (psycopg 3)."""
        engine = app.extensions["database"] = _sqlite(url) if url.startswith("sqlite") else _postgresql(url)
        app.extensions["database for writing"] = engine.execution_options(**WRITES)
        app.teardown_appcontext(self._close)

    def wipe(self) -> None:
        """Let what was removed be gone from the files too: on SQLite from the log beside the database, unless somebody
        is reading just now. PostgreSQL does the like by itself (its autovacuum)."""
        if self.engine.dialect.name != "sqlite":
            return
        self.session.rollback()
        connection = self.engine.raw_connection()
        try:
            with suppress(sqlite3.OperationalError):
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()

    @property
    def engine(self) -> Engine:
        return current_app.extensions["database"]

    @property
    def session(self) -> Session:
        """This context's session. Objects stay readable after a commit, so that an answer needs no new question.

        A connection that was opened without it is given back. Raises RuntimeError while a deed writes on that one
        (`action.short_action`): the session would not see what it has written, and would wait for it.
        """
        session = g.get("session")
        if session is None:
            if writes(g.get("connection")):
                raise RuntimeError("A short action speaks through db.connection.")
            self.close_connection()
            session = g.session = Session(self.engine, expire_on_commit=False)
        return session

    @property
    def connection(self) -> Connection:
        """This context's connection, for statements that need no rows of the ORM: the session's where there is a
        session, and otherwise one of its own, which costs a third."""
        if "session" in g:
            return self.session.connection()
        if "connection" not in g:
            g.connection = self.engine.connect()
        return g.connection

    def begin_writing(self) -> None:
        """Open this context's connection, without a session, in a transaction that writes."""
        g.connection = current_app.extensions["database for writing"].connect()
        g.connection.begin()

    def insert(self, table: Any) -> sqlite.Insert | postgresql.Insert:
        """An insert that can leave alone what is there already (`on_conflict_do_nothing`), as this database says it.

        `table`: a table or a model.
        """
        return _INSERTS[self.engine.dialect.name](table)

    def _close(self, _error: BaseException | None) -> None:
        session: Session | None = g.pop("session", None)
        if session is not None:
            session.close()
        self.close_connection()

    def close_connection(self) -> None:
        """Give the connection that was opened without a session back; what was not committed on it is taken back."""
        connection: Connection | None = g.pop("connection", None)
        if connection is not None:
            connection.close()


WRITES = {"writes": True}
"""Execution options of a connection whose next transaction writes."""


def writes(connection: Connection | None) -> bool:
    """Is the connection in a writing transaction, or about to begin one?"""
    return connection is not None and bool(connection.get_execution_options().get("writes"))


def _postgresql(url: str) -> Engine:
    # No connections above the pool's: each would be opened for one request, and that costs PostgreSQL more than all
    # that a request asks. Who finds none free waits in turn.
    return create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=0, hide_parameters=True)


def _sqlite(url: str) -> Engine:
    # Waiting for another process's writer happens in action.py, where it does not stop the whole process.
    # What people wrote is in the parameters of statements, and must not come into a log with an error.
    engine = create_engine(
        url,
        connect_args={"timeout": 0.01, "check_same_thread": False},
        max_overflow=50,
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def at_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions begin where we say, not where the driver guesses
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def at_begin(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        driver.execute("BEGIN IMMEDIATE" if writes(connection) else "BEGIN")

    return engine
