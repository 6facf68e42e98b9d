"""News are what the database says now, also in a request that has looked at the meeting before."""

import pytest
from flask import current_app

from tests.houses import led
from tests.live.conftest import Scene
from workshop.boards.actions import hide_note
from workshop.boards.models import Note
from workshop.extensions import db
from workshop.live.stream import Audience, News, stream
from workshop.meetings.actions import lock_exercise, move_path
from workshop.meetings.models import Exercise, Meeting


def change_elsewhere(ids: tuple[int, int, int]) -> None:
    """Another request moves on, locks the board and hides the note."""
    with current_app.app_context():
        meeting = db.session.get_one(Meeting, ids[0])
        led(move_path, meeting, 3)
        led(lock_exercise, db.session.get_one(Exercise, ids[1]))
        led(hide_note, db.session.get_one(Note, ids[2]))


def read(scene: Scene, audience: Audience, after: int = 0) -> News:
    return stream.news(scene.meeting.id, after, audience)


@pytest.mark.parametrize("audience", Audience)
def test_what_was_read_before_the_head_is_read_again_for_the_news(scene: Scene, audience: Audience) -> None:
    """As on PostgreSQL, where each question of a request sees what was committed before it."""
    before = read(scene, audience)
    read_objects = [scene.meeting, scene.board, scene.note]
    assert all(thing in db.session for thing in read_objects)
    ids = scene.meeting.id, scene.board.id, scene.note.id
    db.session.commit()  # the snapshot ends, and the objects stay as they were read
    change_elsewhere(ids)
    news = read(scene, audience, before.seq)
    with current_app.app_context():
        assert news == read(scene, audience, before.seq)
    assert {change["kind"] for change in news.changes} - {"hands"} == {"meeting", "exercise", "note"}
    assert all(change["seq"] > before.seq for change in news.changes)
