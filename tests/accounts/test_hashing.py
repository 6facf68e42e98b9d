"""A password is hashed while nobody waits for the database: the writing transaction must be short."""

from collections.abc import Callable

import pytest
from flask import Flask, g
from sqlalchemy import update

from tests.accounts.conftest import PASSWORD
from workshop.accounts import passwords
from workshop.accounts.actions import accept_invitation, change_password, invite, make_user
from workshop.accounts.models import Role, User
from workshop.accounts.passwords import hash_password
from workshop.accounts.queries import user_by_email
from workshop.accounts.rules import AddressTaken, WrongPassword
from workshop.errors import AlreadyDone
from workshop.extensions import db

NEW = "viisi hauskaa hiirtä"


class Watched:
    """The real hasher; it remembers of each work whether an action was running meanwhile."""

    def __init__(self) -> None:
        self.real = passwords._hasher
        self.in_action: list[bool] = []
        self.meanwhile: Callable[[], None] = lambda: None

    def hash(self, password: str) -> str:
        self._note()
        return self.real.hash(password)

    def verify(self, kept: str, password: str) -> bool:
        self._note()
        return self.real.verify(kept, password)

    def _note(self) -> None:
        self.in_action.append("deed" in g)
        self.meanwhile()


@pytest.fixture
def hasher(monkeypatch: pytest.MonkeyPatch) -> Watched:
    watched = Watched()
    monkeypatch.setattr(passwords, "_hasher", watched)
    return watched


def test_passwords_are_hashed_outside_of_transactions(app: Flask, hasher: Watched) -> None:
    with app.app_context():
        make_user("aino@example.org", "Aino", Role.FACILITATOR, "fi", PASSWORD)
        accept_invitation(invite(Role.ORGANISER, None), "eino@example.org", "Eino", PASSWORD, "fi")
        change_password(user_by_email("aino@example.org"), PASSWORD, NEW)
    assert hasher.in_action == [False] * 4


def test_an_invitation_to_a_taken_address_can_be_used_again(app: Flask, make: Callable[..., User]) -> None:
    make(Role.SCRIBE, "aino@example.org")
    with app.app_context():
        token = invite(Role.ORGANISER, None)
        with pytest.raises(AddressTaken):
            accept_invitation(token, "Aino@example.org", "Aino", PASSWORD, "fi")
        assert accept_invitation(token, "eino@example.org", "Eino", PASSWORD, "fi").role is Role.ORGANISER


def test_a_password_that_was_replaced_meanwhile_is_not_replaced_again(app: Flask, hasher: Watched) -> None:
    with app.app_context():
        user_id = make_user("aino@example.org", "Aino", Role.FACILITATOR, "fi", PASSWORD).id
        other = hash_password("kuusi iloista kettua")

    def replace() -> None:
        with db.engine.begin() as connection:
            connection.execute(update(User).values(password_hash=other))

    with app.app_context():
        me = db.session.get_one(User, user_id)
        with pytest.raises(WrongPassword):
            change_password(me, "not my password", NEW)
        hasher.meanwhile = replace
        with pytest.raises(AlreadyDone):
            change_password(me, PASSWORD, NEW)
        assert db.session.get_one(User, user_id, populate_existing=True).password_hash == other
