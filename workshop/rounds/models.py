"""The round."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.columns import Base, Moment, Texts, TextsColumn
from workshop.pictures.models import Picture

KEEPS_MONTHS = range(1, 121)
"""How long a round may keep what identifies people."""


class Round(Base):
    """A series of meetings prepared for one purpose."""

    __tablename__ = "round"
    __table_args__ = (UniqueConstraint("key", name="one_round_per_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    """Short name in addresses and at the command line: small letters, digits and hyphens."""
    title: Mapped[Texts] = mapped_column(TextsColumn)
    purpose: Mapped[Texts] = mapped_column(TextsColumn)
    county: Mapped[str]
    """Code of the wellbeing services county, from the vocabulary."""
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    logo_key: Mapped[str | None] = mapped_column(ForeignKey("picture.key"))
    """The county's logo, on the title pages of the round's digests."""
    keeps_months: Mapped[int] = mapped_column(default=12)
    """For how many months after its end a meeting keeps what identifies people; then it is archived."""

    logo: Mapped[Picture | None] = relationship()
