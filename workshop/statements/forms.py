"""The shape of what is sent to a statement vote."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSubmitInput, GovTextArea
from wtforms import HiddenField, RadioField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from workshop.boards.forms import WordsForm, a_uuid, plain_text
from workshop.i18n.fields import TextsField
from workshop.statements.models import LONGEST_STATEMENT, Adding
from workshop.typed import Form, one_line


class StatementForm(Form):
    """A statement as those who lead write it."""

    text = TextsField(
        _l("Statement"),
        description=_l("One claim that one can agree or disagree with."),
        required=_l("Write the statement in at least one language"),
        long=True,
        max_length=LONGEST_STATEMENT,
    )
    save = SubmitField(_l("Save"), widget=GovSubmitInput())


class OwnStatementForm(WordsForm):
    """A participant's own statement, with the key that its page gave it."""

    client_key = HiddenField("", validators=[a_uuid])
    text = TextAreaField(
        _l("Your statement"),
        widget=GovTextArea(),
        filters=[one_line],
        validators=[
            DataRequired(_l("Write something first")),
            Length(max=LONGEST_STATEMENT, message=_l("Too long: at most %(max)d characters. Shorten it.")),
            plain_text,
        ],
    )
    send = SubmitField(_l("Add the statement"), widget=GovSubmitInput())


class AddingForm(Form):
    """May people add statements?"""

    adding = RadioField(_l("May people add statements of their own?"), widget=GovRadioInput())
    save = SubmitField(_l("Save"), widget=GovSubmitInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.adding.choices = [
            SelectChoice(Adding.NOBODY, _("No")),
            SelectChoice(Adding.APPROVED, _("Yes, and each is shown when a facilitator has approved it")),
            SelectChoice(Adding.AT_ONCE, _("Yes, and they are shown at once")),
        ]
