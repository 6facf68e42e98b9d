"""A round with two meetings of known counts, a coding frame, and an organiser who puts its digest together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from tests.houses import ORGANISER, House, build_house, led, meeting_of, new_key
from workshop import clock
from workshop.accounts.models import User
from workshop.accounts.queries import user_by_email
from workshop.action import action
from workshop.boards.actions import add_note, hide_note
from workshop.boards.models import Note, Prompt
from workshop.coding.actions import give_codes, make_frame
from workshop.coding.models import Code, FrameKind
from workshop.coding.queries import codes_in
from workshop.columns import Texts
from workshop.digests.rounds import actions
from workshop.digests.rounds.actions import pieces
from workshop.digests.rounds.models import EvidenceKind, Piece, PieceKind, RoundDigest, Stage
from workshop.extensions import db
from workshop.meetings.actions import go_live, open_meeting
from workshop.meetings.models import Meeting
from workshop.participants.actions import join_meeting
from workshop.rounds.models import Round
from workshop.rounds.queries import round_by_key

BEGUN = datetime(2022, 1, 21, 11, tzinfo=UTC)
DAY, LATER = date(2022, 1, 21), date(2022, 1, 31)
OULU = "564"
SAID = "Lähipalvelut ensin, ja vasta sitten keskukset."


@dataclass(frozen=True)
class Desk:
    """The house, and what is said and coded in it by DAY."""

    house: House
    notes: list[int]

    @property
    def round(self) -> Round:
        found = round_by_key("values")
        assert found
        return found

    @property
    def organiser(self) -> User:
        found = user_by_email(ORGANISER)
        assert found
        return found

    @property
    def codes(self) -> list[Code]:
        from_frame = db.session.query(Code).first()
        assert from_frame
        return list(codes_in(from_frame.frame))

    def piece(self, kind: PieceKind, title: str, heading: str = "", text: str = "") -> Piece:
        facts = pieces.PieceFacts(Texts(fi=title), Texts(fi=text), Texts(), heading)
        return pieces.add_piece(self.round, kind, facts, self.organiser)

    def rest(self, piece: Piece, *things: tuple[EvidenceKind, int]) -> None:
        pieces.rest_on(piece, things, self.organiser)

    def make(self, day: date = DAY, language: str = "fi") -> RoundDigest:
        return actions.make_round_digest(self.round, language, Stage.INTERIM, day, self.organiser)

    def hide(self, note: int) -> None:
        led(hide_note, db.session.get_one(Note, note))


@action
def _speak(meeting: Meeting, prompt: Prompt) -> list[int]:
    people = [join_meeting(meeting, "fi", ["residents" if n < 20 else "staff"], OULU) for n in range(32)]
    return [add_note(prompt, one, new_key(), f"{SAID} {n}").id for n, one in enumerate(people)]


@pytest.fixture
def desk(app: Flask) -> Desk:
    """Twenty residents and twelve of the staff join the first meeting and write a note each by DAY."""
    with clock.at(BEGUN):
        house = build_house(app, live=False)
        with app.app_context():
            for built in (house.here, house.other):
                open_meeting(meeting_of(built))
                go_live(meeting_of(built))
            meeting, prompt = meeting_of(house.here), db.session.get_one(Prompt, house.here.prompts[0])
            notes = _speak(meeting, prompt)
            organiser = user_by_email(ORGANISER)
            assert organiser
            frame = make_frame(meeting.round, FrameKind.STRATEGY, Texts(fi="Strategia"), organiser)
            give_codes([(codes_in(frame)[0], (note,)) for note in notes[:10]], organiser)
            actions.choose_headings(meeting.round, frame, organiser)
    return Desk(house, notes)


@pytest.fixture
def come(desk: Desk) -> Callable[[str, int, datetime], None]:
    """come(group, people, moment): so many more join the first meeting."""

    def join(group: str, people: int, moment: datetime = BEGUN + timedelta(days=5)) -> None:
        with clock.at(moment):
            for _person in range(people):
                join_meeting(meeting_of(desk.house.here), "fi", [group], OULU)

    return join
