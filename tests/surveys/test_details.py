"""The builder's fields of single kinds: what is written there comes back when the question is edited, or is refused."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.pages import form_fields
from tests.surveys.conftest import Scene
from tests.surveys.every_kind import ask_everything
from tests.surveys.page import check_quality
from tests.surveys.test_builder import builder, filled, post, questions
from workshop.columns import LANGUAGES
from workshop.surveys.models import Question, QuestionKind

AREAS = "Uni\nRavinto\nLiikunta\nHyvä näin"

WRITTEN: list[tuple[QuestionKind, dict[str, str], dict[str, Any]]] = [
    (QuestionKind.SINGLE, {"details_other": "y", "details_shuffled": "y"}, {"other": True, "shuffled": True}),
    (
        QuestionKind.MULTIPLE,
        {"details_lines_en": "", "details_lines_fi": AREAS, "details_most": "3", "details_alone": "4"},
        {"max": 3, "exclusive": ["d"]},
    ),
    (QuestionKind.MULTIPLE, {"details_least": "2", "details_other": "y"}, {"min": 2, "other": True}),
    (QuestionKind.SCALE, {"details_steps": "7"}, {"steps": 7}),
    (QuestionKind.SCALE, {"details_steps": "4", "details_between_fi": "vähän\npaljon"}, {"steps": 4}),
    (
        QuestionKind.NUMBER,
        {"details_least": "−2,5", "details_most": "1 000", "details_decimals": "1"},
        {"min": -2.5, "max": 1000, "decimals": 1, "unit": {"fi": "tuntia"}},
    ),
    (
        QuestionKind.DATE,
        {"details_earliest": "1.1.2022", "details_latest": "31.12.2022"},
        {"earliest": "2022-01-01", "latest": "2022-12-31"},
    ),
]


@pytest.mark.parametrize(("kind", "typed", "settings"), WRITTEN)
def test_what_is_written_is_kept_and_comes_back_when_edited(
    app: Flask, desk: FlaskClient, draft: Scene, kind: QuestionKind, typed: dict[str, str], settings: dict[str, Any]
) -> None:
    assert post(desk, draft, f"{builder(draft)}/{kind}", **filled(kind, **typed)).status_code == 303
    added = questions(app, draft)[-1]
    assert added.settings == settings
    page = desk.get(f"/meetings/{draft.code}/questions/{added.id}")
    check_quality(page, "fi")
    assert desk.post(f"/meetings/{draft.code}/questions/{added.id}", data=form_fields(page)).status_code == 303
    edited = questions(app, draft)[-1]
    assert (edited.options, edited.settings) == (added.options, settings)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_every_kind_is_well_made_and_changes_nothing_when_saved_as_it_stands(
    app: Flask, desk: FlaskClient, draft: Scene, language: str
) -> None:
    def facts(question: Question) -> tuple[Any, ...]:
        return question.kind, question.text, question.options, question.settings, question.required

    with app.app_context():
        ids = [question.id for question in ask_everything(draft.exercise)]
    before = [facts(question) for question in questions(app, draft)]
    for id_ in ids:
        page = desk.get(f"/meetings/{draft.code}/questions/{id_}?lang={language}")
        check_quality(page, language)
        assert desk.post(f"/meetings/{draft.code}/questions/{id_}", data=form_fields(page)).status_code == 303
    assert [facts(question) for question in questions(app, draft)] == before
    check_quality(desk.get(f"{builder(draft)}/preview?lang={language}"), language)


@pytest.mark.parametrize(
    ("kind", "typed", "where"),
    [
        (QuestionKind.MULTIPLE, {"details_most": "kolme"}, "details-most"),
        (QuestionKind.MULTIPLE, {"details_most": "9"}, "details-most"),
        (QuestionKind.MULTIPLE, {"details_least": "3", "details_most": "2"}, "details-least"),
        (QuestionKind.MULTIPLE, {"details_alone": "4"}, "details-alone"),
        (QuestionKind.MULTIPLE, {"details_alone": "Work"}, "details-alone"),
        (QuestionKind.MULTIPLE, {"details_alone": "²"}, "details-alone"),
        (QuestionKind.SCALE, {"details_steps": "11"}, "details-steps"),
        (QuestionKind.SCALE, {"details_between_sv": "bara en"}, "details-between-sv"),
        (QuestionKind.SCALE, {"details_between_fi": "x" * 201 + "\ny\nz"}, "details-between-fi"),
        (QuestionKind.NUMBER, {"details_least": "2000"}, "details-most"),
        (QuestionKind.NUMBER, {"details_most": "1e5"}, "details-most"),
        (QuestionKind.NUMBER, {"details_decimals": "3"}, "details-decimals"),
        (QuestionKind.NUMBER, {"details_unit_fi": "x" * 41}, "details-unit-fi"),
        (QuestionKind.DATE, {"details_earliest": "31.2.2022"}, "details-earliest"),
        (QuestionKind.DATE, {"details_latest": "huomenna"}, "details-latest"),
        (QuestionKind.DATE, {"details_latest": "1.1.2021"}, "details-latest"),
        (QuestionKind.INFORMATION, {"details_video": "javascript:alert(1)"}, "details-video"),
        (QuestionKind.INFORMATION, {"details_more_fi": "x" * 4001}, "details-more-fi"),
    ],
)
def test_what_is_wrong_stands_at_its_field(
    app: Flask, desk: FlaskClient, draft: Scene, kind: QuestionKind, typed: dict[str, str], where: str
) -> None:
    sent = post(desk, draft, f"{builder(draft)}/{kind}", **filled(kind, **typed))
    assert sent.status_code == 422
    page = check_quality(sent, "fi")
    links = [link["href"] for link in page.all("a") if link["href"].startswith("#") and link["href"] != "#main"]
    assert links == [f"#{where}"]
    assert f'id="{where}-error"' in sent.text
    assert len(questions(app, draft)) == 4
