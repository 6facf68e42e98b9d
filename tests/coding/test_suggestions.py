"""Suggestions: made by the worker, shown with their reasons, accepted one by one or by theme."""

import pytest
from flask import Flask
from sqlalchemy import select

from tests.coding.conftest import ANSWER, TEXTS, Desk, somebody
from tests.coding.test_pages import keys_of
from tests.pages import check_page
from workshop.coding import actions
from workshop.coding.actions import Card, give_codes
from workshop.coding.jobs import places, suggest_due
from workshop.coding.listing import segments
from workshop.coding.models import FrameKind, Given, Suggested
from workshop.coding.queries import frames_awaiting, given_codes, history_of, suggestions_of
from workshop.columns import Texts
from workshop.extensions import db

EXPECTED = {TEXTS[1]: "effective_together", TEXTS[2]: "boldly_new", ANSWER: "best_professionals"}


def test_the_worker_makes_what_is_due_once(app: Flask, desk: Desk) -> None:
    with app.app_context():
        assert [frame.id for frame in frames_awaiting()] == [desk.frame_id]
        suggest_due()
        found = suggestions_of(desk.frame)
        said = desk.contributions()
        assert {text: found[said[text].text_key].first for text in EXPECTED} == EXPECTED
        assert frames_awaiting() == []
    with app.app_context():
        actions.edit_code(desk.codes[0], Card(Texts(fi="Toisin")))
        assert len(frames_awaiting()) == 1


def test_what_is_coded_is_learnt(app: Flask, desk: Desk) -> None:
    with app.app_context():
        odd = "Zyrkäät vompsat"
    desk.house.write(odd, odd + "!")
    with app.app_context():
        give_codes([(desk.codes[3], desk.contributions()[odd].target)], somebody())
        suggest_due()
        assert suggestions_of(desk.frame)[desk.contributions()[odd + "!"].text_key].first == "boldly_new"


def test_what_says_nothing_gets_no_suggestion(app: Flask, desk: Desk) -> None:
    desk.house.write("👍👍", "!!!", "w" * 2000)
    with app.app_context():
        suggest_due()
        assert suggestions_of(desk.frame)[desk.contributions()["👍👍"].text_key].first == ""
    assert desk.house.desk().get(desk.path).status_code == 200


@pytest.mark.parametrize("codes", [0, 1])
def test_where_there_is_no_choice_nothing_is_suggested(app: Flask, desk: Desk, codes: int) -> None:
    with app.app_context():
        frame = actions.make_frame(desk.frame.round, FrameKind.OWN, Texts(fi="Oma"), somebody())
        for _one in range(codes):
            actions.add_code(frame, Card(Texts(fi="Ainoa")))
        suggest_due()
        assert suggestions_of(frame) == {}
        assert not frame.awaits_suggestions


def test_a_suggestion_is_accepted_by_its_button_and_by_choosing(app: Flask, desk: Desk) -> None:
    with app.app_context():
        suggest_due()
        name = desk.contributions()[ANSWER].name
    visitor = desk.house.desk()
    page = visitor.get(desk.path)
    check_page(page, "fi")
    assert "<mark>" in page.text
    visitor.post(desk.path, {"accept": name})
    visitor.post(desk.path, {"pick": [f"n{note}" for note in desk.notes[1:3]], "do": "accept"})
    for text, key in EXPECTED.items():
        assert keys_of(desk, text) == {key}
    visitor.post(desk.path, {"accept": name})
    with app.app_context():
        assert [coding.given for coding in history_of(desk.frame, 9)] == [Given.ACCEPTED] * 3


def test_all_of_a_theme_are_accepted_above_a_margin_and_undone_together(app: Flask, desk: Desk) -> None:
    desk.house.write(*(f"Yhdessä kuntien kanssa, {number}" for number in range(5)))
    with app.app_context():
        suggest_due()
    visitor = desk.house.desk()
    answer = visitor.post(f"{desk.path}/theme", {"theme": "effective_together", "margin": "0"}, page=desk.path)
    assert answer.status_code == 303
    with app.app_context():
        assert len(given_codes(desk.frame)) >= 6
    visitor.post(f"{desk.path}/undo", page=desk.path)
    with app.app_context():
        assert given_codes(desk.frame) == {}
    for wrong in ({"theme": "gone", "margin": "0"}, {"theme": "boldly_new", "margin": "7"}, {}):
        assert visitor.post(f"{desk.path}/theme", wrong, page=desk.path).status_code == 303
    with app.app_context():
        assert given_codes(desk.frame) == {}


def test_a_suggestion_for_a_removed_code_is_none(app: Flask, desk: Desk) -> None:
    with app.app_context():
        suggest_due()
        [removed] = [code for code in desk.codes if code.key == "best_professionals"]
        actions.remove_code(removed)
        name = desk.contributions()[ANSWER].name
    answer = desk.house.desk().post(desk.path, {"accept": name}, follow_redirects=True)
    assert "ei ollut" in answer.text


def test_reasons_are_kept_as_places_and_never_as_words(app: Flask, desk: Desk) -> None:
    with app.app_context():
        suggest_due()
        kept = [str(vars(row)) for row in db.session.scalars(select(Suggested))]
        assert not any("kuntien" in row for row in kept)
    assert places("Kunta ja kuntien kunta", ["kunta", "kuntien", "poissa"]) == [[9, 16], [17, 22]]
    assert segments("abcdef", [[4, 5], [1, 3], [2, 4], [5, 99]]) == [
        ("a", False),
        ("bc", True),
        ("d", False),
        ("e", True),
        ("f", False),
    ]
