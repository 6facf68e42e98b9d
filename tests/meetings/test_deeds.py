"""Who did what to what people wrote can be read afterwards by those who lead."""

import pytest

from tests.houses import CODE, LEADER, ORGANISER, House, led, meeting_of
from tests.pages import check_page
from workshop.accounts.queries import user_by_email
from workshop.boards.actions import hide_note, show_note
from workshop.boards.models import Note
from workshop.columns import LANGUAGES
from workshop.extensions import db
from workshop.meetings.actions import move_path, undo_deed
from workshop.meetings.queries import last_deed

PAGE = f"/meetings/{CODE}/deeds"


def hide(house: House, note: int) -> None:
    with house.app.app_context():
        hide_note(db.session.get_one(Note, note), user_by_email(ORGANISER))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_told_who_did_what_and_what_was_undone(house: House, language: str) -> None:
    desk = house.desk(language=language)
    check_page(desk.get(PAGE), language)
    [note] = house.write("Piilotettava")
    house.show(2)
    hide(house, note)
    page = desk.get(PAGE)
    check_page(page, language)
    rows = page.text.split("<tr")[2:]
    assert [f"/meetings/{CODE}/notes/{note}" in row for row in rows] == [True, False]
    with house.app.app_context():
        names = [user_by_email(email).name for email in (ORGANISER, LEADER)]
    assert [name in row for name, row in zip(names, rows, strict=True)] == [True, True]
    assert "quiet" not in rows[0]
    with house.app.app_context():
        meeting = meeting_of(house.here)
        undo_deed(last_deed(meeting, user_by_email(ORGANISER), meeting.created_at), meeting)
    undone = desk.get(PAGE).text.split("<tr")[2]
    assert {"fi": "Kumottu ", "sv": "Ångrad ", "en": "Undone "}[language] in undone
    assert "Piilotettava" not in undone


def test_only_the_last_are_shown_and_it_says_so(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workshop.meetings.routes.MOST_DEEDS", 3)
    [note] = house.write("Piilotettava")
    with house.app.app_context():
        for deed in (hide_note, show_note, hide_note):
            led(deed, db.session.get_one(Note, note))
        led(move_path, meeting_of(house.here), 2)
    page = house.desk(language="en").get(PAGE).text
    assert page.count("<tr") == 4
    assert "Only the last 3 are shown." in page
