"""The migrations make exactly the tables that the models describe."""

import hashlib
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect, select

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
