"""The one form between a template and a meeting with its door open."""

from datetime import datetime, time, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovSubmitInput, GovTextInput
from wtforms import RadioField, SelectMultipleField, StringField, SubmitField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.fields.core import UnboundField
from wtforms.validators import DataRequired, InputRequired

from workshop.clock import from_finland, in_finland, now
from workshop.columns import LANGUAGES, Texts
from workshop.i18n.choose import current_language
from workshop.i18n.fields import LINE_MAX
from workshop.meetings.facts import MeetingFacts
from workshop.meetings.forms import MeetingForm
from workshop.plans.bank import banks
from workshop.plans.plan import KEYS, Plan, PlannedQuestion, built_in
from workshop.rounds.models import Round
from workshop.typed import Form, TextForm, one_line
from workshop.vocabulary.places import Area, areas, municipality
from workshop.vocabulary.terms import event_types

HALF_HOUR = timedelta(minutes=30)
MORNING = time(9)


def next_start(present: datetime, longest: timedelta) -> datetime:
    """The next full half-hour on a Finnish clock; tomorrow morning when a meeting of `longest` would pass midnight."""
    here = in_finland(present)
    soon = here.replace(minute=here.minute // 30 * 30, second=0, microsecond=0) + HALF_HOUR
    if (soon + longest).date() == here.date():
        return soon
    return datetime.combine(here.date() + timedelta(days=1), MORNING, here.tzinfo)


def _same(field: UnboundField) -> UnboundField:
    """A field as it is in another form, in its own place among the fields of this one."""
    return UnboundField(field.field_class, *field.args, **field.kwargs)


class FromTemplateForm(TextForm):
    """A template and what it does not know. Every field begins with something that will do."""

    template = RadioField(_l("Template"), validators=[InputRequired(_l("Choose a template"))])
    title = StringField(
        _l("Title"), widget=GovTextInput(), filters=[one_line], validators=[DataRequired(_l("Write a title"))]
    )
    gathering = StringField(_l("Who meets (optional)"), widget=GovTextInput(), filters=[one_line])
    day, starts, ends = _same(MeetingForm.day), _same(MeetingForm.starts), _same(MeetingForm.ends)
    teams_url, area = _same(MeetingForm.teams_url), _same(MeetingForm.area)
    event_type, languages = _same(MeetingForm.event_type), _same(MeetingForm.languages)
    open_door = SubmitField(_l("Make the meeting and open the door"), widget=GovSubmitInput())
    draft = SubmitField(_l("Make a draft"), widget=GovSubmitInput())

    validate_ends = MeetingForm.validate_ends

    def __init__(self, round_: Round, **given: Any) -> None:
        here = current_language()
        super().__init__(data=_suggestions(round_, here), **given)
        self.template.choices = [(key, built_in()[key].name.text(here)) for key in KEYS]
        named = [SelectChoice(area.key, area.name(here)) for area in _areas_of(round_)]
        self.area.choices = [SelectChoice("", _("No area")), *named]
        types = [SelectChoice(key, term.capitalised(here)) for key, term in event_types().items()]
        self.event_type.choices = [SelectChoice("", _("As the template suggests")), *types]

    def validate_title(self, field: StringField) -> None:
        if len(field.data) > LINE_MAX:
            raise ValidationError(_("Use at most %(most)s characters", most=LINE_MAX))

    validate_gathering = validate_title

    def plan(self) -> Plan:
        """The chosen template, of a form that has been validated."""
        return built_in()[self.template.data]

    def facts(self) -> MeetingFacts:
        """The facts of a form that has been validated."""
        return MeetingFacts(
            title=self._title(),
            gathering=Texts({current_language(): self.gathering.data}),
            event_type=self.event_type.data or self.plan().event_type,
            starts_at=from_finland(datetime.combine(self.day.data, self.starts.data)),
            ends_at=from_finland(datetime.combine(self.day.data, self.ends.data)),
            area=self.area.data or None,
            languages=[code for code in LANGUAGES if code in self.languages.data],
            teams_url=self.teams_url.data or "",
            pace=self.plan().pace,
        )

    def _title(self) -> Texts:
        """The template's name in each language, but what was written in the reader's own.

        The name of another template was not written by anybody: the page began with it.
        """
        here, name = current_language(), self.plan().name
        if self.title.data in {plan.name.text(here) for plan in built_in().values()}:
            return name
        return Texts({**name, here: self.title.data})


class BankForm(Form):
    """Questions of banks, each as <bank>-<place>; a bank's key alone is all of its questions."""

    pick = SelectMultipleField(
        _l("Questions"),
        validators=[InputRequired(_l("Choose at least one question."))],
        widget=GovCheckboxesInput(),
    )
    save = SubmitField(_l("Add what is chosen"), widget=GovSubmitInput())

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.pick.choices = [
            SelectChoice(choice, choice) for key, bank in banks().items() for choice in bank.choices(key)
        ]

    def chosen(self) -> list[list[PlannedQuestion]]:
        """What was chosen from each bank that something was chosen from, of a form that has been validated."""
        picked, found = set(self.pick.data), []
        for key, bank in banks().items():
            whole, *single = bank.choices(key)
            found.append(bank.chosen([place for place, choice in enumerate(single) if {whole, choice} & picked]))
        return [questions for questions in found if questions]


def _areas_of(round_: Round) -> list[Area]:
    return [area for area in areas().values() if municipality(area.members[0]).county_code == round_.county]


def _suggestions(round_: Round, language: str) -> dict[str, Any]:
    plans = built_in()
    first = plans[KEYS[0]]
    begins = next_start(now(), timedelta(minutes=max(plan.minutes for plan in plans.values())))
    return {
        "template": KEYS[0],
        "title": first.name.text(language),
        "day": begins.date(),
        "starts": begins.time(),
        "ends": (begins + timedelta(minutes=first.minutes)).time(),
        "area": "",
        "event_type": "",
        "languages": list(round_.title),
    }
