"""A live meeting whose vote on a few statements is open, in which guests of known groups vote."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from flask import Flask

from tests.houses import House, build_house, led, meeting_of
from workshop.columns import Texts
from workshop.extensions import db
from workshop.meetings.actions import unlock_exercise
from workshop.meetings.models import Exercise
from workshop.participants.actions import join_meeting
from workshop.participants.models import Participant
from workshop.statements.actions import add_statement, give_stance, set_adding
from workshop.statements.models import Adding, Opinion, Statement
from workshop.statements.queries import statements_of

AGREE, PASS, DISAGREE = Opinion.AGREE, Opinion.PASS, Opinion.DISAGREE


@dataclass(frozen=True)
class Voting:
    """The house, and the ids of the statements that people vote on."""

    house: House
    statements: tuple[int, ...]

    @property
    def page(self) -> str:
        return f"/j/{self.house.here.code}/statements/{self.house.here.vote}"

    @property
    def desk_page(self) -> str:
        return f"/meetings/{self.house.here.code}/desk?step=4"

    @property
    def exercise(self) -> Exercise:
        """Inside an app context, as what follows."""
        return db.session.get_one(Exercise, self.house.here.vote)

    def statement(self, place: int = 0) -> Statement:
        return db.session.get_one(Statement, self.statements[place])

    def guest(self, place: int = 0) -> Participant:
        return db.session.get_one(Participant, self.house.guests[place])

    def all(self) -> Sequence[Statement]:
        return statements_of(self.exercise)

    def let_add(self, adding: Adding) -> None:
        with self.house.app.app_context():
            set_adding(self.exercise, adding)

    def join(self, count: int, *groups: str) -> list[int]:
        """So many more participants, who speak for these groups."""
        with self.house.app.app_context():
            meeting = meeting_of(self.house.here)
            return [join_meeting(meeting, "fi", groups).id for _guest in range(count)]

    def take(self, place: int, guests: Sequence[int], *opinions: Opinion) -> None:
        """Guests take these stances on a statement, one each."""
        with self.house.app.app_context():
            for guest, opinion in zip(guests, opinions, strict=True):
                give_stance(self.statement(place), db.session.get_one(Participant, guest), opinion)


@pytest.fixture
def house(app: Flask) -> House:
    return build_house(app, votes=True)


@pytest.fixture
def voting(house: House) -> Voting:
    with house.app.app_context():
        vote = db.session.get_one(Exercise, house.here.vote)
        led(unlock_exercise, vote)
        more = [add_statement(vote, Texts(fi=text)).id for text in ("Jonot ovat liian pitkät.", "Apua saa läheltä.")]
    return Voting(house, (house.here.statement, *more))
