"""Whatever the staff does is written down by the action that does it, and stays as it was written."""

import ast
import inspect
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import FunctionType
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

import workshop
from tests.houses import LEADER, ORGANISER, build_house, meeting_of
from tests.pages import Visitor, check_page
from workshop.accounts.actions import begin_login, change_role, end_logins, make_user
from workshop.accounts.log import ABOUT, FIELDS, write_down
from workshop.accounts.models import LoggedDeed, Role, User
from workshop.accounts.queries import user_by_email
from workshop.accounts.rules import LastAdmin
from workshop.action import action
from workshop.columns import LANGUAGES
from workshop.extensions import db
from workshop.meetings.actions import open_meeting
from workshop.surveys.actions import list_invitees
from workshop.surveys.lists import Invited

ACTION = open_meeting.__code__
"""The code that `@action` puts around every deed."""

OTHERWISE = {
    "begin_login": "a login is a row of its own as long as it goes on",
    "change_profile": "one’s own name and language",
    "add_scribe_note": "the note carries its scribe",
    "add_scribe_notes": "the notes carry their scribe",
    "edit_note": "the note says that it was edited, and is the scribe’s or its writer’s own",
    "remove_note": "the row of the note stays, with its scribe",
    "add_comment": "the comment carries its writer",
    "enter_response": "the response carries who typed it in",
    "_keep_again": "the version carries who made it",
    "keep_version": "the version carries who made it",
    "_save": "the version carries who edited it",
    "_keep": "the version carries who made it",
    "give_codes": "coding has a history of its own",
    "take_codes": "coding has a history of its own",
    "undo_coding": "coding has a history of its own",
    "merge_code": "coding has a history of its own",
    "make_frame": "the frame is no more than its codes, and coding has a history of its own",
    **dict.fromkeys(
        ("move_chapter", "leave_out_chapter", "take_in_chapter", "write_chapter", "choose_headings", "choose_words"),
        "how a round’s digest is put together is told by its versions, and approving one is written down",
    ),
    **dict.fromkeys(
        ("add_piece", "edit_piece", "quote_note", "shift_piece", "remove_piece", "rest_on", "drop_evidence"),
        "what a round’s digest says is told by its versions, and approving one is written down",
    ),
    **dict.fromkeys(
        ("_write_up", "write_synthesis"),
        "the demo does what it does through the actions of others",
    ),
}
"""Actions of the staff that write nothing down, and why they need not."""


def actions() -> dict[str, Callable[..., Any]]:
    """Every action of the house, by its name."""
    found = {}
    for module in walk_packages(workshop.__path__, "workshop."):
        if ".migrations" in module.name or module.name.endswith("__main__"):
            continue
        for name, thing in vars(import_module(module.name)).items():
            if isinstance(thing, FunctionType) and thing.__code__ is ACTION and thing.__module__ == module.name:
                found[name] = inspect.unwrap(thing)
    return found


def writers(found: dict[str, Callable[..., Any]]) -> set[str]:
    """Those that write a row themselves, by a function beside them, or by another action."""
    source = {name: inspect.getsource(deed) for name, deed in found.items()}
    for name, deed in found.items():
        beside = vars(inspect.getmodule(deed))
        for called in re.findall(r"\b(_\w+)\(", source[name]):
            if inspect.isfunction(beside.get(called)) and called not in found:
                source[name] += inspect.getsource(beside[called])
    writing = {"write_down", "write_deed_down", "logged"}
    while True:
        calls = re.compile(rf"\b({'|'.join(sorted(writing))})\(")
        more = {name for name, text in source.items() if calls.search(text.split(":\n", 1)[1])} - writing
        if not more:
            return writing & found.keys()
        writing |= more


def test_every_action_of_the_staff_is_written_down_or_says_why_not() -> None:
    found = actions()
    of_staff = {
        name
        for name, deed in found.items()
        if any("User" in str(parameter.annotation) for parameter in inspect.signature(deed).parameters.values())
    }
    assert len(of_staff) > 60
    assert of_staff - writers(found) == OTHERWISE.keys()


def test_every_door_says_who_comes_through_it() -> None:
    """Where `by` may be left out, because Koonti does it too, no door leaves it out."""
    may_leave_out = {
        name
        for name, deed in actions().items()
        for parameter in inspect.signature(deed).parameters.values()
        if parameter.name == "by" and parameter.default is None
    }
    called = set()
    for path in Path(workshop.__path__[0]).rglob("*.py"):
        if "routes" in path.parts or path.stem == "routes":
            for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                name = getattr(call.func, "attr", getattr(call.func, "id", "")) if isinstance(call, ast.Call) else ""
                if name in may_leave_out and any(isinstance(one, ast.Call | ast.Name) for one in call.args):
                    said = {one.id for one in call.args if isinstance(one, ast.Name)}
                    assert "current_user" in said, f"{path}:{call.lineno}"
                    called.add(name)
    assert len(called) > 12


def test_nothing_in_the_house_changes_what_was_written_down(app: Flask) -> None:
    for path in Path(workshop.__path__[0]).rglob("*.py"):
        if "migrations" not in path.parts:
            assert not re.search(r"(update|delete)\((LoggedDeed|logged_deed)", path.read_text(encoding="utf-8")), path
    with app.app_context():
        leader = make_user(LEADER, "Leader", Role.FACILITATOR, "fi")
        change_role(leader, Role.ORGANISER, leader)
        with pytest.raises(TypeError):
            _change()
        with pytest.raises(TypeError):
            _remove()


@action
def _change() -> None:
    db.session.scalars(select(LoggedDeed)).first().name = "hide_note"
    db.session.flush()


@action
def _remove() -> None:
    db.session.delete(db.session.scalars(select(LoggedDeed)).first())
    db.session.flush()


@pytest.mark.parametrize(("name", "said"), [("whisper", {}), ("list_invitees", {"address": "a@example.org"})])
def test_what_nobody_has_decided_on_is_not_written_down(app: Flask, name: str, said: dict[str, str]) -> None:
    with app.app_context(), pytest.raises(ValueError, match="is not written down"):
        action(write_down)(name, None, **said)


def test_a_list_of_addresses_is_a_number(app: Flask) -> None:
    house = build_house(app, live=False)
    with app.app_context():
        survey = meeting_of(house.here).exercises[1]
        list_invitees(survey, [Invited("salainen@example.org", "fi")], user_by_email(LEADER))
        row = db.session.scalars(select(LoggedDeed).where(LoggedDeed.name == "list_invitees")).one()
        assert (row.user.email, row.said) == (LEADER, {"exercise": survey.id, "count": 1})


def test_a_deed_is_of_one_kind_and_every_kind_has_words(app: Flask) -> None:
    from_all = [name for names in ABOUT.values() for name in names]
    assert len(from_all) == len(set(from_all))
    assert "address" not in FIELDS
    for language in LANGUAGES:
        with app.test_request_context(f"/?lang={language}"):
            from workshop.meetings.deeds import about_words, deed_words

            assert about_words().keys() == ABOUT.keys()
            words = [deed_words(LoggedDeed(name=name)) for name in from_all]
            assert len(set(words)) == len(words)


# Accounts -------------------------------------------------------------------------------------------------------------


def role_of(app: Flask, user: User) -> Role:
    with app.app_context():
        return db.session.get_one(User, user.id).role


@pytest.mark.parametrize("role", Role)
def test_only_administrators_change_roles_and_end_logins(
    app: Flask, make: Callable[..., User], as_role: Callable[[Role], Visitor], role: Role
) -> None:
    other = make(Role.FACILITATOR, "other@example.org")
    with app.app_context():
        begin_login(db.session.get_one(User, other.id), other.password_hash)
    visitor, page = as_role(role), f"/people/{other.id}"
    is_admin = role is Role.ADMIN
    assert visitor.get(page).status_code == (200 if is_admin else 404)
    assert visitor.post(f"{page}/role", {"role": "scribe"}, page="/account").status_code == (302 if is_admin else 404)
    assert role_of(app, other) is (Role.SCRIBE if is_admin else Role.FACILITATOR)
    assert visitor.post(f"{page}/logout", page="/account").status_code == (302 if is_admin else 404)
    with app.app_context():
        told = [(row.name, row.user.role, row.said["user"]) for row in rows("change_role", "end_logins")]
    assert told == ([(name, Role.ADMIN, other.id) for name in ("change_role", "end_logins")] if is_admin else [])


def rows(*names: str) -> list[LoggedDeed]:
    return list(db.session.scalars(select(LoggedDeed).where(LoggedDeed.name.in_(names)).order_by(LoggedDeed.id)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_an_account(make: Callable[..., User], as_role: Callable[[Role], Visitor], language: str) -> None:
    other = make(Role.FACILITATOR, "other@example.org")
    admin, page = as_role(Role.ADMIN), f"/people/{other.id}"
    check_page(admin.get(f"{page}?lang={language}"), language)
    for typed in ({}, {"role": "king"}):
        answer = admin.post(f"{page}/role?lang={language}", typed, page=page)
        assert answer.status_code == 422
        check_page(answer, language)
    assert f'href="{page}"' in admin.get("/people").text


def test_the_only_administrator_stays_one(app: Flask, as_role: Callable[[Role], Visitor]) -> None:
    visitor = as_role(Role.ADMIN)
    with app.app_context():
        me = user_by_email("a.admin@example.org")
        with pytest.raises(LastAdmin):
            change_role(me, Role.ORGANISER)
        number = me.id
        make_user("second@example.org", "Second", Role.ADMIN, "fi")
        change_role(me, Role.ADMIN)  # what it is already
        assert rows("change_role") == []
    answer = visitor.post(f"/people/{number}/role", {"role": "organiser"}, page="/account")
    assert (answer.status_code, answer.location) == (302, "/account")
    assert visitor.get("/deeds").status_code == 403


def test_ended_logins_let_nobody_in(app: Flask, as_role: Callable[[Role], Visitor]) -> None:
    visitor = as_role(Role.ORGANISER)
    assert visitor.get("/account").status_code == 200
    with app.app_context():
        end_logins(user_by_email("a.organiser@example.org"))
    assert visitor.get("/account").status_code == 302
    assert ORGANISER not in visitor.get("/login").text
