"""Who may do what with accounts: a table of roles and deeds."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from tests.pages import Visitor, check_page
from workshop.accounts.actions import disable_user, enable_user, invite
from workshop.accounts.models import Invitation, Role, User
from workshop.accounts.queries import access_colleague
from workshop.accounts.rules import LastAdmin
from workshop.errors import NotAllowed, NotFound
from workshop.extensions import db

MAY_INVITE = {
    Role.ADMIN: {Role.ADMIN, Role.ORGANISER, Role.FACILITATOR, Role.SCRIBE},
    Role.ORGANISER: {Role.FACILITATOR, Role.SCRIBE},
    Role.FACILITATOR: set(),
    Role.SCRIBE: set(),
}
POSTED = [
    *("/logout", "/people", "/people/1/disable", "/people/1/enable", "/people/1/work-account/unlink"),
    *("/account", "/account/password"),
]


def invitations(app: Flask) -> list[Role]:
    with app.app_context():
        return list(db.session.scalars(select(Invitation.role)))


@pytest.mark.parametrize("invited", Role)
@pytest.mark.parametrize("role", Role)
def test_who_may_invite_whom(app: Flask, as_role: Callable[[Role], Visitor], role: Role, invited: Role) -> None:
    answer = as_role(role).post("/people?lang=en", {"role": invited.value}, page="/account")
    if not MAY_INVITE[role]:
        assert answer.status_code == 403
    elif invited not in MAY_INVITE[role]:
        assert answer.status_code == 422
        assert "role-error" in check_page(answer, "en").ids
    else:
        assert answer.status_code == 200
        assert "http://localhost/welcome/" in answer.text
    assert invitations(app) == ([invited] if invited in MAY_INVITE[role] else [])


@pytest.mark.parametrize("invited", Role)
@pytest.mark.parametrize("role", Role)
def test_the_action_judges_too(app: Flask, make: Callable[..., User], role: Role, invited: Role) -> None:
    inviter = make(role)
    with app.app_context():
        me = db.session.get_one(User, inviter.id)
        if invited in MAY_INVITE[role]:
            assert invite(invited, me)
        else:
            with pytest.raises(NotAllowed):
                invite(invited, me)


@pytest.mark.parametrize("deed", ["disable", "enable"])
@pytest.mark.parametrize("role", Role)
def test_only_administrators_shut_people_out(
    app: Flask, make: Callable[..., User], as_role: Callable[[Role], Visitor], role: Role, deed: str
) -> None:
    other = make(Role.SCRIBE, "other@example.org")
    if deed == "enable":
        with app.app_context():
            disable_user(db.session.get_one(User, other.id))
    answer = as_role(role).post(f"/people/{other.id}/{deed}", page="/account")
    assert answer.status_code == (302 if role is Role.ADMIN else 404)
    with app.app_context():
        is_active = db.session.get_one(User, other.id).is_active
    assert is_active is ((deed == "enable") is (role is Role.ADMIN))


@pytest.mark.parametrize("role", Role)
def test_who_sees_the_staff(make: Callable[..., User], as_role: Callable[[Role], Visitor], role: Role) -> None:
    make(Role.SCRIBE, "other@example.org")
    answer = as_role(role).get("/people")
    assert answer.status_code == (200 if MAY_INVITE[role] else 403)
    assert ("other@example.org" in answer.text) is bool(MAY_INVITE[role])
    assert ("/disable" in answer.text) is (role is Role.ADMIN)


@pytest.mark.parametrize("path", ["/people", "/account"])
def test_strangers_see_the_login_page_instead(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).location == f"/login?next={path}"


@pytest.mark.parametrize("path", POSTED)
def test_strangers_do_nothing(visitor: Visitor, path: str) -> None:
    answer = visitor.post(path, page="/login")
    assert (answer.status_code, answer.location) == (302, "/login")


@pytest.mark.parametrize("path", [*POSTED, "/login", "/enter/x", "/welcome/x"])
def test_a_post_without_the_forms_token_is_refused(as_role: Callable[[Role], Visitor], path: str) -> None:
    assert as_role(Role.ADMIN).client.post(path, data={"role": "admin"}).status_code == 400


def test_the_last_administrator_stays(
    app: Flask, make: Callable[..., User], as_role: Callable[[Role], Visitor]
) -> None:
    admin = as_role(Role.ADMIN)
    answer = admin.post("/people/1/disable", page="/account", follow_redirects=True)
    assert "This is the only administrator" in answer.text
    other = make(Role.ADMIN, "other@example.org")
    with app.app_context():
        disable_user(db.session.get_one(User, other.id))
        with pytest.raises(LastAdmin):
            disable_user(db.session.get_one(User, 1))
        enable_user(db.session.get_one(User, other.id))
        disable_user(db.session.get_one(User, 1))
        assert not db.session.get_one(User, 1).is_active
    assert admin.get("/people").status_code == 302


def test_a_disabled_administrator_has_no_rights_left(app: Flask, make: Callable[..., User]) -> None:
    make(Role.ADMIN)
    other = make(Role.ADMIN, "other@example.org")
    with app.app_context():
        me = db.session.get_one(User, other.id)
        disable_user(me)
        with pytest.raises(NotAllowed):
            invite(Role.FACILITATOR, me)
        with pytest.raises(NotFound):
            access_colleague(1, me)


def test_an_unknown_account_is_not_found(as_role: Callable[[Role], Visitor]) -> None:
    admin = as_role(Role.ADMIN)
    assert admin.post("/people/99/disable", page="/account").status_code == 404
    assert admin.post("/people/99/enable", page="/account").status_code == 404
