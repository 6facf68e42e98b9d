"""The round digest at its stable address, for everybody once it is approved; and its files."""

from flask import Response, make_response, render_template
from flask.typing import ResponseReturnValue

from workshop.digests.document import document_from
from workshop.digests.doors import download, picture_in, reader
from workshop.digests.files import Printing, ask_for, file_of, printing
from workshop.digests.html import write_html
from workshop.digests.pictures import addresses, contents_of
from workshop.digests.press import PRINTED
from workshop.digests.rounds.doors import bp
from workshop.digests.rounds.models import RoundDigest
from workshop.digests.rounds.queries import readable_round_digest
from workshop.digests.text import write_text


@bp.get("/koonti/round/<key>")
def reading(key: str) -> ResponseReturnValue:
    """The digest at its stable address."""
    read = readable_round_digest(key, reader())
    document = document_from(read.document)
    return render_template(
        "digests/round/reading.html",
        digest=read,
        document=document,
        sources=addresses(read, document, "round_digests.picture"),
        printing=printing(read),
    )


@bp.get("/koonti/round/<key>/pictures/<picture>")
def picture(key: str, picture: str) -> ResponseReturnValue:
    """One picture of the digest, for those who may read it."""
    return picture_in(document_from(readable_round_digest(key, reader()).document), picture)


@bp.get("/koonti/round/<key>/koonti.txt")
def text_file(key: str) -> ResponseReturnValue:
    read = readable_round_digest(key, reader())
    return _download(read, write_text(document_from(read.document)), "txt", "text/plain")


@bp.get("/koonti/round/<key>/koonti.html")
def html_file(key: str) -> ResponseReturnValue:
    read = readable_round_digest(key, reader())
    document = document_from(read.document)
    return _download(read, write_html(document, contents_of(document)), "html", "text/html")


@bp.get(f"/koonti/round/<key>/koonti.<any({', '.join(PRINTED)}):name>")
def printed_file(key: str, name: str) -> ResponseReturnValue:
    """The digest as the worker has printed it; until then a page that says how far it is, and has it printed."""
    read = readable_round_digest(key, reader())
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
    return download(content, f"koonti-{read.round.key}-{read.as_of}.{ending}", mimetype)
