"""Finding rounds."""

from collections.abc import Sequence

from sqlalchemy import select

from workshop.accounts.models import Role, User
from workshop.errors import NotFound
from workshop.extensions import db
from workshop.rounds.models import Round


def access_round(key: str, user: User) -> Round:
    """The round with this key, when `user` prepares or leads meetings; NotFound otherwise, whichever the reason."""
    found = round_by_key(key) if user.may(Role.FACILITATOR) else None
    if found is None:
        raise NotFound
    return found


def round_by_key(key: str) -> Round | None:
    """The round with this key, whoever asks."""
    return db.session.scalar(select(Round).where(Round.key == key))


def rounds() -> Sequence[Round]:
    """Every round, newest first."""
    return db.session.scalars(select(Round).order_by(Round.created_at.desc(), Round.id.desc())).all()
