"""The organiser's forms: a meeting's facts, an exercise, a recording, how many were there."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovRadioInput,
    GovSelect,
    GovSubmitInput,
    GovTextArea,
    GovTextInput,
)
from wtforms import (
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import DateField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from workshop.accounts.models import Role, User
from workshop.accounts.queries import user_by_email
from workshop.clock import from_finland, in_finland
from workshop.columns import LANGUAGES
from workshop.i18n.choose import NAMES, current_language
from workshop.i18n.fields import TextsField
from workshop.meetings.actions import HEADS
from workshop.meetings.facts import MeetingFacts
from workshop.meetings.models import ExerciseKind, Meeting, Pace
from workshop.typed import TextForm, WholeNumberField, in_our_years, many_lines, one_line
from workshop.vocabulary.places import areas, find_municipality, municipality
from workshop.vocabulary.terms import event_types

DAYS_AFTERWARDS = range(61)
ADDRESS_MAX = 2000
MUNICIPALITIES_MAX = 6000
"""Characters: all municipalities of Finland fit in, each in both its names."""


def _require_length(field: Field, most: int) -> None:
    if len(field.data or "") > most:
        raise ValidationError(_("Use at most %(most)s characters", most=most))


def web_address(_form: TextForm, field: Field) -> None:
    """An https address, as a call's or a recording's link is."""
    _require_length(field, ADDRESS_MAX)
    try:
        parts = urlsplit(field.data or "")
    except ValueError:
        parts = urlsplit("")
    if field.data and (parts.scheme != "https" or not parts.hostname):
        raise ValidationError(_("Give the whole address, beginning with https://"))


class MeetingForm(TextForm):
    """What is known of a meeting before it begins."""

    title = TextsField(
        _l("Title"),
        description=_l("What the meeting is about. Fill in the languages of the meeting."),
        required=_l("Write a title in at least one language"),
    )
    gathering = TextsField(
        _l("Who meets"),
        description=_l("As the digest names it, for example “Political monitoring group of Oulunkaari”. Optional."),
    )
    event_type = SelectField(_l("Event type"), widget=GovSelect())
    day = DateField(_l("Date"), widget=GovTextInput(), validators=[InputRequired(_l("Give the date")), in_our_years])
    starts = TimeField(_l("Begins"), widget=GovTextInput(), validators=[InputRequired(_l("Give the time it begins"))])
    ends = TimeField(_l("Ends"), widget=GovTextInput(), validators=[InputRequired(_l("Give the time it ends"))])
    area = SelectField(_l("Area"), widget=GovSelect())
    municipalities = TextAreaField(
        _l("Municipalities"),
        description=_l("Names separated by commas. Empty: the whole area."),
        widget=GovTextArea(),
        filters=[many_lines],
    )
    languages = SelectMultipleField(
        _l("Languages of the meeting"),
        widget=GovCheckboxesInput(),
        choices=[SelectChoice(code, NAMES[code]) for code in LANGUAGES],
        validators=[InputRequired(_l("Choose at least one language"))],
        default=["fi"],
    )
    teams_url = StringField(
        _l("Link to the Teams call"), widget=GovTextInput(), filters=[one_line], validators=[web_address]
    )
    pace = RadioField(
        _l("Pace"),
        widget=GovRadioInput(),
        choices=[
            SelectChoice(Pace.TOGETHER, _l("Together: the facilitator moves everybody")),
            SelectChoice(Pace.OWN, _l("Own pace: everybody goes through the exercises in their own time")),
        ],
        default=Pace.TOGETHER,
    )
    afterwards_days = WholeNumberField(
        _l("Days open afterwards"),
        description=_l(
            "How many days people may still add something after the meeting has ended. 0 closes it at once."
        ),
        widget=GovTextInput(),
        default=7,
        validators=[InputRequired(_l("Give a number of days"))],
    )
    save = SubmitField(_l("Save"), widget=GovSubmitInput())

    def __init__(self, meeting: Meeting | None = None, **given: Any) -> None:
        if meeting:
            given["data"] = _as_form_data(meeting)
        super().__init__(**given)
        here = current_language()
        self.event_type.choices = [SelectChoice(key, term.capitalised(here)) for key, term in event_types().items()]
        named = [SelectChoice(key, area.name(here)) for key, area in areas().items()]
        self.area.choices = [SelectChoice("", _("No area")), *named]

    def validate_afterwards_days(self, field: WholeNumberField) -> None:
        # WTForms' NumberRange fails on a number too long for a float.
        if field.data is not None and field.data not in DAYS_AFTERWARDS:
            raise ValidationError(_("Give a number from 0 to 60"))

    def validate_ends(self, field: TimeField) -> None:
        if field.data and self.starts.data and field.data <= self.starts.data:
            raise ValidationError(_("The meeting must end after it begins"))

    def validate_municipalities(self, field: TextAreaField) -> None:
        _require_length(field, MUNICIPALITIES_MAX)
        for name in self._named():
            if find_municipality(name) is None:
                raise ValidationError(_("There is no municipality called “%(name)s”. Check the spelling.", name=name))

    def _named(self) -> list[str]:
        names = (self.municipalities.data or "").replace("\n", ",").split(",")
        return [name.strip() for name in names if name.strip()]

    def facts(self) -> MeetingFacts:
        """The facts of a form that has been validated."""
        found = [find_municipality(name) for name in self._named()]
        return MeetingFacts(
            title=self.title.data,
            gathering=self.gathering.data,
            event_type=self.event_type.data,
            starts_at=from_finland(datetime.combine(self.day.data, self.starts.data)),
            ends_at=from_finland(datetime.combine(self.day.data, self.ends.data)),
            area=self.area.data or None,
            municipalities=[place.code for place in found if place],
            languages=[code for code in LANGUAGES if code in self.languages.data],
            teams_url=self.teams_url.data or "",
            afterwards_days=self.afterwards_days.data,
            pace=Pace(self.pace.data),
        )


def _as_form_data(meeting: Meeting) -> dict[str, Any]:
    here = current_language()
    starts, ends = in_finland(meeting.starts_at), in_finland(meeting.ends_at)
    return {
        "title": meeting.title,
        "gathering": meeting.gathering,
        "event_type": meeting.event_type,
        "day": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "area": meeting.area or "",
        "municipalities": ", ".join(municipality(code).name(here) for code in meeting.municipalities),
        "languages": meeting.languages,
        "teams_url": meeting.teams_url,
        "afterwards_days": meeting.afterwards_days,
        "pace": meeting.pace,
    }


class ExerciseForm(TextForm):
    """A step of the path."""

    kind = RadioField(
        _l("What kind of exercise?"),
        widget=GovRadioInput(),
        validators=[InputRequired(_l("Choose the kind of the exercise"))],
    )
    title = TextsField(_l("Title"), required=_l("Write a title in at least one language"))
    guidance = TextsField(
        _l("Guidance"), description=_l("A sentence or two for the participants. Optional."), long=True, max_length=600
    )
    save = SubmitField(_l("Save"), widget=GovSubmitInput())

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.kind.choices = [
            SelectChoice(ExerciseKind.BOARD, _("Board: sticky notes under questions")),
            SelectChoice(ExerciseKind.SURVEY, _("Survey: questions that each answers alone")),
            SelectChoice(ExerciseKind.STATEMENTS, _("Statements: agree, disagree or pass, one at a time")),
            SelectChoice(ExerciseKind.SCRIBE, _("Scribe’s block: what is said aloud, written by the scribe")),
        ]


class RecordingForm(TextForm):
    """The recording's link, known after the meeting."""

    recording_url = StringField(
        _l("Link to the recording"), widget=GovTextInput(), filters=[one_line], validators=[web_address]
    )
    save = SubmitField(_l("Save"), widget=GovSubmitInput())


class LeaderForm(TextForm):
    """Somebody of the staff, by the address of their account."""

    email = StringField(
        _l("E-mail address"),
        description=_l("The address of a colleague’s account: a facilitator or an organiser."),
        widget=GovTextInput(),
        filters=[one_line],
        validators=[InputRequired(_l("Write the address of a colleague"))],
    )
    add = SubmitField(_l("Let them lead"), widget=GovSubmitInput())

    def validate_email(self, field: StringField) -> None:
        user = user_by_email(field.data or "")
        if user and user.is_active and not user.may(Role.FACILITATOR):
            raise ValidationError(_("This is a scribe’s account, and scribes lead no meetings. Let them write below."))
        if self.colleague is None:
            raise ValidationError(
                _("Nobody who may lead meetings has this address. An organiser can invite them on the page People.")
            )

    @property
    def colleague(self) -> User | None:
        """Whose account has the address, when they may lead meetings."""
        user = user_by_email(self.email.data or "")
        return user if user and user.may(Role.FACILITATOR) else None


class ScribeForm(TextForm):
    """Somebody of the staff who only writes in the meeting, by the address of their account."""

    scribe = StringField(
        _l("E-mail address of a scribe"),
        description=_l("The address of a colleague’s account. A scribe’s account is enough."),
        widget=GovTextInput(),
        filters=[one_line],
        validators=[InputRequired(_l("Write the address of a colleague"))],
    )
    let_in = SubmitField(_l("Let them write"), widget=GovSubmitInput())

    def validate_scribe(self, field: StringField) -> None:
        if self.colleague is None:
            raise ValidationError(
                _("Nobody has an account with this address. An organiser can invite them on the page People.")
            )

    @property
    def colleague(self) -> User | None:
        """Whose account has the address, when they can log in."""
        user = user_by_email(self.scribe.data or "")
        return user if user and user.is_active else None


class HeadsForm(TextForm):
    """How many people were there."""

    heads = WholeNumberField(
        _l("How many people were there?"),
        description=_l("In the room and in the call, also those who wrote nothing. Leave it empty if nobody counted."),
        widget=GovTextInput(),
        validators=[Optional()],
    )

    def validate_heads(self, field: WholeNumberField) -> None:
        if field.data is not None and field.data not in HEADS:
            raise ValidationError(_("Give a whole number from 0 to %(most)s", most=HEADS[-1]))
