"""The digest as a letter: who sends it, why and what is inside, its page's link, the whole of it, and the way out of
it last; its PDF file goes with it."""

from collections.abc import Iterable
from dataclasses import replace

from flask import current_app

from workshop.digests.abouts import AnyDigest, about, digest_of, round_of
from workshop.digests.addressees import Addressee
from workshop.digests.document import document_from
from workshop.digests.files import file_of
from workshop.digests.queries import posted_before
from workshop.digests.rounds.models import RoundDigest
from workshop.digests.text import write_text
from workshop.mail.actions import put_letters
from workshop.mail.queries import letter_stopped_at
from workshop.mail.written import OWN_LINK, Written, write
from workshop.meetings.models import Meeting
from workshop.rounds.models import Round
from workshop.vocabulary.places import county

ANYBODY = "…"
"""Stands for the key of the unsubscribe link, until the letter has an address."""

ENCLOSED = "pdf"
"""The format that goes with a letter."""
LARGEST_FILE = 5_000_000
"""Bytes; mail servers refuse what is much larger, and the link leads to it anyway."""

_STOPPED_AT = {False: "/unsubscribe/", True: "/unsubscribe/round/"}
"""Before the key. One key may stop letters of a meeting and of its round: the path says which."""


def reached_by(key: str, of_round: bool = False) -> tuple[str, Meeting | Round] | None:
    """The address of a letter in the outbox whose unsubscribe link holds this key, and the meeting or the round of its
    digest."""
    letter = letter_stopped_at(f"{_STOPPED_AT[of_round]}{key}")
    digest = digest_of(letter.about) if letter else None
    return (letter.address, digest.of) if letter and digest else None


def reading_address(digest: AnyDigest) -> str:
    """Where the digest is read; of BASE_URL, whatever the request says."""
    folder = "koonti/round" if isinstance(digest, RoundDigest) else "koonti"
    return f"{current_app.config['SETTINGS'].base_url}/{folder}/{digest.key}"


def unsubscribe_address(digest: AnyDigest, key: str, language: str) -> str:
    """Where the digest's letters are stopped, in their language; of BASE_URL too."""
    path = _STOPPED_AT[isinstance(digest, RoundDigest)]
    return f"{current_app.config['SETTINGS'].base_url}{path}{key}?lang={language}"


def file_name(digest: AnyDigest) -> str:
    """What a file of the digest is called, but for its ending."""
    if isinstance(digest, RoundDigest):
        return f"koonti-{digest.round.key}-{digest.as_of}"
    return f"koonti-{digest.meeting.code}"


def write_letter(digest: AnyDigest, is_invited: bool = False, language: str = "") -> Written:
    """The digest's letter, with its PDF file when that is there and not too large; the same for everybody but for the
    key of the unsubscribe link.

    What the letter itself says is in `language`, for those in whose language there is no digest; else in the digest's.
    """
    document, pdf = document_from(digest.document), _pdf(digest)
    language = language or digest.language
    letter = write(
        "digest",
        language,
        document=document,
        digest=digest,
        is_of_round=isinstance(digest, RoundDigest),
        sender=county(round_of(digest.of).county).capitalised(language),
        link=reading_address(digest),
        supplemented=posted_before(digest, is_invited),
        attached=pdf is not None,
        digest_text=write_text(document),
        is_invited=is_invited,
        unsubscribe=OWN_LINK,
    )
    letter = replace(letter, unsubscribe=unsubscribe_address(digest, ANYBODY, language))
    return letter if pdf is None else replace(letter, enclosure_name=f"{file_name(digest)}.pdf", enclosure=pdf)


def _pdf(digest: AnyDigest) -> bytes | None:
    try:
        content = file_of(digest, ENCLOSED).read_bytes()
    except FileNotFoundError:
        return None
    return content if len(content) <= LARGEST_FILE else None


class Letters:
    """A digest's letters before they have addresses: to the invited and to those who left their address, in each of
    their languages. Each is written once, when the first one of them is known."""

    def __init__(self, digest: AnyDigest, to: Iterable[Addressee]) -> None:
        """Write those that these addressees get."""
        self._digest = digest
        self._written: dict[tuple[bool, str], Written] = {}
        for one in to:
            self.to(one)

    def to(self, one: Addressee) -> Written:
        """The letter that this addressee gets, with their own unsubscribe link."""
        kind = one.is_invited, one.language
        if kind not in self._written:
            self._written[kind] = write_letter(self._digest, *kind)
        return self._written[kind].stopped_at(unsubscribe_address(self._digest, one.key, one.language))


def put_digest_letters(digest: AnyDigest, letters: Letters, to: Iterable[Addressee]) -> None:
    """Put the letters in the outbox, each with its own unsubscribe link; once for each digest and address."""
    put_letters(
        about(digest), [(f"{about(digest)}:{one.address}", one.address, one.language, letters.to(one)) for one in to]
    )
