"""The letter, what it says, and the letters that wait because somebody said so."""

import secrets
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.columns import Base, Moment
from workshop.mail.written import with_own_link

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
    BOUNCED = "bounced"
    """It was taken, and came back: the address does not take it."""


class Content(Base):
    """What letters say: kept once, however many get it. Its key is made of all that it says, so it never changes."""

    __tablename__ = "letter_content"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str]
    text: Mapped[str] = mapped_column(deferred=True)
    html: Mapped[str] = mapped_column(deferred=True)
    enclosure_name: Mapped[str] = mapped_column(default="")
    """What the file that goes with it is called ("koonti-SEURAN7.pdf"); "" when none does."""
    enclosure: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)


class Letter(Base):
    """One mail in the outbox.

    Anonymity by structure: somebody who answers and then leaves an address may get a letter at that moment. So its
    times are full hours, its number is random (the row's place in SQLite too), and what the server said when it took
    the letter is not kept, for servers say the time and their own running numbers.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("key", name="one_letter_per_key"),
        UniqueConstraint("token", name="one_letter_per_token"),
        Index("ix_letter_state_next_try", "state", "next_try_at"),
        Index(
            "ix_letter_unreachable",
            "address",
            sqlite_where=text("unreachable_at IS NOT NULL"),
            postgresql_where=text("unreachable_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        autoincrement=False,
        default=lambda: 1 + secrets.randbelow(MOST_LETTERS),
    )
    key: Mapped[str]
    """What the letter is, said once: "digest:12:someone@example.fi". Asked for again, it is the same letter."""
    token: Mapped[str]
    """Its name outside: in its Message-ID, and in the address where it comes back to. Random, so that nobody can speak
    of a letter that they have not seen."""
    about: Mapped[str] = mapped_column(index=True)
    """What it belongs to ("digest:12"), so that all its letters are found."""
    address: Mapped[str]
    language: Mapped[str]
    content_key: Mapped[str] = mapped_column(ForeignKey("letter_content.key"), index=True)
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
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    """When it was no longer wanted, if it had left by then or was about to: nothing sends it again."""
    unreachable_at: Mapped[datetime | None] = mapped_column(Moment)
    """When a mail server said of its address that it takes no letters; None again when somebody has it tried again."""
    server_said: Mapped[str] = mapped_column(default="")
    """Why a mail server has not taken it, or not delivered it yet, in its own words."""

    content: Mapped[Content] = relationship()

    @property
    def subject(self) -> str:
        return self.content.subject

    @property
    def text(self) -> str:
        return with_own_link(self.content.text, self.unsubscribe)

    @property
    def html(self) -> str:
        return with_own_link(self.content.html, self.unsubscribe)


class PausedLetters(Base):
    """The letters about one thing wait until somebody lets them go: those that are there, and those still to come."""

    __tablename__ = "paused_letters"

    about: Mapped[str] = mapped_column(primary_key=True)
    paused_at: Mapped[datetime] = mapped_column(Moment)
