"""The round."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.columns import Base, Moment, Texts, TextsColumn
from workshop.pictures.models import Picture


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

    logo: Mapped[Picture | None] = relationship()
