"""One-time links: invitations and login links, and what reads mail before people do."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.accounts.conftest import PASSWORD
from tests.pages import Visitor, check_page
from workshop.accounts.actions import (
    accept_invitation,
    disable_user,
    enter_by_link,
    invite,
    issue_login_link,
)
from workshop.accounts.links import enter_address, welcome_address
from workshop.accounts.models import Invitation, LoginLink, Role, User
from workshop.accounts.queries import user_by_email, valid_invitation
from workshop.clock import at, now
from workshop.errors import LinkExpired
from workshop.extensions import db

FILLED = {"name": "Aino Esimerkki", "email": "aino@example.org", "password": PASSWORD, "language": "sv"}


@pytest.fixture
def invitation(app: Flask) -> Callable[[Role], str]:
    def make_one(role: Role = Role.FACILITATOR) -> str:
        with app.app_context():
            return invite(role, None)

    return make_one


def accounts(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(User)) or 0


def test_an_invitation_makes_an_account_with_its_role_and_logs_in(
    app: Flask, visitor: Visitor, invitation: Callable[..., str]
) -> None:
    token = invitation(Role.ORGANISER)
    answer = visitor.post(f"/welcome/{token}", {**FILLED, "email": " Aino@Example.ORG "})
    assert (answer.status_code, answer.location) == (302, "/rounds")
    with app.app_context():
        user = user_by_email("aino@example.org")
    assert (user.name, user.role, user.language) == ("Aino Esimerkki", Role.ORGANISER, "sv")
    check_page(visitor.get("/rounds"), "sv")


@pytest.mark.parametrize("kind", ["welcome", "enter"])
def test_looking_at_a_link_uses_nothing_up(
    app: Flask, visitor: Visitor, make, invitation, login_link, kind: str
) -> None:
    token = invitation() if kind == "welcome" else login_link(make(Role.SCRIBE))
    for _turn in range(100):
        assert visitor.get(f"/{kind}/{token}").status_code == 200
    assert visitor.client.head(f"/{kind}/{token}").status_code == 200
    with app.app_context():
        used_at = (Invitation if kind == "welcome" else LoginLink).used_at
        assert db.session.scalars(select(used_at)).all() == [None]
    assert visitor.get("/rounds").status_code == 302
    assert visitor.post(f"/{kind}/{token}", FILLED).status_code == 302
    assert visitor.get("/meetings").status_code == 200


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("kind", ["welcome", "enter"])
def test_a_used_link_says_so(visitor: Visitor, make, invitation, login_link, kind: str, language: str) -> None:
    token = invitation() if kind == "welcome" else login_link(make(Role.SCRIBE))
    visitor.post(f"/{kind}/{token}", FILLED)
    visitor.post("/logout", page="/account")
    for answer in (
        visitor.get(f"/{kind}/{token}?lang={language}"),
        visitor.post(f"/{kind}/{token}?lang={language}", FILLED, page="/login"),
    ):
        assert answer.status_code == 410
        check_page(answer, language)
    assert visitor.get("/rounds").status_code == 302


@pytest.mark.parametrize("token", ["x", "A" * 32, "..", "%00", "ä", "' OR 1=1 --", "A" * 3000])
@pytest.mark.parametrize("kind", ["welcome", "enter"])
def test_a_guessed_link_is_no_link(visitor: Visitor, invitation: Callable[..., str], kind: str, token: str) -> None:
    invitation()
    assert visitor.get(f"/{kind}/{token}").status_code in (404, 410)
    assert visitor.post(f"/{kind}/{token}", FILLED, page="/login").status_code in (404, 405, 410)


def test_a_link_of_one_kind_does_not_open_the_other_door(visitor: Visitor, make, invitation, login_link) -> None:
    assert visitor.get(f"/enter/{invitation()}").status_code == 410
    assert visitor.get(f"/welcome/{login_link(make(Role.ADMIN))}").status_code == 410


def test_an_invitation_lasts_seven_days(app: Flask, invitation: Callable[..., str]) -> None:
    token = invitation()
    with app.app_context():
        with at(now() + timedelta(days=7, seconds=-5)):
            assert valid_invitation(token).role == Role.FACILITATOR
        with at(now() + timedelta(days=7)), pytest.raises(LinkExpired):
            accept_invitation(token, "a@example.org", "A", PASSWORD, "fi")


def test_a_login_link_lasts_as_long_as_it_was_given(app: Flask, make: Callable[..., User]) -> None:
    user = make(Role.SCRIBE)
    with app.app_context():
        token = issue_login_link(db.session.get_one(User, user.id), timedelta(minutes=5))
        with at(now() + timedelta(minutes=5)), pytest.raises(LinkExpired):
            enter_by_link(token)
        assert enter_by_link(token).id == user.id


def test_of_many_who_come_at_once_one_gets_in(app: Flask, make: Callable[..., User], login_link) -> None:
    token = login_link(make(Role.SCRIBE))

    def come(_number: int) -> bool:
        with app.app_context():
            try:
                return bool(enter_by_link(token))
            except LinkExpired:
                return False

    with ThreadPoolExecutor(8) as crowd:
        assert sum(crowd.map(come, range(8))) == 1


def test_a_disabled_account_is_not_entered_by_link(app: Flask, make: Callable[..., User], login_link) -> None:
    user = make(Role.SCRIBE)
    token = login_link(user)
    with app.app_context():
        disable_user(db.session.get_one(User, user.id))
        with pytest.raises(LinkExpired):
            enter_by_link(token)


def test_an_invitation_lapses_with_its_inviter(app: Flask, make: Callable[..., User]) -> None:
    make(Role.ADMIN)
    other = make(Role.ADMIN, "other@example.org")
    with app.app_context():
        inviter = db.session.get_one(User, other.id)
        token = invite(Role.ADMIN, inviter)
        assert valid_invitation(token)
        disable_user(inviter)
        with pytest.raises(LinkExpired):
            accept_invitation(token, "a@example.org", "A", PASSWORD, "fi")


def test_only_the_hash_of_a_token_is_kept(app: Flask, make: Callable[..., User], invitation, login_link) -> None:
    tokens = {invitation(), invitation(), login_link(make(Role.SCRIBE))}
    assert len(tokens) == 3
    assert all(len(token) >= 22 for token in tokens), "128 bits are 22 characters of base 64"
    with app.app_context():
        kept = db.session.connection().exec_driver_sql(
            "SELECT token_hash FROM invitation UNION ALL SELECT token_hash FROM login_link"
        )
        hashes = set(kept.scalars())
    assert len(hashes) == 3
    assert not any(token in hashed for token in tokens for hashed in hashes)


BAD_ADDRESSES = [
    *("aino@example.org\r\nBcc: x@example.org", "aino@example.org\n", "\naino@example.org", "aino\r@example.org"),
    *(
        "aino@example.org\x00",
        "aino@exa\nmple.org",
        "aino@example.org\u2028",
        "=?utf-8?q?a?=@",
        "aino",
        "aino@",
        "@x.fi",
    ),
    *("Aino <aino@example.org>", "a@example.org, b@example.org", "a@localhost", "a b@example.org", "a@" + "x" * 300),
]


@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_what_is_no_address_is_an_error_at_the_field(app: Flask, visitor: Visitor, invitation, address: str) -> None:
    token = invitation()
    answer = visitor.post(f"/welcome/{token}?lang=en", {**FILLED, "email": address})
    assert answer.status_code == 422
    page = check_page(answer, "en")
    assert "email-error" in page.ids
    assert accounts(app) == 0
    assert visitor.post(f"/welcome/{token}", FILLED).status_code == 302, "the invitation can still be used"


def test_an_address_that_is_taken_is_an_error_at_the_field(app: Flask, visitor: Visitor, make, invitation) -> None:
    make(Role.SCRIBE)
    answer = visitor.post(f"/welcome/{invitation()}?lang=en", {**FILLED, "email": "SCRIBE@example.org"})
    assert answer.status_code == 422
    assert "email-error" in check_page(answer, "en").ids
    assert 'value="Aino Esimerkki"' in answer.text, "what was filled in is kept"
    assert PASSWORD not in answer.text
    assert accounts(app) == 1


@pytest.mark.parametrize("missing", ["name", "email", "password"])
def test_what_is_missing_is_asked_for(app: Flask, visitor: Visitor, invitation, missing: str) -> None:
    answer = visitor.post(f"/welcome/{invitation()}?lang=en", {**FILLED, missing: " "})
    assert answer.status_code == 422
    assert f"{missing}-error" in check_page(answer, "en").ids
    assert accounts(app) == 0


def test_a_weak_password_is_an_error_at_the_field(app: Flask, visitor: Visitor, invitation) -> None:
    answer = visitor.post(f"/welcome/{invitation()}?lang=en", {**FILLED, "password": "AinoEsimerkki"})
    assert answer.status_code == 422
    assert "password-error" in check_page(answer, "en").ids
    assert accounts(app) == 0


def test_a_file_instead_of_text_is_an_error_at_the_field(app: Flask, visitor: Visitor, invitation) -> None:
    for field in ("name", "email", "password"):
        answer = visitor.post(f"/welcome/{invitation()}?lang=en", {**FILLED, field: (BytesIO(b"x"), "x.txt")})
        assert answer.status_code == 422
        assert f"{field}-error" in check_page(answer, "en").ids
    assert accounts(app) == 0


def test_links_begin_with_the_base_url_whatever_the_host_header(app: Flask, as_role) -> None:
    with app.test_request_context(headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"}):
        assert welcome_address("t") == "http://localhost/welcome/t"
        assert enter_address("t") == "http://localhost/enter/t"
    admin = as_role(Role.ADMIN)
    answer = admin.post("/people", {"role": "organiser"}, headers={"X-Forwarded-Host": "evil.example"})
    assert "http://localhost/welcome/" in answer.text
    assert "evil.example" not in answer.text
