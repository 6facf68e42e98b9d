"""The vote's doors: for participants, for those who lead, and for building."""

from workshop.statements.doors import bp
from workshop.statements.routes import building, desk, phone

__all__ = ["bp", "building", "desk", "phone"]
