"""The shape of what is sent to a board."""

import unicodedata
import uuid

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovSubmitInput, GovTextArea
from wtforms import Field, HiddenField, SelectField, SubmitField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from workshop.boards.models import LONGEST_NOTE
from workshop.i18n.choose import current_language
from workshop.i18n.fields import TextsField
from workshop.vocabulary.terms import topics


def plain_text(_form: FlaskForm, field: Field) -> None:
    """Refuse what a database or a document cannot carry: control characters and halves of characters."""
    for character in field.data or "":
        if unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t":
            raise ValidationError(_("The text has a character that cannot be saved. Remove it and send again."))


def tidy_note(text: object) -> str:
    """One kind of line end, and no empty space around; the words are left as they are."""
    if not isinstance(text, str):  # a file came instead of text
        return ""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def a_uuid(_form: FlaskForm, field: Field) -> None:
    """Refuse a key that is no UUID. The form comes back with a good one, so that sending it again saves the text."""
    try:
        field.data = str(uuid.UUID(field.data))
    except (ValueError, TypeError, AttributeError):
        field.data = str(uuid.uuid4())
        raise ValidationError(_("The form was broken on its way. Reload the page and send again.")) from None


class NoteForm(FlaskForm):
    """A note, with the key that its device gave it."""

    client_key = HiddenField(validators=[a_uuid])
    text = TextAreaField(
        _l("Your note"),
        widget=GovTextArea(),
        filters=[tidy_note],
        validators=[
            DataRequired(_l("Write something first")),
            Length(max=LONGEST_NOTE, message=_l("Too long: at most %(max)d characters. Shorten it or send two notes.")),
            plain_text,
        ],
    )
    send = SubmitField(_l("Send the note"), widget=GovSubmitInput())


class PressForm(FlaskForm):
    """A button and nothing else: the CSRF token is its only field."""


class PromptForm(FlaskForm):
    """A board's column."""

    text = TextsField(
        _l("Question"), required=_l("Write the question in at least one language"), long=True, max_length=500
    )
    topic = SelectField(_l("Topic"), widget=GovSelect())
    theme = TextsField(
        _l("Heading in the digest"), description=_l("The digest lists the answers under it. Empty: the topic’s name.")
    )
    save = SubmitField(_l("Save"), widget=GovSubmitInput())

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        here = current_language()
        self.topic.choices = [SelectChoice(key, term.capitalised(here)) for key, term in topics().items()]
