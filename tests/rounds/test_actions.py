"""Making, editing and finding rounds."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from workshop.accounts.actions import disable_user, make_user
from workshop.accounts.models import Role, User
from workshop.clock import at
from workshop.columns import Texts
from workshop.errors import NotAllowed, NotFound
from workshop.rounds.actions import BadRoundKey, RoundKeyTaken, create_round, edit_round
from workshop.rounds.queries import access_round, round_by_key, rounds

MAY_MAKE = {Role.ADMIN: True, Role.ORGANISER: True, Role.FACILITATOR: False, Role.SCRIBE: False}
TITLE = Texts(fi="Kierros")


def somebody(role: Role) -> User:
    return make_user(f"{role}@example.org", "Nimi", role, "fi")


def test_a_round_is_kept_as_it_was_made(app: Flask) -> None:
    with app.app_context():
        maker = somebody(Role.ORGANISER)
        with at(datetime(2022, 1, 21, 11, 0, tzinfo=UTC)):
            create_round("kevat-2022", TITLE, Texts(sv="Varför"), "19", maker)
    with app.app_context():
        kept = round_by_key("kevat-2022")
    assert (kept.title, kept.purpose, kept.county) == (TITLE, Texts(sv="Varför"), "19")
    assert (kept.created_by_id, kept.created_at) == (1, datetime(2022, 1, 21, 11, 0, tzinfo=UTC))


@pytest.mark.parametrize("key", ["", "Kevat", "kevät", "a b", "a--b", "-a", "a-", "a/b", "a\n", "new", "..", "a" * 41])
def test_a_key_that_addresses_cannot_carry_is_refused(app: Flask, key: str) -> None:
    with app.app_context():
        with pytest.raises(BadRoundKey):
            create_round(key, TITLE, Texts(), "19", somebody(Role.ORGANISER))
        assert rounds() == []


@pytest.mark.parametrize("key", ["a", "2022", "kevat-2022", "a" * 40])
def test_small_letters_digits_and_hyphens_are_taken(app: Flask, key: str) -> None:
    with app.app_context():
        assert create_round(key, TITLE, Texts(), "19", somebody(Role.ORGANISER)).key == key


def test_a_key_is_one_rounds(app: Flask, strategy: str) -> None:
    with app.app_context():
        with pytest.raises(RoundKeyTaken):
            create_round(strategy, TITLE, Texts(), "19", somebody(Role.ADMIN))
        assert len(rounds()) == 1


@pytest.mark.parametrize("role", Role)
def test_organisers_make_and_edit(app: Flask, strategy: str, role: Role) -> None:
    with app.app_context():
        user = somebody(role)
        stands = round_by_key(strategy)
        if MAY_MAKE[role]:
            create_round("other", TITLE, Texts(), "19", user)
            edit_round(stands, TITLE, Texts(), "07", user)
        else:
            with pytest.raises(NotAllowed):
                create_round("other", TITLE, Texts(), "19", user)
            with pytest.raises(NotAllowed):
                edit_round(stands, TITLE, Texts(), "07", user)
    with app.app_context():
        kept = round_by_key(strategy)
    assert (kept.title == TITLE, kept.county == "07") == (MAY_MAKE[role], MAY_MAKE[role])
    assert kept.key == strategy


def test_a_scribe_sees_no_round(app: Flask, strategy: str) -> None:
    with app.app_context(), pytest.raises(NotFound):
        access_round(strategy, somebody(Role.SCRIBE))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SCRIBE])
def test_all_others_of_the_staff_may_see_a_round(app: Flask, strategy: str, role: Role) -> None:
    with app.app_context():
        user = somebody(role)
        assert access_round(strategy, user).key == strategy
        with pytest.raises(NotFound):
            access_round("other", user)


def test_a_disabled_account_sees_nothing(app: Flask, strategy: str) -> None:
    with app.app_context():
        user = somebody(Role.FACILITATOR)
        disable_user(user)
        with pytest.raises(NotFound):
            access_round(strategy, user)


def test_rounds_come_newest_first(app: Flask) -> None:
    with app.app_context():
        maker = somebody(Role.ORGANISER)
        for day, key in ((2, "second"), (1, "first"), (3, "third")):
            with at(datetime(2022, 1, day, tzinfo=UTC)):
                create_round(key, TITLE, Texts(), "19", maker)
        assert [made.key for made in rounds()] == ["third", "second", "first"]
