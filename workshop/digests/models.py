"""Digests and their subscribers: two tables that meet the meeting, and never a participant."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.accounts.models import User
from workshop.columns import Base, Moment
from workshop.meetings.models import Meeting


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
    posted_at: Mapped[datetime | None] = mapped_column(Moment)
    """When its letters were put in the outbox."""

    meeting: Mapped[Meeting] = relationship()
    approved_by: Mapped[User | None] = relationship(foreign_keys=[approved_by_id])
    made_by: Mapped[User | None] = relationship(foreign_keys=[made_by_id])


class Subscriber(Base):
    """An address left to receive a meeting's digest.

    Anonymity by structure: no participant, no time of day, a random key and no hidden row number, so neither
    order nor time tells whose answers belong to the address.
    """

    __tablename__ = "subscriber"
    __table_args__ = (
        UniqueConstraint("meeting_id", "address", name="one_subscription_per_address"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=lambda: uuid.uuid4().hex)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    address: Mapped[str]
    """Lower case in its domain part."""
    language: Mapped[str]
    left_on: Mapped[date]
