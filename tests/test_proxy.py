"""Behind a proxy: whose address is slowed down, and whose word about it is taken."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from workshop import create_app
from workshop.columns import Base
from workshop.config import BadSetting, load
from workshop.extensions import db

TRIES = 40
"""Wrong codes that one address may try in a minute."""
GUESSER, NEIGHBOUR = "203.0.113.7", "203.0.113.8"

House = Callable[[int], Flask]


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Make a house behind so many proxies, with an empty database."""

    def make(proxies: int) -> Flask:
        app = create_app(
            INSTANCE=str(tmp_path),
            BASE_URL="https://koonti.example",
            SECRET_KEY="for tests only",
            TRUSTED_PROXIES=proxies,
        )
        app.testing = True
        with app.app_context():
            Base.metadata.create_all(db.engine)
            db.engine.dispose()
        return app

    return make


def guess(client: FlaskClient, said: str) -> int:
    """The answer to a wrong code, when the proxies say `said` about where it comes from."""
    return client.get("/j/WRNGCDE", headers={"X-Forwarded-For": said}).status_code


def test_one_guesser_behind_the_proxy_is_slowed_down_and_the_neighbour_is_not(house: House) -> None:
    client = house(1).test_client()
    assert {guess(client, GUESSER) for _try in range(TRIES)} == {404}
    assert guess(client, GUESSER) == 429
    assert guess(client, NEIGHBOUR) == 404


def test_what_a_guesser_puts_before_the_proxys_word_is_not_believed(house: House) -> None:
    client = house(1).test_client()
    answers = [guess(client, f"198.51.100.{number}, {GUESSER}") for number in range(TRIES + 1)]
    assert answers[-1] == 429


def test_of_two_proxies_the_outer_one_saw_the_reader(house: House) -> None:
    client = house(2).test_client()
    for _try in range(TRIES + 1):
        last = guess(client, f"{GUESSER}, 192.0.2.1")
    assert last == 429
    assert guess(client, f"{NEIGHBOUR}, 192.0.2.1") == 404


def test_without_a_proxy_nobody_is_believed(house: House) -> None:
    client = house(0).test_client()
    answers = [guess(client, f"198.51.100.{number}") for number in range(TRIES + 1)]
    assert answers[-1] == 429


def test_pages_over_tls_to_the_proxy_are_safe_pages(house: House) -> None:
    client = house(1).test_client()
    by_proxy = {"X-Forwarded-For": GUESSER, "X-Forwarded-Proto": "https", "Referer": "https://koonti.example/login"}
    page = client.get("/login?lang=fi", headers=by_proxy, base_url="http://koonti.example")
    cookies = page.headers.getlist("Set-Cookie")
    assert [cookie for cookie in cookies if "Secure" not in cookie] == []
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token
    sent = {"csrf_token": token[1], "email": "nobody@county.example", "password": "wrong"}
    wrong = client.post("/login", data=sent, headers=by_proxy, base_url="http://koonti.example")
    assert wrong.status_code == 422


def test_fewer_than_no_proxies_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="TRUSTED_PROXIES"):
        load(INSTANCE=str(tmp_path), TRUSTED_PROXIES="-1")
