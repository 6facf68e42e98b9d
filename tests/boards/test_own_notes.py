"""Writers change their own notes and take them away; nobody else's, and nothing is lost between two devices."""

import io

import pytest
from sqlalchemy import select

from tests.boards.rows import JSON, board, facts, go_by, led_door, note_door, told
from tests.houses import House, led, new_key
from tests.pages import check_page
from workshop.boards.actions import Rules, hide_note
from workshop.boards.models import Comment, Note, Showing
from workshop.extensions import db
from workshop.live.stream import Audience

CODE_OF_NOBODY = "131052-308T"
"""An identity code that is well formed and belongs to nobody: it is the one used in examples."""


def edit(house: House, note: int, text: str, edition: object = 0, guest: int = 0, **more: str) -> object:
    phone = house.phone(house.guests[guest])
    form = {"text": text, "edition": str(edition), **more}
    return phone.post(note_door(house, note, "edit"), form, page=board(house), headers=JSON)


def test_a_writer_changes_the_words_and_everybody_hears_it(house: House) -> None:
    [note] = house.write("Lähipalvelut")
    answer = edit(house, note, "Lähipalvelut säilyvät")
    assert answer.status_code == 200
    assert answer.json["changes"][0] | {"text": "Lähipalvelut säilyvät", "edition": 1} == answer.json["changes"][0]
    assert [body["text"] for body in told(house, Audience.PARTICIPANTS)] == ["Lähipalvelut säilyvät"]


def test_a_note_edited_on_two_devices_keeps_the_first_and_gives_the_second_back(house: House) -> None:
    [note] = house.write("Alku")
    assert edit(house, note, "Puhelimella").status_code == 200
    late = edit(house, note, "Tabletilla")
    assert (late.status_code, late.json["error"]) == (409, "ChangedMeanwhile")
    assert house.notes() == ["Puhelimella"]
    page = house.phone(house.guests[0]).post(
        note_door(house, note, "edit"), {"text": "Tabletilla", "edition": "0"}, page=board(house)
    )
    assert page.status_code == 409
    check_page(page, "fi")
    assert "Puhelimella" in page.text
    assert ">Tabletilla</textarea>" in page.text
    assert edit(house, note, "Tabletilla", edition=1).status_code == 200


def test_the_same_words_sent_again_are_done_already(house: House) -> None:
    [note] = house.write("Alku")
    assert [edit(house, note, "Uudet sanat").status_code for _time in range(2)] == [200, 200]
    assert facts(house, "edition") == [1]


def test_a_file_in_the_place_of_the_edition_saves_nothing(house: House) -> None:
    [note] = house.write("Alku")
    phone = house.phone(house.guests[0])
    data = {"text": "Uusi", "csrf_token": phone.token(board(house)), "edition": (io.BytesIO(b"0"), "edition.txt")}
    answer = phone.client.post(note_door(house, note, "edit"), data=data, headers=JSON)
    assert answer.status_code == 422
    assert house.notes() == ["Alku"]


def test_a_waiting_note_taken_away_on_one_device_is_told_to_the_other(house: House) -> None:
    go_by(house, Rules(showing=Showing.APPROVED))
    [note] = house.write("Odottaa")
    after = facts(house, "seq")[0]
    phone = house.phone(house.guests[0])
    phone.post(note_door(house, note, "remove"), page=board(house), headers=JSON)
    missed = phone.get(f"/j/{house.here.code}/changes?after={after}").json["changes"]
    assert [change.get("gone") for change in missed if change["kind"] == "note"] == [True]


@pytest.mark.parametrize("edition", ["", "-1", "x", "9" * 400, "1.0", "²"])
def test_a_broken_edition_saves_nothing_and_keeps_the_words(house: House, edition: str) -> None:
    [note] = house.write("Alku")
    answer = edit(house, note, "Uudet sanat", edition)
    assert answer.status_code in (409, 422)
    assert house.notes() == ["Alku"]


def test_nobody_changes_or_removes_what_another_wrote(house: House) -> None:
    [note] = house.write("Minun")
    other = house.phone(house.guests[1])
    assert edit(house, note, "Sinun", guest=1).status_code == 404
    assert other.post(note_door(house, note, "remove"), page=board(house), headers=JSON).status_code == 404
    desk = house.desk()
    for deed, form in (("edit", {"text": "Meidän", "edition": "0"}), ("remove", {})):
        answer = desk.post(led_door(house, note, deed), form, page=f"/meetings/{house.here.code}/desk", headers=JSON)
        assert answer.status_code == 404, "not even those who lead"
    assert house.notes() == ["Minun"]


def test_a_removed_note_is_gone_with_its_words_and_cannot_be_brought_back(house: House) -> None:
    [note] = house.write("Kaduin tätä")
    phone = house.phone(house.guests[0])
    answer = phone.post(note_door(house, note, "remove"), page=board(house), headers=JSON)
    assert answer.json["changes"][0]["gone"] is True
    assert facts(house, "text") == [""]
    assert told(house, Audience.FACILITATORS) == []
    for again in ("remove", "report", "like"):
        assert phone.post(note_door(house, note, again), page=board(house), headers=JSON).status_code == 404
    assert edit(house, note, "Sittenkin").status_code == 404


def test_a_locked_board_lets_nobody_change_and_a_hidden_note_stays_as_it_is(house: House) -> None:
    [note, hidden] = house.write("Lukossa", "Piilossa")
    with house.app.app_context():
        led(hide_note, db.session.get_one(Note, hidden))
    assert edit(house, hidden, "Näkyväksi").status_code == 404
    house.lock()
    assert edit(house, note, "Auki").status_code == 409
    phone = house.phone(house.guests[0])
    assert phone.post(note_door(house, note, "remove"), page=board(house), headers=JSON).status_code == 409
    assert house.notes() == ["Lukossa", "Piilossa"]


def test_a_hidden_note_is_known_to_its_writer_alone(house: House) -> None:
    """Who asks for its number is told nothing; its writer still sees the words, and that they are hidden."""
    [note] = house.write("Vain minulle")
    with house.app.app_context():
        led(hide_note, db.session.get_one(Note, note))
    assert house.phone(house.guests[1]).get(note_door(house, note)).status_code == 404
    assert told(house, Audience.PARTICIPANTS, house.guests[1]) == []
    [own] = told(house, Audience.PARTICIPANTS, house.guests[0])
    assert (own["own"], own["text"]) == ("hidden", "Vain minulle")
    mine = house.phone(house.guests[0])
    assert "Vain minulle" in mine.get(note_door(house, note)).text
    after = own["seq"] - 1
    missed = mine.get(f"/j/{house.here.code}/changes?after={after}").json["changes"]
    assert [change.get("own") for change in missed if change["kind"] == "note"] == ["hidden"]
    others = house.phone(house.guests[1]).get(f"/j/{house.here.code}/changes?after={after}").json["changes"]
    assert [change.get("gone") for change in others if change["kind"] == "note"] == [True]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_personal_data_is_asked_about_once_and_sent_by_who_means_it(house: House, language: str) -> None:
    phone = house.phone(house.guests[0], language)
    door = f"/j/{house.here.code}/prompts/{house.here.prompts[0]}/notes"
    form = {"text": f"Soita Maijalle, {CODE_OF_NOBODY}", "client_key": new_key()}
    asked = phone.post(door, form, page=board(house), headers=JSON)
    assert (asked.status_code, asked.json["error"]) == (422, "PersonalData")
    page = phone.post(door, form, page=board(house))
    assert page.status_code == 422
    check_page(page, language)
    assert f"{form['text']}</textarea>" in page.text
    assert house.notes() == []
    assert phone.post(door, {**form, "anyway": "1"}, page=board(house), headers=JSON).status_code == 201
    assert told(house, Audience.FACILITATORS)[0]["personal"] is True
    assert "personal" not in told(house, Audience.PARTICIPANTS)[0]


def test_comments_are_counted_on_the_note_and_read_on_its_page(house: House) -> None:
    [note] = house.write("Lähipalvelut")
    phone, key = house.phone(house.guests[1]), new_key()
    for _time in range(2):
        answer = phone.post(
            note_door(house, note, "comments"), {"text": "Samaa mieltä", "client_key": key}, page=board(house),
            headers=JSON,
        )  # fmt: skip
        assert answer.json["changes"][0]["comments"] == 1, "the same key is the same comment"
    assert "Samaa mieltä" in house.phone(house.guests[0]).get(note_door(house, note)).text
    with house.app.app_context():
        comment = db.session.scalars(select(Comment.id)).one()
    stranger = house.phone(house.guests[0])
    gone = stranger.post(note_door(house, note, f"comments/{comment}/remove"), page=board(house), headers=JSON)
    assert gone.status_code == 404, "another's comment"
    desk = house.desk()
    desk.post(led_door(house, note, f"comments/{comment}/hide"), page=f"/meetings/{house.here.code}/desk")
    assert facts(house, "comments") == [0]
    assert "Samaa mieltä" not in stranger.get(note_door(house, note)).text
    assert "Samaa mieltä" in desk.get(led_door(house, note)).text


def test_a_note_is_reported_once_by_each_and_the_report_can_be_put_aside(house: House) -> None:
    [note] = house.write("Asiaton")
    for guest in (0, 1, 1):
        phone = house.phone(house.guests[guest])
        phone.post(note_door(house, note, "report"), page=board(house), headers=JSON)
    assert facts(house, "reports") == [2]
    assert "reports" not in told(house, Audience.PARTICIPANTS)[0]
    desk = house.desk()
    desk.post(led_door(house, note, "dismiss"), page=f"/meetings/{house.here.code}/desk", headers=JSON)
    assert facts(house, "reports") == [0]
