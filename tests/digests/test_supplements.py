"""What comes in after the meeting makes a supplemented version by itself, once, and changes nothing that was sent."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from tests.digests.scene import STARTS, begin, board, meeting_now, planned, staff, write
from workshop import clock
from workshop.boards.actions import like_note
from workshop.digests.actions import make_digest
from workshop.digests.jobs import look_around
from workshop.digests.models import Digest
from workshop.digests.queries import newest_digest
from workshop.meetings.actions import close_meeting, end_meeting
from workshop.meetings.models import State


@pytest.fixture(autouse=True)
def idle_press(monkeypatch: pytest.MonkeyPatch) -> None:
    """Printing takes seconds, and is tested elsewhere."""
    monkeypatch.setattr("workshop.digests.jobs.next_to_print", lambda: None)


def open_afterwards() -> tuple[Digest, dict[str, Callable[[], object]]]:
    """A digest of a meeting that still takes contributions, and what may still happen there."""
    meeting = planned(staff("leader"), afterwards_days=7)
    (prompt,) = board(meeting, "Mikä on tärkeää?")
    with clock.at(STARTS):
        writer = begin(meeting)
        note = write(prompt, writer, "Rohkeus")
        end_meeting(meeting)
        look_around()
    return newest_digest(meeting_now(), "fi"), {
        "a note": lambda: write(prompt, writer, "Lisäys"),
        "a like": lambda: like_note(note, writer, likes=True),
        "nothing": lambda: None,
    }


@pytest.mark.parametrize(("what", "versions"), [("a note", 2), ("a like", 2), ("nothing", 1)])
def test_what_came_afterwards_makes_one_supplemented_version_when_the_window_closes(
    app: Flask, what: str, versions: int
) -> None:
    with app.app_context():
        first, deeds = open_afterwards()
        sent = (first.document, first.key)
        with clock.at(STARTS + timedelta(days=2)):
            deeds[what]()
            look_around()
            assert newest_digest(meeting_now(), "fi").version == 1, "the window is still open"
        with clock.at(STARTS + timedelta(days=7)):
            look_around()
            look_around()
        assert meeting_now().state is State.CLOSED
        newest = newest_digest(meeting_now(), "fi")
        assert newest.version == versions
        assert ("Lisäys" in str(newest.document)) == (what == "a note")
        assert newest.approved_at is None
        assert (first.document, first.key) == sent


def test_closing_by_hand_makes_it_too_and_a_version_made_by_hand_is_enough(app: Flask) -> None:
    with app.app_context():
        _first, deeds = open_afterwards()
        with clock.at(STARTS + timedelta(days=2)):
            deeds["a note"]()
            make_digest(meeting_now(), "fi")
            close_meeting(meeting_now())
            look_around()
            assert newest_digest(meeting_now(), "fi").version == 2
    with app.app_context():
        planned_again = planned(staff("second"), code="GNTTAAB", afterwards_days=7)
        (prompt,) = board(planned_again, "Mikä on tärkeää?")
        writer = begin(planned_again)
        end_meeting(planned_again)
        look_around()
        write(prompt, writer, "Lisäys")
        close_meeting(planned_again)
        look_around()
        assert newest_digest(planned_again, "fi").version == 2
