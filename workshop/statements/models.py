"""Statement votes: the rules of a vote, its statements, and the stances that participants take on them."""

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.columns import Base, KeysColumn, Moment, Texts, TextsColumn
from workshop.meetings.models import Exercise, Thing

LONGEST_STATEMENT = 300
"""Characters in one language: a statement is read on one phone screen with its three buttons."""
MOST_ADDED = 20
"""How many statements one participant may add to a vote."""


class Adding(StrEnum):
    """May participants add statements of their own?"""

    NOBODY = "nobody"
    APPROVED = "approved"
    """Yes; others see each when a facilitator has approved it."""
    AT_ONCE = "at_once"
    """Yes, and all see them at once."""


class Opinion(IntEnum):
    """What a stance says."""

    DISAGREE = -1
    PASS = 0
    AGREE = 1


class StatementRules(Base):
    """How a statement vote works, when anything differs from the defaults; a vote without a row goes by those."""

    __tablename__ = "statement_rules"
    THING: ClassVar[Thing] = Thing.STATEMENTS
    UNDOABLE: ClassVar[tuple[str, ...]] = ("results_opened_at",)

    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(default=0)
    adding: Mapped[Adding] = mapped_column(default=Adding.NOBODY)
    results_opened_at: Mapped[datetime | None] = mapped_column(Moment)
    """Since when participants and the wall may see how the vote goes; None: only those who lead it do."""

    exercise: Mapped[Exercise] = relationship()


class Statement(Base):
    """One statement of a vote: typed by those who lead, taken from a note, or added by a participant."""

    __tablename__ = "statement"
    __table_args__ = (
        UniqueConstraint("meeting_id", "client_key", name="one_statement_per_client_key"),
        UniqueConstraint("exercise_id", "note_id", name="a_note_is_one_statement_of_a_vote"),
        Index("ix_statement_meeting_seq", "meeting_id", "seq"),
    )
    THING: ClassVar[Thing] = Thing.STATEMENTS
    UNDOABLE: ClassVar[tuple[str, ...]] = ("withheld_at", "hidden_at")

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    seq: Mapped[int]
    text: Mapped[Texts] = mapped_column(TextsColumn)
    note_id: Mapped[int | None] = mapped_column(ForeignKey("note.id"))
    """The note that it was taken from; the statement keeps its own copy of the words."""
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"), index=True)
    """Who added it, when a participant did."""
    client_key: Mapped[str | None]
    """UUID made by the participant's form; None for what those who lead have written."""
    shown_at: Mapped[datetime | None] = mapped_column(Moment)
    """When participants were first let see it: from then on they are told when it goes."""
    withheld_at: Mapped[datetime | None] = mapped_column(Moment)
    """Since when it waits to be approved; None for what does not wait."""
    hidden_at: Mapped[datetime | None] = mapped_column(Moment)

    exercise: Mapped[Exercise] = relationship()


class Stance(Base):
    """What one participant thinks of one statement; it can be changed while the vote is open."""

    __tablename__ = "stance"
    __table_args__ = (CheckConstraint("value BETWEEN -1 AND 1", name="a_stance_is_one_of_three"),)

    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id", ondelete="CASCADE"), primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True, index=True)
    seq: Mapped[int]
    """Number of the change that took or changed it: by it desks hear that counts have moved."""
    value: Mapped[int] = mapped_column(SmallInteger)
    """An Opinion."""
    groups: Mapped[list[str]] = mapped_column(KeysColumn)
    """A copy of the participant's groups, as a note carries one."""
    given_at: Mapped[datetime] = mapped_column(Moment)

    statement: Mapped[Statement] = relationship()
