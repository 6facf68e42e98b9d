"""Replay: what a desk knew and what it has heard since is what the database says, after every deed of surveys."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.houses import led
from tests.surveys.conftest import ENDS, Scene, fill_survey, make_survey
from workshop.columns import Texts
from workshop.live.stream import Audience, Change
from workshop.meetings.actions import go_live, open_meeting, unlock_exercise
from workshop.meetings.queries import heads, meeting_changes
from workshop.participants.actions import join_meeting
from workshop.surveys import actions
from workshop.surveys.models import QuestionKind
from workshop.surveys.queries import response_counts, survey_changes

Known = dict[tuple[str, int], Change]


def hear(known: Known, changes: list[Change]) -> Known:
    return known | {(change["kind"], change["id"]): change for change in changes}


def told(scene: Scene, after: int, audience: Audience) -> list[Change]:
    meeting_id = scene.exercise.meeting_id
    return [*meeting_changes(meeting_id, after, audience), *survey_changes(meeting_id, after, audience)]


def head(scene: Scene) -> int:
    return heads([scene.exercise.meeting_id])[scene.exercise.meeting_id]


def add(scene: Scene) -> None:
    actions.add_question(scene.exercise, QuestionKind.LONG_TEXT, Texts(fi="Lisää?"), "other")


def edit(scene: Scene) -> None:
    actions.edit_question(scene.questions[QuestionKind.SCALE], Texts(fi="Uusi?"), "other", options=ENDS)


def shift(scene: Scene) -> None:
    actions.shift_question(scene.questions[QuestionKind.SCALE], 1)


def remove(scene: Scene) -> None:
    actions.remove_question(scene.questions[QuestionKind.SCALE])


def begin(scene: Scene) -> None:
    open_meeting(scene.exercise.meeting)
    go_live(scene.exercise.meeting)


def send(scene: Scene) -> None:
    guest = join_meeting(scene.exercise.meeting, "fi")
    actions.send_response(scene.exercise, guest, str(guest.id), {scene.single: "a"})


@pytest.mark.parametrize("audience", Audience)
def test_old_state_and_changes_are_the_new_state_after_every_deed(app: Flask, draft: Scene, audience: Audience) -> None:
    deeds: list[Callable[[Scene], None]] = [add, edit, shift, remove, begin, send, send]
    with app.app_context():
        for deed in deeds:
            before, known = head(draft), hear({}, told(draft, 0, audience))
            deed(draft)
            news = told(draft, before, audience)
            heard_by_all = audience is Audience.FACILITATORS or deed is not send
            assert bool(news) is heard_by_all
            assert hear(known, news) == hear({}, told(draft, 0, audience))
            assert hear(hear(known, news), news) == hear(known, news)
            assert all(before < change["seq"] <= head(draft) for change in news)


def test_the_desk_hears_how_many_have_answered_each_survey(app: Flask, draft: Scene) -> None:
    with app.app_context():
        other = make_survey(draft.exercise.meeting)
        single = fill_survey(other)[0]
        begin(draft)
        led(unlock_exercise, other)
        send(draft)
        send(draft)
        after = head(draft)
        guest = join_meeting(other.meeting, "sv")
        response = actions.send_response(other, guest, "key", {single.id: "b"})
        news = survey_changes(other.meeting_id, after, Audience.FACILITATORS)
        assert news == [{"kind": "progress", "id": other.id, "seq": response.seq, "responses": 1}]
        assert response_counts(other.meeting_id) == {draft.exercise_id: 2, other.id: 1}


def test_participants_hear_nothing_of_what_others_answer(app: Flask, scene: Scene) -> None:
    with app.app_context():
        after = head(scene)
        send(scene)
        assert told(scene, after, Audience.PARTICIPANTS) == []
        assert survey_changes(scene.exercise.meeting_id, 0, Audience.PARTICIPANTS) == []
