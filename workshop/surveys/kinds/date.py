"""Date: day, month and year in three fields. Stored as "2022-01-21".

Settings: `earliest` and `latest`, as dates are stored.
"""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovDateInput
from wtforms import Field, StringField

from workshop.analysis.contributions import Kind as Counted
from workshop.analysis.contributions import QuestionAsked
from workshop.i18n.choose import current_language
from workshop.i18n.formats import day
from workshop.surveys.kinds.figures import Narrow
from workshop.surveys.kinds.kind import (
    AnswerField,
    BadAnswer,
    BadQuestion,
    Details,
    Kind,
    Options,
    Sent,
    Settings,
    lang_attribute,
    own_words,
)
from workshop.surveys.kinds.long_text import savable
from workshop.surveys.models import Question, QuestionKind

PARTS = ("day", "month", "year")
KNOWN = {"earliest", "latest"}


class _ThreeFields(GovDateInput):
    def map_gov_params(self, field: "_DateField", **drawn: Any) -> dict[str, Any]:
        wrong = " govuk-input--error" if field.errors else ""
        names = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
        items = [
            {
                "label": names[part],
                "id": f"{field.id}-{part}",
                "name": f"{field.name}.{part}",
                "classes": f"govuk-input--width-{4 if part == 'year' else 2}{wrong}",
                "value": savable(" ".join(field.sent_part(part))),
            }
            for part in PARTS
        ]
        # the widget's own items would ask the field for three values under one name
        params = own_words(field, super(GovDateInput, self).map_gov_params(field, **drawn))
        legend = {"text": field.label.text, "classes": "govuk-fieldset__legend--s"}
        attributes = lang_attribute(field.asked, field.in_language)
        return params | {"items": items, "fieldset": {"legend": legend, "attributes": attributes}}


class _DateField(AnswerField, Field):
    widget = _ThreeFields()

    @property
    def entry(self) -> str:
        return f"{self.id}-{PARTS[0]}"

    def _value(self) -> str:
        return ""


class DayField(StringField):
    """A day in the builder's form, typed as 31.12.2026; `data` is as it is stored, None when the field is empty."""

    widget = Narrow()

    def process_formdata(self, sent: list[Any]) -> None:
        self.data = None
        typed = "".join(text for text in sent if isinstance(text, str)).strip()
        if typed:
            parts = typed.split(".")
            try:
                self.data = _day_of(*(parts if len(parts) == len(PARTS) else ("", "", ""))).isoformat()
            except BadAnswer as refusal:
                raise ValueError(refusal.words) from refusal

    def _value(self) -> str:
        if self.raw_data:
            return "".join(text for text in self.raw_data if isinstance(text, str))
        return day(date.fromisoformat(self.data), "fi") if self.data else ""


class _Window(Details):
    """Between which days the answer must be."""

    earliest = DayField(_l("Earliest day accepted (optional)"), description=_l("For example 31.12.2026"))
    latest = DayField(_l("Latest day accepted (optional)"), description=_l("For example 31.12.2026"))

    def settings(self, kept: Settings) -> Settings:
        return {end: self[end].data for end in ("earliest", "latest") if self[end].data}

    @staticmethod
    def shown(options: Options, settings: Settings) -> dict[str, Any]:
        return {end: settings.get(end) for end in ("earliest", "latest")}

    def validate(self, extra_validators: Any = None) -> bool:
        return super().validate(extra_validators) and self.holds(lambda: _check_window(self.settings({})), "latest")


class Date(Kind):
    kind = QuestionKind.DATE
    Details = _Window
    paper = "date"

    def name(self) -> str:
        return _("Date")

    def field(self, question: Question, language: str) -> Any:
        return _DateField(kind=self, question=question, language=language, description=_hint(question))

    def clean(self, question: Question, sent: Sent) -> str | None:
        if sent.own or not sent.parts.keys() <= set(PARTS) or any(len(texts) > 1 for texts in sent.parts.values()):
            raise BadAnswer(_("Write day, month and year."))
        typed = ["".join(sent.parts.get(part, ())).strip() for part in PARTS]
        return _day_of(*typed).isoformat() if any(typed) else None

    def asked(self, question: Question) -> QuestionAsked:
        return QuestionAsked(question.id, question.topic, Counted.DATE)

    def check(self, question: Question, value: Any) -> None:
        if not _is_day(value):
            raise BadAnswer(_("Write day, month and year."))
        earliest, latest = question.setting("earliest"), question.setting("latest")
        if earliest and value < earliest:
            raise BadAnswer(_("Write a day that is not before %(day)s.", day=_shown(earliest)))
        if latest and value > latest:
            raise BadAnswer(_("Write a day that is not after %(day)s.", day=_shown(latest)))

    def read(self, question: Question, value: str, language: str) -> list[str]:
        return [day(date.fromisoformat(value), language)]

    def check_options(self, options: Options, settings: Settings | None = None) -> None:
        super().check_options(options)
        _check_window(settings or {})


def _day_of(typed_day: str, typed_month: str, typed_year: str) -> date:
    """The day that was typed. Raises BadAnswer when something is missing, is no number, or there is no such day."""
    typed = (typed_day, typed_month, typed_year)
    if not all(text.isascii() and text.isdigit() for text in typed):
        raise BadAnswer(_("Write day, month and year in digits, such as 21, 1 and 2022."))
    if len(typed_year) != len("2022") or typed_year.startswith("0"):
        raise BadAnswer(_("Write the year with four digits, such as 2022."))
    numbers = [text.lstrip("0")[:3] for text in typed[:2]]
    try:
        return date(int(typed_year), int(numbers[1] or 0), int(numbers[0] or 0))
    except ValueError:
        shown = ".".join((*(text[:3] for text in typed[:2]), typed_year))
        raise BadAnswer(_("There is no such day as %(day)s. Check day and month.", day=shown)) from None


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value and value[0] != "0"
    except ValueError:
        return False


def _shown(stored: str) -> str:
    return day(date.fromisoformat(stored), current_language())


def _hint(question: Question) -> str:
    ends = question.setting("earliest"), question.setting("latest")
    earliest, latest = (_shown(end) if end else "" for end in ends)
    if earliest and latest:
        return _("A day from %(earliest)s to %(latest)s.", earliest=earliest, latest=latest)
    if earliest:
        return _("%(earliest)s at the earliest.", earliest=earliest)
    if latest:
        return _("%(latest)s at the latest.", latest=latest)
    return _("For example 21 1 2022")


def _check_window(settings: Settings) -> None:
    """Raise BadQuestion unless a date can have these settings."""
    if settings.keys() - KNOWN or not all(_is_day(end) for end in settings.values()):
        raise BadQuestion(_("A date cannot have these settings."))
    if settings.get("earliest", "") > settings.get("latest", "9999-12-31"):
        raise BadQuestion(_("The latest day must not be before the earliest."), "latest")
