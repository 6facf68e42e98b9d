"""What is done to accounts: people are invited, come in, change what is theirs, and are shut out."""

import secrets
from datetime import timedelta

from sqlalchemy import delete, or_, update
from sqlalchemy.exc import IntegrityError

from workshop.accounts.log import write_down
from workshop.accounts.models import Invitation, Login, LoginLink, Role, User, WorkAccount
from workshop.accounts.passwords import hash_password, is_password
from workshop.accounts.queries import (
    LOGIN_LIFETIME,
    active_admins,
    token_hash,
    user_by_email,
    user_of_work_account,
    user_with_address,
    valid_invitation,
    valid_login_link,
    work_account_of,
)
from workshop.accounts.rules import (
    AddressTaken,
    Hindrance,
    Identity,
    LastAdmin,
    NotLetIn,
    WrongPassword,
    mail_address,
    may_invite,
    require_strong,
)
from workshop.action import action
from workshop.clock import now
from workshop.errors import AlreadyDone, ChangedMeanwhile, LinkExpired, NotAllowed
from workshop.extensions import db

INVITATION_LIFETIME = timedelta(days=7)
_KEY_BYTES = 24  # 192 random bits


@action
def invite(role: Role, inviter: User | None) -> str:
    """Let one person make an account with `role` within a week; returns the token of the link.

    `inviter` is None at the command line. Raises NotAllowed when the inviter may not give the role.
    """
    if inviter is not None and not may_invite(inviter, role):
        raise NotAllowed
    token = secrets.token_urlsafe(_KEY_BYTES)
    db.session.add(
        Invitation(
            token_hash=token_hash(token),
            role=role,
            invited_by_id=inviter.id if inviter else None,
            created_at=now(),
            expires_at=now() + INVITATION_LIFETIME,
        )
    )
    write_down("invite", inviter, role=role)
    return token


@action
def invite_first_admin() -> str:
    """The token of an invitation for the first administrator; AlreadyDone when there is one."""
    if active_admins():
        raise AlreadyDone
    return invite(Role.ADMIN, None)


def accept_invitation(token: str, email: str, name: str, password: str, language: str) -> User:
    """Make the account that an invitation allows.

    Raises LinkExpired, BadAddress, AddressTaken, WeakPassword; the invitation then stays as it was.
    """
    valid_invitation(token)
    require_strong(password, email, name)
    return _accept(token, mail_address(email), name, hash_password(password), language)


@action
def _accept(token: str, address: str, name: str, password_hash: str, language: str) -> User:
    invitation = valid_invitation(token)
    _use_up(Invitation, invitation.id)
    user = _add_user(address, name, invitation.role, language, password_hash)
    write_down("accept_invitation", user, role=user.role)
    return user


def make_user(email: str, name: str, role: Role, language: str, password: str | None = None) -> User:
    """A new account; without a password it is entered by login links only. Raises BadAddress, AddressTaken."""
    # Hashing takes its time, so it is done before the writing transaction begins; so too in what follows.
    return _add_user(mail_address(email), name, role, language, hash_password(password) if password else None)


@action
def _add_user(address: str, name: str, role: Role, language: str, password_hash: str | None) -> User:
    if user_by_email(address):
        raise AddressTaken
    user = User(
        email=address,
        name=name,
        role=role,
        password_hash=password_hash,
        language=language,
        created_at=now(),
    )
    db.session.add(user)
    try:
        db.session.flush()
    except IntegrityError:
        # Somebody took the address between the look and the writing.
        raise AddressTaken from None
    return user


@action
def issue_login_link(user: User, lifetime: timedelta) -> str:
    """Let `user` in once within `lifetime`; returns the token of the link."""
    token = secrets.token_urlsafe(_KEY_BYTES)
    db.session.add(LoginLink(token_hash=token_hash(token), user=user, created_at=now(), expires_at=now() + lifetime))
    db.session.flush()
    write_down("issue_login_link", None, user=user.id)
    return token


@action
def enter_by_link(token: str) -> User:
    """Whom a login link lets in. It does so once; LinkExpired after that."""
    link = valid_login_link(token)
    _use_up(LoginLink, link.id)
    return link.user


@action
def enter_by_work_account(who: Identity) -> User:
    """Whom a work account lets in. The first time it is linked to the account that has its confirmed address.

    Raises NotLetIn when it leads to no account that may be used.
    """
    user = user_of_work_account(who.issuer, who.subject) or _link_work_account(who)
    if not user.is_active:
        raise NotLetIn(Hindrance.UNKNOWN, "the account is disabled")
    return user


def _link_work_account(who: Identity) -> User:
    if who.address is None:
        raise NotLetIn(Hindrance.UNCONFIRMED, "no address that is said to be verified (email_verified, xms_edov)")
    user = user_with_address(who.address)
    if user is None:
        raise NotLetIn(Hindrance.UNKNOWN, "no account has the address")
    db.session.refresh(user, with_for_update=True)  # of two who come at the same moment, the second sees the first
    linked = work_account_of(user, who.issuer)
    if linked is not None and linked.subject != who.subject:
        raise NotLetIn(Hindrance.UNKNOWN, "the account is linked to another work account")
    if linked is None:
        db.session.add(WorkAccount(user_id=user.id, issuer=who.issuer, subject=who.subject, linked_at=now()))
        write_down("link_work_account", user)
    return user


@action
def unlink_work_account(user: User, by: User | None = None) -> None:
    """Let no work account enter the account of `user` until one is linked anew; open logins end."""
    db.session.execute(delete(WorkAccount).where(WorkAccount.user_id == user.id))
    _end_logins(user)
    write_down("unlink_work_account", by, user=user.id)


def _use_up(kind: type[Invitation] | type[LoginLink], link_id: int) -> None:
    """Mark a link as used; of two who come at the same moment, one is told LinkExpired."""
    unused = update(kind).where(kind.id == link_id, kind.used_at.is_(None))
    if db.session.scalar(unused.values(used_at=now()).returning(kind.id)) is None:
        raise LinkExpired


@action
def begin_login(user: User, judged: str | None) -> str:
    """Log `user` in; returns the token that their browser keeps. Those of their logins that are over are cleared away.

    `judged` is the password hash by which they were let in. Raises LinkExpired when the account is disabled,
    ChangedMeanwhile when the password has been replaced since: a login of before must not outlive that.
    """
    db.session.refresh(user, with_for_update=True)  # a password that is being replaced now is waited for
    if not user.is_active:
        raise LinkExpired
    if user.password_hash != judged:
        raise ChangedMeanwhile
    over = or_(Login.ended_at.is_not(None), Login.begun_at <= now() - LOGIN_LIFETIME)
    db.session.execute(delete(Login).where(Login.user_id == user.id, over))
    token = secrets.token_urlsafe(_KEY_BYTES)
    db.session.add(Login(token_hash=token_hash(token), user_id=user.id, begun_at=now()))
    return token


@action
def end_login(login_id: int) -> None:
    """Log out: the token lets nobody in any more, from whichever browser it comes."""
    db.session.execute(update(Login).where(Login.id == login_id, Login.ended_at.is_(None)).values(ended_at=now()))


def _end_logins(user: User) -> None:
    db.session.execute(update(Login).where(Login.user_id == user.id, Login.ended_at.is_(None)).values(ended_at=now()))


def change_password(user: User, present: str, new: str) -> None:
    """Replace the password and end every open login of `user`.

    Raises WrongPassword when `present` is not the password that the account has, WeakPassword, AlreadyDone when
    somebody replaces it at the same moment.
    """
    judged = user.password_hash
    if judged is not None and not is_password(judged, present):
        raise WrongPassword
    require_strong(new, user.email, user.name)
    _replace_password(user, judged, hash_password(new))


@action
def _replace_password(user: User, judged: str | None, password_hash: str) -> None:
    if user.password_hash != judged:
        raise AlreadyDone
    user.password_hash = password_hash
    _end_logins(user)
    write_down("change_password", user)


@action
def change_profile(user: User, name: str, language: str) -> None:
    """Change what `user` is called and the language that Koonti speaks to them."""
    user.name, user.language = name, language


@action
def note_export(by: User, kind: str, *, meeting_id: int | None = None, round_id: int | None = None) -> None:
    """Write down that what a meeting or a round holds is taken out of the house as a file of this kind."""
    write_down("note_export", by, meeting_id=meeting_id, round_id=round_id, format=kind)


@action
def change_role(user: User, role: Role, by: User | None = None) -> None:
    """Let the account have other rights from now on; screens that they do not cover close within seconds.

    The same role again changes nothing. Raises LastAdmin for the only administrator.
    """
    if user.role is role:
        return
    _require_another_admin(user)
    user.role = role
    write_down("change_role", by, user=user.id, role=role)


@action
def end_logins(user: User, by: User | None = None) -> None:
    """Log `user` out of every browser. The account stays as it is."""
    _end_logins(user)
    write_down("end_logins", by, user=user.id)


@action
def disable_user(user: User, by: User | None = None) -> None:
    """Let nobody in with this account any more; open logins end. LastAdmin for the only administrator."""
    _require_another_admin(user)
    user.disabled_at = user.disabled_at or now()
    _end_logins(user)
    write_down("disable_user", by, user=user.id)


def _require_another_admin(user: User) -> None:
    if [admin.id for admin in active_admins()] == [user.id]:
        raise LastAdmin


@action
def enable_user(user: User, by: User | None = None) -> None:
    """Let the account in again."""
    user.disabled_at = None
    write_down("enable_user", by, user=user.id)
