"""Staff accounts, the links that let people in, who is in, and what they did."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_login import UserMixin
from sqlalchemy import JSON, ForeignKey, UniqueConstraint, event
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


class WorkAccount(Base):
    """Somebody's account at the organisation's login service, by which their account here is entered.

    Issuer and subject say whose it is, never the e-mail address: that may be somebody else's one day.
    """

    __tablename__ = "work_account"
    __table_args__ = (
        UniqueConstraint("issuer", "subject", name="one_user_per_work_account"),
        UniqueConstraint("user_id", "issuer", name="one_work_account_per_user_and_issuer"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    issuer: Mapped[str]
    """The login service's name for itself, as OIDC_ISSUER had it."""
    subject: Mapped[str]
    """Its name for the person, which it never gives to another one."""
    linked_at: Mapped[datetime] = mapped_column(Moment)

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


class LoggedDeed(Base):
    """Something that somebody of the staff did: kept to account for it, and some of it to be undone.

    Rows are only added. What is undone is said by another row.
    """

    __tablename__ = "logged_deed"
    __table_args__ = (UniqueConstraint("undoes_id", name="one_undoing_per_deed"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    """None when Koonti did it by itself, or it was done at the command line."""
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("logged_deed.id"))
    done_at: Mapped[datetime] = mapped_column(Moment)
    name: Mapped[str]
    """The name of the action, as `log.ABOUT` has it."""
    said: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What it was done with: some of `log.FIELDS`."""
    before: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    """[{"of": table, "id": row, …its undoable facts}]: how things were; None when it is not undone by facts."""
    after: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    """The same things as the deed left them."""

    user: Mapped[User | None] = relationship()
    undoing: Mapped["LoggedDeed | None"] = relationship(remote_side=[undoes_id], uselist=False, viewonly=True)

    @property
    def undone_at(self) -> datetime | None:
        return self.undoing.done_at if self.undoing else None


@event.listens_for(LoggedDeed, "before_update")
@event.listens_for(LoggedDeed, "before_delete")
def _stays(*_row: Any) -> None:
    raise TypeError("what was done stays as it was written down")
