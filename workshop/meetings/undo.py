"""What a facilitator is offered to undo: the last deed of their own that is not long ago."""

from datetime import timedelta
from typing import TypedDict

from flask import url_for

from workshop.accounts.models import User
from workshop.clock import now
from workshop.meetings.actions import undone_as
from workshop.meetings.deeds import deed_words
from workshop.meetings.models import Meeting
from workshop.meetings.queries import last_deed

FRESH = timedelta(minutes=10)
"""How long a deed is offered; after that it is put right by another deed."""


class Offer(TypedDict):
    """Where to post, and what was done, in the reader's language."""

    href: str
    words: str


def undo_offer(meeting: Meeting, user: User) -> Offer | None:
    """The last deed of this user, when it can be undone; None when it cannot (any more) or there is none."""
    deed = last_deed(meeting, user, now() - FRESH)
    if deed is None or not meeting.allows(undone_as(deed)):
        return None
    return {"href": url_for("screens.undo", code=meeting.code, deed_id=deed.id), "words": deed_words(deed)}
