"""The demo's house, filled by its command as anybody fills it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from workshop import create_app
from workshop.demo.cli import demo
from workshop.extensions import db


def house_in(folder: Path) -> Flask:
    """A house whose database has not been made yet."""
    app = create_app(INSTANCE=str(folder), BASE_URL="http://localhost", SECRET_KEY="for tests only")
    app.testing = True
    return app


def run(app: Flask) -> Result:
    with app.app_context():
        return CliRunner().invoke(demo)


@pytest.fixture(scope="package")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, str]]:
    """The demo's house, filled once for all who only look, and what the command said."""
    app = house_in(tmp_path_factory.mktemp("demo"))
    done = run(app)
    assert done.exit_code == 0
    yield app, done.output
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="package")
def filled(told: tuple[Flask, str]) -> Flask:
    return told[0]
