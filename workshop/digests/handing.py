"""A digest is handed out as a file, whichever digest it is."""

from flask import Response, make_response, render_template

from workshop.digests.abouts import AnyDigest
from workshop.digests.document import document_from
from workshop.digests.doors import download
from workshop.digests.files import Printing, ask_for, file_of, printing
from workshop.digests.html import write_html
from workshop.digests.pictures import contents_of
from workshop.digests.press import PRINTED
from workshop.digests.text import write_text


def text_of(read: AnyDigest, called: str) -> Response:
    """The digest as a text file, `called` so but for its ending."""
    return download(write_text(document_from(read.document)), f"{called}.txt", "text/plain")


def html_of(read: AnyDigest, called: str) -> Response:
    """The digest as a page that stands alone."""
    document = document_from(read.document)
    return download(write_html(document, contents_of(document)), f"{called}.html", "text/html")


def printed_of(read: AnyDigest, name: str, called: str, making: str) -> Response:
    """The digest as the worker has printed it; until then the page `making`, which says how far it is, and has it
    printed."""
    state = printing(read)[name]
    if state is Printing.READY:
        return download(file_of(read, name).read_bytes(), f"{called}.{name}", PRINTED[name])
    if state is Printing.ON_DEMAND:
        ask_for(read, name)
        state = Printing.WAITING
    answer = make_response(render_template(making, digest=read, name=name, state=state), 503)
    if state is Printing.WAITING:
        answer.headers["Refresh"] = answer.headers["Retry-After"] = "5"
    return answer
