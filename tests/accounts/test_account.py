"""One's own account: name, language, password."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.accounts.conftest import PASSWORD
from tests.pages import Visitor, check_page
from workshop.accounts.actions import change_password
from workshop.accounts.models import Role, User
from workshop.accounts.passwords import is_password
from workshop.accounts.rules import WrongPassword
from workshop.extensions import db

NEW = "viisi hauskaa hiirtä"


def password_kept(app: Flask) -> str | None:
    with app.app_context():
        return db.session.get_one(User, 1).password_hash


@pytest.fixture
def me(make: Callable[..., User], login_link: Callable[[User], str], visitor: Visitor) -> Visitor:
    """A facilitator with a password, logged in."""
    return visitor.enter(login_link(make(Role.FACILITATOR)))


def test_name_and_language_are_changed(app: Flask, me: Visitor) -> None:
    answer = me.post("/account", {"name": " Uusi\n Nimi ", "language": "sv"}, follow_redirects=True)
    check_page(answer, "sv")
    assert 'value="Uusi Nimi"' in answer.text
    with app.app_context():
        user = db.session.get_one(User, 1)
    assert (user.name, user.language) == ("Uusi Nimi", "sv")


@pytest.mark.parametrize(("field", "typed"), [("name", ""), ("name", "n" * 101), ("language", "xx")])
def test_what_cannot_be_is_an_error_at_the_field(app: Flask, me: Visitor, field: str, typed: str) -> None:
    answer = me.post("/account?lang=en", {"name": "Uusi", "language": "fi", field: typed})
    assert answer.status_code == 422
    assert f"{field}-error" in check_page(answer, "en").ids
    with app.app_context():
        assert db.session.get_one(User, 1).name == "Facilitator"


def test_a_new_password_ends_the_other_logins(app: Flask, me: Visitor, login_link: Callable[[User], str]) -> None:
    with app.app_context():
        user = db.session.get_one(User, 1)
    elsewhere = Visitor(app.test_client()).enter(login_link(user))
    answer = me.post("/account/password", {"present": PASSWORD, "new": NEW}, page="/account", follow_redirects=True)
    assert "The password has been changed." in answer.text
    assert is_password(password_kept(app), NEW)
    assert me.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 302


@pytest.mark.parametrize(
    ("present", "new", "field"),
    [("wrong", NEW, "present"), ("", NEW, "present"), (PASSWORD, "short", "new"), (PASSWORD, "", "new"),
     (PASSWORD, "facilitator1", "new")],
)  # fmt: skip
def test_a_password_is_not_changed_for_a_wrong_or_weak_one(
    app: Flask, me: Visitor, present: str, new: str, field: str
) -> None:
    before = password_kept(app)
    answer = me.post("/account/password?lang=en", {"present": present, "new": new}, page="/account")
    assert answer.status_code == 422
    assert f"{field}-error" in check_page(answer, "en").ids
    assert password_kept(app) == before


def test_the_present_password_is_not_guessed_from_an_open_login(app: Flask, me: Visitor) -> None:
    for _turn in range(20):
        assert me.post("/account/password", {"present": "wrong", "new": NEW}, page="/account").status_code == 422
    answer = me.post("/account/password?lang=en", {"present": PASSWORD, "new": NEW}, page="/account")
    assert answer.status_code == 429
    assert "present-error" in check_page(answer, "en").ids
    assert is_password(password_kept(app), PASSWORD)


def test_an_account_without_a_password_gets_one_unasked(app: Flask, as_role: Callable[[Role], Visitor]) -> None:
    visitor = as_role(Role.SCRIBE)
    assert 'name="present"' not in visitor.get("/account").text
    assert visitor.post("/account/password", {"new": NEW}, page="/account").status_code == 302
    assert is_password(password_kept(app), NEW)
    assert 'name="present"' in visitor.get("/account").text


def test_the_action_asks_for_the_present_password(app: Flask, make: Callable[..., User]) -> None:
    make(Role.SCRIBE)
    with app.app_context(), pytest.raises(WrongPassword):
        change_password(db.session.get_one(User, 1), "", NEW)


def test_no_page_shows_a_password_again(me: Visitor) -> None:
    answer = me.post("/account/password", {"present": "almost right, not quite", "new": NEW}, page="/account")
    assert "almost right" not in answer.text
    assert NEW not in answer.text
