"""Meetings as they should not be: one person, all alike, signs without letters, very many notes, things taken away."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import delete, insert

from tests.pages import Visitor, check_page
from tests.results.conftest import CODE, begin, make_meeting, prompts, questions, the_meeting
from workshop.accounts.queries import user_by_email
from workshop.action import action
from workshop.boards.actions import add_note
from workshop.boards.models import Note
from workshop.clock import now
from workshop.extensions import db
from workshop.participants.actions import join_meeting
from workshop.surveys.actions import send_response
from workshop.surveys.models import Answer, Question

PAGE = f"/meetings/{CODE}/results"


def one_person() -> None:
    meeting = the_meeting()
    person = join_meeting(meeting, "fi", ["staff"], "425")
    add_note(prompts(meeting.exercises[0])[0], person, "one", "Yksin")
    asked = questions(meeting.exercises[1])
    send_response(meeting.exercises[1], person, "r", {asked[0].id: [asked[0].options[0]["key"]], asked[1].id: 3})


def all_the_same() -> None:
    meeting = the_meeting()
    asked = questions(meeting.exercises[1])
    for number in range(8):
        person = join_meeting(meeting, "fi", ["staff"], "425")
        add_note(prompts(meeting.exercises[0])[0], person, f"n{number}", "Sama")
        send_response(meeting.exercises[1], person, f"r{number}", {asked[1].id: 5})


def only_signs() -> None:
    meeting = the_meeting()
    for number, text in enumerate(("😀", "👍👍🏽", "…", "?!", "١٢٣", "👩‍👩‍👧")):
        add_note(prompts(meeting.exercises[0])[1], join_meeting(meeting, "fi", ["residents"]), f"n{number}", text)


@action
def ten_thousand_times_the_same() -> None:
    prompt, facts = prompts(the_meeting().exercises[0])[0], {"meeting_id": the_meeting().id, "seq": 1, "language": "fi"}
    facts |= {"prompt_id": prompt.id, "text": "Sama lappu", "groups": [], "written_at": now(), "edition": 0, "likes": 0}
    facts |= dict.fromkeys(("votes", "comments", "reports"), 0) | {"written_afterwards": False}
    rows = [{**facts, "client_key": f"same-{number}", "place": number} for number in range(10_000)]
    db.session.execute(insert(Note), rows)


@action
def a_question_is_gone() -> None:
    all_the_same()
    gone = questions(the_meeting().exercises[1])[1].id
    db.session.execute(delete(Answer).where(Answer.question_id == gone))
    db.session.execute(delete(Question).where(Question.id == gone))


@pytest.mark.parametrize("odd", [one_person, all_the_same, only_signs, ten_thousand_times_the_same, a_question_is_gone])
def test_an_odd_meeting_has_good_pages(app: Flask, desk: Visitor, silent: str, odd: Callable[[], None]) -> None:
    with app.app_context():
        odd()
    for language in ("fi", "sv", "en"):
        answer = desk.get(f"{PAGE}?lang={language}")
        check_page(answer, language)
        check_page(desk.get(f"{PAGE}/notes?lang={language}"), language)
    for chart in re.findall(r'data-plot="([^"]+)"', answer.text):
        assert desk.get(f"{PAGE}/table?chart={chart}").status_code == 200
        assert desk.get(f"{PAGE}/figures?picture={chart}").json["figures"][chart]["data"]
    survey = re.search(r"/surveys/\d+/results", answer.text)[0]
    check_page(desk.get(f"/meetings/{CODE}{survey}?lang=en&by=gone"), "en")


def test_one_person_is_told_nowhere(app: Flask, desk: Visitor, silent: str) -> None:
    with app.app_context():
        one_person()
    payload = desk.get(f"{PAGE}/figures?lang=en").json["figures"]
    assert set(payload) == {"prompts", "prompts-values", "prompts-service_promise"}
    assert "Yksin" not in desk.get(f"{PAGE}/notes?group=staff").text


def test_a_draft_has_an_empty_dashboard(app: Flask, maker: str, desk: Visitor) -> None:
    with app.app_context():
        make_meeting(user_by_email(maker))
    check_page(desk.get(f"{PAGE}?lang=en"), "en")
    with app.app_context():
        begin(the_meeting())
    check_page(desk.get(f"{PAGE}?lang=en"), "en")
