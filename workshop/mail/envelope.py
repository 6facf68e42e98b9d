"""From a letter in the outbox to the message that goes over the wire; the same bytes at every try."""

import hashlib
from email.headerregistry import HeaderRegistry, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime, parseaddr

from workshop.config import BadSetting
from workshop.mail.models import Letter


class _Whole(UniqueUnstructuredHeader):
    """A header whose line is never folded: encoded in pieces, an address of the web is none to mail programs."""

    def fold(self, *, policy: EmailPolicy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


_registry = HeaderRegistry()
_registry.map_to_type("list-unsubscribe", _Whole)
_POLICY = SMTP.clone(header_factory=_registry)


def sender_address(mail_from: str) -> str:
    """The bare address in MAIL_FROM. Raises BadSetting."""
    address = parseaddr(mail_from)[1]
    if "@" not in address or not address.isascii() or not mail_from.isprintable():
        raise BadSetting(f"MAIL_FROM must be an address such as Koonti <koonti@example.fi>, not {mail_from!r}.")
    return address


def message_bytes(letter: Letter, mail_from: str) -> bytes:
    """The letter as a message: plain text and HTML, in ASCII lines of at most 998 characters with CRLF ends.

    Raises ValueError when a header cannot hold what it should say (a line break in the subject).
    """
    message = EmailMessage(policy=_POLICY)
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    for name, value in headers(letter, mail_from):
        message[name] = value
    message.set_boundary(f"koonti-{_name(letter)}")
    return message.as_bytes()


def headers(letter: Letter, mail_from: str) -> list[tuple[str, str]]:
    """Name and value of the headers that a reader of the outbox is shown too. Raises BadSetting for a bad MAIL_FROM."""
    unsubscribe = [
        ("List-Unsubscribe", f"<{letter.unsubscribe}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    ]
    return [
        ("From", mail_from),
        ("To", letter.address),
        ("Subject", letter.subject),
        ("Date", format_datetime(letter.queued_at)),
        ("Message-ID", message_id(letter, mail_from)),
        ("Auto-Submitted", "auto-generated"),
        ("Content-Language", letter.language),
        *(unsubscribe if letter.unsubscribe else []),
    ]


def message_id(letter: Letter, mail_from: str) -> str:
    """The letter's own name in the world's mail: the same at every try, so a doubled one could be told."""
    return f"<{_name(letter)}@{sender_address(mail_from).rpartition('@')[2]}>"


def _name(letter: Letter) -> str:
    return hashlib.sha256(letter.key.encode()).hexdigest()[:32]
