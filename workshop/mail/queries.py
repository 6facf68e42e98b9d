"""Finding letters."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select, tuple_
from sqlalchemy.orm import selectinload

from workshop.errors import NotFound
from workshop.extensions import db
from workshop.mail.models import MOST_LETTERS, Letter, LetterState, PausedLetters

TROUBLED = (LetterState.FAILED, LetterState.UNSURE, LetterState.BOUNCED)
"""They wait for a person's decision, unless nobody wants them any more."""


def letters_about(about: str) -> Sequence[Letter]:
    """Every letter that belongs to one thing ("digest:12"), by address; but for those that are in trouble and that
    nobody wants any more."""
    those = select(Letter).where(Letter.about == about, _matters())
    return db.session.scalars(those.order_by(Letter.address)).all()


def addresses_about(about: str) -> set[str]:
    """The addresses of `letters_about` one thing."""
    return set(db.session.scalars(select(Letter.address).where(Letter.about == about, _matters())))


def unreachable(abouts: Collection[str]) -> dict[str, str]:
    """The addresses of which a mail server has said that they take no letters, when one that belongs to any of these
    things was sent there; and its words. Not those that are tried again."""
    said = select(Letter.address, Letter.server_said).where(
        Letter.about.in_(abouts), Letter.unreachable_at.is_not(None), is_wanted()
    )
    return dict(db.session.execute(said.order_by(Letter.unreachable_at, Letter.id)).all())


def letter_counts(about: str) -> dict[LetterState, int]:
    """How many of `letters_about` one thing are in each state."""
    counted = select(Letter.state, func.count()).where(Letter.about == about, _matters())
    return dict(db.session.execute(counted.group_by(Letter.state)).all())


def troubled_letters(about: str, most: int = 100) -> Sequence[Letter]:
    """Letters of one thing that have failed, came back or may not have arrived, by address."""
    return db.session.scalars(
        select(Letter)
        .where(Letter.about == about, Letter.state.in_(TROUBLED), _matters())
        .order_by(Letter.address, Letter.id)
        .limit(most)
    ).all()


def newest_letters(before: int | None, count: int) -> Sequence[Letter]:
    """At most `count` letters, newest hour first; only those after letter number `before` when it is given.

    Raises NotFound when there is no such letter.
    """
    letters = select(Letter).order_by(Letter.queued_at.desc(), Letter.id.desc()).limit(count)
    letters = letters.options(selectinload(Letter.content))
    if before is not None:
        last = find_letter(before)
        letters = letters.where(tuple_(Letter.queued_at, Letter.id) < (last.queued_at, last.id))
    return db.session.scalars(letters).all()


def find_letter(letter_id: int) -> Letter:
    """The letter with this number. Raises NotFound."""
    letter = db.session.get(Letter, letter_id) if 0 < letter_id <= MOST_LETTERS else None
    if letter is None:
        raise NotFound
    return letter


def letter_with_token(token: str) -> Letter | None:
    """The letter that goes by this name outside."""
    return db.session.scalar(select(Letter).where(Letter.token == token))


def letter_stopped_at(path: str) -> Letter | None:
    """One of the letters whose unsubscribe link has this path, at whatever address the house was then."""
    link = Letter.unsubscribe.contains(f"{path}?", autoescape=True)
    return db.session.scalar(select(Letter).where(link).limit(1))


def is_paused(about: str) -> bool:
    """Do the letters about one thing wait because somebody said so?"""
    return db.session.get(PausedLetters, about) is not None


def is_wanted() -> ColumnElement[bool]:
    """The condition of a letter that has not been withdrawn."""
    return Letter.withdrawn_at.is_(None)


def _matters() -> ColumnElement[bool]:
    return or_(Letter.state.not_in(TROUBLED), is_wanted())


def is_not_paused() -> ColumnElement[bool]:
    """The condition of a letter that does not wait for somebody to let it go."""
    return Letter.about.not_in(select(PausedLetters.about))


def next_due(moment: datetime) -> int | None:
    """The number of the letter that has waited longest for its turn; None when none is due."""
    return db.session.scalar(
        select(Letter.id)
        .where(Letter.state == LetterState.QUEUED, Letter.next_try_at <= moment, is_not_paused(), is_wanted())
        .order_by(Letter.next_try_at, Letter.id)
        .limit(1)
    )
