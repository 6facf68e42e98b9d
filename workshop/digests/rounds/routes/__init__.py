"""The round digest's doors: `desk` and `pieces` for organisers, `reading` for all."""

from workshop.digests.rounds.doors import bp
from workshop.digests.rounds.routes import desk, pieces, reading

__all__ = ["bp", "desk", "pieces", "reading"]
