"""The focus while others change the board, and the note's sheet: nothing is stolen, nothing typed is lost."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from tests.axe import faults
from tests.houses import build_house, led, meeting_of
from tests.journeys.conftest import PHONE, OpenPage
from tests.journeys.hall import Hall
from workshop.boards.actions import hide_note, place_note
from workshop.boards.models import Note, Prompt
from workshop.extensions import db
from workshop.meetings.actions import set_pace
from workshop.meetings.models import Pace

COUNT_MOVES = """() => {
    globalThis.moved = [];
    const note = (changes) => changes.forEach((change) => change.addedNodes.forEach((node) => moved.push(node.id)));
    const watch = (list) => new MutationObserver(note).observe(list, { childList: true });
    document.querySelectorAll('ul.notes').forEach(watch);
}"""


@pytest.fixture
def hall(app: Flask, address: str) -> Hall:
    return Hall(build_house(app), address)


@pytest.fixture
def phone(hall: Hall, open_page: OpenPage) -> Iterator[Page]:
    """Somebody reads a board with three notes of somebody else."""
    hall.house.write("One", "Two", "Three", guest=hall.house.guests[1])
    return hall.sit(open_page(PHONE), hall.house.guests[0])


def note(phone: Page, text: str) -> Locator:
    return phone.locator("li[data-note]", has=phone.get_by_text(text, exact=True)).last


def comment_link(phone: Page, text: str) -> Locator:
    return note(phone, text).get_by_role("link", name="Comment").first


def place(hall: Hall, note: int, prompt: int, below: int | None) -> None:
    with hall.house.app.app_context():
        lower = db.session.get_one(Note, below) if below else None
        led(place_note, db.session.get_one(Note, note), db.session.get_one(Prompt, prompt), lower)


def test_the_focus_of_a_hidden_note_goes_to_its_question(hall: Hall, phone: Page) -> None:
    comment_link(phone, "Two").focus()
    hall.lead(hide_note, 2)
    expect(note(phone, "Two")).to_have_count(0)
    expect(phone.get_by_role("heading", level=2).first).to_be_focused()


def test_the_focus_stays_while_other_notes_are_hidden(hall: Hall, phone: Page) -> None:
    comment_link(phone, "Two").focus()
    phone.evaluate(COUNT_MOVES)
    hall.lead(hide_note, 1)
    expect(note(phone, "One")).to_have_count(0)
    expect(comment_link(phone, "Two")).to_be_focused()
    assert phone.evaluate("globalThis.moved") == [], "and nothing that stays was touched"


def test_the_focus_goes_along_with_a_note_that_is_moved(hall: Hall, phone: Page) -> None:
    comment_link(phone, "Two").focus()
    phone.evaluate(COUNT_MOVES)
    place(hall, 2, hall.house.here.prompts[1], None)
    expect(phone.locator("section").nth(1).locator("#note-2")).to_be_visible()
    expect(comment_link(phone, "Two")).to_be_focused()
    assert phone.evaluate("globalThis.moved") == ["note-2"]


def test_only_the_note_that_moves_is_moved(hall: Hall, phone: Page) -> None:
    comment_link(phone, "Two").focus()
    phone.evaluate(COUNT_MOVES)
    place(hall, 3, hall.house.here.prompts[0], 1)  # from the top to the bottom
    texts = phone.locator("section").first.locator(".note__text")
    expect(texts).to_have_text(["Two", "One", "Three"])
    expect(comment_link(phone, "Two")).to_be_focused()
    assert phone.evaluate("globalThis.moved") == ["note-3"]


def test_the_focus_of_a_note_that_is_stacked_goes_to_the_stack(hall: Hall, phone: Page) -> None:
    comment_link(phone, "Two").focus()
    hall.stack(2, 3)
    stack = phone.get_by_text("2 notes in the stack")
    expect(stack).to_be_focused()
    phone.keyboard.press("Enter")
    expect(note(phone, "Two")).to_be_visible()
    assert faults(phone) == []


def test_a_hidden_note_of_one_s_own_stays_where_it_was_with_its_words(hall: Hall, open_page: OpenPage) -> None:
    (mine,) = hall.house.write("Mine")
    phone = hall.sit(open_page(PHONE), hall.house.guests[0])
    other = hall.sit(open_page(PHONE), hall.house.guests[1])
    note(phone, "Mine").get_by_role("link", name="Edit").focus()
    hall.lead(hide_note, mine)
    expect(note(other, "Mine")).to_have_count(0)
    expect(phone.get_by_text("only you see it")).to_be_visible()
    expect(note(phone, "Mine").get_by_role("link", name="Edit")).to_be_focused()


def test_the_sheet_takes_the_focus_and_gives_it_back(hall: Hall, phone: Page) -> None:
    comment_link(phone, "Two").focus()
    phone.keyboard.press("Enter")
    sheet = phone.get_by_role("dialog", name="Note")
    expect(sheet.get_by_role("heading", name="Note")).to_be_focused()
    assert faults(phone) == []
    phone.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(comment_link(phone, "Two")).to_be_focused()


def test_a_comment_is_sent_in_the_sheet_and_seen_by_others(hall: Hall, phone: Page, open_page: OpenPage) -> None:
    other = hall.sit(open_page(PHONE), hall.house.guests[1])
    comment_link(phone, "Two").click()
    field = phone.get_by_label("Your comment")
    field.fill("Well said")
    phone.get_by_role("button", name="Send the comment").click()
    expect(phone.locator(".comments")).to_contain_text("Well said")
    expect(phone.locator("#form-comment .sending")).to_have_text("Saved")
    expect(field).to_have_value("")
    expect(note(other, "Two").get_by_role("link", name="1 comment")).to_be_visible()
    # and what somebody else adds comes in while one is writing the next
    field.focus()
    phone.keyboard.type("More")
    note(other, "Two").get_by_role("link", name="1 comment").click()
    other.get_by_label("Your comment").fill("Indeed")
    other.get_by_role("button", name="Send the comment").click()
    expect(phone.locator(".comments")).to_contain_text("Indeed")
    expect(field).to_be_focused()
    expect(field).to_have_value("More")


def test_when_the_note_was_hidden_meanwhile_the_focus_goes_to_its_question(hall: Hall, phone: Page) -> None:
    comment_link(phone, "Two").click()
    expect(phone.get_by_role("dialog")).to_be_visible()
    hall.lead(hide_note, 2)
    expect(phone.locator("#note-2")).to_have_count(0)
    phone.get_by_role("link", name="Back to the board").click()
    expect(phone.get_by_role("heading", level=2).first).to_be_focused()


def test_what_is_written_in_the_sheet_outlives_closing_and_reload(hall: Hall, phone: Page) -> None:
    comment_link(phone, "Two").click()
    phone.get_by_label("Your comment").fill("Half a tho")
    phone.keyboard.press("Escape")
    comment_link(phone, "Two").click()
    expect(phone.get_by_label("Your comment")).to_have_value("Half a tho")
    phone.reload()
    comment_link(phone, "Two").click()
    expect(phone.get_by_label("Your comment")).to_have_value("Half a tho")


def test_a_comment_that_cannot_be_sent_stays_in_its_field(hall: Hall, phone: Page) -> None:
    comment_link(phone, "Two").click()
    phone.get_by_label("Your comment").fill("Through a tunnel")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Send the comment").click()
    expect(phone.locator("#form-comment .sending")).to_contain_text("What you wrote stays here")
    expect(phone.get_by_label("Your comment")).to_have_value("Through a tunnel")
    phone.context.set_offline(False)
    phone.get_by_role("button", name="Send the comment").click()
    expect(phone.locator(".comments li")).to_have_count(1)


def test_two_tabs_that_edit_the_same_note_overwrite_nothing_unseen(hall: Hall, open_page: OpenPage) -> None:
    hall.house.write("First")
    one = hall.sit(open_page(PHONE), hall.house.guests[0])
    two = one.context.new_page()
    two.goto(hall.board)
    for tab, words in ((one, "Second"), (two, "Third")):
        note(tab, "First").get_by_role("link", name="Edit").click()
        expect(tab.get_by_label("Your note").last).to_be_focused()
        tab.get_by_label("Your note").last.fill(words)
    one.get_by_role("button", name="Save").click()
    expect(note(one, "Second")).to_be_visible()
    sheet = two.get_by_role("dialog")
    expect(sheet.locator(".note__text").first).to_have_text("Second")
    two.get_by_role("button", name="Save").click()
    expect(sheet.get_by_label("Your note")).to_have_value("Third")
    expect(sheet.locator("#form-edit .sending")).to_contain_text("Nothing of yours was saved")
    assert hall.house.notes() == ["Second"]
    two.get_by_role("button", name="Save").click()
    expect(note(one, "Third")).to_be_visible()
    assert hall.house.notes() == ["Third"]


def test_a_change_of_pace_reaches_phones_and_keeps_what_was_begun(hall: Hall, phone: Page) -> None:
    phone.get_by_label("Your note").first.fill("Begun")
    with hall.house.app.app_context():
        led(set_pace, meeting_of(hall.house.here), Pace.OWN)
    onward = phone.get_by_role("button", name="Next 2/2")
    expect(onward).to_be_visible()
    expect(phone.get_by_label("Your note").first).to_have_value("Begun")
    expect(phone.locator("[data-arrival]")).to_have_text("You can now go through the steps at your own pace.")
    onward.click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Survey")
    hall.house.show(1)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Survey")
    with hall.house.app.app_context():
        led(set_pace, meeting_of(hall.house.here), Pace.TOGETHER)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Board")
    expect(phone.get_by_label("Your note").first).to_have_value("Begun")
