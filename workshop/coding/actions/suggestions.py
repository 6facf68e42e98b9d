"""Suggestions are asked for, and what the worker has made of that is kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert

from workshop.action import action, after_commit
from workshop.clock import now
from workshop.coding.models import Frame, Suggested
from workshop.coding.queries import hold_frame
from workshop.extensions import db
from workshop.jobs import wake


@action
def ask_for_suggestions(frame: Frame) -> None:
    """Let the worker make the suggestions anew, from the codes and from what has been coded by then."""
    want_suggestions(frame)


def want_suggestions(frame: Frame) -> None:
    """The same inside another action: what is suggested depends on what it changes."""
    frame.suggestions_asked_at = now()
    after_commit(wake)


@action
def keep_suggestions(frame: Frame, asked_at: datetime | None, rows: Sequence[dict[str, Any]]) -> None:
    """Put these suggestions (columns of `Suggested` but the frame) in the place of all former ones.

    `asked_at`: the asking that they answer. When the codes have changed meanwhile, the next ones are due at once.
    """
    hold_frame(frame)
    db.session.execute(delete(Suggested).where(Suggested.frame_id == frame.id))
    if rows:
        db.session.execute(insert(Suggested), [{"frame_id": frame.id, **row} for row in rows])
    frame.suggestions_made_at = asked_at
