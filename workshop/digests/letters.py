"""The digest as a letter: the whole of it in the mail, its page's link first, the way out of it last."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from flask import current_app

from workshop.digests.addressees import Addressee
from workshop.digests.document import document_from
from workshop.digests.models import Digest
from workshop.digests.text import write_text
from workshop.mail.actions import put_letters
from workshop.mail.written import Written, write

ANYBODY = "…"
"""Stands for the key of the unsubscribe link, until the letter has an address."""

Letters = Mapping[bool, Written]
"""A digest's letter to the invited (True) and to those who left their address (False)."""


def about(digest: Digest) -> str:
    """What the outbox calls the letters of this digest."""
    return f"digest:{digest.id}"


def reading_address(digest: Digest) -> str:
    """Where the digest is read; of BASE_URL, whatever the request says."""
    return f"{current_app.config['SETTINGS'].base_url}/koonti/{digest.key}"


def unsubscribe_address(key: str, language: str) -> str:
    """Where these letters are stopped, in their language; of BASE_URL too."""
    return f"{current_app.config['SETTINGS'].base_url}/unsubscribe/{key}?lang={language}"


def write_letter(digest: Digest, is_invited: bool = False) -> Written:
    """The digest's letter, in the digest's language, as it can be looked at before it is sent: the same for everybody
    but for the key of the unsubscribe link."""
    document = document_from(digest.document)
    link = unsubscribe_address(ANYBODY, digest.language)
    written = write(
        "digest",
        digest.language,
        document=document,
        link=reading_address(digest),
        supplemented=digest.version > 1,
        digest_text=write_text(document),
        is_invited=is_invited,
        unsubscribe=link,
    )
    return replace(written, unsubscribe=link)


def write_letters(digest: Digest) -> Letters:
    """The letter for each kind of recipient."""
    return {is_invited: write_letter(digest, is_invited) for is_invited in (False, True)}


def put_digest_letters(digest: Digest, letters: Letters, to: Iterable[Addressee]) -> None:
    """Put the letters in the outbox; once for each digest and address."""
    put_letters(
        about(digest),
        [
            (f"{about(digest)}:{one.address}", one.address, one.language, _for_one(letters[one.is_invited], one))
            for one in to
        ],
    )


def _for_one(letter: Written, one: Addressee) -> Written:
    """The letter with its addressee's own unsubscribe link, which stands once in the foot of text and HTML."""
    own = unsubscribe_address(one.key, one.language)

    def with_own(words: str) -> str:
        # The last one is the foot's; what somebody wrote in the meeting stays as it was, even such a link.
        return own.join(words.rsplit(letter.unsubscribe, 1))

    return replace(letter, text=with_own(letter.text), html=with_own(letter.html), unsubscribe=own)
