"""Round digests, and the organisers' synthesis that goes into them: order and texts of chapters, pieces, evidence."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from workshop.accounts.models import User
from workshop.columns import Base, KeysColumn, Moment, Texts, TextsColumn
from workshop.digests.models import Recipients
from workshop.rounds.models import Round


class Stage(StrEnum):
    """Whether the round goes on after it."""

    INTERIM = "interim"
    FINAL = "final"


class Chapter(StrEnum):
    """The parts of a round digest, in the order in which they stand when nobody has changed it."""

    STATISTICS = "statistics"
    TIMELINE = "timeline"
    COVERAGE = "coverage"
    THEMES = "themes"
    PRACTICES = "practices"
    RECOMMENDATIONS = "recommendations"
    QUOTES = "quotes"
    FACTS = "facts"


class PieceKind(StrEnum):
    """What an organiser writes into a chapter."""

    ITEM = "item"
    """A numbered sentence under a theme."""
    PRACTICE = "practice"
    """A good practice, on a step of the ladder of participation."""
    RECOMMENDATION = "recommendation"
    QUOTE = "quote"
    """What somebody said, word for word."""
    FACT = "fact"


CHAPTER_OF = {
    PieceKind.ITEM: Chapter.THEMES,
    PieceKind.PRACTICE: Chapter.PRACTICES,
    PieceKind.RECOMMENDATION: Chapter.RECOMMENDATIONS,
    PieceKind.QUOTE: Chapter.QUOTES,
    PieceKind.FACT: Chapter.FACTS,
}


class EvidenceKind(StrEnum):
    """What a piece can rest on."""

    NOTE = "note"
    MEETING = "meeting"
    CODE = "code"


class RoundDigest(Base):
    """What a round had said as of a day, in one language, as it stood when the digest was made."""

    __tablename__ = "round_digest"
    __table_args__ = (
        UniqueConstraint("round_id", "language", "version", name="one_round_digest_per_version"),
        UniqueConstraint("key", name="one_round_digest_per_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    """Random, 128 bits: its stable address."""
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    language: Mapped[str]
    version: Mapped[int]
    stage: Mapped[Stage]
    as_of: Mapped[date] = mapped_column(Date)
    """Counted is what came by the end of this Finnish day."""
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The document tree, see `digests/document.py`."""
    told: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Of what it tells numbers, as `publications.told_plainly` has it: kept as a publication once it is approved."""
    counted_until: Mapped[datetime] = mapped_column(Moment)
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    approved_at: Mapped[datetime | None] = mapped_column(Moment)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    leaves_at: Mapped[datetime | None] = mapped_column(Moment)
    """When its letters are to leave, as it was approved; None also for what was approved before there were any."""
    posted_at: Mapped[datetime | None] = mapped_column(Moment)
    """When its letters were put in the outbox."""
    sent_to: Mapped[Recipients | None]
    """Whom the approver chose; None before approval."""

    round: Mapped[Round] = relationship()
    of_id: Mapped[int] = synonym("round_id")
    of: Mapped[Round] = synonym("round")
    """What it is the digest of, as of a meeting's digest."""
    approved_by: Mapped[User | None] = relationship(foreign_keys=[approved_by_id])


class Synthesis(Base):
    """How a round's digests are put together. A round that nobody has touched has none, and goes by the defaults."""

    __tablename__ = "synthesis"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id", ondelete="CASCADE"), primary_key=True)
    order: Mapped[list[str]] = mapped_column(KeysColumn)
    left_out: Mapped[list[str]] = mapped_column(KeysColumn)
    texts: Mapped[dict[str, dict[str, str]]] = mapped_column(JSON)
    """By chapter, by language: what the organisers say at its beginning."""
    wording: Mapped[dict[str, dict[str, str]]] = mapped_column(JSON)
    """By day (ISO), by figure: the phrase that is said instead of the count ("yli 300")."""
    frame_id: Mapped[int | None] = mapped_column(ForeignKey("coding_frame.id", ondelete="SET NULL"))
    """Whose codes are the headings of the themes."""


class Piece(Base):
    """One thing that the organisers have written for a chapter."""

    __tablename__ = "piece"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id", ondelete="CASCADE"), index=True)
    kind: Mapped[PieceKind]
    position: Mapped[int]
    heading: Mapped[str] = mapped_column(default="")
    """Under what it stands: the key of a theme's code, or of a step of the ladder."""
    title: Mapped[Texts] = mapped_column(TextsColumn)
    text: Mapped[Texts] = mapped_column(TextsColumn)
    """Paragraphs, one on each line; of a recommendation its sub-points, of a quote what was said."""
    source: Mapped[Texts] = mapped_column(TextsColumn)

    round: Mapped[Round] = relationship()
    evidence: Mapped[list["Evidence"]] = relationship(
        back_populates="piece", order_by="Evidence.id", cascade="all, delete-orphan"
    )


class Evidence(Base):
    """What a piece rests on. Its target is named without being bound, so that what has gone is known to be gone."""

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("piece_id", "kind", "target_id", name="a_piece_rests_on_a_thing_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    piece_id: Mapped[int] = mapped_column(ForeignKey("piece.id", ondelete="CASCADE"))
    kind: Mapped[EvidenceKind]
    target_id: Mapped[int]
    """The id of the note, the meeting or the code."""

    piece: Mapped[Piece] = relationship(back_populates="evidence")
