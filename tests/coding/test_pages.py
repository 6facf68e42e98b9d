"""The pages of coding: frames, codes, the list, its history, and what is refused there."""

import pytest
from flask import Flask

from tests.coding.conftest import ANSWER, ELSEWHERE, TEXTS, Desk, somebody
from tests.houses import BYSTANDER, LEADER, ORGANISER, led
from tests.pages import check_page
from workshop.boards.actions import hide_note
from workshop.boards.models import Note
from workshop.coding import actions
from workshop.coding.actions import give_codes
from workshop.coding.cards import built_in
from workshop.coding.forms import LONGEST_CARD
from workshop.coding.models import FrameKind
from workshop.coding.queries import given_codes, history_of, target_of
from workshop.columns import LANGUAGES, Texts
from workshop.extensions import db
from workshop.rounds.actions import create_round


def keys_of(desk: Desk, text: str) -> set[str]:
    """The keys of the codes that a text has."""
    with desk.house.app.app_context():
        return set(given_codes(desk.frame).get(desk.contributions()[text].target, {}))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_in_every_language(app: Flask, desk: Desk, language: str) -> None:
    with app.app_context():
        said, codes = desk.contributions(), desk.codes
        for email in (LEADER, ORGANISER):
            give_codes([(codes[0], said[TEXTS[0]].target), (codes[1], said[ANSWER].target)], somebody(email))
        edited = codes[0].id
    visitor = desk.house.desk(ORGANISER, language)
    for path in ("", "/codes", f"/codes/{edited}", "/history", "/agreement"):
        answer = visitor.get(desk.path + path)
        assert answer.status_code == 200
        check_page(answer, language)
    check_page(visitor.get("/rounds/values/coding"), language)
    assert f'href="/rounds/values/coding"' in visitor.get("/rounds/values").text  # noqa: F541


def test_a_leader_sees_what_their_meetings_said_and_others_nothing(desk: Desk) -> None:
    page = desk.house.desk(LEADER).get(desk.path).text
    assert TEXTS[0] in page
    assert ANSWER in page
    assert ELSEWHERE not in page
    assert ELSEWHERE in desk.house.desk(ORGANISER).get(desk.path).text
    bystander = desk.house.desk(BYSTANDER)
    assert bystander.get(desk.path).status_code == 404
    assert "/coding" not in bystander.get("/rounds/values").text


def test_a_code_is_given_and_taken_by_form_alone(app: Flask, desk: Desk) -> None:
    visitor = desk.house.desk()
    with app.app_context():
        name = desk.contributions()[ANSWER].name
    both = [f"n{desk.notes[0]}", name]
    answer = visitor.post(f"{desk.path}?topic=values", {"pick": both, "give": "ladder"})
    assert answer.status_code == 404, "no code of this frame"
    answer = visitor.post(f"{desk.path}?topic=values", {"pick": both, "give": "boldly_new"})
    assert answer.status_code == 303
    assert answer.location == f"{desk.path}?topic=values#c-n{desk.notes[0]}"
    assert keys_of(desk, TEXTS[0]) == keys_of(desk, ANSWER) == {"boldly_new"}
    assert "Luokiteltu 2/4" in visitor.get(desk.path).text
    visitor.post(desk.path, {"take_one": f"{name}:boldly_new"})
    assert keys_of(desk, ANSWER) == set()
    visitor.post(desk.path, {"pick": both, "do": "take", "taken": "boldly_new"})
    assert keys_of(desk, TEXTS[0]) == set()
    visitor.post(f"{desk.path}/undo", page=desk.path)
    assert keys_of(desk, TEXTS[0]) == {"boldly_new"}


def test_the_list_goes_on_where_it_was(desk: Desk) -> None:
    visitor, one, two = desk.house.desk(), *(f"n{note}" for note in desk.notes[:2])
    answer = visitor.post(f"{desk.path}?state=uncoded", {"pick": one, "give": "boldly_new"})
    assert answer.location == f"{desk.path}?state=uncoded#c-{two}", "what was coded has left the list"


def test_a_script_gets_only_what_has_changed(desk: Desk) -> None:
    sent = {"pick": f"n{desk.notes[0]}", "give": "boldly_new", "part": "1"}
    answer = desk.house.desk().post(desk.path, sent)
    assert answer.status_code == 200
    assert TEXTS[0] in answer.text
    assert TEXTS[1] not in answer.text
    assert "Luokiteltu 1/4" in answer.text


def test_the_address_says_what_is_shown(app: Flask, desk: Desk) -> None:
    with app.app_context():
        give_codes([(desk.codes[3], desk.contributions()[TEXTS[0]].target)], somebody(LEADER))
    visitor, everything = desk.house.desk(ORGANISER), {*TEXTS, ANSWER, ELSEWHERE}
    for asked, found in {
        "": everything,
        "state=coded": {TEXTS[0]},
        "state=uncoded": everything - {TEXTS[0]},
        "state=uncertain": set(),
        "code=boldly_new": {TEXTS[0]},
        "own=1&state=coded": set(),
        "meeting=MUUTAAA": {ELSEWHERE},
        "topic=participation": set(),
        "page=99": everything,
        "meeting=OLDCODE&topic=gone&state=x&code=y&page=-1": everything,
    }.items():
        page = visitor.get(f"{desk.path}?{asked}")
        check_page(page, "fi")
        shown = page.text.partition("data-list")[2]
        assert {text for text in everything if text in shown} == found, asked


def test_too_many_at_once_are_refused_and_nothing_is_changed(app: Flask, desk: Desk) -> None:
    visitor = desk.house.desk()
    many = [f"n{number}" for number in range(10_000)]
    answer = visitor.post(desk.path, {"pick": many, "give": "boldly_new"})
    assert answer.status_code == 409
    assert "Valitse vähemmän" in answer.text
    answer = visitor.post(desk.path, {"give": "boldly_new"}, follow_redirects=True)
    assert "Valitse ensin" in answer.text
    with app.app_context():
        assert history_of(desk.frame, 1) == []


def test_what_is_hidden_of_another_meeting_or_round_is_not_found(app: Flask, desk: Desk) -> None:
    visitor = desk.house.desk(LEADER)
    with app.app_context():
        led(hide_note, db.session.get_one(Note, desk.notes[0]))
        theirs = create_round("theirs", Texts(fi="Muu"), Texts(), "17", somebody())
        frame = actions.make_frame(theirs, FrameKind.LADDER, Texts(fi="Tikkaat"), somebody())
        frame_id, code_id = frame.id, desk.codes[0].id
    for name in (f"n{desk.notes[0]}", f"n{desk.notes[3]}", "n999", "a0", "", "n1\x00"):
        answer = visitor.post(desk.path, {"pick": [f"n{desk.notes[1]}", name], "give": "boldly_new"})
        assert answer.status_code == 404
    organiser = desk.house.desk(ORGANISER)
    assert organiser.get(f"/rounds/values/coding/{frame_id}").status_code == 404
    assert organiser.get(f"/rounds/theirs/coding/{frame_id}").status_code == 200
    assert organiser.get(f"/rounds/theirs/coding/{frame_id}/codes/{code_id}").status_code == 404
    answer = organiser.post(f"/rounds/theirs/coding/{frame_id}/codes/{code_id}/remove", page="/account")
    assert answer.status_code == 404
    with app.app_context():
        assert history_of(desk.frame, 1) == []


def test_a_frame_of_ones_own_needs_a_name_and_a_built_in_one_has_it(desk: Desk) -> None:
    visitor = desk.house.desk()
    answer = visitor.post("/rounds/values/coding", {"kind": "own"})
    assert answer.status_code == 422
    assert "name-fi-error" in check_page(answer, "fi").ids
    assert visitor.post("/rounds/values/coding", {"kind": "wrong"}).status_code == 422
    made = visitor.post("/rounds/values/coding", {"kind": "own", "name-fi": "<b>Oma</b>"})
    assert made.status_code == 303
    page = visitor.get(made.location)
    assert "&lt;b&gt;Oma" in page.text
    assert "<b>Oma" not in page.text
    empty = visitor.get(made.location.removesuffix("/codes"))
    assert empty.status_code == 200
    assert made.location in empty.text
    visitor.post("/rounds/values/coding", {"kind": "ladder"})
    assert "Osallisuuden tikkaat" in visitor.get("/rounds/values/coding").text


@pytest.mark.parametrize("kind", FrameKind)
def test_the_card_of_a_built_in_code_can_be_saved_as_it_stands(kind: FrameKind) -> None:
    for card in built_in(kind):
        assert max(map(len, [*card.keywords.values(), "\n".join(card.examples)])) <= LONGEST_CARD


def test_a_codes_card_is_written_and_what_cannot_be_is_said_at_its_field(app: Flask, desk: Desk) -> None:
    visitor = desk.house.desk()
    path = f"{desk.path}/codes"
    card = {"name-fi": "Lähipalvelut <i>", "keywords-fi": "lähellä\r\nkylä", "examples": "Auto kylälle\n\nBussi"}
    assert visitor.post(path, card).status_code == 303
    with app.app_context():
        made = desk.codes[-1]
        assert (made.name, made.examples) == (Texts(fi="Lähipalvelut <i>"), ["Auto kylälle", "Bussi"])
        assert made.keywords == Texts(fi="lähellä\nkylä")
    assert "Lähipalvelut &lt;i&gt;" in visitor.get(desk.path).text
    for wrong, field in (
        ({"name-fi": ""}, "name-fi"),
        ({"name-fi": "n" * 201}, "name-fi"),
        ({"examples": "e" * 8001}, "examples"),
    ):
        answer = visitor.post(f"{path}/{made.id}", {**card, **wrong})
        assert answer.status_code == 422
        assert f"{field}-error" in check_page(answer, "fi").ids
        assert "kylä</textarea>" in answer.text, "what was filled in is kept"
    assert visitor.post(f"{path}/{made.id}", {**card, "name-fi": "n" * 200}).status_code == 303
    assert visitor.post(f"{path}/{made.id}/merge", {"into": f"{10**30}"}, page=path).status_code == 404
    assert visitor.post(f"{desk.path}/name", {"frame-name-fi": ""}, page=path).status_code == 422
    assert visitor.post(f"{desk.path}/name", {"frame-name-sv": "Ram"}, page=path).status_code == 303


def test_the_history_does_not_tell_which_answers_are_one_persons(app: Flask, desk: Desk) -> None:
    """What was done together stands in the order of the list, which is by digest, and not by response."""
    with app.app_context():
        said = list(desk.contributions().values())
        give_codes([(desk.codes[0], one.target) for one in reversed(said)], somebody(ORGANISER))
        told = [target_of(one.note_id, one.response_id, one.question_id) for one in history_of(desk.frame, 9)]
        assert told == [one.target for one in said]


def test_agreement_is_told_of_what_two_have_coded(app: Flask, desk: Desk) -> None:
    visitor = desk.house.desk(ORGANISER)
    assert "ei voida" in visitor.get(f"{desk.path}/agreement").text
    with app.app_context():
        said, (one, two, *_rest) = desk.contributions(), desk.codes
        mine = [(one, said[TEXTS[0]].target), (two, said[TEXTS[1]].target), (one, said[ANSWER].target)]
        give_codes(mine, somebody())
        give_codes([*mine[:2], (two, said[ANSWER].target)], somebody(LEADER))
    page = visitor.get(f"{desk.path}/agreement").text
    assert "3 kummankin luokittelemaa" in page
    assert "0,40" in page
