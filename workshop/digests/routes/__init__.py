"""The digest's doors: `desk` and `editing` for those who lead the meeting, `reading` for readers, `subscribing` for
those who leave an address, `confirming` for the links of their letters, `recipients` for the organiser's list,
`letters` for the outbox."""

from workshop.digests.doors import bp
from workshop.digests.routes import confirming, desk, editing, letters, reading, recipients, subscribing

__all__ = ["bp", "confirming", "desk", "editing", "letters", "reading", "recipients", "subscribing"]
