"""What may come in at the note's door, and what is refused there with the words kept."""

import html
import io
from urllib.parse import urlencode

import pytest
from werkzeug.datastructures import MultiDict

from tests.houses import House, new_key
from tests.pages import check_page, form_fields
from workshop.boards.forms import NoteForm
from workshop.boards.models import LONGEST_NOTE

JSON = {"Accept": "application/json"}
TOO_LONG = {
    "fi": "Liian pitkä: enintään 2000 merkkiä",
    "sv": "För lång text: högst 2000 tecken",
    "en": "Too long: at most 2000 characters",
}
NUL, HALF = "alku\0loppu", "alku\ud83dloppu"


def door(house: House, prompt: int | None = None) -> str:
    return f"/j/{house.here.code}/prompts/{prompt or house.here.prompts[0]}/notes"


def board(house: House) -> str:
    return f"/j/{house.here.code}/boards/{house.here.board}"


def note(text: str, key: str = "") -> dict[str, object]:
    return {"text": text, "client_key": key or new_key()}


def test_a_note_of_the_longest_length_is_saved(house: House) -> None:
    answer = house.phone(house.guests[0]).post(door(house), note("å" * LONGEST_NOTE), page=board(house))
    assert answer.status_code == 303
    assert house.notes() == ["å" * LONGEST_NOTE]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_longer_note_is_refused_and_its_text_is_kept_in_the_page(house: House, language: str) -> None:
    text = "ä" * (LONGEST_NOTE + 1)
    answer = house.phone(house.guests[0], language).post(door(house), note(text), page=board(house))
    assert answer.status_code == 422
    check_page(answer, language)
    assert f">{text}</textarea>" in answer.text
    assert answer.text.count(TOO_LONG[language]) == 2, "in the summary and at the field"
    assert house.notes() == []


@pytest.mark.parametrize("text", ["", "   ", "\n\t\r\n"])
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_an_empty_note_is_refused(house: House, language: str, text: str) -> None:
    answer = house.phone(house.guests[0], language).post(door(house), note(text), page=board(house))
    assert answer.status_code == 422
    assert f"error-{house.here.prompts[0]}" in check_page(answer, language).ids
    assert house.notes() == []


def test_a_script_is_told_in_words_what_is_wrong(house: House) -> None:
    phone = house.phone(house.guests[0], "en")
    answer = phone.post(door(house), note("x" * 2001), page=board(house), headers=JSON)
    assert answer.status_code == 422
    assert answer.json["error"] == "NotSaved"
    assert answer.json["words"].startswith(TOO_LONG["en"])


@pytest.mark.parametrize("key", ["", "1", "not-a-uuid", "x" * 5000, "../../etc", "1234567890-1234567890"])
def test_a_key_that_is_no_uuid_is_refused_and_the_text_kept(house: House, key: str) -> None:
    sent = {"text": "Sanottu & <b>tallessa</b>", "client_key": key}
    answer = house.phone(house.guests[0]).post(door(house), sent, page=board(house))
    assert answer.status_code == 422
    check_page(answer, "fi")
    assert f">{html.escape(str(sent['text']))}</textarea>" in answer.text
    assert house.notes() == []


def test_a_form_with_a_broken_key_comes_back_with_a_good_one(house: House) -> None:
    phone = house.phone(house.guests[0])
    answer = phone.post(door(house), {"text": "Uudelleen", "client_key": "rikki"}, page=board(house))
    assert answer.status_code == 422
    assert phone.client.post(door(house), data=form_fields(answer, door(house))).status_code == 303
    assert house.notes() == ["Uudelleen"]


@pytest.mark.parametrize("field", ["text", "client_key"])
def test_a_file_instead_of_text_is_refused(house: House, field: str) -> None:
    sent = note("Teksti") | {field: (io.BytesIO(b"%PDF"), "note.pdf")}
    answer = house.phone(house.guests[0]).post(door(house), sent, page=board(house), content_type="multipart/form-data")
    assert answer.status_code == 422
    assert house.notes() == []


@pytest.mark.parametrize("text", [NUL, "\x1b[31mpunainen", "\x7f"])
def test_a_control_character_is_a_field_error(house: House, text: str) -> None:
    answer = house.phone(house.guests[0]).post(door(house), note(text), page=board(house))
    assert answer.status_code == 422
    assert f"error-{house.here.prompts[0]}" in check_page(answer, "fi").ids
    assert house.notes() == []


def test_bytes_that_are_no_text_stay_as_they_were_sent(house: House) -> None:
    """Half a character in UTF-8 is no UTF-8: it never reaches the database as a character."""
    phone = house.phone(house.guests[0])
    form = {"client_key": new_key(), "csrf_token": phone.token(board(house))}
    answer = phone.client.post(
        door(house),
        data=urlencode(form).encode() + b"&text=alku%ED%A0%BDloppu",
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 303
    assert house.notes() == ["alku%ED%A0%BDloppu"]


def test_half_a_character_is_a_field_error_in_the_form(house: House) -> None:
    """However it came in: the form itself refuses what no database and no document can carry."""
    with house.app.test_request_context(method="POST"):
        form = NoteForm(MultiDict(note(HALF)))
        assert not form.validate()
        assert list(form.errors["text"]) == [
            "Tekstissä on merkki, jota ei voi tallentaa. Poista se ja lähetä uudelleen."
        ]


@pytest.mark.parametrize(
    "text",
    [
        "Z̸̧̛͓̗̙̼̳͓̙̰̝̲̐̅̊͗̄̅͘͝a̵̢͙̤͇̤̿̈̐l̴̢̨̘̪̖̪̇͗̓g̶̛̼̏̌o̷̡̧͎̟͑͝",
        "👩‍👩‍👧‍👦 perhe 🏳️‍🌈 🇫🇮",
        "مرحبا بالعالم – שלום עולם",
        "á (hajotettu) on eri kuin á (koottu)",
        "=SUM(A1:A9) | <script>alert(1)</script> | {{ 7*7 }} | %(name)s",
        "rivi yksi\n\trivi kaksi",
        "\u202eoikealta vasemmalle\u202c",
    ],
)
def test_unusual_text_is_stored_and_shown_unchanged(house: House, text: str) -> None:
    phone = house.phone(house.guests[0])
    assert phone.post(door(house), note(text), page=board(house)).status_code == 303
    assert house.notes() == [text]
    page = phone.get(board(house))
    check_page(page, "fi")
    assert html.escape(text) in page.text.replace("&#34;", "&quot;")


def test_a_note_to_another_meetings_prompt_is_not_found(house: House) -> None:
    phone = house.phone(house.guests[0])
    for prompt in (house.other.prompts[0], 99999):
        answer = phone.post(door(house, prompt), note("Eksyksissä"), page=board(house))
        assert answer.status_code == 404
    assert house.notes() == []


def test_the_scribes_block_refuses_guests(house: House) -> None:
    house.show(3)
    phone = house.phone(house.guests[0])
    answer = phone.post(door(house, house.here.scribes_prompt), note("Minäkin"), page=board(house), headers=JSON)
    assert (answer.status_code, answer.json["error"]) == (403, "NotAllowed")
    assert house.notes() == []


def test_who_has_not_joined_is_shown_the_door(house: House) -> None:
    passer_by = house.passer_by()
    entrance = f"/j/{house.here.code}"
    answer = passer_by.post(door(house), note("Ohikulkija"), page=entrance + "/tag")
    assert (answer.status_code, answer.location) == (303, entrance)
    told = passer_by.post(door(house), note("Ohikulkija"), page=entrance + "/tag", headers=JSON)
    assert (told.status_code, told.json) == (401, {"error": "NotJoined", "door": entrance})
    assert house.notes() == []


def test_a_note_is_written_without_javascript(house: House) -> None:
    """What a browser does by itself with the page's form: its hidden fields, its address, the page after."""
    phone = house.phone(house.guests[0])
    fields = form_fields(phone.get(board(house)), door(house))
    answer = phone.client.post(door(house), data={**fields, "text": "Käsin lähetetty"}, follow_redirects=True)
    assert answer.status_code == 200
    check_page(answer, "fi")
    assert ">Käsin lähetetty</p>" in answer.text
    assert house.notes() == ["Käsin lähetetty"]
