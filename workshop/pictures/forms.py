"""A field for a picture, and the words for those that are not taken."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from wtforms import FileField, ValidationError

from workshop.pictures.reading import JPEG, LARGEST_FILE, MOST_PIXELS, PNG, WEBP, BadPicture, Fault, Read, read_picture

MEGA = 1_000_000


class PictureField(FileField):
    """A file with a picture; after validation `read` is the picture, None when no file came.

    `kinds`: which are taken. `needed`: is it an error when no file comes?
    """

    def __init__(
        self, label: Any = None, *, kinds: Sequence[str] = (PNG, JPEG, WEBP), needed: bool = True, **field: Any
    ) -> None:
        super().__init__(label, **field)
        self.kinds, self.needed = kinds, needed
        self.read: Read | None = None

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Read the file. The error stands at the field."""
        came = self.data if isinstance(self.data, FileStorage) and self.data.filename else None
        self.data = None  # a file cannot be shown again
        if came is None and not self.needed:
            return
        try:
            # one byte more than is taken, which tells that there is more
            self.read = read_picture(came.stream.read(LARGEST_FILE + 1) if came else b"", self.kinds)
        except BadPicture as bad:
            raise ValidationError(_words(bad.fault, WEBP in self.kinds)) from None


def _words(fault: Fault, takes_webp: bool) -> str:
    match fault:
        case Fault.NO_FILE:
            return _("Choose a picture file")
        case Fault.TOO_LARGE:
            return _("The file is too large. Choose one of at most %(most)s MB.", most=LARGEST_FILE // MEGA)
        case Fault.TOO_MANY_PIXELS:
            return _(
                "The picture is too large. Make it smaller: at most %(most)s million pixels.", most=MOST_PIXELS // MEGA
            )
        case Fault.DRAWING:
            return _("An SVG file cannot be used. Save the picture as PNG and choose that file.")
        case Fault.MOVES:
            return _("The picture is animated. Choose a still picture.")
        case Fault.BROKEN:
            return _("The picture file is damaged or incomplete. Save it anew and try again.")
        case Fault.NO_PICTURE if takes_webp:
            return _("The file is not a PNG, JPEG or WebP picture. Choose another file.")
        case _:
            return _("The file is not a PNG or JPEG picture. Choose another file.")
