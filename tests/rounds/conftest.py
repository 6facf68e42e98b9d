"""Staff for the tests of rounds."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from tests.pages import Visitor
from workshop.accounts.actions import issue_login_link, make_user
from workshop.accounts.models import Role
from workshop.columns import Texts
from workshop.rounds.actions import create_round


@pytest.fixture
def as_role(app: Flask) -> Callable[[Role], Visitor]:
    """A browser that somebody with the role is logged in with."""

    def come_in(role: Role) -> Visitor:
        with app.app_context():
            user = make_user(f"{role}@example.org", str(role).capitalize(), role, "en")
            token = issue_login_link(user, timedelta(hours=1))
        return Visitor(app.test_client()).enter(token)

    return come_in


@pytest.fixture
def strategy(app: Flask) -> str:
    """The key of a round that stands."""
    with app.app_context():
        maker = make_user("maker@example.org", "Maker", Role.ORGANISER, "fi")
        title, purpose = Texts(fi="Strategia <2022>", sv="Strategi 2022"), Texts(fi="Arvojen valmistelu")
        return create_round("strategy-2022", title, purpose, "19", maker).key
