"""What a form says of what its reader has seen, so that nobody writes over another's words without knowing it."""

import json
from datetime import date
from typing import Any

from workshop.digests.quoting import mark_of
from workshop.digests.rounds.models import Chapter, Piece, Synthesis
from workshop.digests.rounds.queries import chapter_text
from workshop.errors import ChangedMeanwhile


def of_piece(piece: Piece) -> str:
    """A mark of what a piece says."""
    return _mark(piece.heading, piece.title, piece.text, piece.source)


def of_chapter(synthesis: Synthesis, chapter: Chapter) -> str:
    """A mark of what is said at the beginning of a chapter."""
    return _mark(chapter_text(synthesis, chapter))


def of_words(synthesis: Synthesis, as_of: date) -> str:
    """A mark of the phrases that are said on a day."""
    return _mark(synthesis.wording.get(as_of.isoformat(), {}))


def require_seen(seen: str | None, now: str) -> None:
    """Raises ChangedMeanwhile when something else was seen than stands now; None is of those who have no form."""
    if seen is not None and seen != now:
        raise ChangedMeanwhile


def _mark(*facts: Any) -> str:
    return mark_of(json.dumps(facts, sort_keys=True))
