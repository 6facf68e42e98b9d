"""The letter."""

import secrets
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshop.columns import Base, Moment

MOST_LETTERS = 2**53
"""Letters have numbers from 1 to this."""


class LetterState(StrEnum):
    QUEUED = "queued"
    """Waits to be sent, or to be tried again at `next_try_at`."""
    SENDING = "sending"
    """A worker has it in hand."""
    SENT = "sent"
    FAILED = "failed"
    """The receiving server refused it for good, or every try failed."""
    UNSURE = "unsure"
    """The worker died while the server was taking it in: it may have arrived. A person decides, nobody guesses."""


class Letter(Base):
    """One mail in the outbox.

    Anonymity by structure: somebody who answers and then leaves an address may get a letter at that moment. So its
    times are full hours, its number is random (the row's place in SQLite too), and what the server said when it took
    the letter is not kept, for servers say the time and their own running numbers.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("key", name="one_letter_per_key"),
        Index("ix_letter_state_next_try", "state", "next_try_at"),
    )

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        autoincrement=False,
        default=lambda: 1 + secrets.randbelow(MOST_LETTERS),
    )
    key: Mapped[str]
    """What the letter is, said once: "digest:12:someone@example.fi". Asked for again, it is the same letter."""
    about: Mapped[str] = mapped_column(index=True)
    """What it belongs to ("digest:12"), so that all its letters are found."""
    address: Mapped[str]
    language: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    unsubscribe: Mapped[str] = mapped_column(default="")
    """Where one POST without a cookie stops such letters (RFC 8058); "" for a letter that is not one of many."""
    state: Mapped[LetterState] = mapped_column(default=LetterState.QUEUED)
    tries: Mapped[int] = mapped_column(default=0)
    queued_at: Mapped[datetime] = mapped_column(Moment)
    next_try_at: Mapped[datetime] = mapped_column(Moment)
    claimed_at: Mapped[datetime | None] = mapped_column(Moment)
    """When a worker took it in hand for the present try."""
    handed_at: Mapped[datetime | None] = mapped_column(Moment)
    """When its content began to go over the wire: from here on it may have arrived."""
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    server_said: Mapped[str] = mapped_column(default="")
    """Why the mail server has not taken it, in its own words."""
