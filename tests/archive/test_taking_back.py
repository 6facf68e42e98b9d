"""Who took part has all removed that came from them, while it is known what did."""

import pytest
from sqlalchemy import func, select

from tests.archive.conftest import Held
from tests.live.reducer import NOTHING, hear, shown
from workshop.archive.actions import archive_meeting, take_back_all
from workshop.boards.models import Comment, Like, Note, Vote
from workshop.digests.actions import approve_digest
from workshop.digests.models import Digest
from workshop.digests.queries import newest_digest
from workshop.errors import NotNow
from workshop.extensions import db
from workshop.live.stream import Audience, stream
from workshop.participants.models import Participant
from workshop.statements.models import Stance, Statement
from workshop.surveys.models import Answer, Draft, Response

OWN = (Like, Vote, Stance, Response, Draft)


def one_of(held: Held) -> Participant:
    return db.session.get_one(Participant, held.house.guests[0])


def texts(held: Held) -> set[str]:
    notes = db.session.scalars(select(Note.text).where(Note.removed_at.is_(None)))
    return {*notes, *db.session.scalars(select(Comment.text).where(Comment.removed_at.is_(None)))}


def test_all_that_one_has_said_is_gone_and_what_others_said_stays(held: Held) -> None:
    with held.house.app.app_context():
        assert texts(held) == {"Rohkeus", "Luottamus", "Samaa mieltä"}
        take_back_all(one_of(held))
        assert texts(held) == {"Luottamus"}
        for table in OWN:
            own = select(func.count()).select_from(table).where(table.participant_id == one_of(held).id)
            assert db.session.scalar(own) == 0, table
        assert {dict(one.text).get("fi") for one in db.session.scalars(select(Statement))} >= {"Kaikki on hyvin.", None}
        assert db.session.scalar(select(func.count()).select_from(Response)) == 1, "the invited person's"
        assert db.session.scalar(select(func.count()).select_from(Answer)) == 1
        note = db.session.scalars(select(Note).where(Note.participant_id == one_of(held).id)).one()
        assert (note.text, note.likes, note.comments) == ("", 1, 0)


def test_drafts_of_the_digest_hold_it_no_longer(held: Held) -> None:
    with held.house.app.app_context():
        take_back_all(one_of(held))
        [digest] = db.session.scalars(select(Digest))
        assert digest.version == 3
        assert "Rohkeus" not in str(digest.document)
        assert "Luottamus" in str(digest.document)


@pytest.mark.parametrize("audience", Audience)
def test_every_screen_hears_of_it(held: Held, audience: Audience) -> None:
    with held.house.app.app_context():
        meeting = held.meeting
        before = hear(NOTHING, stream.news(meeting.id, 0, audience).as_json())
        take_back_all(one_of(held))
        db.session.rollback()
        after = hear(before, stream.news(meeting.id, before["seq"], audience).as_json())
        assert shown(after) == shown(hear(NOTHING, stream.news(meeting.id, 0, audience).as_json()))
        assert shown(after) != shown(before)


def test_desks_hear_that_the_last_stance_is_gone(held: Held) -> None:
    with held.house.app.app_context():
        known = held.meeting.seq
        [voted] = db.session.scalars(select(Stance.statement_id).where(Stance.participant_id == one_of(held).id))
        for voter in db.session.scalars(select(Stance.participant_id).where(Stance.statement_id == voted)).all():
            take_back_all(db.session.get_one(Participant, voter))
        told = stream.news(held.meeting.id, known, Audience.FACILITATORS).changes
        assert [one["people"] for one in told if (one["kind"], one["id"]) == ("tally", voted)] == [0]
        vote = db.session.get_one(Statement, voted).exercise_id
        assert [one["responses"] for one in told if (one["kind"], one["id"]) == ("progress", vote)] == [0]


def test_what_is_out_in_a_digest_or_of_nobody_any_more_is_not_taken_back(held: Held) -> None:
    with held.house.app.app_context():
        guest = one_of(held)
        approve_digest(newest_digest(held.meeting, "fi"), held.organiser)
        with pytest.raises(NotNow):
            take_back_all(guest)
        assert "Rohkeus" in texts(held)


def test_nothing_is_taken_back_from_an_archived_meeting(held: Held) -> None:
    with held.house.app.app_context():
        archive_meeting(held.meeting)
        with pytest.raises(NotNow):
            take_back_all(one_of(held))
        assert "Rohkeus" in texts(held)


def test_the_button_stands_in_the_privacy_notice_of_the_phone(held: Held) -> None:
    code = held.house.here.code
    phone, stranger = held.house.phone(held.house.guests[0]), held.house.phone(held.house.strangers[0])
    page = f"/j/{code}/privacy"
    assert f'action="/j/{code}/removal"' in phone.get(page).text
    assert stranger.get(page).status_code == 404
    assert phone.post(f"/j/{code}/removal", page=page).status_code == 303
    assert "Rohkeus" not in held.house.notes()
