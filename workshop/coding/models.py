"""Coding frames, their codes, what has been coded, and what is suggested."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.accounts.models import User
from workshop.columns import Base, KeysColumn, Moment, Texts, TextsColumn
from workshop.rounds.models import Round

MOST_CODES = 60
"""How many codes a frame may have: more cannot be kept apart by those who code."""
LONGEST_NAME = 200
MOST_AT_ONCE = 500
"""How many contributions can be chosen by hand for one deed."""


class FrameKind(StrEnum):
    """What a frame was made from; its codes may have been changed since."""

    OWN = "own"
    STRATEGY = "strategy_headings"
    LADDER = "ladder"
    INTERFACES = "interfaces"
    LIFE_AREAS = "life_areas"
    DOCUMENTS = "target_documents"
    """Which document a contribution is for: the strategy, the participation programme, the agreements on interfaces."""


class Given(StrEnum):
    """How a contribution came by a code."""

    BY_HAND = "by_hand"
    ACCEPTED = "accepted"
    """It was suggested, and the coder agreed."""
    MERGED = "merged"
    """The code that it had was merged into this one."""


class Frame(Base):
    """A coding frame of a round: the codes that its contributions may be given. A round may have several."""

    __tablename__ = "coding_frame"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id", ondelete="CASCADE"), index=True)
    kind: Mapped[FrameKind]
    name: Mapped[Texts] = mapped_column(TextsColumn)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    suggestions_asked_at: Mapped[datetime | None] = mapped_column(Moment)
    """When suggestions were last wanted: since the codes changed, or somebody asked."""
    suggestions_made_at: Mapped[datetime | None] = mapped_column(Moment)
    """The asking that the worker has answered last; suggestions are due while it differs from the one above."""

    round: Mapped[Round] = relationship()

    @property
    def awaits_suggestions(self) -> bool:
        return self.suggestions_asked_at is not None and self.suggestions_asked_at != self.suggestions_made_at


class Code(Base):
    """One code of a frame, with its card: what it means, and by which words and examples it is known."""

    __tablename__ = "code"
    __table_args__ = (UniqueConstraint("frame_id", "key", name="one_code_per_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    frame_id: Mapped[int] = mapped_column(ForeignKey("coding_frame.id", ondelete="CASCADE"))
    key: Mapped[str]
    """Stands in addresses and exported files; never changes, and is never used again in the frame."""
    position: Mapped[int]
    name: Mapped[Texts] = mapped_column(TextsColumn)
    description: Mapped[Texts] = mapped_column(TextsColumn)
    keywords: Mapped[Texts] = mapped_column(TextsColumn)
    """One on each line, by language."""
    examples: Mapped[list[str]] = mapped_column(KeysColumn)
    """Texts that this code fits, in any language."""
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
    """Since when it is given no more. The row stays for the history of what had it."""

    frame: Mapped[Frame] = relationship()


class Coding(Base):
    """A code that one coder has given to one note, or to one participant's answer to one question.

    Its target is named as the text is found, never by who wrote it: nothing here joins people to texts.
    """

    __tablename__ = "coding"
    __table_args__ = (
        CheckConstraint("(note_id IS NULL) <> (response_id IS NULL)", name="a_coding_has_one_target"),
        CheckConstraint("(response_id IS NULL) = (question_id IS NULL)", name="an_answer_is_named_in_full"),
        Index(
            "a_note_has_a_code_of_a_coder_once",
            *("code_id", "user_id", "note_id"),
            unique=True,
            sqlite_where=text("taken_at IS NULL AND note_id IS NOT NULL"),
            postgresql_where=text("taken_at IS NULL AND note_id IS NOT NULL"),
        ),
        Index(
            "an_answer_has_a_code_of_a_coder_once",
            *("code_id", "user_id", "response_id", "question_id"),
            unique=True,
            sqlite_where=text("taken_at IS NULL AND note_id IS NULL"),
            postgresql_where=text("taken_at IS NULL AND note_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code_id: Mapped[int] = mapped_column(ForeignKey("code.id", ondelete="CASCADE"), index=True)
    note_id: Mapped[int | None] = mapped_column(ForeignKey("note.id", ondelete="CASCADE"), index=True)
    response_id: Mapped[int | None] = mapped_column(ForeignKey("response.id", ondelete="CASCADE"), index=True)
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    """The coder."""
    given: Mapped[Given]
    given_at: Mapped[datetime] = mapped_column(Moment)
    taken_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the code was taken back. The row stays, as history."""
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    undone: Mapped[bool] = mapped_column(default=False)
    """Was it taken back by undoing that it was given?"""

    code: Mapped[Code] = relationship()
    user: Mapped[User] = relationship(foreign_keys=[user_id])
    taken_by: Mapped[User | None] = relationship(foreign_keys=[taken_by_id])


class Suggested(Base):
    """What is suggested for all contributions of a frame's round that say the same. Made by the worker, all at once."""

    __tablename__ = "suggested_code"

    frame_id: Mapped[int] = mapped_column(ForeignKey("coding_frame.id", ondelete="CASCADE"), primary_key=True)
    text_key: Mapped[str] = mapped_column(primary_key=True)
    """A keyed digest of the text (`texts.text_key`): the words themselves are kept where they were written only."""
    first: Mapped[str]
    """Key of the code that fits best."""
    second: Mapped[str | None]
    """Key of the code that fits nearly as well, if one does."""
    margin: Mapped[float]
    """How far the first is ahead, 0–1."""
    is_sure: Mapped[bool]
    why: Mapped[list[list[int]]] = mapped_column(JSON)
    """Where in the text the words stand that led to it: [[from, to], …]."""
