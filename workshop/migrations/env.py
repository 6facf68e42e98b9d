"""Alembic's environment: the app's own database and all models of the house."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context
from sqlalchemy import Connection

from workshop.accounts import models as accounts
from workshop.boards import models as boards
from workshop.columns import Base
from workshop.digests import models as digests
from workshop.digests.rounds import models as round_digests
from workshop.extensions import db
from workshop.live import models as live
from workshop.mail import models as mail
from workshop.meetings import models as meetings
from workshop.participants import models as participants
from workshop.pictures import models as pictures
from workshop.results import models as results
from workshop.rounds import models as rounds
from workshop.surveys import models as surveys
from workshop.tries import Tried

MODELS = (
    *(accounts, boards, digests, round_digests, live, mail, meetings, participants, pictures, results, rounds, surveys),
    Tried,
)


@contextmanager
def _references_at_rest(connection: Connection) -> Iterator[None]:
    """Let SQLite make tables anew, which it does in many steps: with its keys watched it would not let go of a table
    that others refer to. All references are looked at in the end. The switch has no effect within a transaction."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _run(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":  # several web processes start at once, and each brings its tables
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(3011)")
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        user_module_prefix="columns.",
    )
    context.run_migrations()
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise RuntimeError("the new tables would have lost what they refer to, so nothing was changed")


with (
    db.engine.execution_options(writes=True).connect() as connection,
    _references_at_rest(connection),
    connection.begin(),
):
    _run(connection)
