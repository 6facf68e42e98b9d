"""The digest at its stable address, for everybody once it is approved; and its files."""

from flask import Response, make_response, render_template
from flask.typing import ResponseReturnValue

from workshop.digests.document import document_from
from workshop.digests.doors import bp, download, picture_in, reader
from workshop.digests.files import Printing, ask_for, file_of, printing
from workshop.digests.html import write_html
from workshop.digests.models import Digest
from workshop.digests.pictures import addresses, contents_of
from workshop.digests.press import PRINTED
from workshop.digests.queries import letter_language, posted_digest, readable_digest
from workshop.digests.text import write_text
from workshop.i18n.choose import current_language
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
    )


@bp.get("/koonti/<key>/pictures/<picture>")
def picture(key: str, picture: str) -> ResponseReturnValue:
    """One picture of the digest, for those who may read it."""
    return picture_in(document_from(readable_digest(key, reader()).document), picture)


@bp.get("/koonti/<key>/koonti.txt")
def text_file(key: str) -> ResponseReturnValue:
    read = readable_digest(key, reader())
    return _download(read, write_text(document_from(read.document)), "txt", "text/plain")


@bp.get("/koonti/<key>/koonti.html")
def html_file(key: str) -> ResponseReturnValue:
    read = readable_digest(key, reader())
    document = document_from(read.document)
    return _download(read, write_html(document, contents_of(document)), "html", "text/html")


@bp.get(f"/koonti/<key>/koonti.<any({', '.join(PRINTED)}):name>")
def printed_file(key: str, name: str) -> ResponseReturnValue:
    """The digest as the worker has printed it; until then a page that says how far it is, and has it printed."""
    read = readable_digest(key, reader())
    state = printing(read)[name]
    if state is Printing.READY:
        return _download(read, file_of(read, name).read_bytes(), name, PRINTED[name])
    if state is Printing.ON_DEMAND:
        ask_for(read, name)
        state = Printing.WAITING
    answer = make_response(render_template("digests/making.html", digest=read, name=name, state=state), 503)
    if state is Printing.WAITING:
        answer.headers["Refresh"] = answer.headers["Retry-After"] = "5"
    return answer


def _download(read: Digest, content: str | bytes, ending: str, mimetype: str) -> Response:
    return download(content, f"koonti-{read.meeting.code}.{ending}", mimetype)


@bp.app_template_global("public_digest")
def public_digest(meeting: Meeting) -> Digest | None:
    """The digest that everybody may read, in the reader's language or else in the meeting's first; None before."""
    return posted_digest(meeting, letter_language(meeting, current_language()))
