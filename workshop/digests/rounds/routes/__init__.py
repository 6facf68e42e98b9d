"""The round digest's doors: `desk`, `pieces` and `letters` for organisers, `reading` for all."""

from workshop.digests.rounds.doors import bp
from workshop.digests.rounds.routes import desk, letters, pieces, reading

__all__ = ["bp", "desk", "letters", "pieces", "reading"]
