"""What is done for the archive: meetings are archived and erased, and people take back what they have said."""

from workshop.archive.actions.archiving import (
    MARKS,
    SAID,
    archive_by_hand,
    archive_meeting,
    forget_replaced,
    set_keeping,
)
from workshop.archive.actions.erasing import erase_meeting, erase_round
from workshop.archive.actions.taking_back import take_back_all

__all__ = [
    "MARKS",
    "SAID",
    "archive_by_hand",
    "archive_meeting",
    "erase_meeting",
    "erase_round",
    "forget_replaced",
    "set_keeping",
    "take_back_all",
]
