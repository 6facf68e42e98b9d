"""Meetings are archived: nothing leads from what was said to anybody, and nothing is counted in another way."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.archive.conftest import HELD, Held, ended
from tests.houses import led, meeting_of
from workshop import clock
from workshop.archive.actions import MARKS, SAID, archive_by_hand, archive_meeting, set_keeping
from workshop.archive.jobs import archive_due
from workshop.archive.queries import kept_until, meetings_to_archive
from workshop.boards.actions import hide_note
from workshop.boards.models import Note
from workshop.columns import Base
from workshop.digests.invited import Listed, edition_of, keep_list
from workshop.digests.models import Digest
from workshop.digests.subscribers import leave_address
from workshop.errors import Busy, NotAllowed, NotNow, Promised
from workshop.extensions import db
from workshop.mail.actions import claim_next
from workshop.mail.models import Letter
from workshop.meetings.models import Meeting
from workshop.participants.models import Participant
from workshop.participants.queries import participant_counts
from workshop.results.queries import meeting_results
from workshop.results.round_said import round_account
from workshop.statements.queries import stances_in
from workshop.surveys.queries import response_counts

DEVICE = {"client_key", "receipt", "invitee_id"}
"""Facts of contributions that lead to a device or an address."""


def dump(instance: Path) -> str:
    with closing(sqlite3.connect(instance / "koonti.db")) as connection:
        return "\n".join(connection.iterdump())


def found_in(instance: Path, canaries: frozenset[str]) -> set[str]:
    """Which of them stand in any file of the instance folder, free pages and the log beside the database too."""
    files = [file.read_bytes() for file in instance.rglob("*") if file.is_file()]
    return {one for one in canaries if any(one.encode() in content for content in files)}


def counted(meeting: Meeting) -> tuple[object, ...]:
    """All that is counted of people in the meeting and in its round."""
    account = round_account(meeting.round)
    return (
        repr(meeting_results(meeting).summary),
        repr((account.meetings, account.themes, account.summary)),
        [(note, sorted(map(repr, tags))) for note, tags in account.notes],
        participant_counts(meeting.id),
        response_counts(meeting.id),
        sorted(repr(stance) for stance in stances_in(meeting)),
        db.session.execute(select(Note.id, Note.likes, Note.votes, Note.comments, Note.reports)).all(),
        (meeting.peak_present, meeting.heads, meeting.seq),
    )


@pytest.mark.sqlite
def test_nothing_of_an_archived_meeting_leads_to_anybody(held: Held, tmp_path: Path) -> None:
    with held.house.app.app_context():
        assert found_in(tmp_path, held.canaries) == held.canaries, "they are there to be found"
        archive_meeting(held.meeting)
    with held.house.app.app_context():
        db.engine.dispose()
    assert found_in(tmp_path, held.canaries) == set()


def test_everything_is_counted_as_before(held: Held) -> None:
    with held.house.app.app_context():
        before = counted(held.meeting)
        archive_meeting(held.meeting)
    with held.house.app.app_context():
        assert counted(held.meeting) == before


def test_every_row_of_a_participant_has_its_rule() -> None:
    """A new table that refers to participants is told by its maker whether it stays."""
    rules = {table.__table__ for table in (*MARKS, *SAID)}
    people = Participant.__table__
    refer = {table for table in Base.metadata.sorted_tables for key in table.foreign_keys if key.column.table is people}
    assert refer == rules


def test_no_fact_that_leads_to_a_device_is_left(held: Held) -> None:
    """Also of a table that comes later, if it calls such a fact as the others do."""
    with held.house.app.app_context():
        meeting = held.meeting
        archive_meeting(meeting)
        for table in Base.metadata.sorted_tables:
            for fact in DEVICE & set(table.c.keys()):
                own = table.c.meeting_id == meeting.id
                left = db.session.execute(select(table.c.id, table.c[fact]).where(own)).all()
                assert left, table.name
                assert {value for number, value in left} <= {None, "", *(str(number) for number, _value in left)}
        there = select(Participant).where(Participant.meeting_id == meeting.id)
        assert {guest.key for guest in db.session.scalars(there)} == {None}


def test_twice_is_once(held: Held, tmp_path: Path) -> None:
    with held.house.app.app_context():
        archive_meeting(held.meeting)
        first = held.meeting.archived_at
    with held.house.app.app_context():
        archive_meeting(held.meeting)
        assert held.meeting.archived_at == first


def test_the_phone_of_a_guest_is_a_strangers_afterwards(held: Held) -> None:
    phone, code = held.house.phone(held.house.guests[0]), held.house.here.code
    assert phone.get(f"/j/{code}/here").status_code == 200
    with held.house.app.app_context():
        archive_meeting(held.meeting)
    assert phone.get(f"/j/{code}/here").status_code == 303


def test_an_archived_meeting_takes_no_addresses_but_words_can_be_hidden(held: Held) -> None:
    with held.house.app.app_context():
        archive_meeting(held.meeting)
        with pytest.raises(NotNow):
            leave_address(held.meeting, "uusi@example.fi", "fi")
        with pytest.raises(NotNow):
            keep_list(held.meeting, Listed({"uusi@example.fi": "fi"}), edition_of([]))
        note = db.session.scalars(select(Note).where(Note.meeting_id == held.meeting.id)).first()
        led(hide_note, note)
        assert note.hidden_at


def test_of_digests_that_nobody_approved_the_newest_stays(held: Held) -> None:
    with held.house.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Digest)) == 2
        archive_meeting(held.meeting)
        assert [digest.version for digest in db.session.scalars(select(Digest))] == [2]


def test_a_letter_in_a_workers_hand_is_waited_for(held: Held) -> None:
    with held.house.app.app_context():
        assert claim_next()
        with pytest.raises(Busy):
            archive_meeting(held.meeting)
        assert held.meeting.archived_at is None
        assert db.session.scalar(select(func.count()).select_from(Letter))


def test_the_worker_archives_what_has_been_kept_long_enough(held: Held) -> None:
    with held.house.app.app_context():
        archive_due()
        assert held.meeting.archived_at
        other = meeting_of(held.house.other)
        assert other.archived_at is None, "it still goes on"


def test_a_meeting_whose_time_has_not_come_is_left_alone_whatever_our_clock_says(held: Held, tmp_path: Path) -> None:
    with held.house.app.app_context():
        archive_due()
        ended(meeting_of(held.house.other))  # just now
    before = dump(tmp_path) if not is_postgresql(held.house.app) else ""
    with held.house.app.app_context(), clock.at(datetime.now(UTC) + timedelta(days=4000)):
        assert meetings_to_archive() == []
        archive_due()
    assert (dump(tmp_path) if before else "") == before


def is_postgresql(app: Flask) -> bool:
    with app.app_context():
        return db.engine.dialect.name == "postgresql"


def test_the_time_is_counted_in_months_from_the_end(held: Held) -> None:
    with held.house.app.app_context():
        set_keeping(held.meeting.round, 1, held.organiser)
        assert kept_until(held.meeting) == datetime(2022, 2, HELD.day, HELD.hour, tzinfo=UTC)
    assert clock.months_later(datetime(2024, 1, 31, tzinfo=UTC), 1) == datetime(2024, 2, 29, tzinfo=UTC)
    assert clock.months_later(datetime(2023, 11, 30, tzinfo=UTC), 14) == datetime(2025, 1, 30, tzinfo=UTC)


def test_the_time_becomes_shorter_but_not_longer_than_people_were_told(held: Held) -> None:
    with held.house.app.app_context():
        round_ = held.meeting.round
        set_keeping(round_, 6, held.organiser)
        with pytest.raises(Promised):
            set_keeping(round_, 7, held.organiser)
        with pytest.raises(ValueError, match="months"):
            set_keeping(round_, 0, held.organiser)
        with pytest.raises(NotAllowed):
            set_keeping(round_, 3, held.meeting.leaders[0])
        assert round_.keeps_months == 6


def test_only_a_closed_meeting_is_archived_and_by_hand_only_by_organisers(held: Held) -> None:
    with held.house.app.app_context():
        with pytest.raises(NotNow):
            archive_meeting(meeting_of(held.house.other))
        with pytest.raises(NotAllowed):
            archive_by_hand(held.meeting, held.meeting.leaders[0])
        archive_by_hand(held.meeting, held.organiser)
        assert held.meeting.archived_at
