"""Pages go over the wire compressed, also where no proxy does it: an old phone on a bad line waits for bytes."""

import gzip
import secrets
from io import BytesIO

from flask import Flask, Response, request

SMALLEST = 1000
"""Bytes; below this nothing is gained."""
LEVEL = 5
LONGEST_PADDING = 64
"""So many bytes at most tell nothing: with them the length of a page does not give its token away (BREACH)."""


def init_app(app: Flask) -> None:
    @app.after_request
    def compress(response: Response) -> Response:
        if response.mimetype != "text/html" or response.is_streamed or response.direct_passthrough:
            return response
        response.vary.add("Accept-Encoding")
        page = response.get_data()
        if len(page) >= SMALLEST and request.accept_encodings["gzip"] > 0 and not response.content_encoding:
            response.set_data(_packed(page))
            response.content_encoding = "gzip"
        return response


def _packed(page: bytes) -> bytes:
    """The page as gzip, with a name of random length in its head, which browsers skip."""
    name = "x" * (1 + secrets.randbelow(LONGEST_PADDING))
    packed = BytesIO()
    with gzip.GzipFile(name, "wb", LEVEL, packed, mtime=0) as file:
        file.write(page)
    return packed.getvalue()
