"""Every deed of a live meeting on PostgreSQL, where whoever has waited for a turn reads everything anew."""

import pytest
from flask import Flask

from tests.live.conftest import Scene, build_scene
from tests.live.deeds import WHILE_LIVE
from workshop.accounts.models import User
from workshop.boards.models import Note
from workshop.extensions import db
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
