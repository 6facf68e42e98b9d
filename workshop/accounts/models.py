"""Staff accounts, the links that let people in, and who is in."""

from datetime import datetime
from enum import StrEnum

from flask_login import UserMixin
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.columns import Base, Moment


class Role(StrEnum):
    """What somebody may do, from the most to the least; `RANK` compares them."""

    ADMIN = "admin"
    ORGANISER = "organiser"
    FACILITATOR = "facilitator"
    SCRIBE = "scribe"


RANK = {Role.ADMIN: 4, Role.ORGANISER: 3, Role.FACILITATOR: 2, Role.SCRIBE: 1}


class User(UserMixin, Base):
    """Somebody on the staff. Participants have no account."""

    __tablename__ = "user"
    __table_args__ = (UniqueConstraint("email", name="one_account_per_email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    """Lower case."""
    name: Mapped[str]
    role: Mapped[Role]
    password_hash: Mapped[str | None]
    """Argon2; None when the account is entered only by login links."""
    language: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Moment)
    disabled_at: Mapped[datetime | None] = mapped_column(Moment)

    @property
    def is_active(self) -> bool:
        return self.disabled_at is None

    def may(self, role: Role) -> bool:
        """Has this user at least the rights of `role`?"""
        return self.is_active and RANK[self.role] >= RANK[role]


class Invitation(Base):
    """A one-time link that lets somebody make an account with a role. Only the token's hash is kept."""

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("token_hash", name="one_invitation_per_token"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str]
    role: Mapped[Role]
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    """None when the link was printed at the command line (the first administrator)."""
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)

    invited_by: Mapped[User | None] = relationship()


class LoginLink(Base):
    """A one-time link that signs an existing user in. Only the token's hash is kept."""

    __tablename__ = "login_link"
    __table_args__ = (UniqueConstraint("token_hash", name="one_login_link_per_token"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)

    user: Mapped[User] = relationship()


class Login(Base):
    """Somebody is logged in with one browser, whose cookie carries the token. Only the token's hash is kept.

    A cookie cannot be taken back, so it is worth what this row says. The person's live screens hang on it too.
    """

    __tablename__ = "login"
    __table_args__ = (UniqueConstraint("token_hash", name="one_login_per_token"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    begun_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
