"""Finding round digests and what goes into them."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from workshop.accounts.models import Role, User
from workshop.clock import from_finland, now
from workshop.columns import Texts
from workshop.digests.rounds.models import Chapter, Evidence, Piece, PieceKind, RoundDigest, Synthesis
from workshop.errors import NotAllowed, NotFound
from workshop.extensions import db
from workshop.rounds.models import Round
from workshop.rounds.queries import access_round


def end_of(day: date) -> datetime:
    """The last moment of a Finnish day."""
    return from_finland(datetime.combine(day + timedelta(days=1), time())) - timedelta(microseconds=1)


def counted_until(day: date) -> datetime:
    """Until when is counted what came by the end of this day: until now at most."""
    return min(end_of(day), now())


def access_synthesis(key: str, user: User) -> Round:
    """The round whose digests `user` may put together. NotFound, and NotAllowed for who is no organiser."""
    round_ = access_round(key, user)
    if not user.may(Role.ORGANISER):
        raise NotAllowed
    return round_


def access_piece(round_: Round, piece_id: int) -> Piece:
    """A piece of this round; NotFound otherwise."""
    piece = db.session.scalar(select(Piece).where(Piece.id == piece_id, Piece.round_id == round_.id))
    if piece is None:
        raise NotFound
    return piece


def access_evidence(piece: Piece, evidence_id: int) -> Evidence:
    """Evidence of this piece; NotFound otherwise."""
    found = next((one for one in piece.evidence if one.id == evidence_id), None)
    if found is None:
        raise NotFound
    return found


def access_round_digest(round_: Round, digest_id: int) -> RoundDigest:
    """A digest of this round; NotFound otherwise."""
    digest = db.session.scalar(
        select(RoundDigest).where(RoundDigest.id == digest_id, RoundDigest.round_id == round_.id)
    )
    if digest is None:
        raise NotFound
    return digest


def readable_round_digest(key: str, user: User | None) -> RoundDigest:
    """The round digest at a stable address: for all once approved, before that for organisers; NotFound otherwise."""
    digest = db.session.scalar(select(RoundDigest).where(RoundDigest.key == key).options(joinedload(RoundDigest.round)))
    if digest is None or (digest.approved_at is None and (user is None or not user.may(Role.ORGANISER))):
        raise NotFound
    return digest


def every_round_digest() -> Iterator[RoundDigest]:
    """All digests of all rounds, newest first."""
    yield from db.session.scalars(select(RoundDigest).order_by(RoundDigest.id.desc()))


def round_digests_of(round_: Round) -> Sequence[RoundDigest]:
    """All versions in all languages, newest first."""
    return db.session.scalars(
        select(RoundDigest)
        .where(RoundDigest.round_id == round_.id)
        .order_by(RoundDigest.id.desc())
        .options(joinedload(RoundDigest.approved_by))
    ).all()


def last_version(round_: Round, language: str) -> int:
    """The number of the newest version; 0 when there is none."""
    versions = select(func.max(RoundDigest.version))
    return db.session.scalar(versions.where(RoundDigest.round_id == round_.id, RoundDigest.language == language)) or 0


def synthesis_of(round_: Round) -> Synthesis:
    """How the round's digests are put together; the defaults, as a row that is not stored, when nobody has said."""
    return db.session.get(Synthesis, round_.id) or Synthesis(
        round_id=round_.id, order=[], left_out=[], texts={}, wording={}, frame_id=None
    )


def chapters_of(synthesis: Synthesis) -> list[Chapter]:
    """All chapters in their order; those that the order does not name yet come last."""
    named = [Chapter(key) for key in synthesis.order if key in set(Chapter)]
    return [*named, *(chapter for chapter in Chapter if chapter not in named)]


def chapter_text(synthesis: Synthesis, chapter: Chapter) -> Texts:
    """What the organisers say at the beginning of a chapter."""
    return Texts(synthesis.texts.get(chapter, {}))


def pieces_of(round_: Round, kind: PieceKind | None = None) -> Sequence[Piece]:
    """The pieces of a round, or those of one kind, in order, with their evidence."""
    pieces = select(Piece).where(Piece.round_id == round_.id)
    if kind is not None:
        pieces = pieces.where(Piece.kind == kind)
    return db.session.scalars(
        pieces.order_by(Piece.kind, Piece.position, Piece.id).options(selectinload(Piece.evidence))
    ).all()
