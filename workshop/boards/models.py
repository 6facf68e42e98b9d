"""Prompts, notes and likes. The scribe's block is a board with one prompt that only the scribe writes on."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.columns import Base, KeysColumn, Moment, Texts, TextsColumn
from workshop.meetings.models import Exercise

LONGEST_NOTE = 2000


class Prompt(Base):
    """A board's column: one question."""

    __tablename__ = "prompt"

    id: Mapped[int] = mapped_column(primary_key=True)
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    text: Mapped[Texts] = mapped_column(TextsColumn)
    topic: Mapped[str]
    """Key of the topic that it feeds: values, participation …"""
    theme: Mapped[Texts] = mapped_column(TextsColumn)
    """Heading under which the digest lists it; empty: the topic's name."""

    exercise: Mapped[Exercise] = relationship(back_populates=None)


class Note(Base):
    """One contribution on a board. It carries a copy of its writer's tag, so that the writer can be forgotten."""

    __tablename__ = "note"
    __table_args__ = (
        UniqueConstraint("meeting_id", "client_key", name="one_note_per_client_key"),
        CheckConstraint("participant_id IS NULL OR user_id IS NULL", name="a_note_has_one_writer"),
        Index("ix_note_meeting_seq", "meeting_id", "seq"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    prompt_id: Mapped[int] = mapped_column(ForeignKey("prompt.id"), index=True)
    seq: Mapped[int]
    client_key: Mapped[str]
    """UUID made by the writer's device."""
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    """The scribe, when one wrote it."""
    text: Mapped[str]
    language: Mapped[str]
    groups: Mapped[list[str]] = mapped_column(KeysColumn)
    municipality: Mapped[str | None]
    written_at: Mapped[datetime] = mapped_column(Moment)
    written_afterwards: Mapped[bool] = mapped_column(default=False)
    hidden_at: Mapped[datetime | None] = mapped_column(Moment)
    likes: Mapped[int] = mapped_column(default=0)
    """How many participants like it: kept equal to the rows of `Like` by the action that changes them."""

    prompt: Mapped[Prompt] = relationship()


class Like(Base):
    """A participant likes a note."""

    __tablename__ = "like"

    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"), primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True, index=True)
