"""Coding on PostgreSQL, many at once: a code that one coder gives twice is one row, and two coders' are two."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.coding.conftest import ANSWER, TEXTS, Desk, somebody
from tests.houses import LEADER, ORGANISER, meeting_of
from tests.live.servers import Postgres
from workshop import create_app
from workshop.coding import actions
from workshop.coding.jobs import suggest_due
from workshop.coding.queries import codes_of, given_codes, history_of, suggestions_of
from workshop.columns import Base
from workshop.extensions import db

TIMES = 8


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    postgres = Postgres()
    app = create_app(INSTANCE=str(tmp_path), DATABASE_URL=postgres.url, BASE_URL="http://localhost", SECRET_KEY="tests")
    app.testing = True
    with app.app_context():
        Base.metadata.create_all(db.engine)
    yield app
    with app.app_context():
        db.engine.dispose()
    postgres.stop()


def test_all_that_coding_does_holds_there_too(app: Flask, desk: Desk) -> None:
    together = threading.Barrier(TIMES)

    def give(number: int) -> None:
        with app.app_context():
            said, code = desk.contributions(), desk.codes[0]
            given = [(code, said[text].target) for text in (TEXTS[0], ANSWER)]
            together.wait()
            actions.give_codes(given, somebody((LEADER, ORGANISER)[number % 2]))

    coders = [threading.Thread(target=give, args=(number,)) for number in range(TIMES)]
    for coder in coders:
        coder.start()
    for coder in coders:
        coder.join()
    with app.app_context():
        assert len(history_of(desk.frame, 99)) == 4
        assert len(codes_of(meeting_of(desk.house.here), desk.frame)) == 2
        code, other = desk.codes[:2]
        answer = desk.contributions()[ANSWER].target
        assert actions.take_codes(code, [answer], somebody()) == 2
        assert actions.undo_coding(desk.frame, somebody()) == [answer, answer]
        actions.merge_code(code, other, somebody())
        assert {len(users) for codes in given_codes(desk.frame).values() for users in codes.values()} == {2}
        suggest_due()
        assert len(suggestions_of(desk.frame)) == 5
    assert desk.house.desk(ORGANISER).get(f"{desk.path}?state=coded").status_code == 200
