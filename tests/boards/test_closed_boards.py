"""A board that takes nothing now says so and gives the words back."""

import pytest
from sqlalchemy import select

from tests.houses import House, led, new_key
from tests.pages import check_page, form_fields
from workshop.boards.models import Note
from workshop.extensions import db
from workshop.meetings.actions import unlock_exercise
from workshop.meetings.models import Exercise, State

JSON = {"Accept": "application/json"}
WORDS = 'Tärkeää & "kauan" mietitty <ajatus>'
ESCAPED = "Tärkeää &amp; &#34;kauan&#34; mietitty &lt;ajatus&gt;"


def door(house: House, prompt: int = 0) -> str:
    return f"/j/{house.here.code}/prompts/{prompt or house.here.prompts[0]}/notes"


def board(house: House) -> str:
    return f"/j/{house.here.code}/boards/{house.here.board}"


def note() -> dict[str, object]:
    return {"text": WORDS, "client_key": new_key()}


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_locked_board_gives_a_plain_form_its_text_back(house: House, language: str) -> None:
    phone = house.phone(house.guests[0], language)
    token = phone.token(board(house))
    house.lock()
    answer = phone.client.post(door(house), data={"csrf_token": token, **note()})
    assert answer.status_code == 409
    check_page(answer, language)
    assert f">{ESCAPED}</textarea>" in answer.text
    assert f"error-{house.here.prompts[0]}" in answer.text
    assert house.notes() == []


def test_the_form_that_came_back_is_saved_once_the_board_is_open_again(house: House) -> None:
    phone = house.phone(house.guests[0])
    house.lock()
    answer = phone.post(door(house), note(), page=f"/j/{house.here.code}/tag")
    with house.app.app_context():
        led(unlock_exercise, db.session.get_one(Exercise, house.here.board))
    assert phone.client.post(door(house), data=form_fields(answer, door(house))).status_code == 303
    assert house.notes() == [WORDS]


def test_a_locked_board_tells_a_script_so_that_it_keeps_the_words(house: House) -> None:
    house.lock()
    answer = house.phone(house.guests[0], "en").post(
        door(house), note(), page=f"/j/{house.here.code}/tag", headers=JSON
    )
    assert answer.status_code == 409
    assert answer.json["error"] == "Locked"
    assert "Your text was not sent; it is still here." in answer.json["words"]
    assert house.notes() == []


def test_a_bad_note_to_a_locked_board_comes_back_too(house: House) -> None:
    house.lock()
    text = "x" * 2001
    answer = house.phone(house.guests[0]).post(door(house), note() | {"text": text}, page=f"/j/{house.here.code}/tag")
    assert answer.status_code == 422
    check_page(answer, "fi")
    assert f">{text}</textarea>" in answer.text


def test_a_locked_board_is_read_and_its_form_waits_hidden(house: House) -> None:
    house.write("Luettavissa")
    house.lock()
    answer = house.phone(house.guests[0]).get(board(house))
    check_page(answer, "fi")
    assert ">Luettavissa</p>" in answer.text
    forms = answer.text.count('class="writer"')
    assert forms == answer.text.count(" data-when-open hidden>") > 0


def test_likes_stop_at_the_lock(house: House) -> None:
    [one] = house.write("Lukittu")
    house.lock()
    phone = house.phone(house.guests[1])
    answer = phone.post(f"/j/{house.here.code}/notes/{one}/like", page=board(house), headers=JSON)
    assert (answer.status_code, answer.json["error"]) == (409, "Locked")


def test_a_board_that_was_not_opened_yet_takes_nothing_and_shows_nothing(house: House) -> None:
    """No page of ours sends there: nobody has been shown its questions."""
    house.show(1)
    phone = house.phone(house.guests[0])
    block = f"/j/{house.here.code}/boards/{house.here.scribes}"
    assert phone.get(block).status_code == 404
    prompt = house.here.scribes_prompt
    told = phone.post(door(house, prompt), note(), page=board(house), headers=JSON)
    assert (told.status_code, told.json["error"]) == (404, "NotFound")
    plain = phone.post(door(house, prompt), note(), page=board(house))
    assert plain.status_code == 404
    assert "Sanottua" not in plain.text
    assert house.notes() == []


@pytest.mark.parametrize("state", [State.DRAFT, State.OPEN, State.CLOSED])
def test_a_meeting_that_takes_nothing_gives_the_words_back(house: House, state: State) -> None:
    phone = house.phone(house.guests[0])
    token = phone.token(board(house))
    house.put_in(state)
    sent = {"csrf_token": token, **note()}
    answer = phone.client.post(door(house), data=sent)
    assert answer.status_code == 409
    check_page(answer, "fi")
    assert f">{ESCAPED}</textarea>" in answer.text
    told = phone.client.post(door(house), data=sent, headers=JSON)
    assert (told.status_code, told.json["error"]) == (409, "NotNow")
    assert house.notes() == []


def test_a_note_is_marked_by_its_window(house: House) -> None:
    phone = house.phone(house.guests[0])
    phone.post(door(house), note(), page=board(house))
    house.put_in(State.AFTERWARDS)
    phone.post(door(house), note(), page=board(house))
    with house.app.app_context():
        marks = db.session.scalars(select(Note.written_afterwards).order_by(Note.id)).all()
    assert marks == [False, True]
