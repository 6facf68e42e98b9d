"""Questions are dealt out to pages, and some are asked only of those who chose something before."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.surveys.conftest import Scene
from tests.surveys.page import Page, check_quality
from tests.surveys.test_builder import builder, post, questions
from workshop.columns import LANGUAGES
from workshop.plans.actions import copy_meeting
from workshop.surveys.queries import questions_of


def pages(app: Flask, scene: Scene) -> list[int]:
    return [question.page for question in questions(app, scene)]


def arrange(desk: FlaskClient, scene: Scene, question: int, deed: str) -> str:
    """Press a button of a question; answers with the page that comes then."""
    done = post(desk, scene, f"/meetings/{scene.code}/questions/{question}/{deed}")
    assert done.status_code == 303
    return desk.get(done.location).text


def ask_only(desk: FlaskClient, scene: Scene, question: int, *choices: str) -> int:
    """Ask a question only of those who chose these."""
    address = f"/meetings/{scene.code}/questions/{question}"
    kept = Page(desk.get(address).text)
    names = ("csrf_token", "text-fi", "text-sv", "text-en")
    lines = {"topic": "values", "details-lines-fi": "x\ny", "shown_when": list(choices)}
    return desk.post(address, data={name: kept.value(name) for name in names} | lines).status_code


def test_a_page_begins_where_one_says_and_is_joined_again(app: Flask, desk: FlaskClient, draft: Scene) -> None:
    assert pages(app, draft) == [1, 1, 1, 1]
    arrange(desk, draft, draft.scale, "break")
    arrange(desk, draft, draft.multiple, "break")
    assert pages(app, draft) == [1, 2, 3, 3]
    arrange(desk, draft, draft.multiple, "break")
    assert pages(app, draft) == [1, 2, 3, 3]
    arrange(desk, draft, draft.multiple, "join")
    assert pages(app, draft) == [1, 1, 2, 2]


def test_a_question_goes_over_to_its_neighbours_page(app: Flask, desk: FlaskClient, draft: Scene) -> None:
    arrange(desk, draft, draft.scale, "break")
    arrange(desk, draft, draft.multiple, "later")
    assert [question.id for question in questions(app, draft)][1] == draft.multiple
    assert pages(app, draft) == [1, 2, 2, 2]
    arrange(desk, draft, draft.single, "later")
    assert pages(app, draft) == [1, 1, 1, 1]


def test_a_question_is_asked_only_of_some(app: Flask, desk: FlaskClient, draft: Scene) -> None:
    arrange(desk, draft, draft.scale, "break")
    assert "shown_when" not in desk.get(f"/meetings/{draft.code}/questions/{draft.multiple}").text
    assert "shown_when" in desk.get(f"/meetings/{draft.code}/questions/{draft.text}").text
    assert ask_only(desk, draft, draft.text, f"{draft.single}.a", f"{draft.single}.b") == 303
    with app.app_context():
        last = questions_of(draft.exercise)[-1]
        assert last.shown_when == {"question": draft.single, "any": ["a", "b"]}
    assert "Kysytään vain osalta" in desk.get(builder(draft)).text
    again = Page(desk.get(f"/meetings/{draft.code}/questions/{draft.text}").text)
    assert [box["value"] for box in again.all("input") if box.get("name") == "shown_when" and "checked" in box] == [
        f"{draft.single}.a",
        f"{draft.single}.b",
    ]


@pytest.mark.parametrize("choices", [("single.a", "multiple.a"), ("single.z",), ("nothing",), ("scale.1",)])
def test_what_nobody_can_have_chosen_is_no_condition(desk: FlaskClient, draft: Scene, choices: tuple[str, ...]) -> None:
    arrange(desk, draft, draft.scale, "break")
    ids = {"single": str(draft.single), "multiple": str(draft.multiple), "scale": str(draft.scale)}
    sent = [".".join((ids.get(name, name), key)) for name, _point, key in (one.partition(".") for one in choices)]
    assert ask_only(desk, draft, draft.text, *sent) == 422


def test_a_copy_keeps_pages_and_conditions(app: Flask, desk: FlaskClient, draft: Scene) -> None:
    arrange(desk, draft, draft.scale, "break")
    ask_only(desk, draft, draft.text, f"{draft.multiple}.c")
    with app.app_context():
        meeting = draft.exercise.meeting
        copied = list(questions_of(copy_meeting(meeting, meeting.leaders[0]).exercises[0]))
        assert [question.page for question in copied] == [1, 1, 2, 2]
        assert copied[3].shown_when == {"question": copied[1].id, "any": ["c"]}


def test_who_decides_stays_on_an_earlier_page(app: Flask, desk: FlaskClient, draft: Scene) -> None:
    arrange(desk, draft, draft.scale, "break")
    ask_only(desk, draft, draft.scale, f"{draft.multiple}.a")
    told = arrange(desk, draft, draft.scale, "join")
    assert "aiemmalla sivulla" in told
    assert pages(app, draft) == [1, 1, 2, 2]
    arrange(desk, draft, draft.multiple, "remove")
    with app.app_context():
        assert [question.shown_when for question in questions_of(draft.exercise)] == [None] * 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_builder_with_pages_is_well_made(desk: FlaskClient, draft: Scene, language: str) -> None:
    arrange(desk, draft, draft.scale, "break")
    ask_only(desk, draft, draft.text, f"{draft.single}.a")
    check_quality(desk.get(f"{builder(draft)}?lang={language}"), language)
    check_quality(desk.get(f"/meetings/{draft.code}/questions/{draft.text}?lang={language}"), language)
