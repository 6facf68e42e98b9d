"""Logging in with a password, and how guessing is slowed."""

import re
from collections.abc import Callable
from functools import partial
from time import time

import limits.storage.memory
import pytest
from argon2 import PasswordHasher, Type, extract_parameters
from flask import Flask

from tests.accounts.conftest import PASSWORD
from tests.effort import is_less_work
from tests.pages import Visitor, check_page
from workshop.accounts import passwords
from workshop.accounts.actions import disable_user
from workshop.accounts.models import Role, User
from workshop.accounts.passwords import hash_password, is_password
from workshop.accounts.queries import user_by_email
from workshop.extensions import db

Make = Callable[..., User]
ADDRESS = "facilitator@example.org"


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords that are quickly guessed, where a hundred guesses are counted."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    monkeypatch.setattr(passwords, "_nobodys_hash", passwords._nobodys_hash.__wrapped__)


def log_in(visitor: Visitor, email: str = ADDRESS, password: str = PASSWORD, query: str = "", **more: object):
    return visitor.post(f"/login{query}", {"email": email, "password": password}, **more)


def is_in(visitor: Visitor) -> bool:
    return visitor.get("/rounds").status_code == 200


@pytest.mark.parametrize("typed", [ADDRESS, "Facilitator@Example.ORG", f" {ADDRESS} "])
def test_the_right_password_opens_the_rounds(visitor: Visitor, make: Make, typed: str) -> None:
    make(Role.FACILITATOR)
    answer = log_in(visitor, typed)
    assert (answer.status_code, answer.location) == (302, "/rounds")
    assert is_in(visitor)


def test_an_a_with_dots_is_the_same_on_every_keyboard(visitor: Visitor, make: Make) -> None:
    make(Role.FACILITATOR, password="ääniä metsästä")
    assert log_in(visitor, password="a\u0308a\u0308nia\u0308 metsa\u0308sta\u0308").status_code == 302


def test_whatever_is_wrong_the_answer_is_the_same(app: Flask, visitor: Visitor, make: Make) -> None:
    make(Role.FACILITATOR)
    make(Role.SCRIBE, "linkonly@example.org", password=None)
    make(Role.SCRIBE, "disabled@example.org")
    with app.app_context():
        disable_user(user_by_email("disabled@example.org"))
    texts = set()
    for email in (ADDRESS, "nobody@example.org", "linkonly@example.org", "disabled@example.org", "<b>"):
        password = PASSWORD if email.startswith("disabled") else "not this one, no"
        answer = log_in(visitor, email, password, query="?lang=en")
        assert answer.status_code == 422
        text = re.sub(r'name="csrf_token" value="[^"]+"', "", answer.text)
        texts.add(text.replace(email.replace("<", "&lt;").replace(">", "&gt;"), "…"))
    assert len(texts) == 1
    assert "The e-mail address or the password is wrong" in texts.pop()


def test_a_wrong_password_and_an_unknown_address_take_as_long(app: Flask) -> None:
    kept = hash_password(PASSWORD)
    assert not is_password(None, "wrong"), "and now that nobody's hash is made, too"
    known, unknown = (partial(is_password, hashed, "wrong") for hashed in (kept, None))
    assert is_less_work(known, unknown, times=1.5)
    assert is_less_work(unknown, known, times=1.5)


def test_guessing_is_dear_on_any_machine() -> None:
    """The least that OWASP's cheat sheet on keeping passwords asks of Argon2id."""
    asked = extract_parameters(hash_password(PASSWORD))
    assert asked.type is Type.ID
    assert (asked.memory_cost, asked.time_cost) >= (19 * 1024, 2)


def test_what_is_missing_is_asked_for(visitor: Visitor) -> None:
    answer = log_in(visitor, "", "", query="?lang=en")
    assert answer.status_code == 422
    check_page(answer, "en")
    assert "Write your e-mail address" in answer.text
    assert "Write your password" in answer.text


@pytest.mark.sqlite
@pytest.mark.usefixtures("cheap")
def test_the_twenty_first_wrong_password_of_an_hour_is_not_tried(
    visitor: Visitor, make: Make, login_link: Callable[[User], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    user = make(Role.FACILITATOR)
    make(Role.SCRIBE)
    for number in range(20):
        assert log_in(visitor, ADDRESS if number % 2 else ADDRESS.upper(), "wrong").status_code == 422
    for language in ("fi", "sv", "en"):
        answer = log_in(visitor, query=f"?lang={language}")
        assert answer.status_code == 429
        check_page(answer, language)
        assert f'value="{ADDRESS}"' in answer.text
    assert "Too many wrong passwords" in answer.text
    assert log_in(Visitor(visitor.client.application.test_client()), "scribe@example.org").status_code == 302
    assert is_in(Visitor(visitor.client.application.test_client()).enter(login_link(user)))
    in_an_hour = time() + 3601
    monkeypatch.setattr(limits.storage.memory.time, "time", lambda: in_an_hour)
    assert log_in(visitor).status_code == 302


@pytest.mark.usefixtures("cheap")
def test_right_passwords_are_not_counted(visitor: Visitor, make: Make) -> None:
    make(Role.FACILITATOR)
    for _turn in range(21):
        assert log_in(visitor).status_code == 302
        visitor.post("/logout", page="/account")
    assert log_in(visitor, password="wrong").status_code == 422


@pytest.mark.usefixtures("cheap")
@pytest.mark.parametrize(
    ("places", "other"),
    [(["203.0.113.7"], "203.0.113.8"), (["2001:db8:1:2::1", "2001:db8:1:2:ffff::9"], "2001:db8:1:3::1")],
)
def test_a_place_that_guesses_many_accounts_is_stopped(
    visitor: Visitor, make: Make, places: list[str], other: str
) -> None:
    make(Role.FACILITATOR)
    for number in range(100):
        place = {"REMOTE_ADDR": places[number % len(places)]}
        answer = log_in(visitor, f"nobody{number}@example.org", "wrong", environ_overrides=place)
        assert answer.status_code == 422
    assert log_in(visitor, environ_overrides={"REMOTE_ADDR": places[0]}).status_code == 429
    assert log_in(visitor, environ_overrides={"REMOTE_ADDR": other}).status_code == 302


def test_a_session_from_before_the_login_is_worth_nothing(app: Flask, visitor: Visitor, make: Make) -> None:
    make(Role.FACILITATOR)
    visitor.get("/login")
    with visitor.client.session_transaction() as planted:
        planted["planted"] = "by a stranger"
    before = visitor.client.get_cookie("koonti").value
    log_in(visitor)
    assert visitor.client.get_cookie("koonti").value != before
    with visitor.client.session_transaction() as after:
        assert "planted" not in after
    stranger = Visitor(app.test_client())
    stranger.client.set_cookie("koonti", before)
    assert not is_in(stranger)


def test_a_login_ends_when_the_account_is_disabled(app: Flask, visitor: Visitor, make: Make) -> None:
    make(Role.FACILITATOR)
    log_in(visitor)
    with app.app_context():
        disable_user(user_by_email(ADDRESS))
    assert not is_in(visitor)


@pytest.mark.parametrize("login_id", ["1", "1:", "1:other", "x:y", "", ":", "²:k", "99:key"])
def test_a_cookie_with_another_key_is_nobodys(app: Flask, visitor: Visitor, make: Make, login_id: str) -> None:
    make(Role.FACILITATOR)
    log_in(visitor)
    with visitor.client.session_transaction() as session:
        session["_user_id"] = login_id
    assert not is_in(visitor)


def test_logging_out_is_a_post(visitor: Visitor, make: Make) -> None:
    make(Role.FACILITATOR)
    log_in(visitor)
    assert visitor.get("/logout").status_code == 405
    assert is_in(visitor)
    assert visitor.post("/logout", page="/account").location == "/"
    assert not is_in(visitor)


def test_the_login_page_leads_somebody_who_is_in_onwards(visitor: Visitor, make: Make) -> None:
    make(Role.FACILITATOR)
    log_in(visitor)
    assert visitor.get("/login?next=/account").location == "/account"


def test_somebody_who_is_not_logged_in_comes_back_after_it(visitor: Visitor, make: Make) -> None:
    make(Role.FACILITATOR)
    door = visitor.get("/account?lang=en").location
    assert door == "/login?next=/account?lang%3Den"
    assert visitor.post(door, {"email": ADDRESS, "password": PASSWORD}).location == "/account?lang=en"


def test_a_script_that_is_not_logged_in_is_told_so(visitor: Visitor) -> None:
    answer = visitor.get("/rounds?lang=en", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json == {"error": "NotLoggedIn", "title": "You are not logged in", "words": "Log in and try again."}


def test_passwords_are_kept_as_argon2(app: Flask, make: Make) -> None:
    user = make(Role.FACILITATOR)
    with app.app_context():
        kept = db.session.get_one(User, user.id).password_hash
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept


def test_the_front_page_knows_who_is_in(visitor: Visitor, make: Make) -> None:
    make(Role.FACILITATOR)
    assert 'href="/login"' in visitor.get("/").text
    log_in(visitor)
    page = visitor.get("/")
    assert 'href="/login"' not in page.text
    assert 'href="/rounds"' in page.text
