"""Browsers of the staff, for the digest's pages."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from tests.digests.editor import meeting_with_two_themes
from tests.pages import Visitor
from workshop.accounts.actions import issue_login_link
from workshop.accounts.queries import user_by_email


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody who is not logged in."""
    return Visitor(app.test_client())


@pytest.fixture
def logged_in(app: Flask) -> Callable[[str], Visitor]:
    """logged_in(name) → the browser of the member of the staff with this name."""

    def come_in(name: str) -> Visitor:
        with app.app_context():
            token = issue_login_link(user_by_email(f"{name}@example.fi"), timedelta(hours=1))
        return Visitor(app.test_client()).enter(token)

    return come_in


@pytest.fixture
def ready(app: Flask) -> Flask:
    """A digest with two themes, of which the worker made the first version."""
    with app.app_context():
        meeting_with_two_themes()
    return app
