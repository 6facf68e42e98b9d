"""No log has what people wrote or who they are, not even when something breaks."""

import io
import logging
from collections.abc import Iterator

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.houses import House, build_house, new_key
from workshop.extensions import db
from workshop.logs import Discreet

CANARY = "Kanarialintu laulaa"
ADDRESS = "kanarialintu@example.org"
PLACE = "203.0.113.77"


@pytest.fixture
def log(app: Flask) -> Iterator[io.StringIO]:
    """All that is logged by anybody, as the house writes it."""
    written = io.StringIO()
    handler, root = logging.StreamHandler(written), logging.getLogger()
    handler.setFormatter(Discreet())
    levels = {logger: logger.level for logger in (root, app.logger)}
    for logger in levels:
        logger.setLevel(logging.DEBUG)
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)
    for logger, level in levels.items():
        logger.setLevel(level)


def break_tables(house: House, *names: str) -> None:
    with house.app.app_context(), db.engine.execution_options(writes=True).begin() as connection:
        for name in names:
            connection.execute(text(f'ALTER TABLE "{name}" RENAME TO broken_{name}'))


def test_a_fault_while_something_is_saved_names_nobody(app: Flask, log: io.StringIO) -> None:
    house = build_house(app)
    app.testing = False
    phone, code = house.phone(house.guests[0]), house.here.code
    board, subscribe = f"/j/{code}/boards/{house.here.board}", f"/digest-by-mail/{code}"
    tokens = {page: phone.token(page) for page in (board, subscribe, "/login")}
    break_tables(house, "note", "subscriber", "user")
    place = {"REMOTE_ADDR": PLACE}
    sent = [
        (f"/j/{code}/prompts/{house.here.prompts[0]}/notes", {"text": CANARY, "client_key": new_key()}, board),
        (subscribe, {"address": ADDRESS}, subscribe),
        ("/login", {"email": ADDRESS, "password": CANARY}, "/login"),
    ]
    for door, form, page in sent:
        answer = phone.client.post(door, data={**form, "csrf_token": tokens[page]}, environ_overrides=place)
        assert answer.status_code == 500
    said = log.getvalue()
    assert said.count("a fault in") == len(sent)
    assert [word for word in (CANARY, "kanarialintu", PLACE) if word in said] == []


def test_what_the_database_repeats_of_its_rows_is_left_out(app: Flask, log: io.StringIO) -> None:
    unique = f"duplicate key value violates unique constraint\nDETAIL:  Key (email)=({ADDRESS}) already exists."
    try:
        raise IntegrityError("INSERT …", {}, psycopg.errors.UniqueViolation(unique), hide_parameters=True)
    except IntegrityError:
        app.logger.exception("a fault")
    said = log.getvalue()
    assert "duplicate key value violates unique constraint" in said
    assert ADDRESS not in said
