"""A login is a row: it is worth what the row says, whatever cookies are kept of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select

from tests.accounts.conftest import PASSWORD
from tests.houses import token_of
from tests.pages import Visitor
from workshop import clock
from workshop.accounts.actions import begin_login, change_password, disable_user, enable_user
from workshop.accounts.doors import TOKEN
from workshop.accounts.models import Login, Role, User
from workshop.accounts.queries import LOGIN_LIFETIME, token_hash, user_by_email, user_of_login
from workshop.errors import ChangedMeanwhile
from workshop.extensions import db

Make = Callable[..., User]
ADDRESS = "facilitator@example.org"
NEW_PASSWORD = "viisi vuohta laukkasi"


@pytest.fixture
def browsers(app: Flask, make: Make) -> list[Visitor]:
    """Two browsers of one person, who is logged in with both."""
    make(Role.FACILITATOR)
    browsers = [Visitor(app.test_client()) for _browser in range(2)]
    for browser in browsers:
        assert browser.post("/login", {"email": ADDRESS, "password": PASSWORD}).status_code == 302
    return browsers


def is_in(browser: Visitor) -> bool:
    return browser.get("/rounds").status_code == 200


def copy_of(browser: Visitor) -> Visitor:
    """Another browser, with the cookie of this one."""
    other = Visitor(browser.client.application.test_client())
    other.client.set_cookie("koonti", browser.client.get_cookie("koonti").value)
    return other


def rows(app: Flask) -> list[Login]:
    with app.app_context():
        return list(db.session.scalars(select(Login).order_by(Login.id)))


def test_each_login_has_a_token_of_its_own_of_which_only_the_hash_is_kept(app: Flask, browsers: list[Visitor]) -> None:
    tokens = []
    for browser in browsers:
        with browser.client.session_transaction() as session:
            tokens.append(session[TOKEN])
    assert len(set(tokens)) == 2
    assert [row.token_hash for row in rows(app)] == [token_hash(token) for token in tokens]


def test_logging_out_ends_the_login_also_for_a_copied_cookie_and_no_other_one(browsers: list[Visitor]) -> None:
    one, other = browsers
    copied = copy_of(one)
    assert is_in(copied)
    one.post("/logout", page="/account")
    assert (is_in(one), is_in(copied), is_in(other)) == (False, False, True)


def test_a_new_password_ends_every_login_but_the_one_that_then_begins(browsers: list[Visitor]) -> None:
    one, other = browsers
    copied = copy_of(one)
    answer = one.post("/account/password", {"present": PASSWORD, "new": NEW_PASSWORD}, page="/account")
    assert answer.status_code == 302
    assert (is_in(one), is_in(copied), is_in(other)) == (True, False, False)


def test_a_disabled_account_has_no_logins_also_when_it_is_enabled_again(app: Flask, browsers: list[Visitor]) -> None:
    with app.app_context():
        disable_user(user_by_email(ADDRESS))
    assert [is_in(browser) for browser in browsers] == [False, False]
    with app.app_context():
        enable_user(user_by_email(ADDRESS))
    assert [is_in(browser) for browser in browsers] == [False, False]


def test_no_login_is_kept_longer_than_the_browser_is_open(browsers: list[Visitor]) -> None:
    cookies = [cookie.key for cookie in browsers[0].client._cookies.values() if cookie.expires or cookie.max_age]
    assert set(cookies) <= {"lang"}


def test_a_login_does_not_go_on_for_ever(app: Flask, browsers: list[Visitor]) -> None:
    with clock.at(clock.now() + LOGIN_LIFETIME - timedelta(minutes=1)):
        assert is_in(browsers[0])
    with clock.at(clock.now() + LOGIN_LIFETIME):
        assert not is_in(browsers[0])


def test_logins_that_are_over_are_cleared_away_when_another_one_begins(app: Flask, browsers: list[Visitor]) -> None:
    _ended, open_one = rows(app)
    browsers[0].post("/logout", page="/account")
    with app.app_context():
        token_of(user_by_email(ADDRESS))
    assert [row.id for row in rows(app)][:1] == [open_one.id]
    assert len(rows(app)) == 2
    with app.app_context(), clock.at(clock.now() + LOGIN_LIFETIME + timedelta(days=1)):
        token_of(user_by_email(ADDRESS))
    assert len(rows(app)) == 1


def test_a_password_that_is_replaced_while_it_is_judged_lets_nobody_in(app: Flask, browsers: list[Visitor]) -> None:
    with app.app_context():
        user = user_by_email(ADDRESS)
        judged = user.password_hash
        change_password(user, PASSWORD, NEW_PASSWORD)
        with pytest.raises(ChangedMeanwhile):
            begin_login(user, judged)
    assert all(row.ended_at for row in rows(app))


def test_who_comes_is_found_with_one_question(app: Flask, make: Make) -> None:
    make(Role.FACILITATOR)
    asked: list[str] = []
    with app.app_context():
        token = token_of(user_by_email(ADDRESS))
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
        db.session.connection()
        asked.clear()  # it has begun
        _login_id, user = user_of_login(token)
        assert (user.email, user.role) == (ADDRESS, Role.FACILITATOR)
    assert len(asked) == 1
