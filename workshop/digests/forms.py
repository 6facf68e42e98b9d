"""The forms of the subscription page and of the organiser's list."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf.file import FileField
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovFileInput, GovSubmitInput, GovTextArea, GovTextInput
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, HiddenField, StringField, SubmitField, TextAreaField, ValidationError
from wtforms.validators import InputRequired

from workshop.digests.invited import Listed, plain_lines, read_addresses
from workshop.mail.addresses import BadAddress, tidy_address
from workshop.surveys.lists import BadList, decode_list
from workshop.typed import Form, TextForm, as_typed


class SubscribeForm(TextForm):
    """One address, and nothing that could tie it to an answer."""

    address = StringField(
        _l("Your e-mail address"),
        validators=[InputRequired(_l("Write your e-mail address"))],
        description=_l("For example firstname.lastname@example.fi"),
        filters=[as_typed],
        widget=GovTextInput(),
    )
    wants_round = BooleanField(widget=GovCheckboxInput())
    leave = SubmitField(_l("Send me the digest"), widget=GovSubmitInput())

    def name_round(self, title: str) -> None:
        """Ask whether the digests of the round with this title are wanted too."""
        self.wants_round.label.text = _("Send me also the digests of the whole round “%(round)s”", round=title)

    def validate_address(self, field: StringField) -> None:
        """The error stands at the field."""
        try:
            tidy_address(field.data)
        except BadAddress:
            raise ValidationError(
                _("Write an e-mail address in the form firstname.lastname@example.fi, without spaces")
            ) from None


class InvitedForm(Form):
    """The list of those who are sent the digests, as text; a file is added to it."""

    text = TextAreaField(
        _l("Addresses, one on each line"),
        description=_l("For example anna@example.fi, or anna@example.fi, sv for a letter in Swedish"),
        filters=[as_typed],
        widget=GovTextArea(),
    )
    file = FileField(
        _l("Add a file (CSV in UTF-8)"),
        description=_l("The first row names the columns, for example: address,language"),
        widget=GovFileInput(),
    )
    edition = HiddenField(filters=[as_typed])
    """Which list was edited."""
    keep = SubmitField(_l("Save the list"), widget=GovSubmitInput())

    listed: Listed
    """What the list says, once it has been read."""
    others: str = ""
    """The list as somebody else has saved it meanwhile."""

    def read_in(self, language: str) -> bool:
        """Read the list; `language` is that of lines which name none. False when it cannot be kept as it is: then the
        fields say why, and the text holds all that was typed or came in the file."""
        self.listed = Listed()
        field = self.file
        try:
            if isinstance(self.file.data, FileStorage) and self.file.data.filename:
                added = plain_lines(decode_list(self.file.data.read()))
                self.text.data = "\n".join(filter(None, (self.text.data.rstrip(), added)))
            field = self.text
            self.listed = read_addresses(self.text.data, language)
        except BadList as fault:
            field.errors = [str(fault)]
            return False
        if bad := len(self.listed.problems):
            self.text.errors = [
                ngettext(
                    "%(num)s line cannot be used. Mend it and save again; nothing has been saved yet.",
                    "%(num)s lines cannot be used. Mend them and save again; nothing has been saved yet.",
                    bad,
                )
            ]
        return not bad

    def tell_changed(self, edition: str, others: str) -> None:
        """Somebody else has saved the list since: what was typed stays, and the next saving takes its place."""
        self.edition.data, self.others = edition, others
        self.text.errors = [
            _("Somebody else has saved the list meanwhile. Theirs is below: take from it what you need and save again.")
        ]
