"""Coding on PostgreSQL, many at once: a code that one coder gives twice is one row, and two coders' are two."""

import pytest
from flask import Flask

from tests.coding.conftest import ANSWER, TEXTS, Desk, somebody
from tests.houses import LEADER, ORGANISER, meeting_of
from tests.together import TIMES, at_once
from workshop.coding import actions
from workshop.coding.cards import built_in
from workshop.coding.jobs import suggest_due
from workshop.coding.models import FrameKind
from workshop.coding.queries import codes_of, given_codes, history_of, suggestions_of
from workshop.columns import Texts

pytestmark = pytest.mark.usefixtures("on_postgresql")


def test_all_that_coding_does_holds_there_too(app: Flask, desk: Desk) -> None:
    def give(number: int) -> None:
        said, code = desk.contributions(), desk.codes[0]
        given = [(code, said[text].target) for text in (TEXTS[0], ANSWER)]
        actions.give_codes(given, somebody((LEADER, ORGANISER)[number % 2]))

    assert at_once(app, give) == []
    with app.app_context():
        assert len(history_of(desk.frame, 99)) == 4
        assert len(codes_of(meeting_of(desk.house.here), desk.frame)) == 2
        code, other = desk.codes[:2]
        answer = desk.contributions()[ANSWER].target
        assert actions.take_codes(code, [answer], somebody()) == 2
        assert actions.undo_coding(desk.frame, somebody()) == [answer, answer]
        actions.merge_code(code, other, somebody())
        assert {len(users) for codes in given_codes(desk.frame).values() for users in codes.values()} == {2}
    row = {"first": "", "second": None, "margin": 0.0, "is_sure": False, "why": []}
    rows = [{"text_key": str(number), **row} for number in range(300)]
    assert at_once(app, lambda _worker: actions.keep_suggestions(desk.frame, None, rows)) == []
    with app.app_context():
        assert len(suggestions_of(desk.frame)) == len(rows)
        suggest_due()
        assert len(suggestions_of(desk.frame)) == 5
    codes = len(built_in(FrameKind.STRATEGY)) - 1
    assert at_once(app, lambda number: actions.add_code(desk.frame, actions.Card(Texts(fi=str(number))))) == []
    assert at_once(app, lambda number: actions.shift_code(desk.codes[number % codes], 1)) == []
    with app.app_context():
        assert [code.position for code in desk.codes] == list(range(1, codes + TIMES + 1))
    assert desk.house.desk(ORGANISER).get(f"{desk.path}?state=coded").status_code == 200
