"""A house with its round, for making meetings in."""

import pytest
from flask import Flask

from tests.houses import House, build_house


@pytest.fixture
def house(app: Flask) -> House:
    return build_house(app)
