"""A round with notes and open answers in two meetings, and a frame to code them by."""

from dataclasses import dataclass

import pytest
from flask import Flask

from tests.houses import House, build_house, led, meeting_of, new_key
from workshop.accounts.models import User
from workshop.accounts.queries import user_by_email
from workshop.coding.actions import make_frame
from workshop.coding.models import Code, Frame, FrameKind
from workshop.coding.queries import codes_in
from workshop.coding.texts import Contribution, contributions_in
from workshop.columns import Texts
from workshop.extensions import db
from workshop.meetings.actions import unlock_exercise
from workshop.meetings.models import Exercise, State
from workshop.participants.models import Participant
from workshop.surveys.actions import add_question, send_response
from workshop.surveys.models import QuestionKind

TEXTS = ("Enemmän lääkäriaikoja iltaan", "Yhdessä kuntien kanssa", "Uusia digipalveluja kokeillen")
ANSWER = "Henkilöstön osaamisesta pidetään huolta"
ELSEWHERE = "Toisen tilaisuuden ajatus"


@dataclass(frozen=True)
class Desk:
    """A house that is coded, and its frame."""

    house: House
    frame_id: int
    notes: list[int]
    question: int

    @property
    def path(self) -> str:
        return f"/rounds/values/coding/{self.frame_id}"

    @property
    def frame(self) -> Frame:
        return db.session.get_one(Frame, self.frame_id)

    @property
    def codes(self) -> list[Code]:
        return list(codes_in(self.frame))

    def contributions(self) -> dict[str, Contribution]:
        """By their text, those of both meetings."""
        meetings = [meeting_of(built) for built in (self.house.here, self.house.other)]
        return {said.text: said for said in contributions_in(meetings)}


@pytest.fixture
def desk(app: Flask) -> Desk:
    house = build_house(app, live=True)
    notes = house.write(*TEXTS)
    notes += house.write(ELSEWHERE, prompt=house.other.prompts[0], guest=house.strangers[0])
    house.put_in(State.OPEN)
    with app.app_context():
        survey = db.session.get_one(Exercise, house.here.survey)
        question = add_question(survey, QuestionKind.LONG_TEXT, Texts(fi="Mitä muuta?"), "values").id
    house.put_in(State.LIVE)
    with app.app_context():
        survey = db.session.get_one(Exercise, house.here.survey)
        led(unlock_exercise, survey)
        guest = db.session.get_one(Participant, house.guests[0])
        send_response(survey, guest, new_key(), {question: ANSWER})
        frame = make_frame(meeting_of(house.here).round, FrameKind.STRATEGY, Texts(fi="Strategia"), somebody())
        return Desk(house, frame.id, notes, question)


def somebody(email: str = "organiser@example.org") -> User:
    user = user_by_email(email)
    assert user
    return user
