"""Numbers of a round that are out: what may be told from then on depends on them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from workshop.columns import Base, Moment


class Publication(Base):
    """Numbers of a round as they were published: not the numbers, but of what, and until when was counted."""

    __tablename__ = "publication"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id", ondelete="CASCADE"), index=True)
    published_at: Mapped[datetime] = mapped_column(Moment)
    counted_until: Mapped[datetime] = mapped_column(Moment)
    """The end of the day that it tells of, or the moment of counting on that day."""
    people: Mapped[list[Any]] = mapped_column(JSON)
    """Of which keys the number of people was told: [[["area", "oulu"]], …]; [] is everything."""
    notes: Mapped[list[Any]] = mapped_column(JSON)
    joined: Mapped[dict[str, int]] = mapped_column(JSON)
    """How many people were told to have been in one meeting, by its id, or in several together, by their event type."""
