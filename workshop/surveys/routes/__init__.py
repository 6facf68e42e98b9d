"""The survey's doors: `phone` for participants, `builder` and `preview` for those who write its questions."""

from workshop.surveys.doors import bp
from workshop.surveys.routes import builder, phone, preview

__all__ = ["bp", "builder", "phone", "preview"]
