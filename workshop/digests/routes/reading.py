"""The digest at its stable address, for everybody once it is approved; and its files."""

from flask import Response, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from workshop.accounts.models import User
from workshop.digests.document import document_from
from workshop.digests.doors import ALONE_POLICY, bp
from workshop.digests.files import Printing, ask_for, file_of, printing
from workshop.digests.html import write_html
from workshop.digests.models import Digest
from workshop.digests.press import PRINTED
from workshop.digests.queries import letter_language, posted_digest, readable_digest
from workshop.digests.text import write_text
from workshop.i18n.choose import current_language
from workshop.meetings.models import Meeting


def _reader() -> User | None:
    return current_user if current_user.is_authenticated else None


@bp.get("/koonti/<key>")
def reading(key: str) -> ResponseReturnValue:
    """The digest at its stable address."""
    read = readable_digest(key, _reader())
    return render_template(
        "digests/reading.html", digest=read, document=document_from(read.document), printing=printing(read)
    )


@bp.get("/koonti/<key>/koonti.txt")
def text_file(key: str) -> ResponseReturnValue:
    read = readable_digest(key, _reader())
    return _download(read, write_text(document_from(read.document)), "txt", "text/plain")


@bp.get("/koonti/<key>/koonti.html")
def html_file(key: str) -> ResponseReturnValue:
    read = readable_digest(key, _reader())
    return _download(read, write_html(document_from(read.document)), "html", "text/html")


@bp.get(f"/koonti/<key>/koonti.<any({', '.join(PRINTED)}):name>")
def printed_file(key: str, name: str) -> ResponseReturnValue:
    """The digest as the worker has printed it; until then a page that says how far it is, and has it printed."""
    read = readable_digest(key, _reader())
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
    answer = Response(content, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="koonti-{read.meeting.code}.{ending}"'
    answer.headers["Content-Security-Policy"] = ALONE_POLICY
    return answer


@bp.app_template_global("public_digest")
def public_digest(meeting: Meeting) -> Digest | None:
    """The digest that everybody may read, in the reader's language or else in the meeting's first; None before."""
    return posted_digest(meeting, letter_language(meeting, current_language()))
