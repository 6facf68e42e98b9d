"""Two organisers at one round's digest on PostgreSQL: nobody writes over another's words without knowing it."""

import pytest
from flask import Flask

from tests.digests.rounds.conftest import Desk
from tests.together import TIMES, at_once
from workshop.columns import Texts
from workshop.digests.rounds.actions import PieceFacts, approve_round_digest, edit_piece, remove_piece, shift_piece
from workshop.digests.rounds.models import Piece, PieceKind, RoundDigest
from workshop.digests.rounds.queries import pieces_of
from workshop.digests.rounds.seen import of_piece
from workshop.errors import AlreadyDone, ChangedMeanwhile, NotFound
from workshop.extensions import db
from workshop.pictures.actions import keep_picture
from workshop.pictures.reading import Read

pytestmark = pytest.mark.usefixtures("on_postgresql")


def test_what_several_do_at_once_is_done_one_after_another(app: Flask, desk: Desk) -> None:
    with app.app_context():
        pieces = [desk.piece(PieceKind.ITEM, str(number)).id for number in range(TIMES)]
        seen = of_piece(db.session.get_one(Piece, pieces[0]))
        digest = desk.make().id

    def piece(number: int = 0) -> Piece:
        return db.session.get_one(Piece, pieces[number])

    def told(refusals: list[Exception]) -> set[type[Exception]]:
        assert len(refusals) == TIMES - 1
        return {type(one) for one in refusals}

    def write(number: int) -> None:
        edit_piece(piece(), PieceFacts(Texts(fi=f"Sanottu {number}")), desk.organiser, seen)

    def approve(_number: int) -> None:
        approve_round_digest(db.session.get_one(RoundDigest, digest), desk.organiser)

    assert told(at_once(app, write)) == {ChangedMeanwhile}
    assert told(at_once(app, approve)) == {AlreadyDone}
    assert at_once(app, lambda number: shift_piece(piece(number), 1 if number % 2 else -1, desk.organiser)) == []
    with app.app_context():
        assert [one.position for one in pieces_of(desk.round)] == list(range(1, TIMES + 1))
    assert told(at_once(app, lambda _number: remove_piece(piece(), desk.organiser))) == {NotFound}
    picture = Read("image/png", 1, 1, bytes(500_000))
    assert at_once(app, lambda _number: keep_picture(picture)) == []
