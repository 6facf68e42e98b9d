"""What the outbox calls the letters of digests."""

from collections.abc import Iterable

from sqlalchemy import select

from workshop.digests.models import Digest
from workshop.extensions import db

ABOUT = "digest:"


def about(digest: Digest) -> str:
    """What the outbox calls the letters of this digest."""
    return f"{ABOUT}{digest.id}"


def about_digests_of(meetings: Iterable[int]) -> list[str]:
    """What the outbox calls the letters of all digests of these meetings, by their ids."""
    numbers = db.session.scalars(select(Digest.id).where(Digest.meeting_id.in_(meetings)))
    return [f"{ABOUT}{number}" for number in numbers]


def digest_of(about: str) -> Digest | None:
    """The digest whose letters the outbox calls so."""
    number = about.removeprefix(ABOUT)
    return db.session.get(Digest, int(number)) if about.startswith(ABOUT) else None
