"""The migrations make exactly the tables that the models describe."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import JSON, Boolean, Column, Connection, Date, DateTime, Integer, MetaData, inspect, select, text

from tests.live.servers import Postgres
from workshop import create_app
from workshop.columns import Base
from workshop.extensions import db
from workshop.mail.envelope import message_id
from workshop.mail.models import Letter
from workshop.mail.written import Written
from workshop.migrations.apply import migrate, migration_config


def test_an_empty_database_gets_the_tables_of_the_models(tmp_path: Path) -> None:
    app = create_app(INSTANCE=str(tmp_path))
    with app.app_context():
        migrate()
        migrate()
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, Base.metadata) == []
            assert set(Base.metadata.tables) < set(inspect(connection).get_table_names())
        db.engine.dispose()


def test_every_constraint_has_a_name(app: Flask) -> None:
    tables = Base.metadata.tables.values()
    assert [one for table in tables for one in table.constraints if one.name is None] == []


def test_the_steps_stand_in_one_line() -> None:
    assert len(ScriptDirectory.from_config(migration_config()).get_heads()) == 1


def test_letters_of_before_keep_their_words_and_their_name_in_the_worlds_mail(tmp_path: Path) -> None:
    """0011 keeps what letters say once, apart from them."""
    app = create_app(INSTANCE=str(tmp_path), MAIL_FROM="koonti@example.fi")
    with app.app_context():
        command.upgrade(migration_config(), "0009")
        with db.engine.begin() as connection:
            for number, said in enumerate(("sama", "sama", "toinen"), start=1):
                connection.exec_driver_sql(
                    "INSERT INTO letter (id, key, about, address, language, subject, text, html, state, tries,"
                    " queued_at, next_try_at, server_said)"
                    f" VALUES ({number}, 'k{number}', 'digest:1', 'a@example.fi', 'fi', 'Koonti', '{said}',"
                    f" '<p>{said}</p>', 'queued', 0, '2026-01-01 12:00:00', '2026-01-01 12:00:00', '')"
                )
        migrate()
        letters = db.session.scalars(select(Letter).order_by(Letter.id)).all()
        assert [(one.subject, one.text, one.html) for one in letters] == [
            ("Koonti", said, f"<p>{said}</p>") for said in ("sama", "sama", "toinen")
        ]
        assert (
            letters[0].content_key == letters[1].content_key == Written("Koonti", "sama", "<p>sama</p>").content["key"]
        )
        assert message_id(letters[0], "koonti@example.fi") == (f"<{hashlib.sha256(b'k1').hexdigest()[:32]}@example.fi>")
        db.session.close()
        db.engine.dispose()


OTHERS = {"user_id", "response_id", "question_id"}
"""What is referred to instead of something else, where it may be left out: a note has one writer, a code one target."""


def one_row_each(connection: Connection) -> dict[str, int]:
    """Put a row into every table, all referring to each other; answers how many rows each has."""
    metadata = MetaData()
    metadata.reflect(connection)
    for table in metadata.sorted_tables:
        if table.name == "alembic_version":
            continue
        wanted = [one for one in table.columns if not one.nullable or (one.foreign_keys and one.name not in OTHERS)]
        row = {column.name: dummy(column) for column in wanted}
        names, marks = ", ".join(f'"{name}"' for name in row), ", ".join(f":{name}" for name in row)
        connection.execute(text(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'), row)
    return counts(connection)


def dummy(column: Column[Any]) -> object:
    if column.foreign_keys or column.type._type_affinity is Integer:
        return 1
    if column.type._type_affinity is Boolean:
        return True
    if isinstance(column.type, DateTime):
        return "2022-01-21 12:00:00.000000"
    if isinstance(column.type, Date):
        return "2022-01-21"
    return '{"fi": "x"}' if isinstance(column.type, JSON) else "x"


def counts(connection: Connection) -> dict[str, int]:
    names = set(inspect(connection).get_table_names()) - {"alembic_version"}
    return {name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one() for name in names}


def keep_one_row_each(begun: str) -> None:
    """A database with a row in every table at a step comes to the last one, and they are all there still."""
    command.upgrade(migration_config(), begun)
    with db.engine.execution_options(writes=True).begin() as connection:
        before = one_row_each(connection)
    assert set(before.values()) == {1}
    migrate()
    with db.engine.begin() as connection:
        after = counts(connection)
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize("begun", ["0001", "0005", "0009"])
def test_what_is_there_stays_there_when_its_tables_are_made_anew(tmp_path: Path, begun: str) -> None:
    app = create_app(INSTANCE=str(tmp_path))
    with app.app_context():
        keep_one_row_each(begun)
        with db.engine.begin() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
        db.engine.dispose()


def test_postgresql_keeps_what_is_there_too_and_gets_the_tables_of_the_models(tmp_path: Path) -> None:
    postgres = Postgres()
    app = create_app(INSTANCE=str(tmp_path), DATABASE_URL=postgres.url)
    with app.app_context():
        keep_one_row_each("0001")
        with db.engine.begin() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, Base.metadata) == []
        db.engine.dispose()
    postgres.stop()
