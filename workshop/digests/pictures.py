"""The pictures of digests: the county's logo, and where writers and pages find the bytes."""

from collections.abc import Mapping

from flask import url_for
from flask_babel import gettext as _

from workshop.digests.abouts import AnyDigest
from workshop.digests.document import Document, Picture
from workshop.pictures.models import Picture as Kept
from workshop.pictures.queries import contents, data_address
from workshop.pictures.reading import kind_of
from workshop.rounds.models import Round
from workshop.vocabulary.places import county


def county_logo(round_: Round, language: str) -> Picture | None:
    """The logo that the round has been given. Words are in the forced language."""
    kept: Kept | None = round_.logo
    if kept is None:
        return None
    alt = _("Logo: %(county)s", county=county(round_.county).name(language))
    return Picture(kept.key, alt, "", kept.width, kept.height, _("[Picture: %(alt)s]", alt=alt))


def contents_of(document: Document) -> dict[str, bytes]:
    """The bytes of all its pictures by their keys, for those who write it into a file."""
    return contents({picture.key for picture in document.pictures()})


def as_data(pictures: Mapping[str, bytes]) -> dict[str, str]:
    """Addresses that hold the pictures whole, for a page that stands alone."""
    return {key: data_address(kind_of(content), content) for key, content in pictures.items()}


def addresses(digest: AnyDigest, document: Document, door: str = "digests.picture") -> dict[str, str]:
    """Where the digest's own page loads its pictures: at the endpoint `door`."""
    keys = {picture.key for picture in document.pictures()}
    return {key: url_for(door, key=digest.key, picture=key) for key in keys}
