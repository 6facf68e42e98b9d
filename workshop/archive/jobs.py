"""What the worker does for the archive when it looks around."""

from flask import current_app

from workshop.archive.actions import archive_meeting
from workshop.archive.queries import meetings_to_archive
from workshop.clock import now
from workshop.mail.actions import LettersWait


def archive_due() -> None:
    """Archive the meetings whose time has come. One whose letters still wait is looked at again later."""
    for meeting in meetings_to_archive(now()):
        try:
            archive_meeting(meeting)
        except LettersWait:
            current_app.logger.info("meeting %s is not archived yet: letters of it wait", meeting.id)
