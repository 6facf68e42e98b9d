"""Stops: what an address wants no more of. Kept as a digest with the house's key, so that whoever reads the table alone
learns no address; with another SECRET_KEY all stops are forgotten."""

import hashlib
import hmac

from flask import current_app
from sqlalchemy import select

from workshop.action import action
from workshop.digests.models import Stop
from workshop.extensions import db
from workshop.meetings.models import Meeting
from workshop.rounds.models import Round

CONFIRMATIONS = "confirmations"
"""The scope of who has asked for nothing and wants no letter that asks so."""
EVERYTHING = "digests"
"""The scope of all digests, of meetings and of rounds."""


def scope_of(of: Meeting | Round) -> str:
    """The scope of a meeting's letters, or of those of a round and of all its meetings."""
    return f"{of.__tablename__}:{of.id}"


def own_scope_of(round_: Round) -> str:
    """The scope of the letters of a round's own digests alone."""
    return f"round_digests:{round_.id}"


def stop_code(address: str) -> str:
    """What is kept of an address (in lower case) that stops something."""
    key = str(current_app.secret_key).encode()
    return hmac.new(key, f"stop:{address}".encode(), hashlib.sha256).hexdigest()


def is_stopped(address: str, scope: str) -> bool:
    """Has the address stopped what the scope names?"""
    return db.session.get(Stop, (stop_code(address), scope)) is not None


def stopped_of(of: Meeting | Round) -> set[str]:
    """The codes of all addresses that have stopped these letters, those of the round with all its meetings, or all."""
    own, round_ = (own_scope_of(of), of) if isinstance(of, Round) else (scope_of(of), of.round)
    return set(db.session.scalars(select(Stop.code).where(Stop.scope.in_((own, scope_of(round_), EVERYTHING)))))


def stopped_in(round_: Round) -> set[tuple[str, int]]:
    """Codes of addresses that have stopped the letters of single meetings of the round, each with the meeting's id."""
    meetings = db.session.scalars(select(Meeting.id).where(Meeting.round_id == round_.id))
    scopes = {f"{Meeting.__tablename__}:{number}": number for number in meetings}
    stops = select(Stop.code, Stop.scope).where(Stop.scope.in_(scopes))
    return {(stop.code, scopes[stop.scope]) for stop in db.session.execute(stops)}


@action
def stop(address: str, scope: str) -> None:
    """Note that the address wants no more of what the scope names; twice is once."""
    noted = db.insert(Stop).values(code=stop_code(address), scope=scope).on_conflict_do_nothing()
    db.session.execute(noted)
