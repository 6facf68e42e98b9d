"""The round digest at its stable address, for everybody once it is approved; and its files."""

from flask import Response, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from workshop.accounts.models import User
from workshop.digests.document import document_from
from workshop.digests.doors import ALONE_POLICY
from workshop.digests.files import Printing, ask_for, file_of, printing
from workshop.digests.html import write_html
from workshop.digests.pictures import contents_of
from workshop.digests.press import PRINTED
from workshop.digests.rounds.doors import bp
from workshop.digests.rounds.models import RoundDigest
from workshop.digests.rounds.queries import readable_round_digest
from workshop.digests.text import write_text


def _reader() -> User | None:
    return current_user if current_user.is_authenticated else None


@bp.get("/koonti/round/<key>")
def reading(key: str) -> ResponseReturnValue:
    """The digest at its stable address."""
    read = readable_round_digest(key, _reader())
    return render_template(
        "digests/round/reading.html", digest=read, document=document_from(read.document), printing=printing(read)
    )


@bp.get("/koonti/round/<key>/koonti.txt")
def text_file(key: str) -> ResponseReturnValue:
    read = readable_round_digest(key, _reader())
    return _download(read, write_text(document_from(read.document)), "txt", "text/plain")


@bp.get("/koonti/round/<key>/koonti.html")
def html_file(key: str) -> ResponseReturnValue:
    read = readable_round_digest(key, _reader())
    document = document_from(read.document)
    return _download(read, write_html(document, contents_of(document)), "html", "text/html")


@bp.get(f"/koonti/round/<key>/koonti.<any({', '.join(PRINTED)}):name>")
def printed_file(key: str, name: str) -> ResponseReturnValue:
    """The digest as the worker has printed it; until then a page that says how far it is, and has it printed."""
    read = readable_round_digest(key, _reader())
    state = printing(read)[name]
    if state is Printing.READY:
        return _download(read, file_of(read, name).read_bytes(), name, PRINTED[name])
    if state is Printing.ON_DEMAND:
        ask_for(read, name)
        state = Printing.WAITING
    answer = make_response(render_template("digests/round/making.html", digest=read, name=name, state=state), 503)
    if state is Printing.WAITING:
        answer.headers["Refresh"] = answer.headers["Retry-After"] = "5"
    return answer


def _download(read: RoundDigest, content: str | bytes, ending: str, mimetype: str) -> Response:
    answer = Response(content, mimetype=mimetype)
    name = f"koonti-{read.round.key}-{read.as_of}.{ending}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Security-Policy"] = ALONE_POLICY
    return answer
