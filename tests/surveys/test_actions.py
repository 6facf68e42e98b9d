"""The rules of surveys: who may change a question when, and that a response is sent once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.houses import led
from tests.surveys.conftest import OPTIONS, Scene, make_meeting, make_survey, make_user, participant, put_in
from workshop.columns import Texts
from workshop.errors import KeyTaken, Locked, NotNow, NotThisBoard
from workshop.extensions import db
from workshop.meetings.actions import add_exercise, lock_exercise, unlock_exercise
from workshop.meetings.codes import ALPHABET
from workshop.meetings.models import ExerciseKind, State
from workshop.participants.actions import change_tag, join_meeting
from workshop.surveys.actions import (
    RECEIPT_LENGTH,
    NoCorrection,
    add_question,
    edit_question,
    remove_question,
    send_response,
    shift_question,
)
from workshop.surveys.kinds.kind import BadAnswer, BadQuestion
from workshop.surveys.models import Answer, Question, QuestionKind, Response
from workshop.surveys.queries import questions_of, response_of


def answers(scene: Scene, **given: Any) -> dict[int, Any]:
    whole = {"single": "a", "multiple": ["b", "c"], "scale": 0, "text": "Koska se kantaa."} | given
    return {getattr(scene, name): value for name, value in whole.items()}


def send(scene: Scene, guest_id: int, key: str = "key", **given: Any) -> Response:
    return send_response(scene.exercise, participant(guest_id), key, answers(scene, **given))


def rows(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_response_keeps_every_answer_and_a_copy_of_the_tag(app: Flask, scene: Scene, guest_id: int) -> None:
    with app.app_context():
        send(scene, guest_id)
        change_tag(participant(guest_id), "fi", [], None)
    with app.app_context():
        response = response_of(scene.exercise, participant(guest_id))
        assert response is not None
        assert (response.language, response.groups, response.municipality) == ("sv", ["residents"], "615")
        assert {answer.question_id: answer.value for answer in response.answers} == answers(scene)
        assert not response.sent_afterwards
        assert response.seq == scene.exercise.meeting.seq
        assert len(response.receipt) == RECEIPT_LENGTH
        assert set(response.receipt) <= set(ALPHABET)


def test_a_question_left_empty_has_no_answer(app: Flask, scene: Scene, guest_id: int) -> None:
    with app.app_context():
        send(scene, guest_id, multiple=None, scale=None, text=None)
    with app.app_context():
        assert [answer.question_id for answer in db.session.scalars(select(Answer))] == [scene.single]


def test_sent_twice_under_one_key_it_is_one_response(app: Flask, scene: Scene, guest_id: int) -> None:
    with app.app_context():
        first, seq = send(scene, guest_id), scene.exercise.meeting.seq
        second = send(scene, guest_id, single="b")
        assert (second.id, second.receipt) == (first.id, first.receipt)
        assert (rows(Response), rows(Answer), scene.exercise.meeting.seq) == (1, 4, seq)


def test_sent_again_under_another_key_the_first_response_counts(app: Flask, scene: Scene, guest_id: int) -> None:
    with app.app_context():
        first = send(scene, guest_id)
        assert send(scene, guest_id, key="other", single="b").receipt == first.receipt
        assert rows(Response) == 1
        assert db.session.get_one(Answer, (first.id, scene.single)).value == "a"


def test_a_retry_gets_its_receipt_even_when_the_survey_has_been_locked(app: Flask, scene: Scene, guest_id: int) -> None:
    with app.app_context():
        first = send(scene, guest_id)
        led(lock_exercise, scene.exercise)
        assert send(scene, guest_id).receipt == first.receipt


def test_a_key_of_somebody_else_is_refused(app: Flask, scene: Scene, guest_id: int) -> None:
    with app.app_context():
        send(scene, guest_id)
        other = join_meeting(scene.exercise.meeting, "fi")
        with pytest.raises(KeyTaken):
            send(scene, other.id)
        assert rows(Response) == 1


@pytest.mark.parametrize("keys", [["same"] * 20, [f"key {n}" for n in range(20)]])
def test_twenty_parallel_sends_are_one_response(app: Flask, scene: Scene, guest_id: int, keys: list[str]) -> None:
    together = Barrier(len(keys))

    def one(key: str) -> str:
        with app.app_context():
            together.wait()
            return send(scene, guest_id, key=key).receipt

    with ThreadPoolExecutor(len(keys)) as pool:
        receipts = set(pool.map(one, keys))
    with app.app_context():
        assert len(receipts) == 1
        assert (rows(Response), rows(Answer)) == (1, 4)


def test_twenty_people_at_once_are_twenty_responses(app: Flask, scene: Scene) -> None:
    with app.app_context():
        guests = [join_meeting(scene.exercise.meeting, "fi").id for _guest in range(20)]

    def one(guest_id: int) -> int:
        with app.app_context():
            return send(scene, guest_id, key=str(guest_id)).seq

    with ThreadPoolExecutor(len(guests)) as pool:
        seqs = list(pool.map(one, guests))
    with app.app_context():
        assert len(set(seqs)) == rows(Response) == 20


@pytest.mark.parametrize(
    "given",
    [
        {"single": None},
        {"single": "z"},
        {"multiple": ["z"]},
        {"multiple": "a"},
        {"scale": 6},
        {"scale": "3"},
        {"text": "a\0"},
    ],
)
def test_an_answer_that_cannot_be_stores_nothing(
    app: Flask, scene: Scene, guest_id: int, given: dict[str, Any]
) -> None:
    with app.app_context():
        seq = scene.exercise.meeting.seq
        with pytest.raises(BadAnswer):
            send(scene, guest_id, **given)
        assert (rows(Response), rows(Answer), scene.exercise.meeting.seq) == (0, 0, seq)


def test_a_question_of_another_survey_is_refused(app: Flask, scene: Scene, guest_id: int) -> None:
    with app.app_context():
        elsewhere = make_survey(make_meeting(make_user("other@example.org"), code="TESTAA3"))
        foreign = add_question(elsewhere, QuestionKind.LONG_TEXT, Texts(fi="Muu?"), "other")
        with pytest.raises(NotThisBoard):
            send_response(scene.exercise, participant(guest_id), "key", answers(scene) | {foreign.id: "x"})
        with pytest.raises(NotThisBoard):
            send_response(elsewhere, participant(guest_id), "key", {foreign.id: "x"})
        assert rows(Response) == 0


@pytest.mark.parametrize("state", State)
def test_the_meetings_state_says_who_may_do_what(app: Flask, draft: Scene, state: State) -> None:
    writes, answered = state in (State.DRAFT, State.OPEN), state in (State.LIVE, State.AFTERWARDS)
    with app.app_context():
        meeting = draft.exercise.meeting
        put_in(meeting, State.LIVE)
        guest = join_meeting(meeting, "fi")
        led(unlock_exercise, draft.exercise)
        put_in(meeting, state)
        scale = draft.questions[QuestionKind.SCALE]
        deeds = [
            lambda: add_question(draft.exercise, QuestionKind.LONG_TEXT, Texts(fi="Lisää?"), "other"),
            lambda: edit_question(scale, scale.text, "other", options=scale.options),
            lambda: shift_question(scale, 1),
            lambda: remove_question(scale),
        ]
        for deed in deeds:
            if writes:
                deed()
            else:
                with pytest.raises((NotNow, NoCorrection)):
                    deed()
        if answered:
            assert send(draft, guest.id).sent_afterwards is (state is State.AFTERWARDS)
        else:
            with pytest.raises(NotNow):
                send(draft, guest.id)


def test_a_locked_survey_takes_no_answers_until_it_is_unlocked(app: Flask, scene: Scene, guest_id: int) -> None:
    with app.app_context():
        led(lock_exercise, scene.exercise)
        with pytest.raises(Locked):
            send(scene, guest_id)
        led(unlock_exercise, scene.exercise)
        assert send(scene, guest_id).receipt


def test_a_question_must_be_one(app: Flask, draft: Scene) -> None:
    with app.app_context():
        seq = draft.exercise.meeting.seq
        for kind, text, topic, options in (
            (QuestionKind.LONG_TEXT, Texts(), "values", []),
            (QuestionKind.LONG_TEXT, Texts(fi="Miksi?"), "nothing", []),
            (QuestionKind.SINGLE, Texts(fi="Mikä?"), "values", OPTIONS[:1]),
        ):
            with pytest.raises(BadQuestion):
                add_question(draft.exercise, kind, text, topic, options=options)
        scribes = add_exercise(draft.exercise.meeting, ExerciseKind.SCRIBE, Texts(fi="Kirjuri"), Texts())
        with pytest.raises(NotThisBoard):
            add_question(scribes, QuestionKind.LONG_TEXT, Texts(fi="Miksi?"), "values")
        assert (rows(Question), draft.exercise.meeting.seq) == (4, seq + 1)


def test_a_question_is_edited_whole_but_for_its_kind(app: Flask, draft: Scene) -> None:
    with app.app_context():
        single = draft.questions[QuestionKind.SINGLE]
        edit_question(single, Texts(sv="Vilket?"), "participation", Texts(fi="Otsikko"), False, OPTIONS[:2])
    with app.app_context():
        single = draft.questions[QuestionKind.SINGLE]
        assert (single.text, single.topic, single.theme) == (Texts(sv="Vilket?"), "participation", Texts(fi="Otsikko"))
        assert (single.required, single.options) == (False, OPTIONS[:2])


def test_questions_change_places_and_leave_in_order(app: Flask, draft: Scene) -> None:
    with app.app_context():
        first, second, third, last = questions_of(draft.exercise)
        shift_question(first, -1)
        shift_question(last, 1)
        assert list(questions_of(draft.exercise)) == [first, second, third, last]
        shift_question(first, 1)
        shift_question(last, -1)
        assert list(questions_of(draft.exercise)) == [second, first, last, third]
        remove_question(first)
        shift_question(third, -1)
        assert list(questions_of(draft.exercise)) == [second, third, last]
