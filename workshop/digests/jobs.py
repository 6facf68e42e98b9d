"""What the worker does when it looks around: nothing of it is told to it, everything is read from the database.

Every step may be interrupted anywhere and done twice: the next look finds what is still due.
"""

from flask import current_app

from workshop.clock import now
from workshop.digests.actions import make_first_digest
from workshop.digests.files import next_to_print, print_file
from workshop.digests.queries import meetings_to_close, missing_digests
from workshop.digests.subscribers import forget_unconfirmed
from workshop.errors import Refusal
from workshop.jobs import wake
from workshop.mail.outbox import deliver_due
from workshop.meetings.actions import close_meeting


def look_around() -> None:
    """Close meetings whose afterwards window is over, make the digests that are missing, deliver the letters due,
    forget addresses that were not confirmed in time, and print one file that is missing. While there are more it asks
    to be called again: so new digests, letters and who stops the worker wait for one file at most."""
    _close_meetings()
    _make_digests()
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


def _make_digests() -> None:
    for meeting, language in missing_digests():
        try:
            make_first_digest(meeting, language)
        except Exception:
            # One meeting that cannot be written up must not keep the others' digests and letters waiting.
            current_app.logger.exception("the digest of meeting %s in %s could not be made", meeting.id, language)
