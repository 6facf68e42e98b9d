"""The digest as a letter: the whole of it in the mail, its page's link first, the way out of it last, its PDF file
with it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from flask import current_app
from sqlalchemy import select

from workshop.digests.addressees import Addressee
from workshop.digests.document import document_from
from workshop.digests.files import file_of
from workshop.digests.models import Digest
from workshop.digests.queries import posted_before
from workshop.digests.text import write_text
from workshop.extensions import db
from workshop.mail.actions import put_letters
from workshop.mail.queries import letter_stopped_at
from workshop.mail.written import OWN_LINK, Written, write
from workshop.meetings.models import Meeting

ANYBODY = "…"
"""Stands for the key of the unsubscribe link, until the letter has an address."""

Letters = Mapping[bool, Written]
"""A digest's letter to the invited (True) and to those who left their address (False)."""
ENCLOSED = "pdf"
"""The format that goes with a letter."""
LARGEST_FILE = 5_000_000
"""Bytes; mail servers refuse what is much larger, and the link leads to it anyway."""

_ABOUT, _STOPPED_AT = "digest:", "/unsubscribe/"


def about(digest: Digest) -> str:
    """What the outbox calls the letters of this digest."""
    return f"{_ABOUT}{digest.id}"


def about_digests_of(meetings: Iterable[int]) -> list[str]:
    """What the outbox calls the letters of all digests of these meetings, by their ids."""
    numbers = db.session.scalars(select(Digest.id).where(Digest.meeting_id.in_(meetings)))
    return [f"{_ABOUT}{number}" for number in numbers]


def reached_by(key: str) -> tuple[str, Meeting] | None:
    """The address of a letter in the outbox whose unsubscribe link holds this key, and the meeting of its digest."""
    letter = letter_stopped_at(f"{_STOPPED_AT}{key}")
    if letter is None or not letter.about.startswith(_ABOUT):
        return None
    digest = db.session.get(Digest, int(letter.about.removeprefix(_ABOUT)))
    return (letter.address, digest.meeting) if digest else None


def reading_address(digest: Digest) -> str:
    """Where the digest is read; of BASE_URL, whatever the request says."""
    return f"{current_app.config['SETTINGS'].base_url}/koonti/{digest.key}"


def unsubscribe_address(key: str, language: str) -> str:
    """Where these letters are stopped, in their language; of BASE_URL too."""
    return f"{current_app.config['SETTINGS'].base_url}{_STOPPED_AT}{key}?lang={language}"


def write_letter(digest: Digest, is_invited: bool = False) -> Written:
    """The digest's letter, in the digest's language, with its PDF file when that is there and not too large; the same
    for everybody but for the key of the unsubscribe link."""
    document, pdf = document_from(digest.document), _pdf(digest)
    letter = write(
        "digest",
        digest.language,
        document=document,
        link=reading_address(digest),
        supplemented=posted_before(digest, is_invited),
        attached=pdf is not None,
        digest_text=write_text(document),
        is_invited=is_invited,
        unsubscribe=OWN_LINK,
    )
    letter = replace(letter, unsubscribe=unsubscribe_address(ANYBODY, digest.language))
    return letter if pdf is None else replace(letter, enclosure_name=f"koonti-{digest.meeting.code}.pdf", enclosure=pdf)


def _pdf(digest: Digest) -> bytes | None:
    try:
        content = file_of(digest, ENCLOSED).read_bytes()
    except FileNotFoundError:
        return None
    return content if len(content) <= LARGEST_FILE else None


def write_letters(digest: Digest) -> Letters:
    """The letter for each kind of recipient."""
    return {is_invited: write_letter(digest, is_invited) for is_invited in (False, True)}


def put_digest_letters(digest: Digest, letters: Letters, to: Iterable[Addressee]) -> None:
    """Put the letters in the outbox, each with its own unsubscribe link; once for each digest and address."""
    put_letters(
        about(digest),
        [
            (
                f"{about(digest)}:{one.address}",
                one.address,
                one.language,
                letters[one.is_invited].stopped_at(unsubscribe_address(one.key, one.language)),
            )
            for one in to
        ],
    )
