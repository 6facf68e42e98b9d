"""The participant: somebody who joined without an account."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.columns import Base, KeysColumn, Moment
from workshop.meetings.models import Deed, Meeting, Thing


class Participant(Base):
    """A guest of one meeting. The row names no person: a random key, a language and a voluntary tag. Without the key
    it says only: the same unknown person, within this meeting."""

    __tablename__ = "participant"
    __table_args__ = (UniqueConstraint("key", name="one_participant_per_key"),)
    THING: ClassVar[Thing] = Thing.HANDS
    UNDOABLE: ClassVar[tuple[str, ...]] = ("blocked_at",)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str | None]
    """Random, 128 bits; what the signed cookie carries. None once the meeting is archived: no browser leads here."""
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    language: Mapped[str]
    groups: Mapped[list[str]] = mapped_column(KeysColumn)
    """Stakeholder groups that the participant speaks for."""
    municipality: Mapped[str | None]
    joined_at: Mapped[datetime] = mapped_column(Moment)
    joined_afterwards: Mapped[bool] = mapped_column(default=False)
    hand_raised_at: Mapped[datetime | None] = mapped_column(Moment)
    ready_at_position: Mapped[int | None]
    """The step at which the participant last said: I am ready."""
    blocked_at: Mapped[datetime | None] = mapped_column(Moment)
    """Since when nothing is taken from this device any more; it goes on reading."""

    meeting: Mapped[Meeting] = relationship()

    @property
    def may_write(self) -> bool:
        """Does the meeting take what this participant contributes, as far as the two are concerned?"""
        return self.meeting.allows(Deed.CONTRIBUTE) and self.blocked_at is None
