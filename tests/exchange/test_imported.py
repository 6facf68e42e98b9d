"""What was brought in from a file: all of it or nothing, seen by those who lead, written by nobody here."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from tests.houses import CODE, House, build_house, meeting_of, new_key
from workshop.boards.actions import (
    Brought,
    Rules,
    edit_note,
    import_notes,
    set_rules,
)
from workshop.boards.models import Note, Showing
from workshop.boards.news import note_body
from workshop.errors import NotFound, NotNow, NotThisBoard
from workshop.exchange.moments import moment_in
from workshop.extensions import db
from workshop.live.stream import Audience
from workshop.meetings.models import Exercise, State
from workshop.results.queries import meeting_results
from workshop.results.words import opening


@pytest.fixture
def house(app: Flask) -> House:
    return build_house(app)


def test_all_or_nothing_and_only_under_ones_own_questions(house: House) -> None:
    with house.app.app_context():
        meeting = meeting_of(house.here)
        good = Brought(new_key(), house.here.prompts[0], "Oma", "fi")
        with pytest.raises(NotThisBoard):
            import_notes(meeting, [good, Brought(new_key(), house.other.prompts[0], "Vieras", "fi")])
        assert import_notes(meeting, [good, good]) == 1
        assert import_notes(meeting, [good]) == 0
        house.put_in(State.OPEN)
        with pytest.raises(NotNow):
            import_notes(meeting, [good])
    assert house.notes() == ["Oma"]


def test_those_who_lead_see_what_was_brought_in_and_nobody_may_change_its_words(house: House) -> None:
    with house.app.app_context():
        meeting = meeting_of(house.here)
        import_notes(meeting, [Brought(new_key(), house.here.prompts[0], "Muualla sanottu", "fi", ("staff",))])
        [note] = db.session.scalars(select(Note))
        assert note_body(note, Audience.FACILITATORS, False)["imported"] is True
        assert "imported" not in note_body(note, Audience.PARTICIPANTS, False)
        with pytest.raises(NotFound):
            edit_note(note, meeting.leaders[0], 0, "Toisin")
        number = note.id
    assert 'data-if="imported">tiedostosta<' in house.desk().get(f"/meetings/{CODE}/notes/{number}").text
    assert "tuotu tiedostosta" in house.desk().get(f"/meetings/{CODE}/notes.json").text


def test_what_waits_to_be_revealed_waits_for_what_is_brought_in_too(house: House) -> None:
    with house.app.app_context():
        for showing, waits in ((Showing.REVEALED, True), (Showing.APPROVED, False)):
            set_rules(db.session.get_one(Exercise, house.here.board), Rules(showing=showing))
            import_notes(meeting_of(house.here), [Brought(new_key(), house.here.prompts[0], showing, "fi")])
            [note] = db.session.scalars(select(Note).where(Note.text == showing))
            assert (note.withheld_at is not None, note.shown_at is None) == (waits, waits)


def test_nobody_is_counted_as_the_writer_of_what_was_brought_in(house: House) -> None:
    house.write("Omin sanoin")
    with house.app.test_request_context("/?lang=en"):
        meeting = meeting_of(house.here)
        brought = [Brought(new_key(), house.here.prompts[0], f"{n}", "fi", ("staff",), "564") for n in range(20)]
        import_notes(meeting, brought)
        summary = meeting_results(meeting).summary
        first, second, *_more = opening(summary, "en")
        assert first == "Fewer than 5 people left 1 note."
        assert second == "20 notes were brought in from files; how many people wrote them is not known."
        assert not isinstance(summary.by_group.whole.get("staff"), int), "twenty notes may be one person's"


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2022-01-21 11:30:00 UTC", "2022-01-21T11:30:00+00:00"),
        ("2022-01-21T11:30:15.123Z", "2022-01-21T11:30:00+00:00"),
        ("2022-01-21 13:30", "2022-01-21T11:30:00+00:00"),
        ("21.1.2022 klo 13.30", "2022-01-21T11:30:00+00:00"),
        ("21.1.2022", "2022-01-20T22:00:00+00:00"),
        ("31.2.2022", None),
        ("eilen", None),
        ("", None),
        ("1" * 5_000, None),
    ],
)
def test_moments_are_read_as_the_services_write_them(cell: str, moment: str | None) -> None:
    assert moment_in(cell) == (moment and datetime.fromisoformat(moment))
