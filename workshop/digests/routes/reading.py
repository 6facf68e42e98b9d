"""The digest at its stable address, for everybody once it is approved; and its files."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from workshop.digests.document import document_from
from workshop.digests.doors import bp, picture_in, reader
from workshop.digests.files import printing
from workshop.digests.handing import html_of, printed_of, text_of
from workshop.digests.letters import file_name
from workshop.digests.models import Digest
from workshop.digests.pictures import addresses
from workshop.digests.press import PRINTED
from workshop.digests.queries import letter_language, posted_digest, readable_digest
from workshop.i18n.choose import NAMES, current_language
from workshop.meetings.models import Meeting


@bp.get("/koonti/<key>")
def reading(key: str) -> ResponseReturnValue:
    """The digest at its stable address."""
    read = readable_digest(key, reader())
    document = document_from(read.document)
    return render_template(
        "digests/reading.html",
        digest=read,
        document=document,
        sources=addresses(read, document),
        printing=printing(read),
        others=_in_other_languages(read),
    )


@bp.get("/koonti/<key>/pictures/<picture>")
def picture(key: str, picture: str) -> ResponseReturnValue:
    """One picture of the digest, for those who may read it."""
    return picture_in(document_from(readable_digest(key, reader()).document), picture)


@bp.get("/koonti/<key>/koonti.txt")
def text_file(key: str) -> ResponseReturnValue:
    read = readable_digest(key, reader())
    return text_of(read, file_name(read))


@bp.get("/koonti/<key>/koonti.html")
def html_file(key: str) -> ResponseReturnValue:
    read = readable_digest(key, reader())
    return html_of(read, file_name(read))


@bp.get(f"/koonti/<key>/koonti.<any({', '.join(PRINTED)}):name>")
def printed_file(key: str, name: str) -> ResponseReturnValue:
    """The digest as the worker has printed it; until then a page that says how far it is, and has it printed."""
    read = readable_digest(key, reader())
    return printed_of(read, name, file_name(read), "digests/making.html")


def _in_other_languages(read: Digest) -> list[tuple[str, str, str]]:
    """Language, its name and the address of each digest of the meeting that is out in another language."""
    found = [posted_digest(read.meeting, each) for each in read.meeting.languages if each != read.language]
    return [(one.language, NAMES[one.language], url_for(".reading", key=one.key)) for one in found if one]


def public_address(meeting: Meeting) -> str | None:
    """Where everybody may read the meeting's digest, in the reader's language or else in the meeting's first that there
    is; None before."""
    languages = (letter_language(meeting.languages, current_language()), *meeting.languages)
    digest = next(filter(None, (posted_digest(meeting, language) for language in languages)), None)
    return url_for("digests.reading", key=digest.key) if digest else None
