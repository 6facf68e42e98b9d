"""The postman: takes the letters that are due to the mail server, each once.

What happened is committed around every step (claimed, handed, sent), and nothing is sent inside a transaction; so
whenever the process dies, the database tells which letters may have arrived.
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

from flask import current_app

from workshop.config import Settings
from workshop.jobs import wake
from workshop.mail.actions import (
    claim_next,
    note_delayed,
    note_handed,
    note_refused,
    note_sent,
    note_unsure,
    recover_claims,
)
from workshop.mail.envelope import message_bytes, return_address, sender_address
from workshop.mail.models import Letter
from workshop.mail.transport import Delayed, Line, Refused, Unsure, relay_from

ROUND_S = 20
"""How long letters are sent at one look; what the worker does besides waits no longer for them."""


def check_mail_settings(settings: Settings) -> None:
    """Raise BadSetting when letters could not be sent with these settings."""
    sender_address(settings.MAIL_FROM)
    if settings.BOUNCE_ADDRESS:
        return_address(settings.BOUNCE_ADDRESS, "0" * 32)
    if settings.SMTP_URL:
        relay_from(settings.SMTP_URL)


def recover_outbox() -> None:
    """Judge what a dead worker left in hand, unless another worker is at work."""
    with _only_postman() as alone:
        if alone:
            recover_claims()


def deliver_due() -> None:
    """Send every letter that is due now. Without SMTP_URL they stay, to be read in the app.

    Only one process of an installation delivers; another one finds the outbox taken and leaves it alone.
    """
    settings: Settings = current_app.config["SETTINGS"]
    with _only_postman() as alone:
        if alone:
            recover_claims()
            if settings.SMTP_URL:
                _deliver(settings)


def _deliver(settings: Settings) -> None:
    line = Line(relay_from(settings.SMTP_URL), urlsplit(settings.base_url).hostname or "localhost")
    until = monotonic() + ROUND_S
    try:
        letter = claim_next()
        while letter:
            note, goes_on = _send(line, letter, settings)
            is_late = monotonic() > until
            if is_late or not goes_on:
                note()
                if is_late and goes_on:
                    wake()
                break
            letter = claim_next(after=note)
    finally:
        line.close()


def _send(line: Line, letter: Letter, settings: Settings) -> tuple[Callable[[], None], bool]:
    """Send one letter; answers with the noting of what became of it, and whether the server takes more letters now."""
    try:
        content = message_bytes(letter, settings.MAIL_FROM)
    except ValueError as fault:
        # No header can hold it, now or later: one such letter must not hold up the others.
        return partial(note_refused, letter, str(fault)), True
    try:
        line.send(_sender(letter, settings), letter.address, content, lambda: note_handed(letter))
    except Refused as refusal:
        return partial(note_refused, letter, str(refusal), refusal.blames_address), True
    except Unsure as doubt:
        return partial(note_unsure, letter, str(doubt)), False  # the next one might not fare better
    except Delayed as delay:
        return partial(note_delayed, letter, str(delay)), not delay.broken
    return partial(note_sent, letter), True


def _sender(letter: Letter, settings: Settings) -> str:
    """Who is told when it cannot be delivered: each letter's own address, where there is one."""
    if settings.BOUNCE_ADDRESS:
        return return_address(settings.BOUNCE_ADDRESS, letter.token)
    return sender_address(settings.MAIL_FROM)


@contextmanager
def _only_postman() -> Iterator[bool]:
    """True for the one process that may deliver now. The system gives the lock back when a process dies."""
    with (Path(current_app.instance_path) / "outbox.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
