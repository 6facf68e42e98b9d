"""From a letter in the outbox to the message that goes over the wire; the same bytes at every try."""

import re
import secrets
from email.headerregistry import HeaderRegistry, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime, parseaddr
from functools import lru_cache

from sqlalchemy.orm import undefer

from workshop.config import BadSetting
from workshop.extensions import db
from workshop.mail.models import Content, Letter
from workshop.mail.written import OWN_LINK, with_own_link

SOFT_BREAK = "=\r\n"
LINE = 70
"""Characters of a link on one line: fewer than the 76 that quoted-printable allows."""
LONGEST_LOCAL_PART = 64
"""Of RFC 5321, 4.5.3.1.1."""
RETURNS = "+b-"
"""Stands between the name in BOUNCE_ADDRESS and a letter's token."""


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


def return_address(bounce_address: str, token: str) -> str:
    """Where a letter comes back to when it cannot be delivered: an address of its own. Raises BadSetting."""
    name, at, domain = bounce_address.rpartition("@")
    address = f"{name}{RETURNS}{token}@{domain}"
    fits = len(f"{name}{RETURNS}{token}") <= LONGEST_LOCAL_PART
    is_plain = address.isascii() and address.isprintable() and not re.search(r"[\s<>\"(),:;]", address)
    if not (at and name and domain and fits and is_plain):
        raise BadSetting(
            f"BOUNCE_ADDRESS must be an address with a short name, such as bounces@example.fi, not {bounce_address!r}."
        )
    return address


def message_bytes(letter: Letter, mail_from: str) -> bytes:
    """The letter as a message: plain text, HTML and what is enclosed, in ASCII lines of at most 998 characters with
    CRLF ends.

    Raises ValueError when a header cannot hold what it should say (a line break in the subject).
    """
    own = _quoted(letter.unsubscribe or OWN_LINK)
    return head_bytes(letter, mail_from) + own.join(_body(letter.content_key))


def head_bytes(letter: Letter, mail_from: str) -> bytes:
    """The letter's headers as they go over the wire, but for those that tell how it is packed. Raises ValueError."""
    head = EmailMessage(policy=_POLICY)
    for name, value in headers(letter, mail_from):
        head[name] = value
    return head.as_bytes().removesuffix(b"\r\n")


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
    return f"<{letter.token}@{sender_address(mail_from).rpartition('@')[2]}>"


@lru_cache(maxsize=4)
def _body(content_key: str) -> list[bytes]:
    """What letters say, with the headers that tell how it is packed, parted where each letter's own link belongs.

    Packing takes longer than sending, so it is kept; what a key stands for never changes.
    """
    content = db.session.get_one(
        Content, content_key, options=[undefer(Content.text), undefer(Content.html), undefer(Content.enclosure)]
    )
    message, mark = EmailMessage(policy=SMTP), secrets.token_hex(16)
    message.set_content(with_own_link(content.text, mark), cte="quoted-printable")
    message.add_alternative(with_own_link(content.html, mark), subtype="html", cte="quoted-printable")
    if content.enclosure is not None:
        message.add_attachment(
            content.enclosure, maintype="application", subtype="pdf", filename=content.enclosure_name
        )
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"koonti-{number}-{content_key[:32]}")
    # A line may have been broken in the middle of the mark.
    return re.split(f"(?:{SOFT_BREAK})?".join(mark).encode(), message.as_bytes())


def _quoted(link: str) -> bytes:
    """A link in quoted-printable, on lines of its own that are part of the line around them."""
    pieces = [link[start : start + LINE].replace("=", "=3D") for start in range(0, len(link), LINE)]
    return SOFT_BREAK.join(["", *pieces, ""]).encode("ascii")
