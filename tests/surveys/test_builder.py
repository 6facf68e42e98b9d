"""The builder's way: questions are added, edited, arranged and removed, and seen as on a phone."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.pages import form_fields
from tests.surveys.conftest import Scene, make_user, put_in, signed_in
from tests.surveys.page import Page, check_quality
from workshop.accounts.models import Role
from workshop.columns import LANGUAGES, Texts
from workshop.meetings.actions import add_exercise
from workshop.meetings.models import ExerciseKind, State
from workshop.surveys.kinds import KINDS
from workshop.surveys.kinds.choices import keyed
from workshop.surveys.models import Question, QuestionKind
from workshop.surveys.queries import questions_of

DETAILS: dict[QuestionKind, dict[str, str]] = {
    QuestionKind.SINGLE: {"details-lines-fi": "Kyllä\r\n\r\n Ei \r\n", "details-lines-sv": "Ja\nNej"},
    QuestionKind.MULTIPLE: {"details-lines-en": "Home\nSchool\nWork"},
    QuestionKind.DROP_DOWN: {"details-lines-fi": "Kyllä\nEi"},
    QuestionKind.SCALE: {
        "details-low-fi": "ei lainkaan",
        "details-high-fi": "erittäin hyvin",
        "details-cannot_say": "y",
    },
    QuestionKind.NUMBER: {"details-most": "1 000", "details-unit-fi": "tuntia"},
    QuestionKind.DATE: {"details-earliest": "1.1.2022"},
    QuestionKind.INFORMATION: {"details-more-fi": "Lue tämä.", "details-video": "https://video.example/1"},
    QuestionKind.MATRIX: {
        "details-rows-fi": "Palvelut ovat lähellä\nMinua kuunnellaan",
        "details-low-fi": "ei lainkaan",
        "details-high-fi": "erittäin hyvin",
    },
    QuestionKind.RANKING: {"details-lines-fi": "Koti\nKoulu\nTyö", "details-top": "2"},
    QuestionKind.GRID: {"details-rows-fi": "Oppiminen\nTyö", "details-columns-fi": "Yksilö\nKunta\nMuu"},
    QuestionKind.PARTS: {
        "details-text1-fi": "Kuinka usein?",
        "details-text3-fi": "Montako jäsentä?",
        **{f"details-kind{place}": "number" if place == 3 else "short" for place in range(1, 6)},
    },
}


SETTINGS: dict[QuestionKind, dict[str, Any]] = {
    QuestionKind.NUMBER: {"max": 1000, "decimals": 0, "unit": {"fi": "tuntia"}},
    QuestionKind.DATE: {"earliest": "2022-01-01"},
    QuestionKind.INFORMATION: {"more": {"fi": "Lue tämä."}, "video": "https://video.example/1"},
    QuestionKind.MATRIX: {"rows": keyed([Texts(fi="Palvelut ovat lähellä"), Texts(fi="Minua kuunnellaan")])},
    QuestionKind.RANKING: {"top": 2},
    QuestionKind.GRID: {
        "rows": keyed([Texts(fi="Oppiminen"), Texts(fi="Työ")]),
        "columns": keyed([Texts(fi="Yksilö"), Texts(fi="Kunta"), Texts(fi="Muu")]),
    },
    QuestionKind.PARTS: {
        "parts": [
            {"key": "a", "text": {"fi": "Kuinka usein?"}, "kind": "short"},
            {"key": "b", "text": {"fi": "Montako jäsentä?"}, "kind": "number"},
        ]
    },
}


def builder(scene: Scene) -> str:
    return f"/meetings/{scene.code}/exercises/{scene.exercise_id}/survey"


def token(desk: FlaskClient, scene: Scene) -> dict[str, str]:
    """A CSRF token, from a page that always has one: the menu's way out."""
    return {"csrf_token": Page(desk.get(builder(scene)).text).value("csrf_token")}


def post(desk: FlaskClient, scene: Scene, path: str, **fields: Any) -> TestResponse:
    return desk.post(path, data=token(desk, scene) | fields)


def filled(kind: QuestionKind, **changed: str) -> dict[str, str]:
    """What a browser sends for a new question of the kind."""
    asked = {"text-fi": "Uusi kysymys?", "topic": "participation", "theme-fi": "Osallisuus", "required": "y"}
    return asked | DETAILS.get(kind, {}) | {name.replace("_", "-"): text for name, text in changed.items()}


def questions(app: Flask, scene: Scene) -> list[Question]:
    with app.app_context():
        return list(questions_of(scene.exercise))


def texts(app: Flask, scene: Scene) -> list[str]:
    return [question.text.text("fi") for question in questions(app, scene)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_builders_pages_are_well_made(desk: FlaskClient, draft: Scene, language: str) -> None:
    page = check_quality(desk.get(f"{builder(draft)}?lang={language}"), language)
    assert page.text("h1") == {"fi": "Arvokysely", "sv": "Värdeenkät", "en": "Survey on values"}[language]
    check_quality(desk.get(f"{builder(draft)}/preview?lang={language}"), language)
    check_quality(desk.get(f"{builder(draft)}/preview/phone?in={language}"), language)
    check_quality(desk.get(f"{builder(draft)}/print?in={language}"), language)
    for kind in KINDS:
        check_quality(desk.get(f"{builder(draft)}/{kind}?lang={language}"), language)
        wrong = post(desk, draft, f"{builder(draft)}/{kind}?lang={language}")
        assert {"href": "#text-fi"} in check_quality(wrong, language).all("a")
        assert wrong.status_code == 422
    for id_ in (draft.single, draft.multiple, draft.scale, draft.text):
        check_quality(desk.get(f"/meetings/{draft.code}/questions/{id_}?lang={language}"), language)


@pytest.mark.parametrize("kind", QuestionKind)
def test_a_question_of_each_kind_is_added_at_the_end(
    app: Flask, desk: FlaskClient, draft: Scene, kind: QuestionKind
) -> None:
    assert post(desk, draft, f"{builder(draft)}/{kind}", **filled(kind)).status_code == 303
    *_others, added = questions(app, draft)
    assert (added.kind, added.text, added.topic) == (kind, Texts(fi="Uusi kysymys?"), "participation")
    assert (added.theme, added.required, added.position) == (Texts(fi="Osallisuus"), KINDS[kind].answered, 5)
    assert [tuple(text.items()) for text in added.option_texts().values()] == {
        QuestionKind.SINGLE: [(("fi", "Kyllä"), ("sv", "Ja")), (("fi", "Ei"), ("sv", "Nej"))],
        QuestionKind.MULTIPLE: [(("en", "Home"),), (("en", "School"),), (("en", "Work"),)],
        QuestionKind.SCALE: [(("fi", "ei lainkaan"),), (("fi", "erittäin hyvin"),)],
        QuestionKind.DROP_DOWN: [(("fi", "Kyllä"),), (("fi", "Ei"),)],
        QuestionKind.MATRIX: [(("fi", "ei lainkaan"),), (("fi", "erittäin hyvin"),)],
        QuestionKind.RANKING: [(("fi", "Koti"),), (("fi", "Koulu"),), (("fi", "Työ"),)],
    }.get(kind, [])
    assert added.settings == SETTINGS.get(kind, {})
    page = desk.get(f"{builder(draft)}/preview/phone").text
    assert "Uusi kysymys?" in page


@pytest.mark.parametrize(
    ("kind", "changed", "where"),
    [
        (QuestionKind.SINGLE, {"details_lines_sv": "Ja"}, "details-lines-sv"),
        (QuestionKind.SINGLE, {"details_lines_fi": "", "details_lines_sv": " "}, "details-lines-fi"),
        (QuestionKind.SINGLE, {"details_lines_fi": "Ainoa", "details_lines_sv": ""}, "details-lines-fi"),
        (QuestionKind.MULTIPLE, {"details_lines_en": "Same\nSame"}, "details-lines-en"),
        (QuestionKind.MULTIPLE, {"details_lines_en": "\n".join(map(str, range(31)))}, "details-lines-en"),
        (QuestionKind.MULTIPLE, {"details_lines_en": "x" * 201 + "\ny"}, "details-lines-en"),
        (QuestionKind.SCALE, {"details_low_fi": ""}, "details-low-fi"),
        (QuestionKind.SCALE, {"details_high_fi": "x" * 201}, "details-high-fi"),
        (QuestionKind.LONG_TEXT, {"text_fi": "x" * 501}, "text-fi"),
        (QuestionKind.MATRIX, {"details_rows_fi": ""}, "details-rows-fi"),
        (QuestionKind.MATRIX, {"details_rows_sv": "Bara en"}, "details-rows-sv"),
        (QuestionKind.MATRIX, {"details_rows_fi": "Ainoa"}, "details-rows-fi"),
        (QuestionKind.MATRIX, {"details_high_fi": ""}, "details-high-fi"),
        (QuestionKind.RANKING, {"details_lines_fi": "Sama\nSama"}, "details-lines-fi"),
        *((QuestionKind.RANKING, {"details_top": top}, "details-top") for top in ("4", "0", "-1", "five", "1" * 400)),
        (QuestionKind.GRID, {"details_columns_fi": "\n".join(map(str, range(11)))}, "details-columns-fi"),
        (QuestionKind.GRID, {"details_rows_fi": "\n".join(map(str, range(31)))}, "details-rows-fi"),
        (
            QuestionKind.GRID,
            {
                "details_rows_fi": "\n".join(map(str, range(30))),
                "details_columns_fi": "\n".join(map(str, range(10))),
            },
            "details-rows-fi",
        ),
        (QuestionKind.PARTS, {"details_text3_fi": ""}, "details-text1-fi"),
        (QuestionKind.PARTS, {"details_text3_fi": "Kuinka usein?"}, "details-text1-fi"),
        (QuestionKind.PARTS, {"details_text3_fi": "x" * 201}, "details-text3-fi"),
        (QuestionKind.PARTS, {"details_kind3": "essay"}, "details-kind3"),
        (QuestionKind.LONG_TEXT, {"topic": "weather"}, "topic"),
    ],
)
def test_what_is_wrong_with_a_question_stands_at_its_field(
    app: Flask, desk: FlaskClient, draft: Scene, kind: QuestionKind, changed: dict[str, str], where: str
) -> None:
    sent = post(desk, draft, f"{builder(draft)}/{kind}", **filled(kind, **changed))
    assert sent.status_code == 422
    page = check_quality(sent, "fi")
    assert [link["href"] for link in page.all("a") if link["href"].startswith("#") and link["href"] != "#main"] == [
        f"#{where}"
    ]
    assert f'id="{where}-error"' in sent.text
    assert len(questions(app, draft)) == 4


def test_an_edited_question_keeps_the_keys_of_its_options(app: Flask, desk: FlaskClient, draft: Scene) -> None:
    path = f"/meetings/{draft.code}/questions/{draft.single}"
    assert "Rohkeus\nLuottamus\nVälittäminen</textarea>" in desk.get(path).text
    lines = {"details_lines_fi": "Välittäminen\nRohkeus ja into\nUusi", "details_lines_sv": "", "details_lines_en": ""}
    sent = post(desk, draft, path, **filled(QuestionKind.SINGLE, **lines))
    assert (sent.status_code, sent.location.split("#")[0]) == (303, builder(draft))
    edited = questions(app, draft)[0]
    assert {key: text["fi"] for key, text in edited.option_texts().items()} == {
        "c": "Välittäminen",
        "b": "Rohkeus ja into",
        "d": "Uusi",
    }
    assert edited.position == 1


def test_questions_are_arranged_and_removed(app: Flask, desk: FlaskClient, draft: Scene) -> None:
    path = f"/meetings/{draft.code}/questions"
    first, second, third, last = texts(app, draft)
    assert post(desk, draft, f"{path}/{draft.single}/later").status_code == 303
    assert post(desk, draft, f"{path}/{draft.text}/earlier").status_code == 303
    assert texts(app, draft) == [second, first, last, third]
    assert post(desk, draft, f"{path}/{draft.multiple}/remove").status_code == 303
    assert texts(app, draft) == [first, last, third]
    assert post(desk, draft, f"{path}/{draft.multiple}/remove").status_code == 404


@pytest.mark.parametrize("state", [State.LIVE, State.AFTERWARDS, State.CLOSED])
def test_once_the_meeting_is_live_the_questions_are_only_read(
    app: Flask, desk: FlaskClient, draft: Scene, state: State
) -> None:
    with app.app_context():
        put_in(draft.exercise.meeting, state)
    page = check_quality(desk.get(builder(draft)), "fi")
    assert "Tärkein arvo?" in page.html
    assert not [form for form in page.all("form") if "/questions/" in form.get("action", "")]
    path = f"{builder(draft)}/scale"
    assert desk.get(path).status_code == 409
    assert post(desk, draft, path, **filled(QuestionKind.SCALE)).status_code == 409
    assert post(desk, draft, f"/meetings/{draft.code}/questions/{draft.scale}/duplicate").status_code == 409
    assert post(desk, draft, f"/meetings/{draft.code}/questions/{draft.scale}/page", page="2").status_code == 409
    assert post(desk, draft, f"/meetings/{draft.code}/questions/{draft.scale}/remove").status_code == 409
    assert len(questions(app, draft)) == 4


def test_only_those_who_lead_the_meeting_come_in(app: Flask, desk: FlaskClient, draft: Scene) -> None:
    with app.app_context():
        make_user("other@example.org")
        make_user("organiser@example.org", Role.ORGANISER)
    stranger = signed_in(app, "other@example.org")
    question = f"/meetings/{draft.code}/questions/{draft.scale}"
    looked_at = [f"{builder(draft)}/{page}" for page in ("preview", "preview/phone", "print", "bank", "single")]
    for path in (builder(draft), *looked_at, question):
        assert stranger.get(path).status_code == 404
        assert app.test_client().get(path).status_code in (302, 401)
        assert signed_in(app, "organiser@example.org").get(path).status_code == 200
    theirs = token(desk, draft)
    assert stranger.post(f"{question}/remove", data=theirs).status_code in (400, 404)
    assert len(questions(app, draft)) == 4


def test_there_is_no_survey_where_there_is_a_board_and_no_kind_that_nobody_knows(
    app: Flask, desk: FlaskClient, draft: Scene
) -> None:
    with app.app_context():
        board = add_exercise(draft.exercise.meeting, ExerciseKind.BOARD, Texts(fi="Taulu"), Texts())
    assert desk.get(f"/meetings/{draft.code}/exercises/{board.id}/survey").status_code == 404
    assert desk.get(f"{builder(draft)}/essay").status_code == 404


def test_an_empty_survey_says_what_will_appear(app: Flask, desk: FlaskClient, draft: Scene) -> None:
    for id_ in (draft.single, draft.multiple, draft.scale, draft.text):
        post(desk, draft, f"/meetings/{draft.code}/questions/{id_}/remove")
    assert 'class="empty"' in desk.get(builder(draft)).text
    check_quality(desk.get(f"{builder(draft)}/preview"), "fi")
    check_quality(desk.get(f"{builder(draft)}/preview/phone?in=fi"), "fi")
    check_quality(desk.get(f"{builder(draft)}/print?in=fi"), "fi")


@pytest.mark.parametrize("kind", SETTINGS)
def test_a_question_with_parts_that_is_saved_as_it_stands_stays_the_same(
    app: Flask, desk: FlaskClient, draft: Scene, kind: QuestionKind
) -> None:
    post(desk, draft, f"{builder(draft)}/{kind}", **filled(kind))
    before = questions(app, draft)[-1]
    path = f"/meetings/{draft.code}/questions/{before.id}"
    assert desk.post(path, data=form_fields(desk.get(path))).status_code == 303
    after = questions(app, draft)[-1]
    assert (after.text, after.options, after.settings) == (before.text, before.options, before.settings)
