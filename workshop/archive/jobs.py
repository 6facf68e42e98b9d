"""What the worker does for the archive: meetings whose time has come are archived."""

from flask import current_app

from workshop.archive.actions import archive_meeting
from workshop.archive.queries import meetings_to_archive
from workshop.errors import Refusal


def archive_due() -> None:
    """Archive each meeting that has been kept for as long as its round keeps what identifies people. What is refused
    now is tried again at the next look, and keeps no other meeting waiting."""
    for meeting in meetings_to_archive():
        number = meeting.id
        try:
            archive_meeting(meeting)
        except Refusal as no:
            current_app.logger.info("meeting %s is not archived yet: %s", number, type(no).__name__)
        except Exception:
            current_app.logger.exception("meeting %s could not be archived", number)
