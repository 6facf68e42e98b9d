"""Every deed of a live meeting on PostgreSQL, where whoever has waited for a turn reads everything anew."""

import threading

import pytest
from flask import Flask
from sqlalchemy import text, update

from tests.live.conftest import Scene, build_scene
from tests.live.deeds import WHILE_LIVE
from tests.together import at_once
from workshop.accounts.models import User
from workshop.action import action
from workshop.boards.models import Note
from workshop.clock import now
from workshop.errors import Busy
from workshop.extensions import db
from workshop.meetings.actions import take_turn
from workshop.meetings.models import Meeting
from workshop.participants.models import Participant

pytestmark = pytest.mark.usefixtures("on_postgresql")

LAST = "meetings.close_meeting"
"""It ends the meeting first."""


class Found(Scene):
    """The scene as a request finds it: nobody holds a row but who is given it."""

    def __init__(self, app: Flask) -> None:
        self._leader, self.login, self._meeting, self._guests, self._note, self._scribed = build_scene(app)

    leader = property(lambda self: db.session.get_one(User, self._leader))
    meeting = property(lambda self: db.session.get_one(Meeting, self._meeting))
    guests = property(lambda self: [db.session.get_one(Participant, guest) for guest in self._guests])
    note = property(lambda self: db.session.get_one(Note, self._note))
    scribed = property(lambda self: db.session.get_one(Note, self._scribed))


def test_every_deed_is_done_there_too(app: Flask) -> None:
    scene, number = Found(app), 0
    for name in [name for name in WHILE_LIVE if name not in {"meetings.end_meeting", LAST}] + [LAST]:
        with app.app_context():
            WHILE_LIVE[name](scene)
        with app.app_context():
            before, number = number, scene.meeting.seq
            assert number > before, name


def test_who_takes_a_turn_does_not_wait_for_those_who_wait_for_their_number(app: Flask) -> None:
    scene = Found(app)

    @action
    def take() -> None:
        db.session.execute(text("SET LOCAL lock_timeout = '1s'"))
        take_turn(scene.meeting)

    with app.app_context():
        meeting = scene.meeting
        db.session.add(Participant(key="x", meeting_id=meeting.id, language="fi", groups=[], joined_at=now()))
        db.session.flush()
        with app.app_context():
            take()


def test_of_those_who_wait_in_a_circle_one_is_told_to_try_again(app: Flask) -> None:
    first, waits = Found(app), threading.Barrier(2)

    @action
    def change(*ids: int) -> None:
        for guest in ids:
            db.session.execute(update(Participant).where(Participant.id == guest).values(language="sv"))
            if guest == ids[0]:
                waits.wait(30)

    there = [first._guests, first._guests[::-1]]
    with app.app_context():
        refused = at_once(app, lambda number: change(*there[number]) if number < 2 else None)
    assert [type(one) for one in refused] == [Busy]
