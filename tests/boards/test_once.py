"""A contribution is taken once, however often and from however many sides it comes."""

from collections.abc import Callable
from threading import Barrier, Thread

from sqlalchemy import func, select

from tests.houses import House, new_key
from workshop.boards.actions import add_note, like_note
from workshop.boards.models import Like, Note, Prompt
from workshop.extensions import db
from workshop.participants.models import Participant

JSON = {"Accept": "application/json"}
HANDS = 50


def door(house: House, prompt: int = 0) -> str:
    return f"/j/{house.here.code}/prompts/{house.here.prompts[prompt]}/notes"


def board(house: House) -> str:
    return f"/j/{house.here.code}/boards/{house.here.board}"


def likes(house: House, note: int) -> tuple[int, int]:
    """The number that the note carries, and the rows that it counts."""
    with house.app.app_context():
        rows = db.session.scalar(select(func.count()).select_from(Like).where(Like.note_id == note))
        return db.session.get_one(Note, note).likes, rows or 0


def test_the_second_sending_gets_the_same_answer_and_makes_no_second_row(house: House) -> None:
    phone, sent = house.phone(house.guests[0]), {"text": "Kerran", "client_key": new_key()}
    first = phone.post(door(house), sent, page=board(house), headers=JSON)
    second = phone.post(door(house), sent, page=board(house), headers=JSON)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json == second.json
    assert house.notes() == ["Kerran"]


def test_a_retry_keeps_what_was_said_first(house: House) -> None:
    phone, key = house.phone(house.guests[0]), new_key()
    phone.post(door(house), {"text": "Ensin", "client_key": key}, page=board(house))
    again = phone.post(door(house, 1), {"text": "Toiseksi", "client_key": key}, page=board(house), headers=JSON)
    assert again.status_code == 201
    assert again.json["changes"][0]["text"] == "Ensin"
    assert house.notes() == ["Ensin"]


def test_a_retry_is_answered_also_after_the_exercise_was_locked(house: House) -> None:
    phone, sent = house.phone(house.guests[0]), {"text": "Ehti ajoissa", "client_key": new_key()}
    first = phone.post(door(house), sent, page=board(house), headers=JSON)
    house.lock()
    second = phone.post(door(house), sent, page=board(house), headers=JSON)
    assert (second.status_code, second.json) == (201, first.json)
    plain = phone.post(door(house), sent, page=board(house))
    assert (plain.status_code, plain.location) == (303, f"{board(house)}#note-{first.json['mine']}")
    assert house.notes() == ["Ehti ajoissa"]


def test_the_key_in_capitals_is_the_same_key(house: House) -> None:
    phone, key = house.phone(house.guests[0]), new_key()
    for written in (key, key.upper(), key.replace("-", ""), f"{{{key}}}"):
        phone.post(door(house), {"text": "Sama", "client_key": written}, page=board(house))
    assert house.notes() == ["Sama"]


def test_another_guest_cannot_use_the_key(house: House) -> None:
    sent = {"text": "Omani", "client_key": new_key()}
    house.phone(house.guests[0]).post(door(house), sent, page=board(house))
    other = house.phone(house.guests[1], "sv")
    told = other.post(door(house), sent | {"text": "Vieras"}, page=board(house), headers=JSON)
    assert (told.status_code, told.json["error"]) == (409, "KeyTaken")
    assert "Omani" not in told.text
    plain = other.post(door(house), sent | {"text": "Vieras"}, page=board(house))
    assert plain.status_code == 409
    assert ">Vieras</textarea>" in plain.text
    assert sent["client_key"] not in plain.text, "sent again, it would be refused again"
    assert house.notes() == ["Omani"]


def test_meetings_do_not_share_keys(house: House) -> None:
    key = new_key()
    for guest, prompt in ((house.guests[0], house.here.prompts[0]), (house.strangers[0], house.other.prompts[0])):
        with house.app.app_context():
            add_note(db.session.get_one(Prompt, prompt), db.session.get_one(Participant, guest), key, "Oma")
    assert house.notes() == ["Oma", "Oma"]


def test_liking_twice_is_liking_once(house: House) -> None:
    [note] = house.write("Tykätty")
    phone = house.phone(house.guests[1])
    address = f"/j/{house.here.code}/notes/{note}/like"
    for _time in range(2):
        answer = phone.post(address, {"likes": "1"}, page=board(house), headers=JSON)
        assert (answer.status_code, answer.json["liked"], answer.json["changes"][0]["likes"]) == (200, True, 1)
    assert likes(house, note) == (1, 1)
    for _time in range(2):
        answer = phone.post(address, {"likes": "0"}, page=board(house), headers=JSON)
        assert (answer.status_code, answer.json["liked"], answer.json["changes"][0].get("likes")) == (200, False, None)
    assert likes(house, note) == (0, 0)


def test_a_like_by_a_plain_form_leads_back_to_the_note(house: House) -> None:
    [note] = house.write("Tykätty")
    answer = house.phone(house.guests[1]).post(
        f"/j/{house.here.code}/notes/{note}/like", {"likes": "1"}, page=board(house)
    )
    assert (answer.status_code, answer.location) == (303, f"{board(house)}#note-{note}")


def test_a_hidden_note_and_one_of_another_meeting_cannot_be_liked(house: House) -> None:
    [hidden] = house.write("Piilossa")
    [elsewhere] = house.write("Muualla", prompt=house.other.prompts[0], guest=house.strangers[0])
    desk = house.desk()
    desk.post(f"/meetings/{house.here.code}/notes/{hidden}/hide", page=f"/meetings/{house.here.code}/desk")
    phone = house.phone(house.guests[0])
    for note in (hidden, elsewhere, 99999):
        answer = phone.post(f"/j/{house.here.code}/notes/{note}/like", page=board(house))
        assert answer.status_code == 404
    assert likes(house, hidden) == likes(house, elsewhere) == (0, 0)


def all_at_once(house: House, deed: Callable[[], object]) -> list[object]:
    """What fifty threads get that do the same deed at the same moment, each with a context of its own."""
    gate, told = Barrier(HANDS), []

    def do_it() -> None:
        with house.app.app_context():
            gate.wait()
            try:
                told.append(deed())
            except Exception as fault:
                told.append(fault)

    threads = [Thread(target=do_it) for _hand in range(HANDS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return told


def test_fifty_sendings_of_one_key_at_once_make_one_note(house: House) -> None:
    key = new_key()

    def send() -> int:
        prompt = db.session.get_one(Prompt, house.here.prompts[0])
        return add_note(prompt, db.session.get_one(Participant, house.guests[0]), key, "Yhtä aikaa").id

    told = all_at_once(house, send)
    assert len(told) == HANDS
    assert len(set(told)) == 1, told
    assert house.notes() == ["Yhtä aikaa"]


def test_fifty_likes_at_once_are_one_like(house: House) -> None:
    [note] = house.write("Tykätty")

    def like() -> bool:
        like_note(db.session.get_one(Note, note), db.session.get_one(Participant, house.guests[1]), likes=True)
        return True

    assert all_at_once(house, like) == [True] * HANDS
    assert likes(house, note) == (1, 1)


def test_fifty_different_notes_at_once_are_all_saved_under_numbers_of_their_own(house: House) -> None:
    def send() -> int:
        prompt = db.session.get_one(Prompt, house.here.prompts[0])
        return add_note(prompt, db.session.get_one(Participant, house.guests[0]), new_key(), "Kukin omansa").seq

    told = all_at_once(house, send)
    assert len(set(told)) == HANDS, told
    assert house.notes() == ["Kukin omansa"] * HANDS
