"""People invited to the survey of a scene, and their browsers."""

import re
from collections.abc import Sequence
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.surveys.conftest import Scene
from tests.surveys.page import Page
from workshop.accounts.models import Role, User
from workshop.accounts.queries import user_by_email
from workshop.action import action
from workshop.extensions import db
from workshop.surveys.actions import Rules, list_invitees, send_letters, set_survey_rules
from workshop.surveys.links import token_of
from workshop.surveys.lists import Invited
from workshop.surveys.models import Invitee
from workshop.surveys.queries import calls

STAFF, BOSS = {"asema": "henkilöstö"}, {"asema": "johto"}


def crowd(count: int = 6, name: str = "henkilo", language: str = "fi", **facts: Any) -> list[Invited]:
    return [Invited(f"{name}{number}@example.fi", language, **facts) for number in range(count)]


def invite(app: Flask, scene: Scene, people: Sequence[Invited], *, anonymous: bool = True) -> dict[str, str]:
    """Put people on the list; answers with the path of each one's link by address."""
    with app.app_context():
        set_survey_rules(scene.exercise, Rules(anonymous=anonymous))
        list_invitees(scene.exercise, people)
    return links(app, scene)


def links(app: Flask, scene: Scene) -> dict[str, str]:
    with app.app_context():
        listed = db.session.scalars(select(Invitee).order_by(Invitee.id))
        return {one.address: f"/j/{scene.code}/i/{token_of(one)}" for one in listed}


def send(app: Flask, scene: Scene, *, reminder: bool = False) -> int:
    """Put the letters in the outbox, as an organiser who has just looked."""
    with app.app_context():
        return send_letters(scene.exercise, organiser(), reminder=reminder, seen=calls(scene.exercise).letters)


def organiser() -> User:
    user = user_by_email("leader@example.org")
    if user.role is not Role.ORGANISER:
        _promote(user)
    return user


@action
def _promote(user: User) -> None:
    user.role = Role.ORGANISER


def begin(browser: FlaskClient, path: str) -> TestResponse:
    """Press the button of the link's page."""
    return browser.post(path, data={"csrf_token": Page(browser.get(path).text).value("csrf_token")})


def linked(text: str) -> str:
    """The path of the link in a letter."""
    found = re.search(r"https?://[^/]+(/j/\w+/i/[0-9a-f-]+)\?lang=(fi|sv|en)", text)
    assert found, text
    return found[1]
