"""Staff for the tests of accounts."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask

from tests.accounts.provider import CLIENT, SECRET, Provider, served
from tests.pages import Visitor
from workshop.accounts.actions import issue_login_link, make_user
from workshop.accounts.models import Role, User
from workshop.extensions import db

PASSWORD = "neljä lehmää hyppi"


@pytest.fixture
def make(app: Flask) -> Callable[..., User]:
    """Makes an account with a role; its address and name are those of the role unless others are given."""

    def make_one(role: Role, email: str = "", password: str | None = PASSWORD) -> User:
        with app.app_context():
            return make_user(email or f"{role}@example.org", str(role).capitalize(), role, "en", password)

    return make_one


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody who is not logged in."""
    return Visitor(app.test_client())


@pytest.fixture
def login_link(app: Flask) -> Callable[[User], str]:
    """The token of a one-time login link."""

    def issue(user: User) -> str:
        with app.app_context():
            return issue_login_link(db.session.get_one(User, user.id), timedelta(hours=1))

    return issue


@pytest.fixture
def as_role(app: Flask, make: Callable[..., User], login_link: Callable[[User], str]) -> Callable[[Role], Visitor]:
    """A browser that somebody with the role is logged in with."""

    def come_in(role: Role) -> Visitor:
        user = make(role, f"a.{role}@example.org", password=None)
        return Visitor(app.test_client()).enter(login_link(user))

    return come_in


@pytest.fixture(scope="session")
def login_service() -> Iterator[Provider]:
    """The login service that all tests share."""
    with served() as provider:
        yield provider


@pytest.fixture
def provider(login_service: Provider, monkeypatch: pytest.MonkeyPatch) -> Provider:
    """A login service as it should be, which the houses of the test know. Goes before `app`."""
    login_service.straighten()
    for name, value in (("ISSUER", login_service.issuer), ("CLIENT_ID", CLIENT), ("CLIENT_SECRET", SECRET)):
        monkeypatch.setenv(f"OIDC_{name}", value)
    return login_service
