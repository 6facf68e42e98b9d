"""Once somebody has begun to answer, a question goes on meaning what it meant; slips in its texts are mended."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.pages import form_fields
from tests.surveys.asked import ask_all
from tests.surveys.conftest import Scene, make_survey, participant, put_in
from tests.surveys.page import Page, check_quality
from tests.surveys.test_builder import builder, post, questions
from workshop.columns import LANGUAGES, Texts
from workshop.errors import Answered
from workshop.extensions import db
from workshop.meetings.actions import remove_exercise, shift_exercise
from workshop.meetings.models import State
from workshop.participants.actions import join_meeting
from workshop.surveys.actions import (
    NoCorrection,
    add_question,
    break_page,
    duplicate_question,
    edit_question,
    keep_draft,
    move_question,
    remove_question,
    send_response,
    shift_question,
)
from workshop.surveys.kinds.kind import BadQuestion
from workshop.surveys.models import Question, QuestionKind
from workshop.surveys.queries import questions_of, response_of


@pytest.fixture
def answered(app: Flask, scene: Scene, guest_id: int) -> Scene:
    """The survey with one response, in a meeting that could still be edited."""
    with app.app_context():
        send_response(scene.exercise, participant(guest_id), "key", {scene.single: "a"})
        put_in(scene.exercise.meeting, State.OPEN)
    return scene


def facts(question: Question, **changed: Any) -> dict[str, Any]:
    names = ("text", "topic", "theme", "required", "options", "settings", "shown_when", "easy")
    return {name: getattr(question, name) for name in names} | changed


def reworded(options: list[dict[str, Any]], place: int, **texts: str) -> list[dict[str, Any]]:
    """The options with other texts in one place."""
    return [one if here != place else {**one, "text": one["text"] | texts} for here, one in enumerate(options)]


CHANGES: dict[str, Any] = {
    "another question": lambda one: {"text": Texts(one.text, fi="Turhin arvo?")},
    "a negation": lambda one: {"text": Texts(one.text, en="Which value not first?")},
    "a number": lambda one: {"text": Texts(one.text, en="Which 1 value first?")},
    "a language taken away": lambda one: {"text": Texts(fi="Tärkein arvo?")},
    "another option": lambda one: {"options": reworded(one.options, 0, fi="Pelko")},
    "an option more": lambda one: {"options": [*one.options, {"key": "z", "text": {"fi": "Muu"}}]},
    "an option less": lambda one: {"options": one.options[:2]},
    "another order": lambda one: {"options": one.options[::-1]},
    "another key": lambda one: {"options": [{**one.options[0], "key": "y"}, *one.options[1:]]},
    "a setting": lambda one: {"settings": {"other": True}},
    "no need to answer": lambda one: {"required": False},
    "another topic": lambda one: {"topic": "other"},
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_the_meaning_is_refused_and_nothing_is_changed(app: Flask, answered: Scene, change: str) -> None:
    with app.app_context():
        single = answered.questions[QuestionKind.SINGLE]
        before, seq = facts(single), answered.exercise.meeting.seq
        with pytest.raises(NoCorrection):
            edit_question(single, **facts(single, **CHANGES[change](single)))
    with app.app_context():
        single = answered.questions[QuestionKind.SINGLE]
        assert (facts(single), single.corrections, answered.exercise.meeting.seq) == (before, [], seq)


@pytest.mark.parametrize("state", State)
def test_slips_are_mended_in_every_state_and_what_was_is_kept(app: Flask, answered: Scene, state: State) -> None:
    with app.app_context():
        put_in(answered.exercise.meeting, state)
        single = answered.questions[QuestionKind.SINGLE]
        options = reworded(single.options, 1, sv="Förtroendet")
        edit_question(single, **facts(single, text=Texts(single.text, fi="Tärkeinn arvo?"), options=options))
    with app.app_context():
        single = answered.questions[QuestionKind.SINGLE]
        assert (single.text["fi"], single.option_texts()["b"]["sv"]) == ("Tärkeinn arvo?", "Förtroendet")
        assert [before for _at, before in single.corrected()] == [{"fi": "Tärkein arvo?"}, {"sv": "Förtroende"}]


@pytest.mark.parametrize("kind", [QuestionKind.MATRIX, QuestionKind.RANKING, QuestionKind.GRID, QuestionKind.PARTS])
def test_rows_columns_and_parts_are_mended_and_not_exchanged(app: Flask, draft: Scene, kind: QuestionKind) -> None:
    with app.app_context():
        ids = {one: question.id for one, question in ask_all(draft.exercise).items()}
        put_in(draft.exercise.meeting, State.LIVE)
        question = db.session.get_one(Question, ids[kind])
        name = {QuestionKind.RANKING: "options", QuestionKind.PARTS: "parts"}.get(kind, "rows")
        lines = question.options if name == "options" else question.settings[name]

        def with_lines(changed: list[dict[str, Any]]) -> dict[str, Any]:
            settings = question.settings | {name: changed}
            return facts(question, options=changed) if name == "options" else facts(question, settings=settings)

        edit_question(question, **with_lines(reworded(lines, 0, fi=lines[0]["text"]["fi"] + "!")))
        assert [list(before) for _at, before in question.corrected()] == [["fi"]]
        for changed in (lines[1:], reworded(lines, 0, fi="Aivan muuta"), [*lines[1:], lines[0]]):
            with pytest.raises(BadQuestion):
                edit_question(question, **with_lines(changed))


def test_a_language_that_was_missing_is_added(app: Flask, draft: Scene) -> None:
    with app.app_context():
        new = add_question(draft.exercise, QuestionKind.SHORT_TEXT, Texts(fi="Missä?"), "values")
        put_in(draft.exercise.meeting, State.LIVE)
        texts = {"text": Texts(fi="Missä?", sv="Var?"), "easy": Texts(fi="Mikä paikka?"), "theme": Texts(en="Places")}
        edit_question(new, **facts(new, **texts))
        assert (new.text, new.easy, new.theme) == tuple(texts.values())
        assert new.corrected() == []


def test_a_question_that_somebody_may_have_answered_stays_where_it_is(app: Flask, answered: Scene) -> None:
    with app.app_context():
        single, scale = answered.questions[QuestionKind.SINGLE], answered.questions[QuestionKind.SCALE]
        before = [(one.id, one.page, one.position) for one in questions_of(answered.exercise)]
        for deed in (
            lambda: remove_question(single),
            lambda: shift_question(single, 1),
            lambda: move_question(single, 2),
            lambda: break_page(scale),
        ):
            with pytest.raises(BadQuestion):
                deed()
        assert [(one.id, one.page, one.position) for one in questions_of(answered.exercise)] == before


def test_a_new_question_is_free_until_it_can_have_been_answered(app: Flask, answered: Scene) -> None:
    with app.app_context():
        new = duplicate_question(answered.questions[QuestionKind.SINGLE])
        assert new.added_at
        edit_question(new, **facts(new, text=Texts(fi="Aivan muu kysymys?"), required=False))
        move_question(new, 2)
        assert (new.page, questions_of(answered.exercise)[-1]) == (2, new)
        put_in(answered.exercise.meeting, State.LIVE)
        guest = join_meeting(answered.exercise.meeting, "fi")
        send_response(answered.exercise, guest, "other", {answered.single: "b"})
        put_in(answered.exercise.meeting, State.OPEN)
        for deed in (lambda: remove_question(new), lambda: edit_question(new, **facts(new, text=Texts(fi="Kolmas?")))):
            with pytest.raises(BadQuestion):
                deed()


def test_what_is_typed_and_not_sent_yet_fixes_a_question_too(app: Flask, scene: Scene, guest_id: int) -> None:
    with app.app_context():
        keep_draft(scene.exercise, participant(guest_id), {f"q{scene.single}": ["a"]}, 1, 0)
        put_in(scene.exercise.meeting, State.OPEN)
        with pytest.raises(BadQuestion):
            remove_question(scene.questions[QuestionKind.SINGLE])


def test_an_exercise_that_was_answered_is_moved_and_not_removed(app: Flask, answered: Scene) -> None:
    with app.app_context():
        make_survey(answered.exercise.meeting)
        shift_exercise(answered.exercise, 1)
        with pytest.raises(Answered):
            remove_exercise(answered.exercise)
        assert (answered.exercise.position, len(questions_of(answered.exercise))) == (2, 4)


def test_the_page_says_that_an_answered_exercise_stays(app: Flask, desk: FlaskClient, answered: Scene) -> None:
    told = post(desk, answered, f"/meetings/{answered.code}/exercises/{answered.exercise_id}/remove")
    assert told.status_code == 409
    assert "on jo vastattu" in told.text


def test_answers_that_come_while_a_slip_is_mended_are_all_kept(app: Flask, scene: Scene) -> None:
    with app.app_context():
        guests = [join_meeting(scene.exercise.meeting, "fi").id for _guest in range(10)]
    together = Barrier(len(guests) + 1)

    def answer(guest_id: int) -> None:
        with app.app_context():
            together.wait()
            send_response(scene.exercise, participant(guest_id), str(guest_id), {scene.single: "a"})

    def mend() -> None:
        with app.app_context():
            together.wait()
            single = scene.questions[QuestionKind.SINGLE]
            edit_question(single, **facts(single, options=reworded(single.options, 0, fi="Rohkeus!")))

    with ThreadPoolExecutor(len(guests) + 1) as pool:
        for done in [*(pool.submit(answer, guest_id) for guest_id in guests), pool.submit(mend)]:
            done.result()
    with app.app_context():
        responses = [response_of(scene.exercise, participant(guest_id)) for guest_id in guests]
        assert [[answer.value for answer in response.answers] for response in responses if response] == [["a"]] * 10
        assert scene.questions[QuestionKind.SINGLE].option_texts()["a"]["fi"] == "Rohkeus!"


def test_who_is_answering_gets_the_mended_text_with_the_next_page(
    app: Flask, desk: FlaskClient, draft: Scene, scene: Scene, phone: FlaskClient
) -> None:
    with app.app_context():
        put_in(scene.exercise.meeting, State.OPEN)
        break_page(scene.questions[QuestionKind.SCALE])
        put_in(scene.exercise.meeting, State.LIVE)
    first = form_fields(phone.get(scene.path), scene.path).to_dict()
    address = f"/meetings/{scene.code}/questions/{scene.scale}"
    mended = form_fields(desk.get(address)).to_dict() | {"text-fi": "Miten hyvinn?"}
    assert desk.post(address, data=mended).status_code == 303
    sent = first | {f"q{scene.single}": "a", "go": "on"}
    second = phone.get(phone.post(scene.path, data=sent).location)
    assert "Miten hyvinn?" in second.text
    last = form_fields(second, scene.path).to_dict() | {"go": "on"}
    assert phone.post(scene.path, data=last).location.endswith("/receipt")
    assert "Rohkeus" in phone.get(f"{scene.path}/receipt").text


def test_the_form_of_a_fixed_question_asks_for_texts_only(app: Flask, desk: FlaskClient, answered: Scene) -> None:
    page = check_quality(desk.get(f"/meetings/{answered.code}/questions/{answered.single}"), "fi")
    names = {field["name"] for field in page.all("input", "textarea", "select") if "name" in field}
    texts = {f"{name}-{code}" for name in ("text", "theme", "easy", "details-lines") for code in LANGUAGES}
    assert names - {"csrf_token", "save"} == texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refused_change_says_why_and_keeps_what_was_typed(
    app: Flask, desk: FlaskClient, answered: Scene, language: str
) -> None:
    address = f"/meetings/{answered.code}/questions/{answered.single}?lang={language}"
    typed = form_fields(desk.get(address)).to_dict() | {"details-lines-fi": "Pelko\nLuottamus\nVälittäminen"}
    refused = desk.post(address, data=typed | {"topic": "other", "details-other": "y"})
    assert refused.status_code == 422
    page = check_quality(refused, language)
    assert "Pelko\nLuottamus" in page.html
    assert {"href": "#details-lines-fi"} in page.all("a")
    assert 'id="details-lines-fi-error"' in page.html
    instead = {"fi": "tee uusi kysymys", "sv": "gör en ny fråga", "en": "make a new question"}
    assert instead[language] in page.html
    assert "Rohkeus" in page.html
    assert questions(app, answered)[0].option_texts()["a"]["fi"] == "Rohkeus"


def test_a_line_too_many_is_refused_above_the_form(desk: FlaskClient, answered: Scene) -> None:
    address = f"/meetings/{answered.code}/questions/{answered.single}"
    lines = {f"details-lines-{code}": "yksi\nkaksi\nkolme\nneljä" for code in LANGUAGES}
    refused = desk.post(address, data=form_fields(desk.get(address)).to_dict() | lines)
    assert refused.status_code == 422
    check_quality(refused, "fi")
    assert "kolme\nneljä" in refused.text
    assert "säilyvät nyt ennallaan" in refused.text


def test_builders_see_what_was_mended_and_what_came_late(app: Flask, desk: FlaskClient, answered: Scene) -> None:
    address = f"/meetings/{answered.code}/questions/{answered.single}"
    desk.post(address, data=form_fields(desk.get(address)).to_dict() | {"text-fi": "Tärkeinn arvo?"})
    done = post(desk, answered, f"{address}/duplicate")
    page = check_quality(desk.get(done.location), "fi")
    assert '<q lang="fi">Tärkein arvo?</q>' in page.html
    assert "kun kyselyyn oli jo alettu vastata" in page.html
    assert [q.text["fi"] for q in questions(app, answered)][:2] == ["Tärkeinn arvo?"] * 2
    removed = post(desk, answered, f"{address}/remove")
    assert "yksikään vastaus ei katoa" in desk.get(removed.location).text
    assert len(Page(page.html).all("q")) == 1
    assert builder(answered) in done.location
