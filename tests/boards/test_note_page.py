"""The page of a note on a participant's phone: what its writer and its readers can do there, without a script."""

import re
from collections.abc import Callable

import pytest

from tests.boards.test_phone import LANGUAGES, board, comment, lead, page_of, rule
from tests.houses import House, new_key
from tests.pages import Visitor, check_page, form_fields
from workshop.boards import actions
from workshop.boards.models import Showing
from workshop.meetings.models import State

JSON = {"Accept": "application/json"}
PERSONAL = "Call Maija, 040 123 4567"


@pytest.mark.parametrize(
    ("showing", "words"),
    [
        (Showing.REVEALED, "Others see this when the facilitator reveals the notes."),
        (Showing.APPROVED, "Waits for the facilitator’s approval."),
    ],
)
def test_one_s_own_note_says_why_others_do_not_see_it(house: House, showing: Showing, words: str) -> None:
    rule(house, showing=showing)
    (note,) = house.write("Vain minulle")
    own = house.phone(house.guests[0], "en")
    drawn = own.get(board(house)).text.split("</template>")[1]
    assert words in drawn
    assert re.search(r'data-marks="likes" hidden', drawn), "nobody can like it yet"
    assert words in own.get(page_of(house, note)).text
    other = house.phone(house.guests[1], "en")
    assert "Vain minulle" not in other.get(board(house)).text
    assert other.get(page_of(house, note)).status_code == 404


def test_a_hidden_note_stays_with_its_writer_and_cannot_be_changed(house: House) -> None:
    (note,) = house.write("Piiloon")
    lead(house, actions.hide_note, note)
    own = house.phone(house.guests[0], "en")
    assert "only you see it" in own.get(board(house)).text.split("</template>")[1]
    page = own.get(page_of(house, note)).text
    assert "only you see it" in page
    assert "form-edit" not in page
    assert "form-comment" not in page


def test_only_the_writer_gets_the_forms_for_changing(house: House) -> None:
    (note,) = house.write("Yksi")
    own, other = (house.phone(guest, "en").get(page_of(house, note)).text for guest in house.guests)
    assert "form-edit" in own
    assert f"{page_of(house, note)}/remove" in own
    assert f"{page_of(house, note)}/report" not in own
    assert "form-edit" not in other
    assert f"{page_of(house, note)}/report" in other


def test_a_note_is_reported_once(house: House) -> None:
    (note,) = house.write("Yksi")
    phone = house.phone(house.guests[1], "en")
    assert phone.post(f"{page_of(house, note)}/report", page=page_of(house, note)).status_code == 303
    text = phone.get(page_of(house, note)).text
    assert "You have reported this note" in text
    assert f"{page_of(house, note)}/report" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_edit_that_somebody_overtook_comes_back_with_both_texts(house: House, language: str) -> None:
    (note,) = house.write("Ensin")
    phone = house.phone(house.guests[0], language)
    door = f"{page_of(house, note)}/edit"
    assert phone.post(door, {"edition": "0", "text": "Toiseksi"}, page=board(house)).status_code == 303
    answer = phone.post(door, {"edition": "0", "text": "Kolmanneksi"}, page=board(house))
    assert answer.status_code == 409
    check_page(answer, language)
    assert ">Toiseksi</p>" in answer.text
    assert ">Kolmanneksi</textarea>" in answer.text
    assert phone.client.post(door, data=form_fields(answer, door)).status_code == 303
    assert house.notes() == ["Kolmanneksi"]


def _writes(house: House, phone: Visitor) -> tuple[str, dict[str, object], str]:
    return f"/j/{house.here.code}/prompts/{house.here.prompts[0]}/notes", {"client_key": new_key()}, board(house)


def _edits(house: House, phone: Visitor) -> tuple[str, dict[str, object], str]:
    (note,) = house.write("Ennen")
    return f"{page_of(house, note)}/edit", {"edition": "0"}, page_of(house, note)


def _comments(house: House, phone: Visitor) -> tuple[str, dict[str, object], str]:
    (note,) = house.write("Ennen")
    return f"{page_of(house, note)}/comments", {"client_key": new_key()}, page_of(house, note)


@pytest.mark.parametrize("writes", [_writes, _edits, _comments])
@pytest.mark.parametrize("language", LANGUAGES)
def test_personal_data_are_asked_about_and_sent_anyway(house: House, writes: Callable, language: str) -> None:
    phone = house.phone(house.guests[0], language)
    door, fields, page = writes(house, phone)
    asked = phone.post(door, {**fields, "text": PERSONAL}, page=page)
    assert asked.status_code == 422
    check_page(asked, language)
    assert f">{PERSONAL}</textarea>" in asked.text
    assert re.search(r'data-anyway>\s*<button [^>]*name="anyway" value="1"', asked.text), "the button is to be seen"
    told = phone.post(door, {**fields, "text": PERSONAL}, page=page, headers=JSON)
    assert told.json["error"] == "PersonalData"
    sent = form_fields(asked, door)
    sent["anyway"] = "1"
    assert phone.client.post(door, data=sent).status_code == 303
    assert PERSONAL in phone.get(page).text


def test_what_was_edited_or_written_afterwards_is_marked(house: House) -> None:
    (note,) = house.write("Ensin")
    phone = house.phone(house.guests[0], "en")
    phone.post(f"{page_of(house, note)}/edit", {"edition": "0", "text": "Sitten"}, page=board(house))
    house.put_in(State.AFTERWARDS)
    house.write("Jälkeen")
    drawn = phone.get(board(house)).text.split("</template>")[1]
    labels = re.findall(r'note__labels">(.*?)</p>', drawn, re.S)
    assert ["afterwards" in label for label in labels] == [True, False]
    assert ["edited" in label for label in labels] == [False, True]


def test_the_comments_are_in_order_and_one_s_own_can_be_taken_away(house: House) -> None:
    (note,) = house.write("Yksi")
    comment(house, note, "Ensimmäinen", house.guests[0])
    comment(house, note, "Toinen")
    phone = house.phone(house.guests[1], "en")
    text = phone.get(page_of(house, note)).text
    assert text.index("Ensimmäinen") < text.index("Toinen")
    (door,) = re.findall(r'action="([^"]+/comments/\d+/remove)"', text)
    assert phone.post(door, page=page_of(house, note)).status_code == 303
    assert "Toinen" not in phone.get(page_of(house, note)).text
    assert "1 comment" in phone.get(board(house)).text
