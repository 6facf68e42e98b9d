"""The digest as a letter: the whole of it in the mail, its page's link first."""

from flask import current_app

from workshop.digests.document import document_from
from workshop.digests.models import Digest
from workshop.digests.queries import was_posted_before
from workshop.digests.text import write_text
from workshop.mail.actions import put_letter
from workshop.mail.written import Written, write


def about(digest: Digest) -> str:
    """What the outbox calls the letters of this digest."""
    return f"digest:{digest.id}"


def reading_address(digest: Digest) -> str:
    """Where the digest is read; of BASE_URL, whatever the request says."""
    return f"{current_app.config['SETTINGS'].base_url}/koonti/{digest.key}"


def write_letter(digest: Digest) -> Written:
    """The digest's letter, in the digest's language."""
    document = document_from(digest.document)
    return write(
        "digest",
        digest.language,
        document=document,
        link=reading_address(digest),
        supplemented=was_posted_before(digest),
        digest_text=write_text(document),
    )


def put_digest_letter(digest: Digest, written: Written, address: str) -> None:
    """Put the letter for one address in the outbox; once for each digest and address."""
    put_letter(
        key=f"{about(digest)}:{address}",
        about=about(digest),
        address=address,
        language=digest.language,
        subject=written.subject,
        text=written.text,
        html=written.html,
    )
