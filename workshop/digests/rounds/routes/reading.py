"""The round digest at its stable address, for everybody once it is approved; and its files."""

from flask import render_template
from flask.typing import ResponseReturnValue

from workshop.digests.document import document_from
from workshop.digests.doors import picture_in, reader
from workshop.digests.files import printing
from workshop.digests.handing import html_of, printed_of, text_of
from workshop.digests.letters import file_name
from workshop.digests.pictures import addresses
from workshop.digests.press import PRINTED
from workshop.digests.rounds.doors import bp
from workshop.digests.rounds.queries import readable_round_digest


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
    return text_of(read, file_name(read))


@bp.get("/koonti/round/<key>/koonti.html")
def html_file(key: str) -> ResponseReturnValue:
    read = readable_round_digest(key, reader())
    return html_of(read, file_name(read))


@bp.get(f"/koonti/round/<key>/koonti.<any({', '.join(PRINTED)}):name>")
def printed_file(key: str, name: str) -> ResponseReturnValue:
    """The digest as the worker has printed it; until then a page that says how far it is, and has it printed."""
    read = readable_round_digest(key, reader())
    return printed_of(read, name, file_name(read), "digests/round/making.html")
