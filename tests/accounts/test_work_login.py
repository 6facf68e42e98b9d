"""Staff come in with accounts of their organisation’s login service: those who have an account here, and no others."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.accounts.conftest import PASSWORD
from tests.accounts.provider import CLIENT, Provider
from tests.pages import Visitor, check_page
from workshop import clock, create_app
from workshop.accounts.actions import disable_user, enter_by_work_account, unlink_work_account
from workshop.accounts.doors import TOKEN
from workshop.accounts.login_service import ATTEMPT_LIFETIME
from workshop.accounts.models import LoggedDeed, Login, Role, User, WorkAccount
from workshop.accounts.queries import user_by_email
from workshop.accounts.rules import Hindrance, Identity, NotLetIn
from workshop.columns import LANGUAGES
from workshop.extensions import db

Make = Callable[..., User]
AINO = "aino@example.org"
BACK = "/login/work/back"
pytestmark = pytest.mark.usefixtures("known")


@pytest.fixture
def known(provider: Provider, app: Flask) -> None:
    """The house knows the login service."""


def come(visitor: Visitor, provider: Provider, query: str = "") -> TestResponse:
    """Somebody presses the button, logs in there, and comes back."""
    way = visitor.get(f"/login/work{query}").location
    return visitor.get(provider.login(way).removeprefix("http://localhost"))


def is_in(visitor: Visitor) -> bool:
    return visitor.get("/rounds").status_code == 200


def was_kept_out(answer: TestResponse, hindrance: Hindrance) -> bool:
    return answer.status_code == 302 and answer.location.split("trouble=")[1:] == [hindrance.value]


def stands_written(app: Flask) -> list[tuple[str, str]]:
    """Who is linked to which work account."""
    with app.app_context():
        rows = db.session.scalars(select(WorkAccount).order_by(WorkAccount.id))
        return [(row.user.email, row.subject) for row in rows]


def test_without_a_login_service_there_is_no_such_way(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    for name in ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"):
        monkeypatch.delenv(name)
    visitor = Visitor(create_app(INSTANCE=str(tmp_path)).test_client())
    assert [visitor.get(path).status_code for path in ("/login/work", BACK)] == [404, 404]
    assert "/login/work" not in visitor.get("/login").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_login_page_offers_it_and_says_what_stood_in_the_way(visitor: Visitor, language: str) -> None:
    page = visitor.get(f"/login?lang={language}&next=/account")
    check_page(page, language)
    assert 'href="/login/work?next=/account"' in page.text
    assert "govuk-error-summary" not in page.text
    texts = set()
    for hindrance in Hindrance:
        page = visitor.get(f"/login?lang={language}&trouble={hindrance.value}")
        check_page(page, language)
        texts |= set(re.findall(r'error-summary__title">([^<]+)<', page.text))
        assert 'name="password"' in page.text
    assert len(texts) == len(Hindrance)
    assert "govuk-error-summary" not in visitor.get("/login?trouble=<b>").text


def test_the_first_login_links_the_account_and_from_then_on_the_subject_decides(
    app: Flask, visitor: Visitor, make: Make, provider: Provider
) -> None:
    make(Role.FACILITATOR, AINO, password=None)
    make(Role.ADMIN, "other@example.org")
    assert come(visitor, provider).location == "/rounds"
    assert AINO in visitor.get("/account").text
    assert stands_written(app) == [(AINO, "person-1")]
    again = Visitor(app.test_client())
    for address in ("other@example.org", "nobody@example.org", None):
        provider.claims["email"] = address
        assert come(again, provider).location == "/rounds"
        assert AINO in again.get("/account").text
        again.post("/logout", page="/account")
    assert stands_written(app) == [(AINO, "person-1")]
    with app.app_context():
        [told] = db.session.scalars(select(LoggedDeed).where(LoggedDeed.name == "link_work_account"))
        assert (told.user.email, told.said) == (AINO, {})


def test_a_login_by_work_account_is_a_row_that_logging_out_ends(
    app: Flask, visitor: Visitor, make: Make, provider: Provider
) -> None:
    make(Role.FACILITATOR, AINO)
    visitor.get("/login")
    with visitor.client.session_transaction() as planted:
        planted["planted"] = "by a stranger"
    come(visitor, provider)
    with visitor.client.session_transaction() as session:
        assert set(session) <= {TOKEN, "_id", "_fresh", "csrf_token"}
    copied = Visitor(app.test_client())
    copied.client.set_cookie("koonti", visitor.client.get_cookie("koonti").value)
    assert is_in(copied)
    visitor.post("/logout", page="/account")
    assert not is_in(copied)
    with app.app_context():
        assert [row.ended_at is None for row in db.session.scalars(select(Login))] == [False]


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [("/account", "/account"), ("//evil.example", "/rounds"), ("https://evil.example", "/rounds"), ("", "/rounds")],
)
def test_it_leads_on_to_where_somebody_was_going(
    visitor: Visitor, make: Make, provider: Provider, asked: str, led_to: str
) -> None:
    make(Role.FACILITATOR, AINO)
    assert come(visitor, provider, f"?next={asked}").location == led_to
    assert visitor.get(f"/login/work?next={asked}").location == led_to, "who is in already"


def test_the_way_back_begins_with_the_base_url_whatever_the_host_header(visitor: Visitor, provider: Provider) -> None:
    forged = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    way = visitor.get("/login/work", headers=forged).location
    assert way.startswith(provider.issuer)
    assert "redirect_uri=http%3A%2F%2Flocalhost%2Flogin%2Fwork%2Fback&" in way


def test_who_has_no_account_or_none_that_may_be_used_is_told_the_same(
    app: Flask, make: Make, provider: Provider
) -> None:
    answers = []
    for step in ("nobody is invited", "somebody else is linked", "it is disabled", "it was linked and is disabled"):
        if step == "somebody else is linked":
            make(Role.FACILITATOR, AINO)
            provider.claims["sub"] = "person-2"
            with app.app_context():
                enter_by_work_account(Identity(provider.issuer, "person-1", AINO))
        elif "disabled" in step:
            with app.app_context():
                disable_user(user_by_email(AINO))
            provider.claims["sub"] = "person-1" if "was linked" in step else "person-3"
        visitor = Visitor(app.test_client())
        answers.append(come(visitor, provider, "?next=/account"))
        assert not is_in(visitor), step
    assert {answer.location for answer in answers} == {"/login?next=/account&trouble=unknown"}
    assert stands_written(app) == [(AINO, "person-1")]


@pytest.mark.parametrize(
    "said",
    [{"email_verified": False}, {"email": None, "preferred_username": AINO}, {"email_verified": None, "xms_edov": "1"}],
)
def test_an_address_that_the_service_does_not_confirm_links_nothing(
    app: Flask, visitor: Visitor, make: Make, provider: Provider, said: dict[str, object]
) -> None:
    make(Role.FACILITATOR, AINO)
    provider.claims |= said
    assert was_kept_out(come(visitor, provider), Hindrance.UNCONFIRMED)
    assert not is_in(visitor)
    assert stands_written(app) == []


def test_an_answer_is_taken_once_in_time_and_from_the_browser_that_began(
    app: Flask, visitor: Visitor, make: Make, provider: Provider
) -> None:
    make(Role.FACILITATOR, AINO)
    way = provider.login(visitor.get("/login/work").location).removeprefix("http://localhost")
    stranger = Visitor(app.test_client())
    stranger.get("/login/work")
    code = way.split("&")[0]
    for forged in (BACK, code, f"{code}&state=guessed", f"{BACK}?error=x&state=\u00e4"):
        assert was_kept_out(visitor.get(forged), Hindrance.LOST), forged
    assert was_kept_out(stranger.get(way), Hindrance.LOST)
    with clock.at(clock.now() + ATTEMPT_LIFETIME):
        late = Visitor(app.test_client())
        late.client.set_cookie("koonti", visitor.client.get_cookie("koonti").value)
        assert was_kept_out(late.get(way), Hindrance.LOST)
    assert visitor.get(way).location == "/rounds", "what others sent has spoilt nothing"
    visitor.post("/logout", page="/account")
    assert was_kept_out(visitor.get(way), Hindrance.LOST)
    assert not is_in(visitor)


def test_a_login_is_not_answered_a_second_time_after_it_failed(visitor: Visitor, provider: Provider) -> None:
    way = provider.login(visitor.get("/login/work").location).removeprefix("http://localhost")
    provider.answers["/token"] = (500, b"", {})
    assert was_kept_out(visitor.get(way), Hindrance.SILENT)
    provider.answers.clear()
    assert was_kept_out(visitor.get(way), Hindrance.LOST)


@pytest.mark.parametrize(
    ("error", "hindrance"),
    [
        ("access_denied", Hindrance.DECLINED),
        ("consent_required", Hindrance.DECLINED),
        ("<b>aino@example.org", Hindrance.DECLINED),
        ("temporarily_unavailable", Hindrance.SILENT),
        ("", Hindrance.LOST),
    ],
)
def test_what_was_broken_off_there_is_said(
    app: Flask, visitor: Visitor, caplog: pytest.LogCaptureFixture, error: str, hindrance: Hindrance
) -> None:
    state = visitor.get("/login/work").location.split("state=")[1].split("&")[0]
    caplog.set_level("DEBUG", app.logger.name)
    asked = {"state": state, "error": error, "error_description": "aino@example.org may not"}
    answer = visitor.get(BACK, query_string=asked)
    assert was_kept_out(answer, hindrance)
    assert f"{hindrance.value}: " in caplog.text
    assert "aino" not in answer.location + caplog.text
    assert not is_in(visitor)


def test_with_the_service_away_a_password_still_lets_in_and_nothing_leaks(
    visitor: Visitor, make: Make, provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    make(Role.FACILITATOR, AINO)
    provider.answers["/.well-known/openid-configuration"] = (503, b'{"error": "aino@example.org"}', {})
    answer = visitor.get("/login/work?next=/account")
    assert answer.location == "/login?next=/account&trouble=silent"
    assert "silent: status 503" in caplog.text
    assert not re.search("aino|state|s:cret", caplog.text + visitor.get(answer.location).text)
    assert visitor.post(answer.location, {"email": AINO, "password": PASSWORD}).location == "/account"


def test_a_forged_token_lets_nobody_in(visitor: Visitor, make: Make, provider: Provider) -> None:
    make(Role.FACILITATOR, AINO)
    provider.claims["nonce"] = "of another login"
    assert was_kept_out(come(visitor, provider), Hindrance.UNPROVEN)
    assert not is_in(visitor)


def test_of_many_first_logins_at_once_one_links(app: Flask, make: Make) -> None:
    user = make(Role.FACILITATOR, AINO)

    def enter(number: int) -> int:
        with app.app_context():
            try:
                return enter_by_work_account(Identity("https://x", f"person-{number % 2}", AINO)).id
            except NotLetIn:
                return 0

    with ThreadPoolExecutor(4) as crowd:
        found = list(crowd.map(enter, range(8)))
    assert sorted(found) == [0] * 4 + [user.id] * 4
    assert len(stands_written(app)) == 1


@pytest.mark.parametrize("role", Role)
def test_administrators_unlink_a_work_account(
    app: Flask, visitor: Visitor, make: Make, as_role: Callable[[Role], Visitor], provider: Provider, role: Role
) -> None:
    aino, judge = make(Role.FACILITATOR, AINO), as_role(role)
    come(visitor, provider)
    answer = judge.post(f"/people/{aino.id}/work-account/unlink", page="/account")
    is_admin = role is Role.ADMIN
    assert answer.status_code == (302 if is_admin else 404)
    assert (stands_written(app) == [], is_in(visitor)) == (is_admin, not is_admin)
    with app.app_context():
        told = db.session.scalars(select(LoggedDeed).where(LoggedDeed.name == "unlink_work_account")).all()
        assert [(row.user.role, row.said) for row in told] == ([(Role.ADMIN, {"user": aino.id})] if is_admin else [])
    provider.claims["sub"] = "person-2"
    assert is_admin is (come(Visitor(app.test_client()), provider).location == "/rounds")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_administrator_sees_whether_a_work_account_is_linked(
    app: Flask, make: Make, as_role: Callable[[Role], Visitor], provider: Provider, language: str
) -> None:
    aino, admin = make(Role.FACILITATOR, AINO), as_role(Role.ADMIN)
    page = f"/people/{aino.id}?lang={language}"
    check_page(admin.get(page), language)
    assert "/unlink" not in admin.get(page).text
    with app.app_context():
        enter_by_work_account(Identity(provider.issuer, "person-1", AINO))
    check_page(admin.get(page), language)
    assert "/unlink" in admin.get(page).text
    with app.app_context():
        unlink_work_account(user_by_email(AINO))
    assert "/unlink" not in admin.get(page).text
    assert CLIENT not in admin.get(page).text
    check_page(admin.get(f"/deeds?lang={language}"), language)
