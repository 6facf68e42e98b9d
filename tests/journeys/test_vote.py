"""The statement vote in a browser: by keyboard with a script, by touch without one, and live on phone and desk."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.axe import faults
from tests.houses import build_house, led, new_key
from tests.journeys.conftest import DESK, PHONE, OpenPage
from tests.journeys.hall import Hall
from workshop.accounts.actions import issue_login_link
from workshop.accounts.cli import LOGIN_LINK_LIFETIME
from workshop.accounts.queries import user_by_email
from workshop.columns import Texts
from workshop.extensions import db
from workshop.meetings.actions import lock_exercise, move_path, unlock_exercise
from workshop.meetings.models import Exercise
from workshop.participants.models import Participant
from workshop.statements import actions
from workshop.statements.models import Adding, Opinion, Stance, Statement

STATEMENTS = ("Queues are too long.", "Help is near.", "Decisions are open.")


@pytest.fixture
def hall(app: Flask, address: str) -> Hall:
    """The vote is the step that everybody is shown; it has four statements."""
    hall = Hall(build_house(app, votes=True), address)
    with app.app_context():
        vote = db.session.get_one(Exercise, hall.house.here.vote)
        for text in STATEMENTS:
            actions.add_statement(vote, Texts(en=text))
        led(move_path, vote.meeting, vote.position)
    return hall


def page_of(hall: Hall) -> str:
    return f"{hall.address}/j/{hall.house.here.code}/statements/{hall.house.here.vote}"


def sit(hall: Hall, page: Page, guest: int) -> Page:
    hall.know(page, guest)
    page.goto(page_of(hall))
    return page


def given(hall: Hall) -> list[int]:
    with hall.house.app.app_context():
        guest = db.session.get_one(Participant, hall.house.guests[0])
        rows = db.session.query(Stance).filter(Stance.participant_id == guest.id).order_by(Stance.given_at)
        return [stance.value for stance in rows]


def test_by_keyboard_one_votes_goes_back_changes_and_never_loses_the_focus(hall: Hall, open_page: OpenPage) -> None:
    page = sit(hall, open_page(DESK), hall.house.guests[0])
    heading = page.locator("#vote-now")
    expect(heading).to_be_focused()
    expect(page.locator(".vote__keys")).to_be_visible()
    first = heading.inner_text()
    for place, key in enumerate(("1", "2", "3"), start=1):
        expect(page.locator("#vote-place")).to_contain_text(f"{place}/4")
        assert faults(page) == []
        page.keyboard.press(key)
        expect(page.locator("#vote-place")).to_contain_text(f"{place + 1}/4")
        expect(heading).to_be_focused()
    assert given(hall) == [1, -1, 0]
    page.keyboard.press("2")
    expect(heading).to_have_text("Thank you, you have answered every statement")
    expect(heading).to_be_focused()
    assert faults(page) == []
    assert page.url == page_of(hall), "no page was loaded for a vote"
    page.get_by_role("link", name=re.compile(f"^Change.*{first}")).press("Enter")
    expect(page.get_by_role("button", name="Agree", exact=True)).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("2")
    expect(heading).to_have_text("Thank you, you have answered every statement")
    assert sorted(given(hall)) == [-1, -1, -1, 0]


def test_without_a_script_each_press_leads_to_the_next_statement(hall: Hall, open_page: OpenPage) -> None:
    phone = sit(hall, open_page(PHONE, java_script_enabled=False, has_touch=True), hall.house.guests[0])
    for place, name in enumerate(("Agree", "Disagree", "Pass", "Agree"), start=1):
        expect(phone.locator("#vote-place")).to_contain_text(f"{place}/4")
        phone.get_by_role("button", name=name, exact=True).tap()
    expect(phone.get_by_role("heading", name="Thank you, you have answered every statement")).to_be_visible()
    phone.get_by_role("link", name=re.compile("^Change")).first.tap()
    phone.get_by_role("button", name="Pass", exact=True).tap()
    expect(phone.get_by_role("heading", name="Thank you, you have answered every statement")).to_be_visible()
    assert sorted(given(hall)) == [-1, 0, 0, 1]


def test_a_phone_hears_of_new_and_hidden_statements_of_locks_and_of_results(hall: Hall, open_page: OpenPage) -> None:
    house = hall.house
    phone = sit(hall, open_page(PHONE, has_touch=True), house.guests[0])
    now = int(phone.locator("koonti-vote").get_attribute("data-statement") or 0)
    with house.app.app_context():
        actions.set_adding(db.session.get_one(Exercise, house.here.vote), Adding.AT_ONCE)
        led(actions.hide_statement, db.session.get_one(Statement, now))
    expect(phone.locator("koonti-vote")).not_to_have_attribute("data-statement", str(now))
    expect(phone.locator("#vote-place")).to_contain_text("1/3")
    phone.locator("#own-form summary").tap()
    phone.get_by_label("Your statement").fill("Half a thought")
    with house.app.app_context():
        vote = db.session.get_one(Exercise, house.here.vote)
        actions.suggest_statement(vote, db.session.get_one(Participant, house.guests[1]), new_key(), "Ett till")
    expect(phone.locator("#vote-place")).to_contain_text("/4")
    expect(phone.get_by_label("Your statement")).to_have_value("Half a thought")
    assert faults(phone) == []
    with house.app.app_context():
        led(lock_exercise, db.session.get_one(Exercise, house.here.vote))
    expect(phone.get_by_text("The facilitator has locked the vote.")).to_be_visible()
    expect(phone.get_by_role("button", name="Agree", exact=True)).to_be_hidden()
    with house.app.app_context():
        led(unlock_exercise, db.session.get_one(Exercise, house.here.vote))
    for _time in range(4):
        place = phone.locator("#vote-place, #vote-done").inner_text()
        phone.get_by_role("button", name="Agree", exact=True).tap()
        expect(phone.locator("#vote-place, #vote-done")).not_to_have_text(place)
    expect(phone.get_by_text("How everybody answered is shown here")).to_be_visible()
    with house.app.app_context():
        led(actions.open_results, db.session.get_one(Exercise, house.here.vote))
    expect(phone.get_by_text("Too few have answered for results to be shown.").first).to_be_visible()
    assert faults(phone) == []


def test_a_vote_without_a_line_is_not_lost_unseen(hall: Hall, open_page: OpenPage) -> None:
    phone = sit(hall, open_page(PHONE, has_touch=True), hall.house.guests[0])
    phone.context.set_offline(True)
    button = phone.get_by_role("button", name="Agree", exact=True)
    button.tap()
    expect(phone.locator("[data-said]")).to_contain_text("No connection just now.")
    expect(button).to_have_attribute("aria-pressed", "false")
    phone.context.set_offline(False)
    button.tap()
    expect(phone.locator("#vote-place")).to_contain_text("2/4")
    assert given(hall) == [1]


def test_the_desk_counts_while_people_vote(hall: Hall, open_page: OpenPage) -> None:
    house = hall.house
    desk = open_page(DESK)
    with house.app.test_request_context():
        token = issue_login_link(user_by_email("leader@example.org"), LOGIN_LINK_LIFETIME)
    desk.goto(f"{hall.address}/enter/{token}")
    desk.locator("main form button").click()
    desk.wait_for_url("**/rounds**")
    desk.goto(f"{hall.address}/meetings/{house.here.code}/desk?lang=en")
    expect(desk.locator("[data-responses]")).to_have_text("0")
    assert faults(desk) == []
    guests = hall.join(5)
    with house.app.app_context():
        for guest in guests:
            actions.give_stance(
                db.session.get_one(Statement, house.here.statement),
                db.session.get_one(Participant, guest),
                Opinion.AGREE,
            )
    expect(desk.locator(f"#statement-{house.here.statement} [data-of=agree]")).to_have_text("5")
    expect(desk.locator("[data-responses]")).to_have_text("5")
    desk.locator(f"#statement-{house.here.statement}").get_by_role("button", name="Hide").click()
    expect(desk.locator(f"#statement-{house.here.statement}")).to_have_count(0)
    expect(desk.get_by_text("A statement was hidden.")).to_be_visible()
    desk.keyboard.press("z")
    expect(desk.locator(f"#statement-{house.here.statement}")).to_be_visible()
    desk.keyboard.press("r")
    expect(desk.get_by_role("button", name="Close the results")).to_be_visible()
    assert faults(desk) == []
    house.write("A note")
    vote = f"/meetings/{house.here.code}/exercises/{house.here.vote}/statements"
    for address in (vote, f"{vote}/notes", f"{vote}/rules", f"/meetings/{house.here.code}/wall"):
        desk.goto(f"{hall.address}{address}")
        assert faults(desk) == []
