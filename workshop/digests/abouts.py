"""What the outbox calls the letters of digests, of meetings and of rounds."""

from collections.abc import Iterable

from sqlalchemy import select

from workshop.digests.models import Digest
from workshop.digests.rounds.models import RoundDigest
from workshop.extensions import db
from workshop.meetings.models import Meeting
from workshop.rounds.models import Round

AnyDigest = Digest | RoundDigest
_KINDS: dict[str, type[AnyDigest]] = {kind.__tablename__: kind for kind in (Digest, RoundDigest)}


def about(digest: AnyDigest) -> str:
    """What the outbox calls the letters of this digest: "digest:12", "round_digest:3"."""
    return f"{digest.__tablename__}:{digest.id}"


def about_digests_of(meetings: Iterable[int]) -> list[str]:
    """What the outbox calls the letters of all digests of these meetings, by their ids."""
    return _abouts(Digest, meetings)


def about_digests_of_rounds(rounds: Iterable[int]) -> list[str]:
    """What the outbox calls the letters of these rounds' own digests, by the rounds' ids."""
    return _abouts(RoundDigest, rounds)


def _abouts(kind: type[AnyDigest], of: Iterable[int]) -> list[str]:
    numbers = db.session.scalars(select(kind.id).where(kind.of_id.in_(of)))
    return [f"{kind.__tablename__}:{number}" for number in numbers]


def digest_of(about: str) -> AnyDigest | None:
    """The digest whose letters the outbox calls so."""
    kind, _colon, number = about.partition(":")
    return db.session.get(_KINDS[kind], int(number)) if kind in _KINDS else None


def round_of(of: Meeting | Round) -> Round:
    """The round of a meeting; a round itself."""
    return of if isinstance(of, Round) else of.round
