"""Accounts at the command line."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from tests.accounts.conftest import PASSWORD
from tests.pages import Visitor
from workshop.accounts.actions import disable_user
from workshop.accounts.cli import commands
from workshop.accounts.models import Role, User
from workshop.accounts.queries import user_by_email
from workshop.extensions import db

BY_NAME = {command.name: command for command in commands}


@pytest.fixture
def run(app: Flask) -> Callable[..., Result]:
    def run_one(name: str, *arguments: str) -> Result:
        with app.app_context():
            return CliRunner().invoke(BY_NAME[name], arguments)

    return run_one


def test_the_first_administrator_comes_in_by_a_printed_link(app: Flask, visitor: Visitor, run) -> None:
    link = run("first-admin").output.split()[-1]
    assert link.startswith("http://localhost/welcome/")
    filled = {"name": "Eka", "email": "eka@example.org", "password": PASSWORD, "language": "fi"}
    assert visitor.post(link.removeprefix("http://localhost"), filled).status_code == 302
    with app.app_context():
        assert user_by_email("eka@example.org").role is Role.ADMIN


def test_a_second_first_administrator_is_refused_in_one_sentence(run, make: Callable[..., User]) -> None:
    make(Role.ORGANISER)
    assert run("first-admin").exit_code == 0
    make(Role.ADMIN)
    result = run("first-admin")
    assert result.exit_code == 1
    assert result.output == ("Error: There is an administrator already; they can invite others on the page People.\n")


def test_a_login_link_lets_in_once(visitor: Visitor, run, make: Callable[..., User]) -> None:
    make(Role.SCRIBE)
    link = run("login-link", "Scribe@example.org").output.split()[-1]
    assert link.startswith("http://localhost/enter/")
    visitor.enter(link.rsplit("/", 1)[1])
    assert visitor.get("/meetings").status_code == 200


def test_there_is_no_link_for_an_unknown_or_disabled_account(app: Flask, run, make: Callable[..., User]) -> None:
    user = make(Role.SCRIBE)
    with app.app_context():
        disable_user(db.session.get_one(User, user.id))
    for email in ("nobody@example.org", "scribe@example.org"):
        result = run("login-link", email)
        assert result.exit_code == 1
        assert result.output == f"Error: No account that may log in has the address {email}.\n"
