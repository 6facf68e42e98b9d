"""Questions are duplicated and put on other pages, by ordinary forms."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.surveys.conftest import Scene
from tests.surveys.page import Page, check_quality
from tests.surveys.test_builder import builder, post, questions
from tests.surveys.test_builder_pages import arrange, ask_only, pages
from workshop.columns import Texts
from workshop.surveys.actions import add_question, duplicate_question
from workshop.surveys.models import QuestionKind


def move(desk: FlaskClient, scene: Scene, question: int, page: object) -> str:
    """Choose a page for a question; answers with the page that comes then."""
    done = post(desk, scene, f"/meetings/{scene.code}/questions/{question}/page", page=str(page))
    assert done.status_code == 303
    return desk.get(done.location).text


def test_a_duplicate_stands_right_after_and_is_the_same_in_everything(
    app: Flask, desk: FlaskClient, draft: Scene
) -> None:
    arrange(desk, draft, draft.scale, "break")
    ask_only(desk, draft, draft.scale, f"{draft.single}.a")
    done = post(desk, draft, f"/meetings/{draft.code}/questions/{draft.scale}/duplicate")
    rows = questions(app, draft)
    scale, copy = rows[2:4]
    assert done.location.endswith(f"#question-{copy.id}")
    assert [row.position for row in rows] == [1, 2, 3, 4, 5]
    for fact in ("kind", "text", "topic", "theme", "easy", "required", "options", "settings", "page", "shown_when"):
        assert getattr(copy, fact) == getattr(scale, fact), fact


def test_a_duplicate_has_lists_of_its_own(app: Flask, draft: Scene) -> None:
    with app.app_context():
        single = draft.questions[QuestionKind.SINGLE]
        copy = duplicate_question(single)
        assert copy.options == single.options
        assert copy.options is not single.options


def test_a_question_is_moved_to_a_page_at_once(app: Flask, desk: FlaskClient, draft: Scene) -> None:
    arrange(desk, draft, draft.multiple, "break")
    arrange(desk, draft, draft.text, "break")
    assert pages(app, draft) == [1, 2, 2, 3]
    move(desk, draft, draft.multiple, 3)
    assert [row.id for row in questions(app, draft)] == [draft.single, draft.scale, draft.text, draft.multiple]
    move(desk, draft, draft.scale, 4)
    assert pages(app, draft) == [1, 2, 2, 3], "no page is left empty"
    assert questions(app, draft)[-1].id == draft.scale
    move(desk, draft, draft.scale, 1)
    assert [row.id for row in questions(app, draft)] == [draft.single, draft.scale, draft.text, draft.multiple]


@pytest.mark.parametrize("page", ["0", "-1", "4", "99999999999999999999", "kaksi", ""])
def test_a_page_that_is_not_there_is_refused(app: Flask, desk: FlaskClient, draft: Scene, page: str) -> None:
    arrange(desk, draft, draft.text, "break")
    assert "Valitse jokin sivuista" in move(desk, draft, draft.single, page)
    assert pages(app, draft) == [1, 1, 1, 2]


def test_who_decides_is_not_moved_behind_what_is_decided(app: Flask, desk: FlaskClient, draft: Scene) -> None:
    arrange(desk, draft, draft.text, "break")
    ask_only(desk, draft, draft.text, f"{draft.single}.a")
    assert "aiemmalla sivulla" in move(desk, draft, draft.single, 2)
    assert questions(app, draft)[0].id == draft.single


def test_pages_are_offered_when_there_are_any(desk: FlaskClient, draft: Scene) -> None:
    assert "/page" not in desk.get(builder(draft)).text
    arrange(desk, draft, draft.text, "break")
    page = Page(desk.get(builder(draft)).text)
    assert len([form for form in page.all("form") if form["action"].endswith("/page")]) == 4


def test_what_a_language_lacks_is_marked_and_summed_up(app: Flask, desk: FlaskClient, draft: Scene) -> None:
    assert 'id="lacking"' not in desk.get(builder(draft)).text
    with app.app_context():
        rows = [{"key": "a", "text": {"fi": "Läheltä"}}, {"key": "b", "text": {"fi": "Ajoissa", "en": "In time"}}]
        ends = [{"key": "1", "text": {"fi": "ei", "sv": "nej"}}, {"key": "5", "text": {"fi": "kyllä", "sv": "ja"}}]
        text = Texts(fi="Miten saat palvelut?", en="How?")
        lacks = add_question(draft.exercise, QuestionKind.MATRIX, text, "values", None, False, ends, {"rows": rows})
    for language, words in {
        "fi": ["Ruotsi puuttuu: kysymys, 2 riviä", "Englanti puuttuu: 2 asteikon selitettä, 1 rivi"],
        "sv": ["Svenska saknas: frågan, 2 rader", "Engelska saknas: "],
        "en": ["Swedish is missing: the question, 2 rows", "English is missing: what 2 steps mean, 1 row"],
    }.items():
        page = check_quality(desk.get(f"{builder(draft)}?lang={language}"), language)
        assert {"href": f"#question-{lacks.id}"} in [{"href": link["href"]} for link in page.all("a")]
        for line in words:
            assert page.html.count(line) == 2, "in the summary, and at the question"
