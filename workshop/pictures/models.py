"""Pictures, as they are kept."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from workshop.columns import Base, Moment


class Picture(Base):
    """A picture as it was written anew by the house. It is never changed nor removed: what was sent refers to it."""

    __tablename__ = "picture"

    key: Mapped[str] = mapped_column(primary_key=True)
    """The hash of its content, so the same picture is kept once."""
    kind: Mapped[str]
    """image/png or image/jpeg."""
    width: Mapped[int]
    height: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    kept_at: Mapped[datetime] = mapped_column(Moment)
