"""The digest's doors: `desk` and `editing` for those who lead the meeting, `reading` for readers, `subscribing` for
those who leave an address, `letters` for the outbox."""

from workshop.digests.doors import bp
from workshop.digests.routes import desk, editing, letters, reading, subscribing

__all__ = ["bp", "desk", "editing", "letters", "reading", "subscribing"]
