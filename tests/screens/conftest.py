"""Two meetings, live or still in draft."""

import pytest
from flask import Flask

from tests.houses import House, build_house


@pytest.fixture
def house(app: Flask) -> House:
    """Both meetings are live."""
    return build_house(app)


@pytest.fixture
def draft(app: Flask) -> House:
    """Both meetings are in draft."""
    return build_house(app, live=False)
