"""Finding staff, who of them is logged in, and the links that let them in."""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Select, func, select

from workshop.accounts.models import Invitation, Login, LoginLink, Role, User, WorkAccount
from workshop.accounts.rules import mail_address, may_invite
from workshop.clock import now
from workshop.errors import LinkExpired, NotFound
from workshop.extensions import db
from workshop.mail.addresses import BadAddress

LOGIN_LIFETIME = timedelta(days=90)


def user_by_email(email: str) -> User | None:
    """The account with this address, in whichever form it is typed."""
    try:
        return db.session.scalar(select(User).where(User.email == mail_address(email)))
    except BadAddress:
        return None


def user_with_address(address: str) -> User | None:
    """The account with exactly this address."""
    return db.session.scalar(select(User).where(User.email == address))


def user_of_work_account(issuer: str, subject: str) -> User | None:
    """Whose account a work account is linked to."""
    linked = WorkAccount.issuer == issuer, WorkAccount.subject == subject
    return db.session.scalar(select(User).join(WorkAccount, WorkAccount.user_id == User.id).where(*linked))


def work_account_of(user: User, issuer: str) -> WorkAccount | None:
    """The account at this login service that is linked to the account of `user`."""
    linked = WorkAccount.user_id == user.id, WorkAccount.issuer == issuer
    return db.session.scalar(select(WorkAccount).where(*linked))


def open_logins(*asked: Any) -> Select[Any]:
    """Of logins and their users, what is `asked`: those that go on, of people who are not shut out."""
    return (
        select(*asked)
        .select_from(Login)
        .join(User, User.id == Login.user_id)
        .where(Login.ended_at.is_(None), Login.begun_at > now() - LOGIN_LIFETIME, User.disabled_at.is_(None))
    )


def user_of_login(token: str) -> tuple[int, User] | None:
    """The open login of this token, which a cookie carried: its id, and whose it is. None when it is nobody's."""
    found = db.session.execute(open_logins(Login.id, User).where(Login.token_hash == token_hash(token)))
    return found.one_or_none()


def count_logins(user: User) -> int:
    """With how many browsers somebody is logged in."""
    return db.session.scalar(open_logins(func.count(Login.id)).where(User.id == user.id)) or 0


def access_colleague(user_id: int, user: User) -> User:
    """An account that `user`, an administrator, may look after; NotFound otherwise."""
    found = db.session.get(User, user_id) if user.may(Role.ADMIN) else None
    if found is None:
        raise NotFound
    return found


def staff() -> Sequence[User]:
    """Everybody with an account: those who may sign in first, by name."""
    order = (User.disabled_at.is_not(None), func.lower(User.name), User.id)
    return db.session.scalars(select(User).order_by(*order)).all()


def active_admins() -> Sequence[User]:
    """The administrators who may sign in, held as they are until the running transaction ends."""
    admins = select(User).where(User.role == Role.ADMIN, User.disabled_at.is_(None))
    return db.session.scalars(admins.with_for_update()).all()


def token_hash(token: str) -> str:
    """What is kept of a link or a login: the SHA-256 of its token, in hexadecimal. The token is too random to guess."""
    return sha256(token.encode()).hexdigest()


def valid_invitation(token: str) -> Invitation:
    """The invitation behind a link; LinkExpired when it cannot be used (any more).

    An invitation lapses too when its inviter may no longer give the role.
    """
    found = db.session.scalar(select(Invitation).where(Invitation.token_hash == token_hash(token)))
    if found is None or found.used_at is not None or found.expires_at <= now():
        raise LinkExpired
    if found.invited_by and not may_invite(found.invited_by, found.role):
        raise LinkExpired
    return found


def valid_login_link(token: str) -> LoginLink:
    """The login link behind an address; LinkExpired when it cannot be used (any more)."""
    found = db.session.scalar(select(LoginLink).where(LoginLink.token_hash == token_hash(token)))
    if found is None or found.used_at is not None or found.expires_at <= now() or not found.user.is_active:
        raise LinkExpired
    return found
