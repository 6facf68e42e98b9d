"""Invited people on PostgreSQL: twenty at once are one response, and no hidden column tells whose."""

import threading

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from tests.surveys.conftest import Scene, fill_survey, make_meeting, make_survey, make_user, put_in
from tests.surveys.inviting import STAFF, crowd
from workshop.errors import AnsweredAlready
from workshop.extensions import db
from workshop.meetings.models import State
from workshop.surveys.actions import come_in, list_invitees, send_response
from workshop.surveys.models import Invitee, Response
from workshop.surveys.queries import invitees_of, turnout

pytestmark = pytest.mark.usefixtures("on_postgresql")

TIMES = 20


@pytest.fixture
def invited(app: Flask) -> Scene:
    with app.app_context():
        meeting = make_meeting(make_user())
        exercise = make_survey(meeting)
        ids = [question.id for question in fill_survey(exercise)]
        put_in(meeting, State.OPEN)
        list_invitees(exercise, crowd(8, background=STAFF))
        return Scene(meeting.code, exercise.id, *ids)


def answer(scene: Scene, number: int, key: str) -> None:
    """Come in by the link of the invited person with this number, and answer."""
    invitee = invitees_of(scene.exercise)[number]
    guest = come_in(invitee, scene.exercise)
    send_response(scene.exercise, guest, key, {scene.single: "a"}, invitee)


def test_twenty_at_once_through_one_link_are_one_response(app: Flask, invited: Scene) -> None:
    told: list[str] = []
    together = threading.Barrier(TIMES)

    def press(number: int) -> None:
        with app.app_context():
            invitee = invitees_of(invited.exercise)[0]
            guest = come_in(invitee, invited.exercise)
            db.session.rollback()  # nobody waits for the others with one of the pool's connections in hand
            together.wait()
            try:
                send_response(invited.exercise, guest, f"k{number}", {invited.single: "a"}, invitee)
                told.append("saved")
            except AnsweredAlready:
                told.append("answered already")

    threads = [threading.Thread(target=press, args=[number]) for number in range(TIMES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(told) == ["answered already"] * (TIMES - 1) + ["saved"]
    with app.app_context():
        assert turnout(invited.exercise).responses == 1
        assert db.session.scalar(select(func.count()).where(Invitee.answered)) == 1


def test_the_transactions_noted_with_rows_do_not_join_people_to_answers(app: Flask, invited: Scene) -> None:
    order = [5, 1, 7, 3]
    with app.app_context():
        for number in order:
            answer(invited, number, f"k{number}")
        stamped = db.session.execute(text("SELECT address, xmin::text FROM invitee WHERE answered")).all()
        assert {address for address, _stamp in stamped} == {f"henkilo{number}@example.fi" for number in order}
        assert len({stamp for _address, stamp in stamped}) == 1
        stamps = set(db.session.scalars(text("SELECT xmin::text FROM response")))
        assert len(stamps) == len(order)
        assert all(one.background == STAFF for one in db.session.scalars(select(Response)))
