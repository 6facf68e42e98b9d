"""Coding on PostgreSQL, many at once: a code that one coder gives twice is one row, and two coders' are two."""

import threading

import pytest
from flask import Flask

from tests.coding.conftest import ANSWER, TEXTS, Desk, somebody
from tests.houses import LEADER, ORGANISER, meeting_of
from workshop.coding import actions
from workshop.coding.jobs import suggest_due
from workshop.coding.queries import codes_of, given_codes, history_of, suggestions_of

pytestmark = pytest.mark.usefixtures("on_postgresql")

TIMES = 8


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
