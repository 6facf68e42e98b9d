"""What has been published of a round."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from workshop.analysis.round_rows import Key, Published, Tag
from workshop.extensions import db
from workshop.results.models import Publication
from workshop.rounds.models import Round


def publications_of(round_: Round) -> Sequence[Publication]:
    """The publications of a round in the order of what they count, the earliest first."""
    return db.session.scalars(
        select(Publication).where(Publication.round_id == round_.id).order_by(Publication.counted_until, Publication.id)
    ).all()


def published(publication: Publication) -> Published:
    """Of which keys the numbers were told."""
    return Published(_keys(publication.people), _keys(publication.notes))


def told_plainly(told: Published, joined: Mapping[str, int]) -> dict[str, Any]:
    """What a publication tells, as plain JSON. `joined`: how many people in which meetings, as `Publication` has it."""
    return {
        "people": _plain(told.people),
        "notes": _plain(told.notes),
        "joined": dict(joined),
    }


def _plain(keys: Iterable[Key]) -> list[Any]:
    return sorted(sorted([tag.by, tag.value] for tag in key) for key in keys)


def _keys(stored: Iterable[Any]) -> frozenset[Key]:
    return frozenset(frozenset(Tag(*tag) for tag in key) for key in stored)
