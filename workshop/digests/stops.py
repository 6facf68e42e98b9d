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
"""The scope of the digests of all meetings."""


def scope_of(of: Meeting | Round) -> str:
    """The scope of a meeting's or a round's letters."""
    return f"{of.__tablename__}:{of.id}"


def stop_code(address: str) -> str:
    """What is kept of an address (in lower case) that stops something."""
    key = str(current_app.secret_key).encode()
    return hmac.new(key, f"stop:{address}".encode(), hashlib.sha256).hexdigest()


def is_stopped(address: str, scope: str) -> bool:
    """Has the address stopped what the scope names?"""
    return db.session.get(Stop, (stop_code(address), scope)) is not None


def stopped_of(meeting: Meeting) -> set[str]:
    """The codes of all addresses that have stopped the meeting's letters, its round's, or all."""
    scopes = (scope_of(meeting), scope_of(meeting.round), EVERYTHING)
    return set(db.session.scalars(select(Stop.code).where(Stop.scope.in_(scopes))))


@action
def stop(address: str, scope: str) -> None:
    """Note that the address wants no more of what the scope names; twice is once."""
    noted = db.insert(Stop).values(code=stop_code(address), scope=scope).on_conflict_do_nothing()
    db.session.execute(noted)
