"""What is done to rounds: made and edited, by organisers."""

import re

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from workshop.accounts.log import write_down
from workshop.accounts.models import Role, User
from workshop.action import action
from workshop.clock import now
from workshop.columns import Texts
from workshop.errors import NotAllowed, Refusal
from workshop.extensions import db
from workshop.pictures.actions import keep_picture
from workshop.pictures.reading import Read
from workshop.rounds.models import Round
from workshop.rounds.queries import round_by_key

KEY_MAX = 40
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TAKEN_WORDS = {"new"}
MONTHS = (1, 3, 6, 12, 24, 36)


class BadRoundKey(Refusal):
    """A key has small letters a–z and digits, in words with one hyphen between them, and is not the name of a page."""


class RoundKeyTaken(Refusal):
    """Another round has this key."""


@action
def create_round(key: str, title: Texts, purpose: Texts, county: str, maker: User) -> Round:
    """A new round. `county` is the code of a wellbeing services county.

    Raises NotAllowed, BadRoundKey, RoundKeyTaken.
    """
    _require_organiser(maker)
    if len(key) > KEY_MAX or not _KEY.fullmatch(key) or key in _TAKEN_WORDS:
        raise BadRoundKey
    if round_by_key(key):
        raise RoundKeyTaken
    round_ = Round(key=key, title=title, purpose=purpose, county=county, created_by_id=maker.id, created_at=now())
    db.session.add(round_)
    try:
        db.session.flush()
    except IntegrityError:
        # Somebody took the key between the look and the writing.
        raise RoundKeyTaken from None
    write_down("create_round", maker, round_id=round_.id)
    return round_


@action
def edit_round(round_: Round, title: Texts, purpose: Texts, county: str, editor: User) -> None:
    """Change everything but the key, which links and files carry. Raises NotAllowed."""
    _require_organiser(editor)
    round_.title, round_.purpose, round_.county = title, purpose, county
    write_down("edit_round", editor, round_id=round_.id)


@action
def set_logo(round_: Round, picture: Read | None, editor: User) -> None:
    """Give the round its county's logo, or take it away; digests that were made keep theirs. Raises NotAllowed."""
    _require_organiser(editor)
    round_.logo = keep_picture(picture) if picture else None
    write_down("set_logo", editor, round_id=round_.id)


def take_turn(round_: Round) -> None:
    """Inside an action: those who change what belongs to the same round itself do so one after the other, and what was
    read before the turn is read anew after it. Who takes turns of meetings too takes the round's first."""
    db.session.flush()
    db.session.execute(update(Round).where(Round.id == round_.id).values(key=Round.key))
    db.session.expire_all()


def _require_organiser(user: User) -> None:
    if not user.may(Role.ORGANISER):
        raise NotAllowed
