"""The shape of what is sent to a board."""

import unicodedata
import uuid
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxInput,
    GovRadioInput,
    GovSelect,
    GovSubmitInput,
    GovTextArea,
    GovTextInput,
)
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SubmitField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from workshop.analysis.personal import personal_data
from workshop.boards.actions import Rules
from workshop.boards.models import LONGEST_COMMENT, LONGEST_NOTE, MOST_VOTES, Marking, Showing
from workshop.i18n.choose import current_language
from workshop.i18n.fields import TextsField
from workshop.typed import Form, WholeNumberField
from workshop.vocabulary.groups import group_choices
from workshop.vocabulary.places import municipality_choices
from workshop.vocabulary.terms import topics

MOST_LINES = 100
"""How many notes a scribe can write at once."""


def plain_text(_form: Form, field: Field) -> None:
    """Refuse what a database or a document cannot carry: control characters and halves of characters."""
    for character in field.data or "":
        if unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t":
            raise ValidationError(_("The text has a character that cannot be saved. Remove it and send again."))


def tidy_note(text: object) -> str:
    """One kind of line end, and no empty space around; the words are left as they are."""
    if not isinstance(text, str):  # a file came instead of text
        return ""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def a_uuid(_form: Form, field: Field) -> None:
    """Refuse a key that is no UUID. The form comes back with a good one, so that sending it again saves the text."""
    try:
        field.data = str(uuid.UUID(field.data))
    except (ValueError, TypeError, AttributeError):
        field.data = str(uuid.uuid4())
        raise ValidationError(_("The form was broken on its way. Reload the page and send again.")) from None


def a_count(_form: Form, field: Field) -> None:
    """Refuse what is no whole number that a form of ours can have carried."""
    text = field.data if isinstance(field.data, str) else ""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ValidationError(_("The form was broken on its way. Reload the page and send again."))
    field.data = int(text)


def note_rules(most: int = LONGEST_NOTE) -> list[Any]:
    """What holds for every text on a board."""
    return [
        DataRequired(_l("Write something first")),
        Length(max=most, message=_l("Too long: at most %(max)d characters. Shorten it or send two notes.")),
        plain_text,
    ]


class WordsForm(Form):
    """Words for all to read. When they seem to hold personal data their writer is asked once whether to send them."""

    anyway = HiddenField("")
    """Set by who has been asked and sends them anyway."""

    personal = False
    """Is the writer to be asked?"""

    def validate_text(self, field: Field) -> None:
        self.personal = not (field.errors or self.anyway.data) and bool(personal_data(field.data or ""))
        if self.personal:
            raise ValidationError(
                _(
                    "This seems to hold personal data: a phone number, an e-mail address, an identity code or a bank"
                    " account. Everybody can read it. Change it, or send it anyway."
                )
            )

    def error(self) -> str:
        """What a script is told of a form that could not be saved."""
        return "PersonalData" if self.personal else "NotSaved"


class NoteForm(WordsForm):
    """A note, with the key that its device gave it."""

    client_key = HiddenField("", validators=[a_uuid])
    text = TextAreaField(
        _l("Your note"),
        widget=GovTextArea(),
        filters=[tidy_note],
        validators=note_rules(),
    )


class EditForm(WordsForm):
    """New words for a note, and the edition that they are written over."""

    edition = HiddenField("", validators=[a_count])
    text = TextAreaField(_l("Your note"), widget=GovTextArea(), filters=[tidy_note], validators=note_rules())
    send = SubmitField(_l("Save"), widget=GovSubmitInput())


class CommentForm(WordsForm):
    """A comment on a note, with the key that its device gave it."""

    client_key = HiddenField("", validators=[a_uuid])
    text = TextAreaField(
        _l("Your comment"), widget=GovTextArea(), filters=[tidy_note], validators=note_rules(LONGEST_COMMENT)
    )
    send = SubmitField(_l("Send the comment"), widget=GovSubmitInput())


class ScribeForm(Form):
    """What was said aloud: one note, or one for each line; for the room, or for a group and a place."""

    client_key = HiddenField("", validators=[a_uuid])
    text = TextAreaField(_l("What was said"), widget=GovTextArea(), filters=[tidy_note])
    each_line = BooleanField(_l("Each line is a note of its own"))
    group = SelectField(_l("Said on behalf of"), default="")
    municipality = SelectField(_l("Municipality"), default="")
    send = SubmitField(_l("Write it down"), widget=GovSubmitInput())

    def __init__(self, *args: Any, area: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = current_language()
        groups = [SelectChoice(*one) for one in group_choices(here)]
        places = [SelectChoice(*one) for one in municipality_choices(here, area)]
        self.group.choices = [SelectChoice("", _("The whole room")), *groups]
        self.municipality.choices = [SelectChoice("", _("No municipality")), *places]

    def texts(self) -> list[str]:
        """The notes to be written, in order."""
        lines = (self.text.data or "").split("\n") if self.each_line.data else [self.text.data or ""]
        return [line.strip() for line in lines if line.strip()]

    def validate_text(self, field: Field) -> None:
        texts = self.texts()
        if not texts:
            raise ValidationError(_("Write something first"))
        if len(texts) > MOST_LINES:
            raise ValidationError(_("At most %(most)s notes at once. Send them in parts.", most=MOST_LINES))
        if any(len(text) > LONGEST_NOTE for text in texts):
            raise ValidationError(
                _("Too long: at most %(max)d characters. Shorten it or send two notes.", max=LONGEST_NOTE)
            )
        plain_text(self, field)


class RulesForm(Form):
    """How a board works."""

    marking = RadioField(_l("How do people show what matters to them?"), widget=GovRadioInput())
    votes_each = WholeNumberField(_l("Votes for each person"), widget=GovTextInput())
    votes_pile = BooleanField(_l("People may give several votes to the same note"), widget=GovCheckboxInput())
    showing = RadioField(_l("When do people see each other’s notes?"), widget=GovRadioInput())
    hides_groups = BooleanField(_l("Do not show people which group a note speaks for"), widget=GovCheckboxInput())
    takes_comments = BooleanField(_l("People may comment on notes"), widget=GovCheckboxInput())
    save = SubmitField(_l("Save"), widget=GovSubmitInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.marking.choices = [
            SelectChoice(Marking.LIKES, _("Likes: as many as people want")),
            SelectChoice(Marking.VOTES, _("Votes: a number for each person")),
        ]
        self.showing.choices = [
            SelectChoice(Showing.AT_ONCE, _("At once")),
            SelectChoice(Showing.APPROVED, _("When a facilitator has approved them")),
            SelectChoice(Showing.REVEALED, _("All at the same moment, when a facilitator reveals them")),
        ]

    def validate_votes_each(self, field: WholeNumberField) -> None:
        if field.data not in range(1, MOST_VOTES + 1):
            raise ValidationError(_("Give a number from %(first)s to %(last)s", first=1, last=MOST_VOTES))

    def rules(self) -> Rules:
        return Rules(
            marking=Marking(self.marking.data),
            votes_each=self.votes_each.data or 1,
            votes_pile=self.votes_pile.data,
            showing=Showing(self.showing.data),
            hides_groups=self.hides_groups.data,
            takes_comments=self.takes_comments.data,
        )


class PromptForm(Form):
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
