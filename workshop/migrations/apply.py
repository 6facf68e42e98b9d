"""Applying the migrations to the app's database."""

from pathlib import Path

from alembic import command
from alembic.config import Config


def migration_config() -> Config:
    """Alembic's settings; the database is the app's."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config


def migrate() -> None:
    """Bring the tables up to date. Needs an app context."""
    command.upgrade(migration_config(), "head")
