"""The survey's doors: `phone` for participants, `builder` for those who write its questions."""

from workshop.surveys.doors import bp
from workshop.surveys.routes import builder, phone

__all__ = ["bp", "builder", "phone"]
