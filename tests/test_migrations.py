"""The migrations make exactly the tables that the models describe."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect

from workshop import create_app
from workshop.columns import Base
from workshop.extensions import db
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
