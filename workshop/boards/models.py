"""Boards: their rules, prompts, notes, and what people add to notes. The scribe's block is a board that only the scribe
writes on."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.columns import Base, KeysColumn, Moment, Texts, TextsColumn
from workshop.meetings.models import Exercise, Thing

LONGEST_NOTE = 2000
LONGEST_COMMENT = 500
MOST_VOTES = 50


class Marking(StrEnum):
    """How people tell which notes matter to them."""

    LIKES = "likes"
    """As many as one wants, one for each note."""
    VOTES = "votes"
    """So many for each person (`BoardRules.votes_each`)."""


class Showing(StrEnum):
    """When participants see each other's notes. Their writer and the facilitators see them at once."""

    AT_ONCE = "at_once"
    APPROVED = "approved"
    """Each when a facilitator has approved it."""
    REVEALED = "revealed"
    """All at the same moment, when the facilitator reveals them."""


class BoardRules(Base):
    """How a board works, when a facilitator has changed anything of it; a board without a row goes by the defaults."""

    __tablename__ = "board_rules"
    __table_args__ = (CheckConstraint(f"votes_each BETWEEN 1 AND {MOST_VOTES}", name="everybody_has_some_votes"),)
    THING: ClassVar[Thing] = Thing.STEPS
    UNDOABLE: ClassVar[tuple[str, ...]] = ("revealed_at",)

    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(default=0)
    marking: Mapped[Marking] = mapped_column(default=Marking.LIKES)
    votes_each: Mapped[int] = mapped_column(default=5)
    votes_pile: Mapped[bool] = mapped_column(default=False)
    """May one person give several of their votes to the same note?"""
    showing: Mapped[Showing] = mapped_column(default=Showing.AT_ONCE)
    revealed_at: Mapped[datetime | None] = mapped_column(Moment)
    hides_groups: Mapped[bool] = mapped_column(default=False)
    """Do participants see who a note speaks for? Facilitators always do."""
    takes_comments: Mapped[bool] = mapped_column(default=True)

    exercise: Mapped[Exercise] = relationship()


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
    THING: ClassVar[Thing] = Thing.NOTES
    UNDOABLE: ClassVar[tuple[str, ...]] = ("prompt_id", "place", "stack_id", "withheld_at", "hidden_at")

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    prompt_id: Mapped[int] = mapped_column(ForeignKey("prompt.id"), index=True)
    seq: Mapped[int]
    client_key: Mapped[str]
    """UUID made by the writer's device; of what was brought in from a file by what its row says."""
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    """The scribe, when one wrote it."""
    text: Mapped[str]
    """Verbatim; empty when the writer has removed the note."""
    language: Mapped[str]
    groups: Mapped[list[str]] = mapped_column(KeysColumn)
    municipality: Mapped[str | None]
    written_at: Mapped[datetime] = mapped_column(Moment)
    written_afterwards: Mapped[bool] = mapped_column(default=False)
    imported_at: Mapped[datetime | None] = mapped_column(Moment)
    """When it was brought in from a file, which nobody here has written: all notes of one file have the same moment."""
    edition: Mapped[int] = mapped_column(default=0)
    """How many times its words have been changed: whoever changes them says which edition they have read."""
    edited_at: Mapped[datetime | None] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
    """When its writer took it away, and its words with it."""
    place: Mapped[float]
    """Its place in the column: the higher, the nearer to the top."""
    stack_id: Mapped[int | None]
    """The stack that it lies in, named after the note on its top."""
    shown_at: Mapped[datetime | None] = mapped_column(Moment)
    """When participants were first let see it: from then on they are told when it goes."""
    withheld_at: Mapped[datetime | None] = mapped_column(Moment)
    """Since when it waits to be approved or revealed; None for what does not wait."""
    hidden_at: Mapped[datetime | None] = mapped_column(Moment)
    likes: Mapped[int] = mapped_column(default=0)
    """How many participants like it: kept equal to the rows of `Like` by the action that changes them."""
    votes: Mapped[int] = mapped_column(default=0)
    """How many votes it has: kept equal to the sum of its `Vote` rows."""
    comments: Mapped[int] = mapped_column(default=0)
    """How many comments participants can read on it."""
    reports: Mapped[int] = mapped_column(default=0)
    """How many participants have reported it since a facilitator last looked."""

    prompt: Mapped[Prompt] = relationship()


class Like(Base):
    """A participant likes a note."""

    __tablename__ = "like"

    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"), primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True, index=True)


class Vote(Base):
    """The votes that a participant has given to a note."""

    __tablename__ = "vote"
    __table_args__ = (CheckConstraint("count > 0", name="no_vote_is_no_row"),)

    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"), primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True, index=True)
    count: Mapped[int]


class Comment(Base):
    """What somebody adds to a note. Boards show how many there are; they are read on the note's own page."""

    __tablename__ = "comment"
    __table_args__ = (
        UniqueConstraint("meeting_id", "client_key", name="one_comment_per_client_key"),
        CheckConstraint("participant_id IS NULL OR user_id IS NULL", name="a_comment_has_one_writer"),
    )
    THING: ClassVar[Thing] = Thing.NOTES
    UNDOABLE: ClassVar[tuple[str, ...]] = ("hidden_at",)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"), index=True)
    client_key: Mapped[str]
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    text: Mapped[str]
    language: Mapped[str]
    groups: Mapped[list[str]] = mapped_column(KeysColumn)
    written_at: Mapped[datetime] = mapped_column(Moment)
    written_afterwards: Mapped[bool] = mapped_column(default=False)
    hidden_at: Mapped[datetime | None] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
    """When its writer took it away, and its words with it."""

    note: Mapped[Note] = relationship()

    @property
    def seq(self) -> int:
        """Screens are told of a comment by its note, which says how many there are to read."""
        return self.note.seq

    @seq.setter
    def seq(self, number: int) -> None:
        here = Comment.note_id == self.note_id, Comment.removed_at.is_(None), Comment.hidden_at.is_(None)
        self.note.seq = number
        self.note.comments = select(func.count()).select_from(Comment).where(*here).scalar_subquery()


class Report(Base):
    """A participant has told the facilitators that a note should not stand there."""

    __tablename__ = "report"

    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"), primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True, index=True)
    reported_at: Mapped[datetime] = mapped_column(Moment)
