"""Addresses that were left before there were confirmations keep what they were promised."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import MetaData, Table, select

from workshop import create_app
from workshop.digests.models import Subscriber
from workshop.extensions import db
from workshop.migrations.apply import migrate, migration_config

ROWS = [("a" * 32, "Anna@example.fi"), ("b" * 32, "anna@example.fi"), ("c" * 32, "bo@example.fi")]


def anything_in(table: Table) -> dict[str, object]:
    """A row with something in each column that wants it."""
    anything = {int: 1, str: "", bool: False, datetime: datetime(2022, 1, 21, tzinfo=UTC), dict: {}}
    return {column.name: anything.get(column.type.python_type) for column in table.columns if not column.nullable}


@pytest.mark.sqlite
def test_an_address_that_was_left_before_counts_as_confirmed_and_is_one(tmp_path: Path) -> None:
    app = create_app(INSTANCE=str(tmp_path))
    with app.app_context():
        command.upgrade(migration_config(), "0009")
        with db.engine.connect() as connection:
            before = MetaData()
            before.reflect(connection)
            for name in ("user", "round", "meeting"):
                connection.execute(before.tables[name].insert().values(anything_in(before.tables[name])))
            for key, address in ROWS:
                row = {"id": key, "meeting_id": 1, "address": address, "language": "fi", "left_on": date(2022, 1, 21)}
                connection.execute(before.tables["subscriber"].insert().values(row))
            connection.commit()
        migrate()
        kept = db.session.scalars(select(Subscriber).order_by(Subscriber.address)).all()
        assert [one.address for one in kept] == ["anna@example.fi", "bo@example.fi"]
        assert all(one.confirmed_on == one.left_on for one in kept)
        assert len({one.key for one in kept}) == 2
        db.engine.dispose()
