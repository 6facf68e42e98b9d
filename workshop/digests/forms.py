"""The form of the subscription page."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput, GovTextInput
from wtforms import StringField, SubmitField, ValidationError
from wtforms.validators import InputRequired

from workshop.mail.addresses import BadAddress, tidy_address
from workshop.typed import TextForm, as_typed


class SubscribeForm(TextForm):
    """One address, and nothing that could tie it to an answer."""

    address = StringField(
        _l("Your e-mail address"),
        validators=[InputRequired(_l("Write your e-mail address"))],
        description=_l("For example firstname.lastname@example.fi"),
        filters=[as_typed],
        widget=GovTextInput(),
    )
    leave = SubmitField(_l("Send me the digest"), widget=GovSubmitInput())

    def validate_address(self, field: StringField) -> None:
        """The error stands at the field."""
        try:
            tidy_address(field.data)
        except BadAddress:
            raise ValidationError(
                _("Write an e-mail address in the form firstname.lastname@example.fi, without spaces")
            ) from None
