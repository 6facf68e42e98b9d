"""The letter that asks whether an address was left by its owner, and what it is about: finding and writing only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import current_app
from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from workshop.accounts.queries import token_hash
from workshop.clock import today
from workshop.digests.models import Confirmation, Subscriber
from workshop.errors import LinkExpired
from workshop.extensions import db
from workshop.mail.models import Letter, LetterState
from workshop.mail.written import Written, write
from workshop.meetings.models import Meeting

ABOUT = "confirmation"
"""What the outbox calls these letters."""
LASTS_DAYS = 7
"""How long an address waits for its owner, after the day on which it was left, and the link is good."""


@dataclass(frozen=True)
class Asked:
    """What the link of a confirmation is about."""

    address: str
    """ "" when its owner has said that nothing was asked for."""
    waiting: Sequence[Subscriber]
    """By meeting."""


def last_days() -> date:
    """What is of an earlier day than this waits no more."""
    return today() - timedelta(days=LASTS_DAYS)


def asked_by(token: str) -> Asked:
    """What waits for this link. Raises LinkExpired when it is not ours or its time is over."""
    hashed = token_hash(token)
    found = db.session.scalar(
        select(Confirmation).where(Confirmation.token_hash == hashed, Confirmation.sent_on >= last_days())
    )
    if found is None:
        raise LinkExpired
    return Asked(found.address or "", waiting_at(found.address) if found.address else [])


def waiting_at(address: str) -> Sequence[Subscriber]:
    """The subscriptions of an address that its owner has not confirmed, by meeting."""
    return db.session.scalars(
        select(Subscriber)
        .where(Subscriber.address == address, Subscriber.confirmed_on.is_(None))
        .order_by(Subscriber.meeting_id)
        .options(joinedload(Subscriber.meeting).joinedload(Meeting.round))
    ).all()


def subscriber_at(meeting: Meeting, address: str) -> Subscriber | None:
    """The subscription of this address (in lower case)."""
    return db.session.scalar(
        select(Subscriber).where(Subscriber.meeting_id == meeting.id, Subscriber.address == address)
    )


def confirmed_at(meeting: Meeting) -> set[str]:
    """The addresses whose owners want the meeting's digests."""
    confirmed = Subscriber.confirmed_on.is_not(None)
    return set(db.session.scalars(select(Subscriber.address).where(Subscriber.meeting_id == meeting.id, confirmed)))


def any_forgettable() -> bool:
    """Is there anything that `forget_unconfirmed` would forget?"""
    conditions = (
        exists().where(Subscriber.confirmed_on.is_(None), Subscriber.left_on < last_days()),
        exists().where(Confirmation.sent_on < last_days()),
        exists().where(Letter.about == ABOUT, Letter.state == LetterState.SENT),
        exists().where(Letter.about == ABOUT, Letter.withdrawn_at.is_not(None), Letter.state != LetterState.SENDING),
    )
    return any(db.session.scalar(select(condition)) for condition in conditions)


def write_confirmation(meeting: Meeting, language: str, token: str, wants_round: bool = False) -> Written:
    """The letter, which has nothing in it that the one who left the address could have written."""
    link = f"{current_app.config['SETTINGS'].base_url}/confirmation/{token}?lang={language}"
    return write("confirmation", language, meeting=meeting, wants_round=wants_round, link=link, days=LASTS_DAYS)
