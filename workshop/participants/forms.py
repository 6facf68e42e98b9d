"""The door's form: the tag."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovSubmitInput
from wtforms import SelectField, SelectMultipleField, SubmitField
from wtforms.fields.choices import SelectChoice

from workshop.i18n.choose import current_language
from workshop.meetings.models import Meeting
from workshop.typed import Form
from workshop.vocabulary.groups import group_choices
from workshop.vocabulary.places import municipality_choices


class TagForm(Form):
    """Who the participant speaks for. Everything is voluntary."""

    groups = SelectMultipleField(_l("Which group or groups do you speak for?"))
    municipality = SelectField(_l("Which municipality do you speak for?"), widget=GovSelect())
    join = SubmitField(_l("Continue"), widget=GovSubmitInput())

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = current_language()
        self.groups.choices = [SelectChoice(*one) for one in group_choices(here)]
        places = [SelectChoice(*one) for one in municipality_choices(here, meeting.area)]
        self.municipality.choices = [SelectChoice("", _("I would rather not say")), *places]
