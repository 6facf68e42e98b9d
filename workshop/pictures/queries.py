"""Finding pictures."""

from base64 import b64encode
from collections.abc import Collection

from sqlalchemy import select

from workshop.errors import NotFound
from workshop.extensions import db
from workshop.pictures.models import Picture


def find_picture(key: str) -> Picture:
    """The picture with this key. Who may see it is for the caller to say. Raises NotFound."""
    found = db.session.get(Picture, key)
    if found is None:
        raise NotFound
    return found


def contents(keys: Collection[str]) -> dict[str, bytes]:
    """The bytes of these pictures by key; a key of none is left out."""
    if not keys:
        return {}
    return dict(db.session.execute(select(Picture.key, Picture.content).where(Picture.key.in_(keys))).all())


def data_address(kind: str, content: bytes) -> str:
    """A picture as an address that holds it whole, for a page that fetches nothing."""
    return f"data:{kind};base64,{b64encode(content).decode()}"
