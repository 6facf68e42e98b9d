"""What a facilitator is offered to undo: the last deed of their own that is not long ago."""

from datetime import timedelta
from typing import TypedDict

from flask import url_for
from flask_babel import gettext as _

from workshop.accounts.models import User
from workshop.clock import now
from workshop.meetings.actions import undone_as
from workshop.meetings.models import LoggedDeed, Meeting
from workshop.meetings.queries import last_deed

FRESH = timedelta(minutes=10)
"""How long a deed is offered; after that it is put right by another deed."""


class Offer(TypedDict):
    """Where to post, and what was done, in the reader's language."""

    href: str
    words: str


def note_of(deed: LoggedDeed) -> int | None:
    """The number of the note that was done something to; None when it was no note, or several."""
    touched = [row["id"] for row in deed.before if row["of"] == "note"]
    return touched[0] if len(touched) == 1 else None


def undo_offer(meeting: Meeting, user: User) -> Offer | None:
    """The last deed of this user, when it can be undone; None when it cannot (any more) or there is none."""
    deed = last_deed(meeting, user, now() - FRESH)
    if deed is None or not meeting.allows(undone_as(deed)):
        return None
    return {"href": url_for("screens.undo", code=meeting.code, deed_id=deed.id), "words": deed_words(deed)}


def deed_words(deed: LoggedDeed) -> str:
    """What was done, as one sentence."""
    return {
        "move_path": _("Everybody was moved to another step."),
        "set_pace": _("The pace was changed."),
        "lock_exercise": _("The exercise was locked."),
        "unlock_exercise": _("The exercise was opened."),
        "reveal_notes": _("The notes were revealed."),
        "approve_all": _("The waiting notes were approved."),
        "approve_note": _("A note was approved."),
        "hide_note": _("A note was hidden."),
        "show_note": _("A hidden note was shown again."),
        "place_note": _("A note was moved."),
        "stack_note": _("Notes were stacked."),
        "unstack_note": _("A note was taken out of its stack."),
        "hide_statement": _("A statement was hidden."),
        "show_statement": _("A hidden statement was shown again."),
        "approve_statement": _("A statement was approved."),
        "open_results": _("The results were opened to all."),
        "close_results": _("The results were closed again."),
    }[deed.name]
