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
    facts = {"kind": read.kind, "width": read.width, "height": read.height, "content": read.content}
    db.session.execute(db.insert(Picture).values(key=key, kept_at=now(), **facts).on_conflict_do_nothing())
    return db.session.get_one(Picture, key)
