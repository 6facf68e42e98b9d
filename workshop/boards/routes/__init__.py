"""The board's doors: for participants, for those who lead, and for building."""

from workshop.boards.doors import bp
from workshop.boards.routes import building, desk, notes, phone

__all__ = ["bp", "building", "desk", "notes", "phone"]
