"""Frames are made, and their codes named, put in order, merged and removed."""

from dataclasses import dataclass, field
from itertools import count

from sqlalchemy import insert, select, update

from workshop.accounts.models import User
from workshop.action import action
from workshop.clock import now
from workshop.coding.actions.suggestions import want_suggestions
from workshop.coding.cards import built_in
from workshop.coding.models import MOST_CODES, Code, Coding, Frame, FrameKind, Given
from workshop.coding.queries import all_keys, codes_in, hold_codes, hold_frame, target_of, uses, was_used
from workshop.columns import Texts
from workshop.errors import CodeInUse, NotFound, TooMany
from workshop.extensions import db
from workshop.rounds.models import Round


@dataclass(frozen=True)
class Card:
    """What a code is: its name, what it means, and by which words (one on each line) and examples it is known."""

    name: Texts
    description: Texts = field(default_factory=Texts)
    keywords: Texts = field(default_factory=Texts)
    examples: tuple[str, ...] = ()


@action
def make_frame(round_: Round, kind: FrameKind, name: Texts, maker: User) -> Frame:
    """A frame with the codes of a built-in one, or without any. Suggestions are made for it at once."""
    frame = Frame(round=round_, kind=kind, name=name, created_by_id=maker.id, created_at=now())
    db.session.add(frame)
    db.session.flush()
    for position, card in enumerate(built_in(kind), start=1):
        db.session.add(Code(frame=frame, position=position, **vars(card)))
    db.session.flush()
    want_suggestions(frame)
    return frame


@action
def rename_frame(frame: Frame, name: Texts) -> None:
    frame.name = name


@action
def remove_frame(frame: Frame) -> None:
    """Remove a frame by which nothing was ever coded. Raises CodeInUse otherwise: its codes may be in reports."""
    hold_frame(frame)
    hold_codes(codes_in(frame), alone=True)
    if was_used(frame):
        raise CodeInUse
    db.session.delete(frame)


@action
def add_code(frame: Frame, card: Card) -> Code:
    """A new code at the end of the frame. Raises TooMany when it has as many as can be kept apart."""
    hold_frame(frame)
    codes = codes_in(frame)
    if len(codes) >= MOST_CODES:
        raise TooMany
    used = all_keys(frame)
    key = next(name for name in map("code_{}".format, count(len(used) + 1)) if name not in used)
    last = max((code.position for code in codes), default=0)
    code = Code(frame=frame, key=key, position=last + 1, **vars(card))
    db.session.add(code)
    db.session.flush()
    want_suggestions(frame)
    return code


@action
def edit_code(code: Code, card: Card) -> None:
    """Change a code's card, also when it is in use: what has it keeps it, under the new name."""
    _require_standing(code)
    for name, fact in vars(card).items():
        setattr(code, name, fact)
    want_suggestions(code.frame)


@action
def shift_code(code: Code, by: int) -> None:
    """Move a code one place earlier (−1) or later (+1); at an end nothing happens."""
    hold_frame(code.frame)
    order = list(codes_in(code.frame))
    here = order.index(code) if code in order else -1
    if here >= 0 and 0 <= here + by < len(order):
        order.insert(here + by, order.pop(here))
        for position, moved in enumerate(order, start=1):
            moved.position = position


@action
def remove_code(code: Code) -> None:
    """Remove a code that no contribution has. Raises CodeInUse while one does: merge it into another one first."""
    hold_frame(code.frame)
    hold_codes([code], alone=True)
    if uses(code.frame).get(code.id):
        raise CodeInUse
    _retire(code)


@action
def merge_code(code: Code, into: Code, user: User) -> None:
    """Give everything that has `code` the code `into`, each by the same coder, and remove `code`.

    The history tells what had which. It cannot be undone. Raises NotFound unless both stand in one frame.
    """
    hold_frame(code.frame)
    hold_codes([code, into], alone=True)
    _require_standing(code)
    _require_standing(into)
    if code.frame_id != into.frame_id or code.id == into.id:
        raise NotFound
    standing = db.session.scalars(select(Coding).where(Coding.code_id == code.id, Coding.taken_at.is_(None))).all()
    there = select(Coding).where(Coding.code_id == into.id, Coding.taken_at.is_(None))
    has = {(one.user_id, _target(one)) for one in db.session.scalars(there)}
    moment = now()
    moved = [
        {
            "code_id": into.id,
            "user_id": one.user_id,
            "note_id": one.note_id,
            "response_id": one.response_id,
            "question_id": one.question_id,
            "given": Given.MERGED,
            "given_at": moment,
            "undone": False,
        }
        for one in standing
        if (one.user_id, _target(one)) not in has
    ]
    if moved:
        db.session.execute(insert(Coding), moved)
    taken = update(Coding).where(Coding.code_id == code.id, Coding.taken_at.is_(None))
    db.session.execute(taken.values(taken_at=moment, taken_by_id=user.id))
    _retire(code)


def _target(coding: Coding) -> tuple[int, ...]:
    return target_of(coding.note_id, coding.response_id, coding.question_id)


def _retire(code: Code) -> None:
    _require_standing(code)
    code.removed_at = now()
    want_suggestions(code.frame)


def _require_standing(code: Code) -> None:
    if code.removed_at:
        raise NotFound
