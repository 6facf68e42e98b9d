"""Digests and the addresses that they go to: tables that meet the meeting, and never a participant."""

import secrets
import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from workshop.accounts.models import User
from workshop.columns import Base, Moment
from workshop.meetings.models import Meeting
from workshop.rounds.models import Round


def random_key() -> str:
    """128 random bits, as an address of ours holds them."""
    return secrets.token_urlsafe(16)


class Recipients(StrEnum):
    """To whom a digest goes."""

    PRESENT = "present"
    """Those who left their address and confirmed it."""
    INVITED = "invited"
    """Those on the organiser's list."""
    BOTH = "both"


class Digest(Base):
    """What one meeting said, in one language, as it stood when the digest was made."""

    __tablename__ = "digest"
    __table_args__ = (
        UniqueConstraint("meeting_id", "language", "version", name="one_digest_per_version"),
        UniqueConstraint("key", name="one_digest_per_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    """Random, 128 bits: its stable address for those who got the letter."""
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    language: Mapped[str]
    version: Mapped[int]
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The document tree, see `digests/document.py`."""
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_of_seq: Mapped[int]
    """The meeting's change number that it was made of."""
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    """Who made the version; None when the worker did."""
    edits: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """What an editor has put around the words, see `digests/edits.py`."""
    edition: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many times its maker has edited it since it was made: whoever edits or approves says which one was read."""
    approved_at: Mapped[datetime | None] = mapped_column(Moment)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    leaves_at: Mapped[datetime | None] = mapped_column(Moment)
    """When its letters are to leave, as it was approved."""
    posted_at: Mapped[datetime | None] = mapped_column(Moment)
    """When its letters were put in the outbox."""
    sent_to: Mapped[Recipients | None]
    """Whom the approver chose; None before approval."""

    meeting: Mapped[Meeting] = relationship()
    of_id: Mapped[int] = synonym("meeting_id")
    of: Mapped[Meeting] = synonym("meeting")
    """What it is the digest of, as of a round's digest."""
    approved_by: Mapped[User | None] = relationship(foreign_keys=[approved_by_id])
    made_by: Mapped[User | None] = relationship(foreign_keys=[made_by_id])


class Hold(Base):
    """An organiser's choice for one meeting: its digests are approved by themselves when some hours have passed."""

    __tablename__ = "digest_hold"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    hours: Mapped[int]
    chosen_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    """The approver of what is approved so."""
    chosen_at: Mapped[datetime] = mapped_column(Moment)

    chosen_by: Mapped[User] = relationship()


class Subscriber(Base):
    """An address left to receive a meeting's digest; it waits until its owner has confirmed it.

    Anonymity by structure: no participant, no time of day, a random key and no hidden row number, so neither
    order nor time tells whose answers belong to the address.
    """

    __tablename__ = "subscriber"
    __table_args__ = (
        UniqueConstraint("meeting_id", "address", name="one_subscription_per_address"),
        UniqueConstraint("key", name="one_subscription_per_key"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=lambda: uuid.uuid4().hex)
    key: Mapped[str] = mapped_column(default=random_key)
    """What its unsubscribe link holds."""
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    address: Mapped[str]
    """In lower case: one address is one subscriber, however it is typed."""
    language: Mapped[str]
    left_on: Mapped[date]
    """The day on which it was last left."""
    confirmed_on: Mapped[date | None]
    wants_round: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Are the digests of the meeting's round wanted too? Nobody is sent those who has not been asked."""

    meeting: Mapped[Meeting] = relationship()
    of: Mapped[Meeting] = synonym("meeting")


class Confirmation(Base):
    """A letter that asks whether an address was left by its owner; at most one a day for each address, whatever the
    meetings. What its link holds is not kept: only the hash is."""

    __tablename__ = "confirmation"
    __table_args__ = (
        UniqueConstraint("address", "sent_on", name="one_confirmation_per_address_and_day"),
        {"sqlite_with_rowid": False},
    )

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[str | None]
    """As a subscriber's; None when its owner has not asked for anything and the address has been forgotten."""
    sent_on: Mapped[date]
    """The Finnish day."""


class InvitedAddress(Base):
    """An address on the organiser's list of those who are sent a meeting's digests. Nothing joins it to a participant
    either."""

    __tablename__ = "invited_address"
    __table_args__ = (
        UniqueConstraint("meeting_id", "address", name="one_invitation_per_address"),
        UniqueConstraint("key", name="one_invited_address_per_key"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=lambda: uuid.uuid4().hex)
    key: Mapped[str] = mapped_column(default=random_key)
    """What its unsubscribe link holds."""
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    address: Mapped[str]
    """In lower case."""
    language: Mapped[str]

    meeting: Mapped[Meeting] = relationship()
    of_id: Mapped[int] = synonym("meeting_id")
    of: Mapped[Meeting] = synonym("meeting")


class RoundAddress(Base):
    """An address on the organisers' list of those who are sent a round's digests: councillors, the press."""

    __tablename__ = "round_address"
    __table_args__ = (
        UniqueConstraint("round_id", "address", name="one_line_per_address"),
        UniqueConstraint("key", name="one_round_address_per_key"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=lambda: uuid.uuid4().hex)
    key: Mapped[str] = mapped_column(default=random_key)
    """What its unsubscribe link holds."""
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    address: Mapped[str]
    """In lower case."""
    language: Mapped[str]

    round: Mapped[Round] = relationship()
    of_id: Mapped[int] = synonym("round_id")
    of: Mapped[Round] = synonym("round")


class Stop(Base):
    """An address wants no more of some letters; the address itself is not kept (`digests/stops.py`)."""

    __tablename__ = "stop"
    __table_args__ = ({"sqlite_with_rowid": False},)

    code: Mapped[str] = mapped_column(primary_key=True)
    """The address as a digest with the house's key."""
    scope: Mapped[str] = mapped_column(primary_key=True)
    """Of what: "confirmations"; "meeting:12", "round_digests:3", "round:3" with all its meetings, "digests" of all."""
