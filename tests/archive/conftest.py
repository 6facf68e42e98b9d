"""A meeting that was held long ago, with everything in it that could lead to somebody; the other one still goes on."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.cheap import build_once
from tests.digests.scene import subscribe
from tests.houses import ORGANISER, House, build_house, led, meeting_of, new_key
from workshop import clock
from workshop.accounts.models import User
from workshop.accounts.queries import user_by_email
from workshop.boards.actions import add_comment, like_note, report_note
from workshop.boards.models import Note
from workshop.digests.actions import make_digest, make_first_digest
from workshop.digests.invited import Listed, edition_of, keep_list
from workshop.digests.letters import about
from workshop.digests.subscribers import forget_unconfirmed
from workshop.extensions import db
from workshop.mail.actions import put_letter
from workshop.meetings.actions import close_meeting, end_meeting, unlock_exercise
from workshop.meetings.models import Exercise, Meeting, State
from workshop.participants.models import Participant
from workshop.statements.actions import give_stance, set_adding, suggest_statement
from workshop.statements.models import Adding, Opinion, Statement
from workshop.surveys.actions import Rules, come_in, keep_draft, list_invitees, send_response, set_survey_rules
from workshop.surveys.lists import Invited
from workshop.surveys.models import Response
from workshop.surveys.queries import invitees_of

HELD = datetime(2022, 1, 21, 11, tzinfo=UTC)
SUBSCRIBER, LISTED, INVITED = "tilaaja@canary.example", "listattu@canary.example", "kutsuttu@canary.example"
NAME = "Kanerva Kanariansaari"
TYPED = "Vain luonnokseen"


@dataclass(frozen=True)
class Held:
    """The house, and what must not be found of the meeting any more once it has been archived."""

    house: House
    canaries: frozenset[str]

    @property
    def meeting(self) -> Meeting:
        return meeting_of(self.house.here)

    @property
    def organiser(self) -> User:
        found = user_by_email(ORGANISER)
        assert found
        return found


def ended(meeting: Meeting) -> None:
    """The meeting is over and closed."""
    end_meeting(meeting)
    if meeting.state is State.AFTERWARDS:
        close_meeting(meeting)


@pytest.fixture
def held(app: Flask) -> Held:
    house, canaries = build_held(app)
    return Held(House(app, *house), canaries)


@build_once
def build_held(app: Flask) -> tuple[tuple[Any, ...], frozenset[str]]:
    """What a House is made of, and the canaries."""
    with clock.at(HELD):
        house = build_house(app, votes=True)
        with app.app_context():
            speak(house)
            ended(meeting_of(house.here))
            meeting = meeting_of(house.here)
            make_first_digest(meeting, "fi")
            digest = make_digest(meeting, "fi")
            put_letter(f"{about(digest)}:{SUBSCRIBER}", about(digest), SUBSCRIBER, "fi", "Koonti", "Hei", "<p>Hei</p>")
            canaries = {SUBSCRIBER, LISTED, INVITED, NAME, TYPED, *keys(meeting)}
    with clock.at(HELD + timedelta(days=30)), app.app_context():
        forget_unconfirmed()
    return (house.here, house.other, house.guests, house.strangers), frozenset(canaries)


def speak(house: House) -> None:
    """Everything that a participant can do is done by the first guest, and some of it by the second and an invitee."""
    here = house.here
    [note] = house.write("Rohkeus")
    house.write("Luottamus", guest=house.guests[1])
    one, two = (db.session.get_one(Participant, guest) for guest in house.guests)
    survey, vote = (db.session.get_one(Exercise, step) for step in (here.survey, here.vote))
    led(unlock_exercise, survey)
    led(unlock_exercise, vote)
    written = db.session.get_one(Note, note)
    add_comment(written, one, new_key(), "Samaa mieltä")
    for guest in (one, two):
        like_note(written, guest, likes=True)
        give_stance(db.session.get_one(Statement, here.statement), guest, Opinion.AGREE)
    report_note(written, two)
    set_adding(vote, Adding.AT_ONCE)
    suggest_statement(vote, one, new_key(), "Oma väittämä")
    set_survey_rules(survey, Rules(anonymous=False, by_link=True, editable=True))
    list_invitees(survey, [Invited(INVITED, "fi", background={"nimi": NAME})])
    [invitee] = invitees_of(survey)
    send_response(survey, come_in(invitee, survey), new_key(), {here.single: "a"}, invitee)
    send_response(survey, one, new_key(), {here.single: "b"})
    keep_draft(survey, two, {f"q{here.single}": [TYPED]}, 1, 0)
    subscribe(survey.meeting, SUBSCRIBER, "fi")
    keep_list(survey.meeting, Listed({LISTED: "fi"}), edition_of([]))


def keys(meeting: Meeting) -> set[str]:
    """What the devices of the meeting's guests know."""
    notes = db.session.scalars(select(Note.client_key).where(Note.meeting_id == meeting.id))
    guests = db.session.scalars(select(Participant.key).where(Participant.meeting_id == meeting.id))
    sent = db.session.execute(select(Response.client_key, Response.receipt)).all()
    return {*notes, *filter(None, guests), *(text for row in sent for text in row)}
