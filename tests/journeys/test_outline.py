"""The outline on a phone: all that the board can do, without a script and with one, for eyes and for ears."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.axe import faults
from tests.houses import build_house
from tests.journeys.conftest import PHONE, OpenPage
from tests.journeys.hall import Hall
from workshop.boards.models import Marking, Showing
from workshop.extensions import db
from workshop.meetings.models import Exercise
from workshop.participants.actions import lower_hands

MOST_ANNOUNCEMENTS = 12
PERSONAL = "Call Maija, 040 123 4567"
LISTEN = """() => {
    globalThis.said = []; globalThis.lost = 0;
    const place = document.querySelector('[data-news]');
    const hear = () => place.textContent && said.push([Date.now(), place.textContent]);
    new MutationObserver(hear).observe(place, { childList: true });
    document.addEventListener('focusout', () => globalThis.lost++);
}"""


@pytest.fixture
def hall(app: Flask, address: str) -> Hall:
    return Hall(build_house(app), address)


def column(phone: Page) -> Page:
    return phone.locator("section").first  # type: ignore[return-value]


def note(phone: Page, text: str) -> Page:
    return phone.locator("li[data-note]", has_text=text)  # type: ignore[return-value]


def send(phone: Page, text: str) -> None:
    column(phone).get_by_label("Your note").fill(text)
    column(phone).get_by_role("button", name="Send the note").click()


def test_everything_on_the_outline_is_done_without_javascript(hall: Hall, open_page: OpenPage) -> None:
    hall.house.write("Somebody else’s", guest=hall.house.guests[1])
    hall.rule(marking=Marking.VOTES, votes_pile=True, votes_each=3)
    phone = hall.sit(open_page(PHONE, java_script_enabled=False), hall.house.guests[0])
    send(phone, "Mine")
    # edited
    note(phone, "Mine").get_by_role("link", name="Edit").click()
    phone.get_by_label("Your note").fill("Mine, better")
    phone.get_by_role("button", name="Save").click()
    expect(note(phone, "Mine, better")).to_contain_text("edited")
    # commented on
    note(phone, "Somebody").get_by_role("link", name="Comment").click()
    phone.get_by_label("Your comment").fill("I agree")
    phone.get_by_role("button", name="Send the comment").click()
    expect(phone.locator(".comments")).to_contain_text("I agree")
    phone.get_by_role("link", name="Back to the board").click()
    expect(note(phone, "Somebody").get_by_role("link", name="1 comment")).to_be_visible()
    # voted for, and a vote taken back
    for left in ("2/3", "1/3"):
        note(phone, "Somebody").get_by_role("button", name="Give a vote").click()
        expect(phone.locator("[data-votes]")).to_have_text(f"Votes left {left}")
    note(phone, "Somebody").get_by_role("button", name="Take a vote back").click()
    expect(phone.locator("[data-votes]")).to_have_text("Votes left 2/3")
    # asked before personal data are sent
    send(phone, PERSONAL)
    column(phone).get_by_role("button", name="Send anyway").click()
    expect(note(phone, PERSONAL)).to_be_visible()
    # a hand is raised, a note is reported and another one taken away
    phone.get_by_role("button", name="Raise hand").click()
    expect(phone.get_by_role("button", name="Raise hand", pressed=True)).to_be_visible()
    note(phone, "Somebody").locator(".note__more").click()
    phone.get_by_role("button", name="Report an improper note").click()
    note(phone, "Mine, better").get_by_role("link", name="Edit").click()
    phone.get_by_text("Remove the note", exact=True).click()
    phone.get_by_role("button", name="Remove the note now").click()
    expect(note(phone, "Somebody")).to_be_visible()
    expect(note(phone, "Mine, better")).to_have_count(0)


def test_a_hand_that_was_lowered_at_the_desk_is_down_on_the_phone(hall: Hall, open_page: OpenPage) -> None:
    phone = hall.sit(open_page(PHONE), hall.house.guests[0])
    phone.get_by_role("button", name="Raise hand").click()
    expect(phone.get_by_role("button", name="Raise hand", pressed=True)).to_be_visible()
    with hall.house.app.app_context():
        lower_hands(db.session.get_one(Exercise, hall.house.here.board).meeting)
    expect(phone.get_by_role("button", name="Raise hand", pressed=False)).to_be_visible()


def test_sixty_notes_a_minute_are_announced_seldom_and_steal_no_focus(hall: Hall, open_page: OpenPage) -> None:
    """A minute of the page's own clock, in which others write a note every second while somebody writes and reads."""
    hall.house.write("To read")
    phone = open_page(PHONE)
    phone.clock.install()
    hall.sit(phone, hall.house.guests[0])
    pens = [hall.pen(open_page(PHONE), guest) for guest in hall.join(6)]
    field, button = column(phone).get_by_label("Your note"), note(phone, "To read").get_by_role("button").first
    phone.evaluate(LISTEN)
    field.focus()
    newer = column(phone).locator("[data-newer]")
    for number in range(60):
        if number == 30:
            button.focus()
            phone.evaluate("globalThis.lost = 0")
        if number == 29:
            assert phone.evaluate("globalThis.lost") == 0
        if number < 29:
            phone.keyboard.type("a")
        pens[number % len(pens)](f"Note {number}")
        expect(newer).to_have_text("1 new note" if number == 0 else f"{number + 1} new notes")
        phone.clock.run_for(1000)
    phone.clock.run_for(6000)
    assert phone.evaluate("globalThis.lost") == 0, "the focus has not moved"
    expect(button).to_be_focused()
    expect(field).to_have_value("a" * 29)
    said = phone.evaluate("globalThis.said")
    times = [moment for moment, _words in said]
    fullest = max(sum(1 for other in times if 0 <= other - moment < 60_000) for moment in times)
    print(f"\n60 notes in a minute were told in {len(said)} announcements, {fullest} in the fullest minute")
    assert 0 < fullest <= MOST_ANNOUNCEMENTS
    assert sum(int(re.match(r"\d+", words)[0]) for _moment, words in said) == 60, "and each was counted once"


def test_announcements_can_be_switched_off_for_good(hall: Hall, open_page: OpenPage) -> None:
    phone = open_page(PHONE)
    phone.clock.install()
    hall.sit(phone, hall.house.guests[0])
    phone.get_by_text("Help", exact=True).click()
    phone.get_by_label("Tell my screen reader about new notes").uncheck()
    phone.reload()
    phone.evaluate(LISTEN)
    hall.pen(open_page(PHONE), hall.house.guests[1])("Unheard")
    expect(column(phone).locator("[data-newer]")).to_have_text("1 new note")
    phone.clock.run_for(20_000)
    assert phone.evaluate("globalThis.said") == []
    phone.get_by_text("Help", exact=True).click()
    expect(phone.get_by_label("Tell my screen reader about new notes")).not_to_be_checked()


def test_one_s_own_notes_are_not_announced(hall: Hall, open_page: OpenPage) -> None:
    phone = open_page(PHONE)
    phone.clock.install()
    hall.sit(phone, hall.house.guests[0])
    phone.evaluate(LISTEN)
    send(phone, "My own")
    expect(column(phone).locator(".sending")).to_have_text("Saved")
    expect(note(phone, "My own")).to_contain_text("your note")
    phone.clock.run_for(20_000)
    assert phone.evaluate("globalThis.said") == []


def test_votes_are_given_and_taken_back_without_a_page_load(hall: Hall, open_page: OpenPage) -> None:
    hall.house.write("One", "Two")
    hall.rule(marking=Marking.VOTES, votes_each=1)
    phone = hall.sit(open_page(PHONE), hall.house.guests[0])
    other = hall.sit(open_page(PHONE), hall.house.guests[1])
    first, second = (note(phone, text).get_by_role("button", name="Vote") for text in ("One", "Two"))
    first.click()
    expect(first).to_have_attribute("aria-pressed", "true")
    expect(phone.locator("[data-votes]")).to_have_text("Votes left 0/1")
    expect(note(other, "One").locator(".note__votes")).to_have_text("1")
    second.click(force=True)
    expect(phone.get_by_role("alert")).to_contain_text("You have no votes left")
    first.click()
    expect(phone.locator("[data-votes]")).to_have_text("Votes left 1/1")
    expect(note(other, "One").locator(".note__votes")).to_have_text("0")
    assert faults(phone) == []


def test_likes_become_votes_while_people_look(hall: Hall, open_page: OpenPage) -> None:
    hall.house.write("One")
    phone = hall.sit(open_page(PHONE), hall.house.guests[0])
    like = note(phone, "One").get_by_role("button", name="Like")
    like.click()
    expect(like).to_have_attribute("aria-pressed", "true")
    hall.rule(marking=Marking.VOTES, votes_pile=True, votes_each=2)
    note(phone, "One").get_by_role("button", name="Give a vote").click()
    expect(note(phone, "One").locator(".note__given")).to_have_text("1")
    hall.rule(marking=Marking.LIKES)
    expect(like).to_have_attribute("aria-pressed", "true")


def test_a_revealed_board_shows_all_at_once(hall: Hall, open_page: OpenPage) -> None:
    hall.rule(showing=Showing.REVEALED)
    hall.house.write("Theirs", guest=hall.house.guests[1])
    phone = hall.sit(open_page(PHONE), hall.house.guests[0])
    send(phone, "Mine")
    expect(note(phone, "Mine")).to_contain_text("Others see this when the facilitator reveals the notes.")
    expect(note(phone, "Theirs")).to_have_count(0)
    hall.rule(showing=Showing.AT_ONCE)
    expect(note(phone, "Theirs")).to_be_visible()
    expect(note(phone, "Mine")).not_to_contain_text("Others see this")
    expect(phone.locator("[data-showing=veiled]")).to_be_hidden()


def test_personal_data_are_asked_about_and_the_words_kept(hall: Hall, open_page: OpenPage) -> None:
    phone = hall.sit(open_page(PHONE), hall.house.guests[0])
    send(phone, PERSONAL)
    field = column(phone).get_by_label("Your note")
    expect(column(phone).locator(".sending")).to_contain_text("personal data")
    expect(field).to_have_value(PERSONAL)
    assert faults(phone) == []
    column(phone).get_by_role("button", name="Edit", exact=True).click()
    expect(field).to_be_focused()
    column(phone).get_by_role("button", name="Send anyway").click()
    expect(note(phone, PERSONAL)).to_be_visible()
    assert hall.house.notes() == [PERSONAL]
