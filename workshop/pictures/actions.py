"""What is done to pictures: they are kept."""

import hashlib

from workshop.action import action
from workshop.clock import now
from workshop.extensions import db
from workshop.pictures.models import Picture
from workshop.pictures.reading import Read


@action
def keep_picture(read: Read) -> Picture:
    """Keep a picture that was read; the same one twice is kept once."""
    key = hashlib.sha256(read.content).hexdigest()
    kept = db.session.get(Picture, key)
    if kept is None:
        kept = Picture(
            key=key, kind=read.kind, width=read.width, height=read.height, content=read.content, kept_at=now()
        )
        db.session.add(kept)
        db.session.flush()
    return kept
