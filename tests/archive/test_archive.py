"""A meeting is archived: what was said stays, and nothing leads from it to a device or an address any more."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests.houses import ORGANISER, House, build_house, meeting_of, new_key
from tests.pages import check_page
from workshop.accounts.queries import user_by_email
from workshop.action import action
from workshop.archive.actions import archive_meeting
from workshop.archive.jobs import archive_due
from workshop.archive.queries import archives_at
from workshop.boards.actions import add_comment, like_note
from workshop.boards.models import Note
from workshop.clock import at, now
from workshop.columns import LANGUAGES, Base
from workshop.digests.abouts import about
from workshop.digests.actions import make_digest
from workshop.digests.addressees import invited_to
from workshop.digests.invited import Listed, edition_of, keep_list
from workshop.digests.queries import newest_digest
from workshop.digests.subscribers import leave_address
from workshop.errors import NotNow
from workshop.extensions import db
from workshop.mail.actions import LettersWait, claim_next, note_sent, put_letter
from workshop.meetings.actions import close_meeting, end_meeting
from workshop.meetings.models import Exercise, Meeting
from workshop.participants.models import Participant
from workshop.results.queries import meeting_results
from workshop.rounds.actions import set_keeping
from workshop.surveys.actions import keep_draft, list_invitees, send_response
from workshop.surveys.lists import Invited
from workshop.surveys.models import Draft, Response

ASKED, INVITED, LEFT = (f"{who}.kanarialintu@example.org" for who in ("kysytty", "kutsuttu", "jaettu"))


@pytest.fixture
def ended(app: Flask) -> House:
    """A house whose meeting has closed after all that people can do; a letter about it has been sent."""
    house = build_house(app)
    house.write("Lähellä", "Bussilla", guest=house.guests[0])
    house.write("Kotona", guest=house.guests[1])
    house.show(2)
    with app.app_context():
        meeting, (one, two) = meeting_of(house.here), people(house)
        survey = db.session.get_one(Exercise, house.here.survey)
        note = db.session.scalars(select(Note)).first()
        like_note(note, two, likes=True)
        add_comment(note, two, new_key(), "Samaa mieltä")
        list_invitees(survey, [Invited(ASKED, "fi")])
        send_response(survey, one, new_key(), {})
        keep_draft(survey, two, {"q1": ["x"]}, 1, 0)
        leave_address(meeting, LEFT, "fi")
        keep_list(meeting, Listed({INVITED: "fi"}), edition_of(invited_to(meeting)))
        end_meeting(meeting)
        close_meeting(meeting)
        named = about(make_digest(meeting, "fi"))
        put_letter(f"{named}:{INVITED}", named, INVITED, "fi", "Koonti", "Koonti", "<p>Koonti</p>")
        while letter := claim_next():
            note_sent(letter)
    return house


def people(house: House) -> list[Participant]:
    return [db.session.get_one(Participant, guest) for guest in house.guests]


def keys(house: House) -> set[str]:
    """All that a device or a person outside still knows of the meeting."""
    with house.app.app_context():
        meeting = meeting_of(house.here)
        of_it = [
            select(Participant.key).where(Participant.meeting_id == meeting.id),
            select(Note.client_key).where(Note.meeting_id == meeting.id),
            select(Response.client_key).where(Response.meeting_id == meeting.id),
            select(Response.receipt).where(Response.meeting_id == meeting.id),
        ]
        return {ASKED, INVITED, LEFT} | {key for ask in of_it for key in db.session.scalars(ask)}


def on_the_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.glob("koonti.db*")))


@pytest.mark.sqlite
def test_nothing_on_the_disk_leads_to_a_device_or_an_address(ended: House, tmp_path: Path) -> None:
    known = keys(ended)
    assert len(known) > 8
    before = on_the_disk(tmp_path)
    assert [key for key in known if key.encode() not in before] == []
    with ended.app.app_context():
        archive_meeting(meeting_of(ended.here))
    after = on_the_disk(tmp_path)
    # An address that waits to be confirmed is forgotten by its own days, whatever becomes of the meeting.
    assert [key for key in known - {LEFT} if key.encode() in after] == []
    assert b"Bussilla" in after


def test_the_numbers_and_who_said_what_together_stay(ended: House) -> None:
    with ended.app.app_context():
        before, written = meeting_results(meeting_of(ended.here)), notes_by_writer()
    with ended.app.app_context():
        archive_meeting(meeting_of(ended.here))
    with ended.app.app_context():
        after = meeting_results(meeting_of(ended.here))
        assert after.summary == before.summary
        assert notes_by_writer() == written
        assert db.session.scalars(select(Draft)).all() == []


def notes_by_writer() -> dict[int | None, list[str]]:
    found: dict[int | None, list[str]] = {}
    for note in db.session.scalars(select(Note).order_by(Note.id)):
        found.setdefault(note.participant_id, []).append(note.text)
    return found


def test_a_device_is_nobody_s_afterwards_and_no_address_is_taken(ended: House) -> None:
    phone = ended.phone(ended.guests[0])
    code = ended.here.code
    with ended.app.app_context():
        archive_meeting(meeting_of(ended.here))
    assert phone.get(f"/j/{code}/boards/{ended.here.board}").status_code == 303
    with ended.app.app_context():
        meeting = meeting_of(ended.here)
        with pytest.raises(NotNow):
            leave_address(meeting, LEFT, "fi")
        with pytest.raises(NotNow):
            keep_list(meeting, Listed({INVITED: "fi"}), edition_of(invited_to(meeting)))


def test_other_meetings_are_left_alone_and_twice_is_once(ended: House) -> None:
    with ended.app.app_context():
        theirs = [db.session.get_one(Participant, guest).key for guest in ended.strangers]
        archive_meeting(meeting_of(ended.here))
        first = meeting_of(ended.here).archived_at, [one.key for one in people(ended)]
        archive_meeting(meeting_of(ended.here))
        assert (meeting_of(ended.here).archived_at, [one.key for one in people(ended)]) == first
        assert [db.session.get_one(Participant, guest).key for guest in ended.strangers] == theirs
        with pytest.raises(NotNow):
            archive_meeting(meeting_of(ended.other))


def test_a_letter_that_waits_is_waited_for(ended: House) -> None:
    with ended.app.app_context():
        meeting = meeting_of(ended.here)
        named = about(newest_digest(meeting, "fi"))
        put_letter(f"{named}:x@example.org", named, "x@example.org", "fi", "Koonti", "Koonti", "<p>Koonti</p>")
        with pytest.raises(LettersWait):
            archive_meeting(meeting)
        assert meeting.archived_at is None
        assert len(invited_to(meeting)) == 1
    desk = ended.desk(ORGANISER)
    answer = desk.post(f"/meetings/{ended.here.code}/archive", page=f"/meetings/{ended.here.code}")
    assert answer.status_code == 303
    assert "odottaa vielä lähettämistä" in desk.get(answer.location).text


def test_the_worker_archives_when_the_time_has_come(ended: House) -> None:
    with ended.app.app_context():
        meeting = meeting_of(ended.here)
        set_keeping(meeting.round, 1, user_by_email(ORGANISER))
        due = archives_at(meeting)
        assert timedelta(days=28) <= due - meeting.closed_at <= timedelta(days=31)
        with at(due - timedelta(minutes=1)):
            archive_due()
        assert meeting.archived_at is None
        with at(due):
            archive_due()
        assert meeting.archived_at == due
        assert meeting_of(ended.other).archived_at is None


def test_where_it_is_done_by_hand_the_worker_waits_for_ever(ended: House) -> None:
    with ended.app.app_context():
        meeting = meeting_of(ended.here)
        set_keeping(meeting.round, 0, user_by_email(ORGANISER))
        with at(now() + timedelta(days=9999)):
            archive_due()
        assert (archives_at(meeting), meeting.archived_at) == (None, None)
    shown = ended.desk(ORGANISER).get(f"/meetings/{ended.here.code}")
    check_page(shown, "fi")
    assert "Arkistoi nyt" in shown.text
    told = ended.passer_by().get(f"/j/{ended.other.code}/privacy")
    check_page(told, "fi")
    assert "Kun rekisterinpitäjä arkistoi tilaisuuden" in told.text


@pytest.mark.parametrize(
    ("closed", "months", "archived"),
    [
        (datetime(2022, 1, 31, 12, tzinfo=UTC), 1, datetime(2022, 2, 28, 12, tzinfo=UTC)),
        (datetime(2021, 12, 31, 22, 30, tzinfo=UTC), 12, datetime(2022, 12, 31, 22, 30, tzinfo=UTC)),
        (datetime(2022, 1, 15, 12, tzinfo=UTC), 6, datetime(2022, 7, 15, 11, tzinfo=UTC)),
        (datetime(2024, 2, 29, 12, tzinfo=UTC), 24, datetime(2026, 2, 28, 12, tzinfo=UTC)),
    ],
)
def test_months_are_counted_on_a_finnish_calendar(
    ended: House, closed: datetime, months: int, archived: datetime
) -> None:
    @action
    def close_then(meeting: Meeting) -> None:
        meeting.closed_at, meeting.round.keeps_months = closed, months

    with ended.app.app_context():
        close_then(meeting_of(ended.here))
        assert archives_at(meeting_of(ended.here)) == archived


POINT_TO_A_PARTICIPANT = {"note", "like", "vote", "comment", "report", "response", "draft", "statement", "stance"}
HOLD_AN_ADDRESS = {
    *("subscriber", "invited_address", "invitee", "letter"),  # forgotten with the meeting
    "confirmation",  # after seven days
    "user",  # the staff's
}


def test_every_table_that_leads_to_people_has_been_thought_of() -> None:
    tables = Base.metadata.tables.values()
    assert {one.name for one in tables if "participant_id" in one.columns} == POINT_TO_A_PARTICIPANT
    assert {one.name for one in tables if {"address", "email"} & set(one.columns.keys())} == HOLD_AN_ADDRESS


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_organiser_archives_at_once_and_a_facilitator_sees_when(ended: House, language: str) -> None:
    page = f"/meetings/{ended.here.code}"
    seen = ended.desk(language=language).get(page)
    check_page(seen, language)
    assert f"{page}/archive" not in seen.text
    organiser = ended.desk(ORGANISER, language)
    shown = organiser.get(page)
    check_page(shown, language)
    assert f"{page}/archive" in shown.text
    assert organiser.post(f"{page}/archive", page=page).location == page
    done = organiser.get(page)
    check_page(done, language)
    assert f"{page}/archive" not in done.text


def test_a_round_says_how_long_and_the_notice_tells_it(ended: House) -> None:
    organiser = ended.desk(ORGANISER)
    form = {"title-fi": "Arvokierros", "county": "17", "keeps_months": "3"}
    assert organiser.post("/rounds/values/edit", form).status_code == 302
    told = ended.passer_by().get(f"/j/{ended.other.code}/privacy")
    check_page(told, "fi")
    assert "kulunut 3 kuukautta" in told.text
    refused = organiser.post("/rounds/values/edit", form | {"keeps_months": "2"})
    assert refused.status_code == 422
