"""What every test shares: a house of its own in a temporary folder, on a real SQLite file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from workshop import create_app
from workshop.columns import Base
from workshop.extensions import db


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """A house with an empty database. No app context is held open: every request brings its own."""
    app = create_app(INSTANCE=str(tmp_path), BASE_URL="http://localhost", SECRET_KEY="for tests only")
    app.testing = True
    with app.app_context():
        Base.metadata.create_all(db.engine)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
