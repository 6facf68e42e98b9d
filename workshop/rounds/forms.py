"""What an organiser fills in about a round."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovFileInput, GovSelect, GovTextInput
from wtforms import BooleanField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from workshop.errors import Refusal
from workshop.i18n.choose import current_language
from workshop.i18n.fields import TextsField
from workshop.pictures.forms import PictureField
from workshop.pictures.reading import JPEG, PNG
from workshop.rounds.actions import RoundKeyTaken
from workshop.typed import Form, one_line
from workshop.vocabulary.alphabet import alphabetical
from workshop.vocabulary.places import counties


class RoundForm(Form):
    """The facts of a round."""

    title = TextsField(_l("Title"), required=_l("Write the title in at least one language"))
    purpose = TextsField(_l("Purpose"), description=_l("What the meetings of the round are held for"), long=True)
    county = SelectField(_l("Wellbeing services county"), [DataRequired(_l("Choose the county"))], widget=GovSelect())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = current_language()
        named = sorted(counties().values(), key=lambda county: alphabetical(language, county.name(language)))
        choices = [SelectChoice(county.code, county.capitalised(language)) for county in named]
        self.county.choices = [SelectChoice("", _("Choose")), *choices]


class EditRoundForm(RoundForm):
    """A round that stands, with the logo of its county."""

    logo_file = PictureField(
        _l("Logo of the county"),
        kinds=(PNG, JPEG),
        needed=False,
        description=_l("PNG or JPEG. It is shown on the title page of each digest that is made from now on."),
        widget=GovFileInput(),
    )
    remove_logo = BooleanField(_l("Remove the logo"), widget=GovCheckboxInput())


class NewRoundForm(RoundForm):
    key = StringField(
        _l("Short name in addresses"),
        [DataRequired(_l("Write a short name"))],
        filters=[one_line],
        description=_l("Small letters a–z, digits and hyphens, such as strategy-2022. It cannot be changed later."),
        widget=GovTextInput(),
    )


def complain(form: NewRoundForm, refusal: Refusal) -> None:
    """Say at the field why the key cannot be used."""
    if isinstance(refusal, RoundKeyTaken):
        form.key.errors = [_("Another round has this short name")]
    else:
        form.key.errors = [_("Use small letters a–z, digits and single hyphens, at most 40 characters")]
