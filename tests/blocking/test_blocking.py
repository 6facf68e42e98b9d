"""A device is blocked from a note: nothing is taken from it any more, and nobody learns whose it is."""

import pytest
from flask import Flask
from sqlalchemy import select

from tests.houses import CODE, House, build_house, led, meeting_of, new_key
from tests.pages import check_page
from workshop.accounts.models import LoggedDeed
from workshop.accounts.queries import user_by_email
from workshop.blocking.actions import allow_writer, block_writer
from workshop.blocking.queries import blocked_devices
from workshop.boards.actions import add_comment, add_note, add_scribe_note
from workshop.boards.models import Comment, Note, Prompt
from workshop.columns import LANGUAGES
from workshop.digests.compose import compose
from workshop.errors import Blocked, NotFound
from workshop.extensions import db
from workshop.live.presence import presence
from workshop.meetings.actions import undo_deed
from workshop.meetings.queries import last_deed
from workshop.participants.actions import raise_hand
from workshop.participants.guests import alias
from workshop.participants.models import Participant
from workshop.participants.sockets import blocked_anew

JSON = {"Accept": "application/json"}


@pytest.fixture
def house(app: Flask) -> House:
    return build_house(app, votes=True)


def test_all_that_it_wrote_is_hidden_and_one_press_brings_it_back(house: House) -> None:
    first, _second = house.write("Rumaa", "Rumempaa")
    [other] = house.write("Asiaa", guest=house.guests[1])
    with house.app.app_context():
        guest = db.session.get_one(Participant, house.guests[0])
        add_comment(db.session.get_one(Note, other), guest, new_key(), "Rumaa myös")
        raise_hand(guest, raised=True)
        led(block_writer, db.session.get_one(Note, first), True)
        led(block_writer, db.session.get_one(Note, first), True)  # twice is once
        hidden = select(Note.text).where(Note.hidden_at.is_not(None)).order_by(Note.id)
        assert list(db.session.scalars(hidden)) == ["Rumaa", "Rumempaa"]
        commented = db.session.get_one(Note, other)
        assert (guest.hand_raised_at, commented.comments) == (None, 0)
        assert db.session.scalars(select(Comment)).one().hidden_at
        assert [one.notes for one in blocked_devices(guest.meeting)] == [2]
        said = str(compose(guest.meeting, "fi"))
        assert "Asiaa" in said
        assert "Rum" not in said
        with pytest.raises(Blocked):
            add_note(db.session.get_one(Prompt, house.here.prompts[0]), guest, new_key(), "Taas")
        deed = last_deed(guest.meeting, guest.meeting.leaders[0], guest.meeting.created_at)
        assert [row.name for row in db.session.scalars(select(LoggedDeed)) if row.name == "block_writer"] == [deed.name]
        undo_deed(deed, guest.meeting)
        assert guest.blocked_at is None
        assert list(db.session.scalars(hidden)) == []
        assert commented.comments == 1
        assert add_note(db.session.get_one(Prompt, house.here.prompts[0]), guest, new_key(), "Sovussa")


def test_what_a_scribe_wrote_came_from_no_device(house: House) -> None:
    with house.app.app_context():
        prompt = db.session.get_one(Prompt, house.here.prompts[0])
        note = add_scribe_note(prompt, user_by_email("leader@example.org"), new_key(), "Kuultu")
        with pytest.raises(NotFound):
            led(block_writer, note, True)
        number = note.id
    assert "/block" not in house.desk().get(f"/meetings/{CODE}/notes/{number}").text


def test_from_a_notes_page_and_back_from_the_list(house: House) -> None:
    [note, _another] = house.write("Rumaa", "Rumempaa")
    desk, page = house.desk(), f"/meetings/{CODE}/notes/{note}"
    for language in LANGUAGES:
        check_page(desk.get(f"{page}?lang={language}"), language)
        check_page(desk.get(f"/meetings/{CODE}/blocked?lang={language}"), language)
    assert "/blocked" not in desk.get(f"/meetings/{CODE}").text
    told = desk.post(f"{page}/block", {"hides": "1"}, page=page, headers=JSON).json
    assert [one["hidden"] for one in told["changes"]] == [True, True]
    assert told["undo"]
    assert f"/meetings/{CODE}/blocked" in desk.get(f"/meetings/{CODE}").text
    listed = desk.get(f"/meetings/{CODE}/blocked?lang=en")
    check_page(listed, "en")
    assert "2 notes" in listed.text
    with house.app.app_context():
        [device] = blocked_devices(meeting_of(house.here))
    assert desk.post(f"/meetings/{CODE}/blocked/{device.alias}/allow", page=page).status_code == 303
    assert "2 notes" not in desk.get(f"/meetings/{CODE}/blocked?lang=en").text
    house.write("Sovussa")


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_pages_say_so_and_keep_what_was_typed(house: House, language: str) -> None:
    [note] = house.write("Rumaa")
    phone, here = house.phone(house.guests[0], language), house.here
    board = f"/j/{CODE}/boards/{here.board}"
    token = phone.token(board)
    with house.app.app_context():
        led(block_writer, db.session.get_one(Note, note), False)
    sent = {"text": "Vielä <tämä>", "client_key": new_key(), "csrf_token": token}
    answer = phone.client.post(f"/j/{CODE}/prompts/{here.prompts[0]}/notes", data=sent)
    assert answer.status_code == 409
    assert "Vielä &lt;tämä&gt;</textarea>" in answer.text
    pages = {"": board, "note": f"/j/{CODE}/notes/{note}", "vote": f"/j/{CODE}/statements/{here.vote}"}
    pages["survey"] = f"/j/{CODE}/surveys/{here.survey}"
    said = {"fi": "Et voi enää kirjoittaa", "sv": "Du kan inte längre skriva", "en": "You can no longer write"}[
        language
    ]
    for step, page in enumerate((pages[""], pages["survey"], pages["vote"], pages["note"])):
        if step in (1, 2):
            house.show({1: 2, 2: 4}[step])
        shown = phone.get(page)
        check_page(shown, language)
        assert said in shown.text.split("data-blocked>")[1], page
        assert "<textarea" not in shown.text
        assert "data-come-when-open" not in shown.text
    assert "Rumaa" in phone.get(pages["note"]).text
    with house.app.app_context():
        led(allow_writer, db.session.get_one(Participant, house.guests[0]))
    assert "data-blocked>" not in phone.get(board).text


def test_its_open_pages_are_told_and_nobody_elses(house: House) -> None:
    [note] = house.write("Rumaa")
    with house.app.app_context():
        here = meeting_of(house.here)
        guests = [db.session.get_one(Participant, guest) for guest in house.guests]
        for sid, guest in (("tab", guests[0]), ("other tab", guests[0]), ("another", guests[1])):
            presence.arrive(sid, here.id, alias(guest))
        presence.arrive("desk", here.id, None)
        try:
            assert blocked_anew() == {}
            led(block_writer, db.session.get_one(Note, note), False)
            assert blocked_anew() == {"tab": True, "other tab": True}
            assert blocked_anew() == {}
            led(allow_writer, guests[0])
            assert blocked_anew() == {"tab": False, "other tab": False}
        finally:
            for sid in ("tab", "other tab", "another", "desk"):
                presence.leave(sid)
