"""Finding staff, and the links that let them in."""

from collections.abc import Sequence
from hashlib import sha256

from sqlalchemy import func, select

from workshop.accounts.models import Invitation, LoginLink, Role, User
from workshop.extensions import db


def user_by_email(email: str) -> User | None:
    """The account with this address, in capitals or not."""
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def user_of_login(login_id: str) -> User | None:
    """Whose open login this is, from what the cookie carries (`User.get_id`).

    None when there is no such account, its logins have been ended, or it is disabled.
    """
    number, _colon, session_key = login_id.partition(":")
    if not (number.isascii() and number.isdigit()):
        return None
    user = db.session.get(User, int(number))
    if user is None or user.session_key != session_key or not user.is_active:
        return None
    return user


def staff() -> Sequence[User]:
    """Everybody with an account, those who may sign in first, by name."""
    return db.session.scalars(select(User).order_by(User.disabled_at.is_not(None), func.lower(User.name), User.id)).all()


def active_admins() -> Sequence[User]:
    """The administrators who may sign in."""
    return db.session.scalars(select(User).where(User.role == Role.ADMIN, User.disabled_at.is_(None))).all()


def token_hash(token: str) -> str:
    """What is kept of a one-time link's token: its SHA-256 in hexadecimal. The token itself is too random to guess."""
    return sha256(token.encode()).hexdigest()


def invitation_of(token: str) -> Invitation | None:
    """The invitation that the token belongs to, used and old ones too."""
    return db.session.scalar(select(Invitation).where(Invitation.token_hash == token_hash(token)))


def login_link_of(token: str) -> LoginLink | None:
    """The login link that the token belongs to, used and old ones too."""
    return db.session.scalar(select(LoginLink).where(LoginLink.token_hash == token_hash(token)))
