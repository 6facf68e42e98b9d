"""Every kind of question on a phone: axe finds nothing, whatever is answered, and the script only makes it easier."""

from dataclasses import dataclass

import pytest
from flask import Flask, Response
from playwright.sync_api import Page, expect

from tests.axe import faults
from tests.houses import let_in
from tests.journeys.conftest import DESK, PHONE, OpenPage
from tests.surveys.conftest import make_meeting, make_survey, make_user, put_in
from tests.surveys.every_kind import ASKED, ask_everything
from workshop.meetings.actions import go_live, open_meeting
from workshop.meetings.models import State
from workshop.meetings.queries import meeting_by_code
from workshop.participants.actions import join_meeting
from workshop.participants.guests import COOKIE, remember_guest
from workshop.surveys.models import QuestionKind

CODE = "TESTAA2"


@dataclass(frozen=True)
class Asked:
    """Where the survey is, whose browser answers it, and its questions' names by kind; of scales the last."""

    path: str
    cookie: str
    names: dict[QuestionKind, str]

    def open(self, page: Page, address: str, language: str) -> None:
        page.context.add_cookies([{"name": COOKIE, "value": self.cookie, "url": address}])
        page.goto(f"{address}{self.path}?lang={language}")


@pytest.fixture
def asked(app: Flask) -> Asked:
    with app.test_request_context():
        meeting = make_meeting(make_user(), CODE)
        survey = make_survey(meeting)
        names = {question.kind: f"q{question.id}" for question in ask_everything(survey, required=True)}
        open_meeting(meeting)
        go_live(meeting)
        cookie = remember_guest(Response(), join_meeting(meeting, "fi", [], None)).headers["Set-Cookie"]
        value = cookie.split(";")[0].removeprefix(f"{COOKIE}=")
        return Asked(f"/j/{meeting.code}/surveys/{survey.id}", value, names)


def answer_all(page: Page, names: dict[QuestionKind, str]) -> None:
    for row in page.locator(".govuk-radios").all():
        row.locator("input[type=radio]").nth(1).check(force=True)
    page.locator(f"[name={names[QuestionKind.MULTIPLE]}]").first.check(force=True)
    for kind in (QuestionKind.DROP_DOWN, QuestionKind.GROUP):
        page.locator(f"[name={names[kind]}]").select_option(index=2)
    page.locator(f"[name={names[QuestionKind.SHORT_TEXT]}]").fill("Hailuoto")
    page.locator(f"[name={names[QuestionKind.LONG_TEXT]}]").fill("Meri")
    page.locator(f"[name={names[QuestionKind.NUMBER]}]").fill("7,5")
    for part, typed in (("day", "21"), ("month", "1"), ("year", "2022")):
        page.locator(f"[name='{names[QuestionKind.DATE]}.{part}']").fill(typed)
    page.locator(f"[name={names[QuestionKind.MUNICIPALITY]}]").fill("uleåborg")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_axe_finds_nothing_in_any_kind_empty_wrong_or_answered(
    asked: Asked, address: str, open_page: OpenPage, language: str
) -> None:
    phone = open_page(PHONE)
    asked.open(phone, address, language)
    seen = faults(phone)
    phone.locator("survey-draft button").click()
    expect(phone.locator(".govuk-error-summary li")).to_have_count(len(ASKED) - 1)
    expect(phone.locator(".govuk-error-summary")).to_be_focused()
    seen += faults(phone)
    for link in phone.locator(".govuk-error-summary a").all():
        link.click()
        target = phone.evaluate("document.activeElement.matches('input, select, textarea')")
        assert target, link.get_attribute("href")
    answer_all(phone, asked.names)
    seen += faults(phone)
    phone.locator("survey-draft button").click()
    phone.wait_for_url("**/receipt**")
    phone.locator("details summary").last.click()
    seen += faults(phone)
    assert seen == []
    expect(phone.locator(".answers")).to_contain_text({"fi": "Oulu", "sv": "Uleåborg", "en": "Oulu"}[language])


def test_a_wide_screen_shows_the_same(asked: Asked, address: str, open_page: OpenPage) -> None:
    desk = open_page(DESK)
    asked.open(desk, address, "fi")
    assert faults(desk) == []
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_axe_finds_nothing_where_the_kinds_are_written(
    app: Flask, asked: Asked, address: str, open_page: OpenPage
) -> None:
    desk = open_page(DESK)
    browser = app.test_client()
    let_in(app, browser, "leader@example.org")
    with app.app_context():
        put_in(meeting_by_code(CODE), State.DRAFT)
    cookie = browser.get_cookie("koonti")
    assert cookie
    desk.context.add_cookies([{"name": "koonti", "value": cookie.value, "url": address}])
    seen = []
    for name in asked.names.values():
        desk.goto(f"{address}/meetings/{CODE}/questions/{name.removeprefix('q')}?lang=fi")
        seen += faults(desk)
    assert seen == []


def test_nothing_is_wider_than_the_narrowest_phone(asked: Asked, address: str, open_page: OpenPage) -> None:
    phone = open_page({"width": 320, "height": 640})
    asked.open(phone, address, "fi")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320


def test_an_option_that_is_chosen_alone_clears_the_others_and_they_clear_it(
    asked: Asked, address: str, open_page: OpenPage
) -> None:
    phone = open_page(PHONE)
    asked.open(phone, address, "en")
    boxes = phone.get_by_role("group", name="What would you change?")
    alone, food = boxes.get_by_label("All is well 😊"), boxes.get_by_label("Food")
    food.check(force=True)
    boxes.get_by_label("In your own words").fill("Rest")
    expect(boxes.get_by_label("Something else")).to_be_checked()
    alone.focus()
    phone.keyboard.press("Space")
    expect(alone).to_be_checked()
    expect(food).not_to_be_checked()
    expect(boxes.get_by_label("In your own words")).to_be_disabled()
    food.check(force=True)
    expect(alone).not_to_be_checked()
    expect(boxes.get_by_label("In your own words")).to_have_value("Rest")
    boxes.get_by_label("Something else").check(force=True)
    expect(boxes.get_by_label("In your own words")).to_be_enabled()
    boxes.get_by_label("Something else").uncheck(force=True)
    expect(boxes.get_by_label("In your own words")).to_be_disabled()


def test_without_script_the_house_says_the_same_and_keeps_what_was_chosen(
    asked: Asked, address: str, open_page: OpenPage
) -> None:
    phone = open_page(PHONE, java_script_enabled=False)
    asked.open(phone, address, "en")
    boxes = phone.get_by_role("group", name="What would you change?")
    for label in ("All is well 😊", "Food"):
        boxes.get_by_label(label).check(force=True)
    phone.get_by_label("Where do you live? (required)").select_option("615")
    phone.locator("survey-draft button").click()
    expect(boxes.get_by_text("can only be chosen alone")).to_be_visible()
    expect(boxes.get_by_label("Food")).to_be_checked()
    expect(phone.get_by_label("Where do you live? (required)")).to_have_value("615")


def test_shuffled_options_do_not_move_while_somebody_answers(asked: Asked, address: str, open_page: OpenPage) -> None:
    phone = open_page(PHONE)
    asked.open(phone, address, "en")
    labels = phone.get_by_role("group", name="Which value first?").locator(".govuk-radios__label")
    order = labels.all_text_contents()
    phone.reload()
    assert labels.all_text_contents() == order
    phone.locator("survey-draft button").click()
    phone.locator(".govuk-error-summary").wait_for()
    assert labels.all_text_contents() == order
