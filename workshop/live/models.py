"""What web processes know of each other: how many people each has before it, in which meeting."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from workshop.columns import Base, Moment


class Here(Base):
    """How many participants listen to a meeting in one web process. A number and never a name.

    Rows that are not refreshed are of processes that are no more; nobody counts them.
    """

    __tablename__ = "here"

    process: Mapped[str] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(primary_key=True)
    """No foreign key: a row lives for seconds, and nobody shall wait for a meeting's row to be free."""
    participants: Mapped[int]
    seen_at: Mapped[datetime] = mapped_column(Moment, index=True)
    """By the database's clock, which all processes share."""
