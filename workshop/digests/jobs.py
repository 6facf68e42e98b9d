"""What the worker does when it looks around: nothing of it is told to it, everything is read from the database.

Every step may be interrupted anywhere and done twice: the next look finds what is still due.
"""

from collections.abc import Callable, Iterable
from typing import Any

from flask import current_app

from workshop.clock import now
from workshop.digests.actions import make_first_digest, make_supplement
from workshop.digests.due import digests_to_post, digests_to_supplement, held_digests
from workshop.digests.files import next_to_print, print_file
from workshop.digests.posting import approve_held, post_digest
from workshop.digests.queries import meetings_to_close, missing_digests
from workshop.digests.subscribers import forget_unconfirmed
from workshop.errors import Refusal
from workshop.jobs import wake
from workshop.mail.outbox import deliver_due
from workshop.meetings.actions import close_meeting


def look_around() -> None:
    """Close meetings whose afterwards window is over, make the digests that are missing and those that lack what came
    afterwards, approve and post what is due, deliver the letters, forget addresses that were not confirmed in time,
    and print one file that is missing. While there are more it asks to be called again: so new digests, letters and
    who stops the worker wait for one file at most."""
    _close_meetings()
    _each(make_first_digest, missing_digests())
    _each(make_supplement, ((old.meeting, old.language) for old in digests_to_supplement()))
    _each(approve_held, ((digest,) for digest in held_digests()))
    _each(post_digest, ((digest,) for digest in digests_to_post()))
    deliver_due()
    forget_unconfirmed()
    if due := next_to_print():
        print_file(*due)
        wake()


def _close_meetings() -> None:
    for meeting in meetings_to_close(now()):
        try:
            close_meeting(meeting)
        except Refusal:
            current_app.logger.info("meeting %s was closed by somebody else meanwhile", meeting.id)


def _each(deed: Callable[..., Any], due: Iterable[tuple[Any, ...]]) -> None:
    """Do what is due, one after another. What is wrong with one must not keep the others waiting."""
    for one in list(due):
        try:
            deed(*one)
        except Exception:
            what = one[0]
            current_app.logger.exception("%s failed for %s %s", deed.__name__, type(what).__name__, what.id)
