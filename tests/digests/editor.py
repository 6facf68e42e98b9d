"""A digest with two themes, and its editor's form."""

import re

from flask import Flask

from tests.digests.scene import CODE, begin, board, meeting_now, planned, staff, write
from tests.pages import Visitor, form_fields
from workshop.digests.actions import make_first_digest
from workshop.digests.document import document_from
from workshop.digests.editing import composed
from workshop.digests.models import Digest
from workshop.digests.queries import newest_digest
from workshop.digests.text import write_text
from workshop.meetings.actions import end_meeting

PAGE = f"/meetings/{CODE}/digest"
EDIT = f"{PAGE}/fi/edit"
SAID = "Avoimuus ensin, ja sitten kiireettömyys."


def meeting_with_two_themes() -> None:
    meeting = planned(staff("leader"), languages=["fi"])
    prompts = [
        *board(meeting, "Mikä on tärkeää?", "Miksi?", topic="values"),
        *board(meeting, "Kuka osallistuu?", topic="participation"),
    ]
    writer = begin(meeting)
    for prompt, words in zip(prompts, (SAID, "Siksi", "Kaikki"), strict=True):
        write(prompt, writer, words)
    end_meeting(meeting)
    make_first_digest(meeting, "fi")


def newest() -> Digest:
    found = newest_digest(meeting_now(), "fi")
    assert found
    return found


def list_of(heading: str) -> str:
    """The key of a list."""
    return next(
        part.key
        for block in composed(newest()).blocks
        for part in getattr(block, "parts", ())
        if part.heading == heading
    )


def fields(visitor: Visitor, **changed: object) -> dict[str, object]:
    """The editor's form as it stands, with some fields filled in otherwise."""
    sent = form_fields(visitor.get(EDIT), EDIT)
    return {**{name: sent.getlist(name) for name in sent}, **changed}


def text_now() -> str:
    return write_text(document_from(newest().document))


def seen(visitor: Visitor) -> str:
    return re.search(r'name="seen"[^>]*value="([\d.]+)"', visitor.get(EDIT).text)[1]


def digest_key(app: Flask) -> str:
    with app.app_context():
        return newest().key
