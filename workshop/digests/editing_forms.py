"""The forms of the editor."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovFileInput, GovSelect, GovSubmitInput, GovTextArea, GovTextInput
from wtforms import HiddenField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, ValidationError

from workshop.digests.edits import COVER, INTRODUCTION, Illustration, Quote
from workshop.digests.quoting import NotVerbatim, kept_of, quoted
from workshop.i18n.choose import NAMES
from workshop.pictures.forms import PictureField
from workshop.typed import Form, TextForm, many_lines, one_line

LONGEST_INTRODUCTION = 5000
LONGEST_LINE = 300
"""Characters of an alternative text and of a caption."""


class AtMost:
    """So many characters at most."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, form: Any, field: Any) -> None:
        if len(field.data or "") > self.most:
            raise ValidationError(_("Use at most %(most)s characters", most=self.most))


class EditForm(TextForm):
    """The introduction; order and what is left out are read by their keys (`keys_sent`)."""

    seen = HiddenField()
    """Which version was read, and its edition."""
    introduction = TextAreaField(
        _l("Introduction"),
        validators=[AtMost(LONGEST_INTRODUCTION)],
        description=_l("Your own words before what was said. Each line is a paragraph. It can be left empty."),
        filters=[many_lines],
        widget=GovTextArea(),
    )


def keys_sent(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """The keys that came under this name, each once; what nothing is called is passed over."""
    known = set(known)
    return tuple(dict.fromkeys(key for key in request.form.getlist(name) if key in known))


class PictureForm(Form):
    """A picture's words and its place."""

    seen = HiddenField()
    alt = StringField(
        "",
        validators=[
            DataRequired(_l("Write what is in the picture")),
            AtMost(LONGEST_LINE),
        ],
        description=_l("It is read to those who do not see the picture. Say what the picture tells."),
        filters=[one_line],
        widget=GovTextInput(),
    )
    caption = StringField(
        _l("Caption (optional)"), validators=[AtMost(LONGEST_LINE)], filters=[one_line], widget=GovTextInput()
    )
    place = SelectField(_l("Where the picture stands"), widget=GovSelect())
    save = SubmitField(_l("Save"), widget=GovSubmitInput())

    def __init__(self, language: str, places: Mapping[str, str], has_cover: bool, **given: Any) -> None:
        """`places`: headings of blocks by their keys. `has_cover`: is another picture the cover?"""
        super().__init__(**given)
        self.alt.label.text = _("What is in the picture (%(language)s)", language=NAMES[language])
        fixed = [(INTRODUCTION, _("After the introduction"))]
        if not has_cover:
            fixed.append((COVER, _("On the cover, under the title")))
        after = [(key, _("At the end of: %(heading)s", heading=heading)) for key, heading in places.items()]
        self.place.choices = [SelectChoice(*one) for one in (*fixed, *after)]

    def illustrates(self, key: str, width: int, height: int) -> Illustration:
        """The picture with what was filled in."""
        return Illustration(key, self.alt.data or "", self.caption.data or "", width, height, self.place.data)


class NewPictureForm(PictureForm):
    """A picture that is added."""

    file = PictureField(_l("Picture"), description=_l("PNG, JPEG or WebP, at most 8 MB"), widget=GovFileInput())


class QuotesSent:
    """What was chosen and shortened of one list: `words` of its contributions by their marks."""

    def __init__(self, place: str, words: Mapping[str, str]) -> None:
        self.chosen: Sequence[str] = keys_sent("quote", words)
        self.typed = {mark: request.form[f"text-{mark}"] for mark in words if f"text-{mark}" in request.form}
        self.errors: dict[str, str] = {}
        self.quotes: list[Quote] = []
        for mark in self.chosen:
            try:
                kept = kept_of(words[mark], self.typed.get(mark, words[mark]))
                self.quotes.append(Quote(place, mark, kept))
            except NotVerbatim as bad:
                self.errors[mark] = _not_verbatim(bad.part)


def _not_verbatim(part: str) -> str:
    if not part:
        return _("Nothing is left of the quote. Leave at least one word, or take the choice away.")
    return _(
        "“%(part)s” does not stand so in the text. Leave out whole words only, and write […] in their place.",
        part=part if len(part) <= 80 else f"{part[:80]}…",
    )


def shortened(words: str, quote: Quote | None) -> str:
    """A quote as it can be shortened further."""
    return quoted(words, quote.kept) if quote else words
