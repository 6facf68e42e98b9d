"""Letters that come back: what mail servers report of a letter that was taken and could not be delivered (RFC 3464).

Anybody can write to the address where letters come back, so a report is believed only when it names a letter by its
token, which only those know who have seen the letter or carried it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from enum import StrEnum
from itertools import islice

from workshop.errors import Busy
from workshop.mail.actions import note_bounced, note_late
from workshop.mail.blame import blames_address
from workshop.mail.envelope import RETURNS
from workshop.mail.models import LetterState
from workshop.mail.queries import letter_with_token

MOST_BYTES = 1_000_000
"""So much of a message is read; what is told of the delivery stands before what comes back."""
MOST_PARTS = 50
MOST_TOKENS = 20
"""A report names its letter once or twice; each name is looked up."""
LONGEST_REASON = 300
_TOKEN = "([0-9a-f]{32})"
_OWN_ADDRESS = re.compile(f"{re.escape(RETURNS)}{_TOKEN}@")
_OWN_NAME = re.compile(f"(?im)^Message-ID:\\s*<{_TOKEN}@")
_ARRIVED_AT = ("Delivered-To", "X-Original-To", "Envelope-To", "To")


class Outcome(StrEnum):
    """What a report says of a letter, as far as it matters here."""

    FAILED = "failed"
    DELAYED = "delayed"


@dataclass(frozen=True)
class Report:
    """What a mail server tells of one letter."""

    tokens: tuple[str, ...]
    """Names of letters that stand where a letter of ours would be named, likeliest first."""
    outcome: Outcome
    reason: str
    blames_address: bool = False
    """Does it mean that the address takes no letters at all?"""


def read_report(content: bytes) -> Report | None:
    """The report in a message; None when it is none, or speaks of nothing that could be a letter of ours."""
    try:
        parts = list(_parts(message_from_bytes(content[:MOST_BYTES])))
        told = _told(parts)
        tokens = tuple(islice(dict.fromkeys(_tokens(parts)), MOST_TOKENS))
    except Exception:
        # What strangers send may break the reader of messages in ways that nobody has listed; it is no report then.
        return None
    return Report(tokens, *told) if told and tokens else None


def take_report(report: Report) -> bool:
    """Note at the letter what the report says of it; False when there was nothing to note.

    Raises Busy while the letter is still in a worker's hand: the report is to be brought again.
    """
    letter = next(filter(None, map(letter_with_token, report.tokens)), None)
    if letter is None:
        return False
    if letter.state is LetterState.SENDING:
        raise Busy
    if report.outcome is Outcome.DELAYED:
        return note_late(letter, report.reason)
    return note_bounced(letter, report.reason, report.blames_address)


def _parts(message: Message) -> Iterator[Message]:
    """The parts of a multipart/report, the message itself first; what they hold is not looked into."""
    yield message
    if message.get_content_type() == "multipart/report" and message.is_multipart():
        yield from message.get_payload()[:MOST_PARTS]


def _told(parts: list[Message]) -> tuple[Outcome, str, bool] | None:
    for part in parts:
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            for block in part.get_payload()[:MOST_PARTS]:
                outcome = str(block.get("Action", "")).strip().lower()
                if outcome in set(Outcome):
                    reason = _reason(block)
                    return Outcome(outcome), reason, blames_address(reason)
    return None


def _reason(block: Message) -> str:
    """Why, in the server's own words: status and diagnosis, in one printable line."""
    diagnosis = str(block.get("Diagnostic-Code", "")).partition(";")[2]
    words = f"{block.get('Status', '')} {diagnosis}"
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())[:LONGEST_REASON]


def _tokens(parts: list[Message]) -> Iterator[str]:
    """Where the report arrived, and the name of the letter that comes back with it."""
    for header in _ARRIVED_AT:
        for value in parts[0].get_all(header, []):
            yield from _OWN_ADDRESS.findall(str(value))
    for part in parts[1:]:
        if part.get_content_type() in {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers"}:
            payload = part.get_payload()
            returned = payload[0] if isinstance(payload, list) and payload else None
            head = f"Message-ID: {returned.get('Message-ID', '')}" if returned is not None else str(payload)
            yield from _OWN_NAME.findall(head)
