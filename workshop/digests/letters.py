"""The digest as a letter: the whole of it in the mail, its page's link first, its PDF file with it."""

from collections.abc import Sequence
from dataclasses import replace

from flask import current_app

from workshop.digests.document import document_from
from workshop.digests.files import file_of
from workshop.digests.models import Digest
from workshop.digests.queries import posted_before
from workshop.digests.text import write_text
from workshop.mail.actions import put_letters
from workshop.mail.written import Written, write

LARGEST_FILE = 5_000_000
"""Bytes; mail servers refuse what is much larger, and the link leads to it anyway."""


def about(digest: Digest) -> str:
    """What the outbox calls the letters of this digest."""
    return f"digest:{digest.id}"


def reading_address(digest: Digest) -> str:
    """Where the digest is read; of BASE_URL, whatever the request says."""
    return f"{current_app.config['SETTINGS'].base_url}/koonti/{digest.key}"


def write_letter(digest: Digest) -> Written:
    """The digest's letter, in the digest's language, with its PDF file when that is there and not too large."""
    document, pdf = document_from(digest.document), _pdf(digest)
    letter = write(
        "digest",
        digest.language,
        document=document,
        link=reading_address(digest),
        supplemented=posted_before(digest),
        attached=pdf is not None,
        digest_text=write_text(document),
    )
    return letter if pdf is None else replace(letter, enclosure_name=f"koonti-{digest.meeting.code}.pdf", enclosure=pdf)


def _pdf(digest: Digest) -> bytes | None:
    try:
        content = file_of(digest, "pdf").read_bytes()
    except FileNotFoundError:
        return None
    return content if len(content) <= LARGEST_FILE else None


def put_digest_letters(digest: Digest, written: Written, addresses: Sequence[str]) -> None:
    """Put the letters for these addresses in the outbox; once for each digest and address."""
    put_letters(
        about(digest), [(f"{about(digest)}:{address}", address, digest.language, written) for address in addresses]
    )
