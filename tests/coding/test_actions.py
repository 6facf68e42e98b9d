"""Codes are given, taken back, undone and merged; what is not there to be coded is not."""

import pytest
from flask import Flask

from tests.coding.conftest import ANSWER, ELSEWHERE, TEXTS, Desk, somebody
from tests.houses import LEADER, led, meeting_of
from workshop.boards.actions import hide_note
from workshop.boards.models import Note
from workshop.coding import actions
from workshop.coding.actions import Card
from workshop.coding.models import Frame, FrameKind, Given
from workshop.coding.queries import Coded, codes_in, codes_of, frames_of, given_codes, history_of
from workshop.columns import Texts
from workshop.errors import CodeInUse, NotFound, TooMany
from workshop.extensions import db
from workshop.rounds.actions import create_round

BUILT_IN = {
    FrameKind.STRATEGY: 4,
    FrameKind.LADDER: 5,
    FrameKind.INTERFACES: 13,
    FrameKind.LIFE_AREAS: 10,
    FrameKind.DOCUMENTS: 3,
    FrameKind.OWN: 0,
}


def test_what_can_be_coded_is_what_people_may_see(app: Flask, desk: Desk) -> None:
    with app.app_context():
        assert set(desk.contributions()) == {*TEXTS, ANSWER, ELSEWHERE}
        led(hide_note, db.session.get_one(Note, desk.notes[0]))
    with app.app_context():
        assert set(desk.contributions()) == {*TEXTS[1:], ANSWER, ELSEWHERE}


def test_an_answers_name_tells_nothing_of_its_response(app: Flask, desk: Desk) -> None:
    with app.app_context():
        said = desk.contributions()[ANSWER]
        assert said.name.startswith("a")
        assert len(said.name) == 21
        assert said.asked == Texts(fi="Mitä muuta?")


def test_the_same_code_twice_is_one_row_and_of_two_coders_two(app: Flask, desk: Desk) -> None:
    with app.app_context():
        said = [desk.contributions()[text] for text in (TEXTS[0], ANSWER)]
        [code, other, *_rest] = desk.codes
        for _time in range(2):
            actions.give_codes([(code, one.target) for one in said], somebody())
        actions.give_codes([(code, said[0].target), (other, said[0].target)], somebody(LEADER), Given.ACCEPTED)
        assert len(history_of(desk.frame, 10)) == 4
        given = given_codes(desk.frame)
        assert given[said[0].target] == {
            code.key: {somebody().id, somebody(LEADER).id},
            other.key: {somebody(LEADER).id},
        }
        here = meeting_of(desk.house.here)
        rows = {
            Coded("note", said[0].target, here.id, code.key),
            Coded("note", said[0].target, here.id, other.key),
            Coded("answer", said[1].target, here.id, code.key),
        }
        assert set(codes_of(here, desk.frame)) == set(codes_of(here.round, desk.frame)) == rows
        assert len(codes_of(here.round, desk.frame)) == 3
        assert codes_of(meeting_of(desk.house.other), desk.frame) == []


def test_a_code_is_taken_back_from_all_or_only_ones_own(app: Flask, desk: Desk) -> None:
    with app.app_context():
        target = desk.contributions()[TEXTS[0]].target
        code = desk.codes[0]
        for email in (LEADER, "organiser@example.org"):
            actions.give_codes([(code, target)], somebody(email))
        assert actions.take_codes(code, [target], somebody(LEADER), own=True) == 1
        assert given_codes(desk.frame)[target] == {code.key: {somebody().id}}
        assert actions.take_codes(code, [target], somebody(LEADER)) == 1
        assert given_codes(desk.frame) == {}
        assert [coding.taken_by.email for coding in history_of(desk.frame, 9)] == [LEADER, LEADER]


def test_undo_goes_back_deed_by_deed(app: Flask, desk: Desk) -> None:
    with app.app_context():
        said = desk.contributions()
        one, two = said[TEXTS[0]].target, said[TEXTS[1]].target
        code, other = desk.codes[:2]
        actions.give_codes([(code, one), (code, two)], somebody())
        actions.give_codes([(other, one)], somebody())
        actions.take_codes(code, [one], somebody())
        assert actions.undo_coding(desk.frame, somebody(LEADER)) == []
        assert actions.undo_coding(desk.frame, somebody()) == [one]
        assert set(given_codes(desk.frame)[one]) == {code.key, other.key}
        assert actions.undo_coding(desk.frame, somebody()) == [one]
        assert set(given_codes(desk.frame)[one]) == {code.key}
        assert set(actions.undo_coding(desk.frame, somebody())) == {one, two}
        assert given_codes(desk.frame) == {}
        assert actions.undo_coding(desk.frame, somebody()) == []


def test_undoing_leaves_what_was_given_again_meanwhile(app: Flask, desk: Desk) -> None:
    with app.app_context():
        target, code = desk.contributions()[TEXTS[0]].target, desk.codes[0]
        actions.give_codes([(code, target)], somebody(LEADER))
        actions.take_codes(code, [target], somebody())
        actions.give_codes([(code, target)], somebody(LEADER))
        actions.undo_coding(desk.frame, somebody())
        assert given_codes(desk.frame)[target] == {code.key: {somebody(LEADER).id}}


def test_a_hidden_note_and_another_rounds_code_are_refused(app: Flask, desk: Desk) -> None:
    with app.app_context():
        target = desk.contributions()[TEXTS[0]].target
        led(hide_note, db.session.get_one(Note, desk.notes[0]))
        theirs = create_round("theirs", Texts(fi="Muu"), Texts(), "17", somebody())
        frame = actions.make_frame(theirs, FrameKind.LADDER, Texts(fi="Tikkaat"), somebody())
        other = desk.contributions()[TEXTS[1]].target
        for code, wanted in ((desk.codes[0], target), (codes_in(frame)[0], other), (desk.codes[0], (999, 999))):
            with pytest.raises(NotFound):
                actions.give_codes([(code, wanted)], somebody())
        assert history_of(desk.frame, 9) == []


def test_what_is_hidden_after_coding_counts_no_longer(app: Flask, desk: Desk) -> None:
    with app.app_context():
        actions.give_codes([(desk.codes[0], desk.contributions()[TEXTS[0]].target)], somebody())
        led(hide_note, db.session.get_one(Note, desk.notes[0]))
        assert codes_of(meeting_of(desk.house.here).round, desk.frame) == []


def test_a_code_in_use_is_renamed_or_merged_but_not_removed(app: Flask, desk: Desk) -> None:
    with app.app_context():
        said = desk.contributions()
        one, two = said[TEXTS[0]].target, said[ANSWER].target
        code, into, *_rest = desk.codes
        actions.give_codes([(code, one), (code, two), (into, two)], somebody())
        with pytest.raises(CodeInUse):
            actions.remove_code(code)
        with pytest.raises(CodeInUse):
            actions.remove_frame(desk.frame)
        actions.edit_code(code, Card(Texts(fi="Uusi nimi")))
        assert set(given_codes(desk.frame)[one]) == {code.key}
        actions.merge_code(code, into, somebody(LEADER))
        assert given_codes(desk.frame) == {one: {into.key: {somebody().id}}, two: {into.key: {somebody().id}}}
        assert code not in desk.codes
        with pytest.raises(NotFound):
            actions.give_codes([(code, one)], somebody())
        with pytest.raises(NotFound):
            actions.merge_code(into, into, somebody())


def test_a_removed_codes_key_is_never_used_again(app: Flask, desk: Desk) -> None:
    with app.app_context():
        made = actions.add_code(desk.frame, Card(Texts(fi="Oma")))
        actions.remove_code(made)
        again = actions.add_code(desk.frame, Card(Texts(fi="Oma")))
        assert again.key != made.key
        assert [code.name.text("fi") for code in desk.codes][-1] == "Oma"
        actions.shift_code(again, -1)
        assert desk.codes[-2].id == again.id
        for number in range(60 - len(desk.codes)):
            actions.add_code(desk.frame, Card(Texts(fi=f"Koodi {number}")))
        with pytest.raises(TooMany):
            actions.add_code(desk.frame, Card(Texts(fi="Liikaa")))


def test_a_frame_begins_with_what_it_is_made_from(app: Flask, desk: Desk) -> None:
    for kind, many in BUILT_IN.items():
        _make(app, desk, kind, many)


def _make(app: Flask, desk: Desk, kind: FrameKind, many: int) -> None:
    with app.app_context():
        round_ = meeting_of(desk.house.here).round
        frame = actions.make_frame(round_, kind, Texts(fi="Runko"), somebody())
        assert len(codes_in(frame)) == many
        assert all(set(code.name) == {"fi", "sv", "en"} for code in codes_in(frame))
        assert frame.awaits_suggestions
        actions.rename_frame(frame, Texts(sv="Ram"))
        actions.remove_frame(frame)
        assert [one.id for one in frames_of(round_)] == [desk.frame_id]
        assert db.session.get(Frame, frame.id) is None
