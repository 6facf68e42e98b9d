"""What those hear who have every kind of question read aloud: the accessible tree of each, empty and wrong, as agreed.

`tests/journeys/aloud/<kind>.yaml` is what was agreed. Whoever changes it on purpose writes it anew, reads it, and
commits it: KOONTI_WRITE_ALOUD=1 pytest tests/journeys/test_kinds_aloud.py
"""

import os
from pathlib import Path

import pytest
from flask import Flask, Response
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, OpenPage
from tests.surveys.asked import ask_all
from tests.surveys.conftest import make_meeting, make_survey, make_user
from tests.surveys.every_kind import ask_everything
from workshop.action import action
from workshop.columns import LANGUAGES
from workshop.meetings.actions import go_live, open_meeting
from workshop.meetings.models import Meeting
from workshop.participants.actions import join_meeting
from workshop.participants.guests import COOKIE, remember_guest
from workshop.participants.models import Participant
from workshop.surveys.models import QuestionKind

AGREED = Path(__file__).parent / "aloud"


@pytest.fixture
def aloud(app: Flask, address: str, open_page: OpenPage) -> dict[QuestionKind, str]:
    """What is read of each kind, in every language, before and after it was sent empty."""
    with app.test_request_context():
        meeting = make_meeting(make_user())
        survey = make_survey(meeting)
        questions = [*ask_everything(survey, required=True), *ask_all(survey, required=True).values()]
        fields = [(question.kind, f"q{question.id}") for question in questions]
        open_meeting(meeting)
        go_live(meeting)
        guest = somebody(meeting)
        cookie = remember_guest(Response(), guest).headers["Set-Cookie"].split(";")[0].removeprefix(f"{COOKIE}=")
        path = f"/j/{meeting.code}/surveys/{survey.id}"
    phone = open_page(PHONE)
    phone.context.add_cookies([{"name": COOKIE, "value": cookie, "url": address}])
    heard: dict[QuestionKind, list[str]] = {}
    for language in LANGUAGES:
        phone.goto(f"{address}{path}?lang={language}")
        for state in ("empty", "wrong"):
            if state == "wrong":
                phone.locator("survey-draft button[value=on]").click()
                expect(phone.locator(".govuk-error-summary")).to_be_focused()
            for kind, name in fields:
                heard.setdefault(kind, []).append(f"# {language}, {state}\n{tree(phone, name)}\n")
    return {kind: "\n".join(parts) for kind, parts in heard.items()}


@action
def somebody(meeting: Meeting) -> Participant:
    """The same person each time, for whom options are shuffled the same way."""
    guest = join_meeting(meeting, "fi", [], None)
    guest.key = "always the same"
    return guest


def tree(phone: Page, name: str) -> str:
    """The accessible tree of one question."""
    fields = phone.locator(f".govuk-form-group:has([name='{name}'], [name^='{name}.'])")
    return (fields.first if fields.count() else phone.locator(f"section[aria-labelledby={name}]")).aria_snapshot()


def test_every_kind_is_read_aloud_as_it_was_agreed(aloud: dict[QuestionKind, str]) -> None:
    assert aloud.keys() == set(QuestionKind)
    if os.environ.get("KOONTI_WRITE_ALOUD"):
        AGREED.mkdir(exist_ok=True)
        for kind, heard in aloud.items():
            (AGREED / f"{kind}.yaml").write_text(heard, "utf-8")
    assert {kind: (AGREED / f"{kind}.yaml").read_text("utf-8") for kind in aloud} == aloud
