"""What frames are called, in the reader's language."""

from flask_babel import force_locale
from flask_babel import gettext as _

from workshop.coding.models import FrameKind
from workshop.columns import LANGUAGES, Texts


def kind_names() -> dict[FrameKind, str]:
    """What a frame can begin with."""
    return {
        FrameKind.STRATEGY: _("Headings of the strategy"),
        FrameKind.LADDER: _("Ladder of participation"),
        FrameKind.INTERFACES: _("Interfaces"),
        FrameKind.LIFE_AREAS: _("Areas of life"),
        FrameKind.DOCUMENTS: _("Target documents"),
        FrameKind.OWN: _("Codes of our own"),
    }


def kind_texts(kind: FrameKind) -> Texts:
    """The name of a built-in frame in every language, for a frame that is given none of its own."""
    names = {}
    for language in LANGUAGES:
        with force_locale(language):
            names[language] = kind_names()[kind]
    return Texts(names)
