"""Codes are given to contributions and taken back. What was done stays as history."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import select, update

from workshop.accounts.models import User
from workshop.action import action
from workshop.clock import now
from workshop.coding.models import Code, Coding, Frame, Given
from workshop.coding.queries import given_to, hold_codes, last_deed, stray_targets, target_of
from workshop.coding.texts import Target
from workshop.errors import NotFound
from workshop.extensions import db

FRESH = timedelta(hours=1)
"""How long one can undo what one has done."""
AT_A_TIME = 1000
"""How many targets are named in one question to the database."""


@action
def give_codes(given: Collection[tuple[Code, Target]], coder: User, how: Given = Given.BY_HAND) -> int:
    """Give each target its code; what the coder has given already stays as it is. Answers how many are new.

    Raises NotFound, with nothing changed, when a code was removed, or a target is hidden or belongs to another round.
    """
    by_code: dict[Code, dict[Target, None]] = {}
    for code, target in given:
        by_code.setdefault(code, {})[target] = None
    hold_codes(by_code, alone=False)
    for code, targets in by_code.items():
        _require(code, targets)
    shared = {"user_id": coder.id, "given": how, "given_at": now(), "undone": False}  # one moment: one deed
    rows = [
        {**_columns(target), "code_id": code.id, **shared}
        for code, targets in by_code.items()
        for target in targets  # as given: sorted, the history would tell which answers are one person's
    ]
    if not rows:
        return 0
    new = db.insert(Coding).on_conflict_do_nothing().returning(Coding.id)
    return len(db.session.scalars(new, rows).all())


@action
def take_codes(code: Code, targets: Collection[Target], user: User, *, own: bool = False) -> int:
    """Take a code back from these targets, whoever gave it; with `own` only as far as `user` did. Answers how many.

    Raises NotFound, with nothing changed, when the code was removed, or a target is hidden or of another round.
    """
    hold_codes([code], alone=False)
    _require(code, targets)
    moment, taken = now(), 0
    for some in _portions(targets):
        standing = update(Coding).where(Coding.code_id == code.id, Coding.taken_at.is_(None), given_to(some))
        if own:
            standing = standing.where(Coding.user_id == user.id)
        taken += len(
            db.session.scalars(standing.values(taken_at=moment, taken_by_id=user.id).returning(Coding.id)).all()
        )
    return taken


@action
def undo_coding(frame: Frame, user: User) -> list[Target]:
    """Put back what `user` gave or took back last in this frame, within the last hour; done again, the one before it.

    Answers what it was done to; nothing when there is nothing to undo. What somebody has given again meanwhile stays.
    """
    given, taken = last_deed(frame, user, now() - FRESH)
    for coding in given:
        coding.taken_at, coding.taken_by_id, coding.undone = now(), user.id, True
    for coding in taken:
        if not _stands(coding):
            coding.taken_at = coding.taken_by_id = None
        else:
            coding.undone = True
    db.session.flush()
    return [_target(coding) for coding in (*given, *taken)]


def _require(code: Code, targets: Collection[Target]) -> None:
    if code.removed_at:
        raise NotFound
    for some in _portions(targets):
        if stray_targets(code.frame, some):
            raise NotFound


def _stands(coding: Coding) -> bool:
    """Has the same coder given the same code again since it was taken back?"""
    again = select(Coding.id).where(
        Coding.code_id == coding.code_id,
        Coding.user_id == coding.user_id,
        Coding.taken_at.is_(None),
        given_to([_target(coding)]),
    )
    return db.session.scalar(again) is not None


def _target(coding: Coding) -> Target:
    return target_of(coding.note_id, coding.response_id, coding.question_id)


def _columns(target: Target) -> dict[str, int | None]:
    if len(target) == 1:
        return {"note_id": target[0], "response_id": None, "question_id": None}
    return {"note_id": None, "response_id": target[0], "question_id": target[1]}


def _portions(targets: Collection[Target]) -> list[list[Target]]:
    all_of_them = sorted(set(targets))
    return [all_of_them[start : start + AT_A_TIME] for start in range(0, len(all_of_them), AT_A_TIME)]
