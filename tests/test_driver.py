"""A statement that goes to the driver as it is says and answers what SQLAlchemy's own execution does."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import bindparam, insert, literal, select, update
from sqlalchemy.exc import IntegrityError

from tests.houses import House, build_house, new_key
from workshop.boards.models import Note
from workshop.driver import DriverStatement
from workshop.extensions import db
from workshop.meetings.models import Meeting
from workshop.participants.models import Participant

_MEETING: Any = Meeting.__table__
_GUEST: Any = Participant.__table__
_NOTE: Any = Note.__table__
INSERT = insert(_NOTE).returning(_NOTE.c.id)


@pytest.fixture
def house(app: Flask) -> House:
    return build_house(app)


def test_its_row_is_sqlalchemys(app: Flask, house: House) -> None:
    columns = [_MEETING.c[name] for name in ("code", "title", "state", "starts_at", "closed_at", "languages")]
    asked = select(*columns, _GUEST.c.groups, literal(7)).join(_GUEST, _GUEST.c.meeting_id == _MEETING.c.id)
    asked = asked.where(_MEETING.c.code == bindparam("code")).order_by(_GUEST.c.id)
    with app.app_context(), db.connection.begin():
        there = {"code": house.here.code}
        expected = db.connection.execute(asked, there).first()
        assert expected is not None
        found = DriverStatement(asked).first(db.connection, there)
        assert found == tuple(expected)
        assert [type(value) for value in found or ()] == [type(value) for value in expected]
        assert DriverStatement(asked).first(db.connection, {"code": "TESTZZZ"}) is None


def test_it_writes_what_sqlalchemy_would(app: Flask, house: House) -> None:
    (note,) = house.write("Kirjasto auki iltaisin")
    with app.app_context():
        kept = db.session.execute(select(_NOTE).where(_NOTE.c.id == note)).one()._asdict()
        facts = {name: fact for name, fact in kept.items() if name != "id"} | {"client_key": new_key()}
        inserted = DriverStatement(INSERT, list(facts)).first(db.session.connection(), facts)
        assert inserted is not None
        saved = db.session.execute(select(_NOTE).where(_NOTE.c.id == inserted[0])).one()._asdict()
        assert saved == facts | {"id": inserted[0]}


def test_values_that_the_statement_brings_go_with_it(app: Flask, house: House) -> None:
    moved = update(_MEETING).where(_MEETING.c.code == bindparam("code")).values(seq=_MEETING.c.seq + 3)
    statement = DriverStatement(moved.returning(_MEETING.c.seq))
    with app.app_context():
        before = db.session.scalar(select(_MEETING.c.seq).where(_MEETING.c.code == house.here.code))
        assert before is not None
        for turn in (1, 2):
            assert statement.first(db.session.connection(), {"code": house.here.code}) == (before + 3 * turn,)


def test_a_fault_is_sqlalchemys_and_names_no_value(app: Flask, house: House) -> None:
    (note,) = house.write("Mummon salaisuus")
    with app.app_context():
        kept = db.session.execute(select(_NOTE).where(_NOTE.c.id == note)).one()._asdict()
        del kept["id"]
        with pytest.raises(IntegrityError) as fault:
            DriverStatement(INSERT, list(kept)).first(db.session.connection(), kept)
        assert "INSERT INTO note" in str(fault.value)
        assert "salaisuus" not in str(fault.value)
        db.session.rollback()
    assert house.notes() == ["Mummon salaisuus"]


def test_what_it_cannot_do_it_refuses(app: Flask, house: House) -> None:
    code = select(_MEETING.c.id).where(_MEETING.c.code == bindparam("code"))
    some = select(_MEETING.c.id).where(_MEETING.c.code.in_(bindparam("codes", expanding=True)))
    with app.app_context():
        with pytest.raises(RuntimeError):
            DriverStatement(code).first(db.connection, {"code": house.here.code})
        with db.connection.begin():
            with pytest.raises(KeyError):
                DriverStatement(code).first(db.connection, {})
            with pytest.raises(TypeError):
                DriverStatement(some).first(db.connection, {"codes": [house.here.code]})
            with pytest.raises(TypeError):  # likes begin at 0, by a default of SQLAlchemy's
                DriverStatement(INSERT, ["text"]).first(db.connection, {"text": "x"})
