"""What an organiser fills in about the archive."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovTextInput
from wtforms import StringField, ValidationError
from wtforms.validators import InputRequired

from workshop.rounds.models import KEEPS_MONTHS
from workshop.typed import TextForm, WholeNumberField, one_line


class KeepingForm(TextForm):
    """For how long a round keeps what identifies people."""

    keeps_months = WholeNumberField(
        _l("Months after the meeting has ended"),
        description=_l("From 1 to 120. The participants’ privacy notice tells it."),
        widget=GovTextInput(),
        validators=[InputRequired(_l("Give a number of months"))],
    )

    def validate_keeps_months(self, field: WholeNumberField) -> None:
        """The error stands at the field."""
        if field.data is not None and field.data not in KEEPS_MONTHS:
            raise ValidationError(_("Give a number from 1 to 120"))


class ErasingForm(TextForm):
    """The name of what is erased for good, typed by the person who erases it."""

    name = StringField(filters=[one_line], widget=GovTextInput())

    def __init__(self, name: str, **given: Any) -> None:
        super().__init__(**given)
        self.right = name

    def validate_name(self, field: StringField) -> None:
        """In capitals or not."""
        if (field.data or "").casefold() != self.right.casefold():
            raise ValidationError(_("What you typed is not %(name)s", name=self.right))
