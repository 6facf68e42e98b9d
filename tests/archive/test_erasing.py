"""What is erased is gone from every table, and nothing else is."""

import pytest
from sqlalchemy import func, select

from tests.archive.conftest import Held, ended
from tests.houses import meeting_of
from workshop.accounts.models import LoggedDeed
from workshop.archive.actions import archive_meeting, erase_meeting, erase_round
from workshop.archive.belonging import belonging
from workshop.columns import Base
from workshop.digests.files import file_of
from workshop.digests.models import Digest
from workshop.errors import NotAllowed, NotNow
from workshop.extensions import db
from workshop.mail.models import Letter
from workshop.meetings.models import Meeting
from workshop.plans.actions import copy_meeting
from workshop.rounds.models import Round

HOUSES_OWN = {"user", "work_account", "login", "login_link", "invitation", "picture", "tried", "stop", "confirmation"}
HOUSES_OWN |= {"here"}
"""Tables of the whole house: accounts and counters, and what addresses want, which names no meeting or goes with it."""
BY_NAME = {"letter", "letter_content", "paused_letters"}
"""Tables that name what they are about by a word, and are emptied of it by hand."""


def rows() -> dict[str, int]:
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def test_every_table_belongs_to_a_round_or_to_the_house() -> None:
    """A new table is erased with its round, or its maker says why not."""
    found = {table.name for table, _those in belonging(Round.__table__, 1)}
    assert set(Base.metadata.tables) == found | HOUSES_OWN | BY_NAME
    assert not found & (HOUSES_OWN | BY_NAME)


def test_an_archived_meeting_is_erased_and_the_other_one_stays(held: Held) -> None:
    with held.house.app.app_context():
        other = {table.name: count(table, those) for table, those in belonging(Meeting.__table__, other_id(held))}
        archive_meeting(held.meeting)
        number, organiser = held.meeting.id, held.organiser
        printed = file_of(db.session.scalars(select(Digest)).one(), "pdf")
        printed.parent.mkdir(exist_ok=True)
        printed.write_bytes(b"printed")
        erase_meeting(held.meeting, organiser)
        assert not printed.exists()
    with held.house.app.app_context():
        assert {count(table, those) for table, those in belonging(Meeting.__table__, number)} == {0}
        there = {table.name: count(table, those) for table, those in belonging(Meeting.__table__, other_id(held))}
        assert there == other
        assert db.session.scalar(select(func.count()).select_from(Meeting)) == 1
        assert db.session.scalar(select(func.count()).select_from(Letter)) == 0


def other_id(held: Held) -> int:
    return meeting_of(held.house.other).id


def count(table: object, those: object) -> int:
    return db.session.scalar(select(func.count()).select_from(table).where(those)) or 0


def test_what_people_can_still_be_found_in_is_not_erased(held: Held) -> None:
    with held.house.app.app_context():
        with pytest.raises(NotNow):
            erase_meeting(held.meeting, held.organiser)
        with pytest.raises(NotNow):
            erase_round(held.meeting.round, held.organiser)
        with pytest.raises(NotAllowed):
            erase_meeting(held.meeting, held.meeting.leaders[0])
        assert db.session.scalar(select(func.count()).select_from(Meeting)) == 2


def test_a_draft_that_nobody_has_joined_is_erased_at_once(held: Held) -> None:
    with held.house.app.app_context():
        before = rows()
        copied = copy_meeting(held.meeting, held.organiser)
        assert rows() != before
        erase_meeting(copied, held.organiser)
        assert rows() == before | {"logged_deed": before["logged_deed"] + 1}, "only that it was erased is written down"


def test_a_round_is_erased_with_all_its_meetings(held: Held) -> None:
    with held.house.app.app_context():
        ended(meeting_of(held.house.other))
        for meeting in (held.meeting, meeting_of(held.house.other)):
            archive_meeting(meeting)
        erase_round(held.meeting.round, held.organiser)
    with held.house.app.app_context():
        assert {name for name, n in rows().items() if n} <= HOUSES_OWN | {"logged_deed"}
        last = db.session.scalars(select(LoggedDeed).order_by(LoggedDeed.id.desc())).first()
        assert (last.name, last.meeting_id, last.round_id) == ("erase_round", None, None)
