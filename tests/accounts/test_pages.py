"""Every page of accounts is a good page in every language."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.pages import Visitor, check_page
from workshop.accounts.actions import disable_user, invite
from workshop.accounts.models import Role, User
from workshop.columns import LANGUAGES
from workshop.extensions import db


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_before_the_login(app: Flask, visitor: Visitor, make, login_link, language: str) -> None:
    with app.app_context():
        invitation = invite(Role.ADMIN, None)
    for path in ("/login", f"/welcome/{invitation}", f"/enter/{login_link(make(Role.SCRIBE))}"):
        answer = visitor.get(f"{path}?lang={language}")
        assert answer.status_code == 200
        check_page(answer, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_the_staff(
    app: Flask, make: Callable[..., User], as_role: Callable[[Role], Visitor], language: str
) -> None:
    gone = make(Role.SCRIBE, "gone@example.org")
    with app.app_context():
        disable_user(db.session.get_one(User, gone.id))
    admin = as_role(Role.ADMIN)
    for path in ("/account", "/people"):
        check_page(admin.get(f"{path}?lang={language}"), language)
    made = admin.post(f"/people?lang={language}", {"role": "organiser"})
    page = check_page(made, language)
    assert "link" in page.ids
    assert "/welcome/" not in admin.get("/people").text, "the link is shown once"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_errors_of_every_form_lead_to_their_fields(
    app: Flask, visitor: Visitor, as_role: Callable[[Role], Visitor], language: str
) -> None:
    with app.app_context():
        invitation = invite(Role.ADMIN, None)
    admin = as_role(Role.ADMIN)
    for sender, path, page in (
        (visitor, "/login", ""),
        (visitor, f"/welcome/{invitation}", ""),
        (admin, "/people", ""),
        (admin, "/account", ""),
        (admin, "/account/password", "/account"),
    ):
        empty = dict.fromkeys(("name", "email", "password", "present", "new"), "")
        answer = sender.post(f"{path}?lang={language}", empty, page=page)
        assert answer.status_code == 422
        assert "govuk-error-summary" in answer.text
        check_page(answer, language)


def test_fields_say_what_a_browser_may_fill_in(app: Flask, visitor: Visitor, as_role) -> None:
    with app.app_context():
        invitation = invite(Role.ADMIN, None)

    def asks_for(html: str) -> list[str]:
        return [part.split('"')[0] for part in html.split('autocomplete="')[1:]]

    assert asks_for(visitor.get("/login").text) == ["username", "current-password"]
    assert asks_for(visitor.get(f"/welcome/{invitation}").text) == ["name", "username", "new-password"]
    assert asks_for(as_role(Role.SCRIBE).get("/account").text) == ["name", "username", "new-password"]
