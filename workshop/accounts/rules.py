"""What an account must be like: its address, its name, its password, and who may invite whom."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from workshop.accounts.models import Role, User
from workshop.errors import Refusal
from workshop.mail.addresses import tidy_address

INVITES: dict[Role, tuple[Role, ...]] = {
    Role.ADMIN: (Role.ADMIN, Role.ORGANISER, Role.FACILITATOR, Role.SCRIBE),
    Role.ORGANISER: (Role.FACILITATOR, Role.SCRIBE),
    Role.FACILITATOR: (),
    Role.SCRIBE: (),
}
"""Who may invite people to which roles."""

NAME_MAX = 100
PASSWORD_MIN = 12
PASSWORD_MAX = 200
_SIGNS_MIN = 5
_OWN_PART_MIN = 6
_COMMON = (
    *("koonti", "password", "passord", "salasana", "lösenord", "losenord", "kirjaudu", "sisään", "tervetuloa"),
    *("welcome", "välkommen", "letmein", "admin", "qwerty", "iloveyou", "suomi", "finland", "kesä", "talvi"),
)
_ROWS = (
    "0123456789" * 3,
    "abcdefghijklmnopqrstuvwxyzåäö",
    "qwertyuiopåasdfghjklöäzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb",
)


class AddressTaken(Refusal):
    """Somebody has an account with this address already."""


class LastAdmin(Refusal):
    """Without this administrator nobody could let people in any more."""


class WrongPassword(Refusal):
    """It is not the present password."""


class Weakness(StrEnum):
    """Why a password cannot be used."""

    SHORT = "short"
    LONG = "long"
    SIMPLE = "simple"
    KNOWN = "known"


class WeakPassword(Refusal):
    """The password would be guessed."""

    def __init__(self, weakness: Weakness) -> None:
        super().__init__(weakness)
        self.weakness = weakness


@dataclass(frozen=True)
class Identity:
    """Who came, as the login service says it."""

    issuer: str
    subject: str
    address: str | None
    """Their e-mail address in small letters, when it says that it is theirs."""


class Hindrance(StrEnum):
    """Why a work account did not let somebody in."""

    LOST = "lost"
    """The answer belongs to no login that was begun here, or it was begun too long ago, or has been answered."""
    DECLINED = "declined"
    """The person, or the login service for its own reasons, broke it off."""
    SILENT = "silent"
    """The login service did not answer, or not as agreed."""
    UNPROVEN = "unproven"
    """What it said could not be verified, or does not hold now."""
    UNCONFIRMED = "unconfirmed"
    """It does not say that the e-mail address is the person's own."""
    UNKNOWN = "unknown"
    """No account can be entered by it. Whether there is one is nobody's to know."""


class NotLetIn(Refusal):
    """A work account did not let somebody in. The message says why, for the log, and holds nothing of the person."""

    def __init__(self, hindrance: Hindrance, why: str) -> None:
        super().__init__(why)
        self.hindrance = hindrance


def may_invite(user: User, role: Role) -> bool:
    """May `user` let somebody in with `role`?"""
    return user.is_active and role in INVITES[user.role]


def mail_address(typed: str) -> str:
    """The address as an account keeps it: as mail knows it, in small letters. Raises mail.addresses.BadAddress."""
    return tidy_address(typed).lower()


def require_strong(password: str, *about: str) -> None:
    """Raise WeakPassword unless the password is long, varied and more than `about` (address, name) and common words."""
    if len(password) < PASSWORD_MIN:
        raise WeakPassword(Weakness.SHORT)
    if len(password) > PASSWORD_MAX:
        raise WeakPassword(Weakness.LONG)
    plain = unicodedata.normalize("NFC", password).casefold()
    if len(set(plain)) < _SIGNS_MIN or _follows_a_row(plain):
        raise WeakPassword(Weakness.SIMPLE)
    if len(_own_part(plain, about)) < _OWN_PART_MIN:
        raise WeakPassword(Weakness.KNOWN)


def _follows_a_row(plain: str) -> bool:
    """Is it a piece of the alphabet, of the digits or of a keyboard's rows, forwards or backwards?"""
    return any(plain in way for row in _ROWS for way in (row, row[::-1]))


def _own_part(plain: str, about: tuple[str, ...]) -> str:
    """The letters and digits that are left when everything that a guesser tries first is taken away."""
    pieces = "".join(sign if sign.isalnum() else " " for text in about for sign in text.casefold() + " ").split()
    known = {piece for piece in (*pieces, *_COMMON) if len(piece) >= 3}
    for piece in sorted(known, key=len, reverse=True):
        plain = plain.replace(piece, " ")
    return "".join(sign for sign in plain if sign.isalnum())
