"""What the worker does when it looks around: nothing of it is told to it, everything is read from the database.

Every step may be interrupted anywhere and done twice: the next look finds what is still due.
"""

from flask import current_app

from workshop.clock import now
from workshop.digests.actions import make_first_digest
from workshop.digests.queries import meetings_to_close, missing_digests
from workshop.errors import Refusal
from workshop.mail.outbox import deliver_due
from workshop.meetings.actions import close_meeting


def look_around() -> None:
    """Close meetings whose afterwards window is over, make the digests that are missing, deliver the letters due."""
    for meeting in meetings_to_close(now()):
        try:
            close_meeting(meeting)
        except Refusal:
            current_app.logger.info("meeting %s was closed by somebody else meanwhile", meeting.id)
    for meeting, language in missing_digests():
        try:
            make_first_digest(meeting, language)
        except Exception:
            # One meeting that cannot be written up must not keep the others' digests and letters waiting.
            current_app.logger.exception("the digest of meeting %s in %s could not be made", meeting.id, language)
    deliver_due()
