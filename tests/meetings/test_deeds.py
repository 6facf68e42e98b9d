"""Who did what to a meeting and to what people wrote can be read afterwards by those who lead."""

import pytest
from sqlalchemy import delete

from tests.houses import CODE, LEADER, ORGANISER, House, led, meeting_of
from tests.pages import check_page
from workshop.accounts.models import LoggedDeed
from workshop.accounts.queries import user_by_email
from workshop.action import action
from workshop.boards.actions import hide_note, show_note
from workshop.boards.models import Note
from workshop.columns import LANGUAGES
from workshop.extensions import db
from workshop.meetings.actions import undo_deed
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
    rows = page.text.split("<tr")[2:4]
    assert [f"/meetings/{CODE}/notes/{note}" in row for row in rows] == [True, False]
    with house.app.app_context():
        names = [user_by_email(email).name for email in (ORGANISER, LEADER)]
    assert [name in row for name, row in zip(names, rows, strict=True)] == [True, True]
    assert "quiet" not in rows[0]
    with house.app.app_context():
        meeting = meeting_of(house.here)
        organiser = user_by_email(ORGANISER)
        undo_deed(last_deed(meeting, organiser, meeting.created_at), meeting, organiser)
    undoing, undone = desk.get(PAGE).text.split("<tr")[2:4]
    assert "Organiser" in undoing
    assert {"fi": "Kumottu ", "sv": "Ångrad ", "en": "Undone "}[language] in undone
    assert "Piilotettava" not in undone


def test_the_pages_are_turned(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workshop.meetings.deeds.A_PAGE", 3)
    [note] = house.write("Piilotettava")
    with house.app.app_context():
        for deed in (hide_note, show_note, hide_note):
            led(deed, db.session.get_one(Note, note))
    desk = house.desk(language="en")
    first, second, beyond = (desk.get(f"{PAGE}?page={page}") for page in (1, 2, 9))
    for page in (first, second):
        check_page(page, "en")
    assert "Page 1 of 2" in first.text
    assert first.text.count("/notes/") == 3
    assert [words in second.text for words in ("The meeting began.", "The meeting was made.")] == [True, True]
    assert second.text == beyond.text.replace("page=9", "page=2")


def test_a_meeting_of_before_has_nothing_to_tell(house: House) -> None:
    with house.app.app_context():
        forget(meeting_of(house.here).id)
    page = house.desk(language="en").get(PAGE)
    check_page(page, "en")
    assert "Nothing yet" in page.text


@action
def forget(meeting_id: int) -> None:
    db.session.execute(delete(LoggedDeed).where(LoggedDeed.meeting_id == meeting_id))
