"""What is filled in about frames and codes."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSubmitInput, GovTextArea
from wtforms import RadioField, SelectField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from workshop.coding.actions import Card
from workshop.coding.models import LONGEST_NAME, Code, FrameKind
from workshop.i18n.choose import current_language
from workshop.i18n.fields import TextsField
from workshop.i18n.formats import percent
from workshop.typed import Form, many_lines

LONGEST_CARD = 8000
"""Characters of a description, of the keywords in one language, and of all examples."""
MARGINS = (10, 20, 30, 40, 60)
"""Leads to choose from when many suggestions are accepted, in percent."""


class NameForm(Form):
    """What a frame is called."""

    name = TextsField(
        _l("Name of the frame"),
        required=_l("Write the name in at least one language"),
        max_length=LONGEST_NAME,
    )
    save = SubmitField(_l("Save"), widget=GovSubmitInput())


class FrameForm(NameForm):
    """A new frame. A built-in one brings its name with it."""

    kind = RadioField(_l("Begin with"), default=FrameKind.STRATEGY, widget=GovRadioInput())
    name = TextsField(
        _l("Name of the frame (optional)"),
        description=_l("Without a name it is called what it begins with."),
        max_length=LONGEST_NAME,
    )
    save = SubmitField(_l("Make the frame"), widget=GovSubmitInput())

    def __init__(self, names: dict[FrameKind, str], **given: Any) -> None:
        super().__init__(**given)
        self.kind.choices = [SelectChoice(kind, name) for kind, name in names.items()]

    def validate(self, extra_validators: Any = None) -> bool:
        """A frame of one's own has no other name than one's own."""
        valid = super().validate(extra_validators)
        if valid and self.kind.data == FrameKind.OWN and not self.name.data:
            self.name.form["fi"].errors = [_("Write the name in at least one language")]
            return False
        return valid


class CodeForm(Form):
    """A code and its card."""

    name = TextsField(
        _l("Name of the code"), required=_l("Write the name in at least one language"), max_length=LONGEST_NAME
    )
    description = TextsField(
        _l("What it means (optional)"),
        description=_l("For those who code: what belongs to it, and what does not."),
        long=True,
        max_length=LONGEST_CARD,
    )
    keywords = TextsField(
        _l("Keywords (optional)"),
        description=_l("One on each line. Ten to fifteen words that people use for it make the suggestions good."),
        long=True,
        max_length=LONGEST_CARD,
    )
    examples = TextAreaField(
        _l("Examples (optional)"),
        description=_l("Texts that belong to it, one on each line, in any language."),
        filters=[many_lines],
        validators=[Length(max=LONGEST_CARD, message=_l("Use at most %(max)d characters"))],
        widget=GovTextArea(),
    )
    save = SubmitField(_l("Save the code"), widget=GovSubmitInput())

    @classmethod
    def of(cls, code: Code) -> "CodeForm":
        """The form with what the code's card says; with what was sent, when it was sent."""
        return cls(
            data={
                "name": code.name,
                "description": code.description,
                "keywords": code.keywords,
                "examples": "\n".join(code.examples),
            }
        )

    def card(self) -> Card:
        lines = (line.strip() for line in (self.examples.data or "").splitlines())
        return Card(self.name.data, self.description.data, self.keywords.data, tuple(line for line in lines if line))


class ThemeForm(Form):
    """All suggestions of one code are accepted that are so far ahead of the next best."""

    theme = SelectField(_l("Code of the frame"))
    margin = SelectField(_l("Lead over the next best code"), default="30")

    def __init__(self, codes: Sequence[tuple[str, str]], **given: Any) -> None:
        super().__init__(**given)
        self.theme.choices = [SelectChoice(key, name) for key, name in codes]
        steps = [SelectChoice(str(step), _("at least %(percent)s", percent=_percent(step))) for step in MARGINS]
        self.margin.choices = [SelectChoice("0", _("any")), *steps]


def _percent(step: int) -> str:
    return percent(step / 100, current_language())
