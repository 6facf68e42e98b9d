"""Number: within a range, with up to two decimals. Stored as the number, a whole one without a decimal point.

Settings: `min` (usually 0), `max`, `decimals` 0–2 (usually 0), `unit` in words, {"fi": "tuntia"}.
"""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovSelect
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from workshop.analysis.contributions import Kind as Counted
from workshop.analysis.contributions import QuestionAsked
from workshop.columns import Texts
from workshop.i18n.choose import current_language
from workshop.i18n.fields import TextsField
from workshop.surveys.kinds.figures import FURTHEST, FigureField, check_figure, figure, written
from workshop.surveys.kinds.kind import BadAnswer, BadQuestion, Details, Kind, Options, Sent, Settings
from workshop.surveys.kinds.short_text import Line, LineField
from workshop.surveys.models import Question, QuestionKind

MOST_DECIMALS = 2
LONGEST_UNIT = 40
KNOWN = {"min", "max", "decimals", "unit"}


class _Figure(Line):
    def map_gov_params(self, field: LineField, **drawn: Any) -> dict[str, Any]:
        low, _high = _range(field.question)
        # the number pad of some phones has no minus
        keys = "text" if low < 0 else "decimal" if _decimals(field.question) else "numeric"
        return super().map_gov_params(field, **drawn) | {"classes": "govuk-input--width-10", "inputmode": keys}


class _NumberField(LineField):
    widget = _Figure()


class _Range(Details):
    """Between which numbers the answer must be, and what it is a number of."""

    least = FigureField(
        _l("Smallest number accepted (optional)"), description=_l("When empty: 0."), decimals=MOST_DECIMALS
    )
    most = FigureField(_l("Largest number accepted (optional)"), decimals=MOST_DECIMALS)
    decimals = SelectField(
        _l("Decimal places"),
        choices=[SelectChoice(str(count), str(count)) for count in range(MOST_DECIMALS + 1)],
        default="0",
        widget=GovSelect(),
    )
    unit = TextsField(_l("Unit in words, such as “hours” (optional)"), max_length=LONGEST_UNIT)

    def settings(self, kept: Settings) -> Settings:
        found = {"min": self.least.data, "max": self.most.data, "decimals": int(self.decimals.data or 0)}
        return {name: value for name, value in (found | {"unit": dict(self.unit.data)}).items() if value or value == 0}

    @staticmethod
    def shown(options: Options, settings: Settings) -> dict[str, Any]:
        return {
            "least": settings.get("min"),
            "most": settings.get("max"),
            "decimals": str(settings.get("decimals", 0)),
            "unit": Texts(settings.get("unit", {})),
        }

    def validate(self, extra_validators: Any = None) -> bool:
        return super().validate(extra_validators) and self.holds(lambda: _check_range(self.settings({})), "most")


class Number(Kind):
    kind = QuestionKind.NUMBER
    Details = _Range
    paper = "number"

    def name(self) -> str:
        return _("Number")

    def field(self, question: Question, language: str) -> Any:
        hint = _hint(question, language)
        return _NumberField(kind=self, question=question, language=language, description=hint)

    def clean(self, question: Question, sent: Sent) -> int | float | None:
        if len(sent.own) > 1:
            raise BadAnswer(_("Write one answer."))
        typed = "".join(sent.own).strip()
        return figure(typed, _decimals(question)) if typed else None

    def asked(self, question: Question) -> QuestionAsked:
        return QuestionAsked(question.id, question.topic, Counted.NUMBER)

    def check(self, question: Question, value: Any) -> None:
        low, high = _range(question)
        check_figure(value, _decimals(question))
        if not low <= value <= high:
            raise BadAnswer(_out_of_range(question))

    def read(self, question: Question, value: int | float, language: str) -> list[str]:
        unit = Texts(question.setting("unit", {})).text(language)
        return [f"{written(value, language)} {unit}".strip()]

    def check_options(self, options: Options, settings: Settings | None = None) -> None:
        super().check_options(options)
        _check_range(settings or {})


def _decimals(question: Question) -> int:
    return int(question.setting("decimals", 0))


def _range(question: Question) -> tuple[int | float, int | float]:
    return question.setting("min", 0), question.setting("max", FURTHEST)


def _hint(question: Question, language: str) -> str:
    low, high = _range(question)
    unit = Texts(question.setting("unit", {})).text(language)
    facts = {"low": written(low, language), "high": written(high, language), "unit": unit}
    if high == FURTHEST:
        return _("In this unit: %(unit)s.", **facts) if unit else ""
    return (
        _("A number from %(low)s to %(high)s (%(unit)s).", **facts)
        if unit
        else _("A number from %(low)s to %(high)s.", **facts)
    )


def _out_of_range(question: Question) -> str:
    low, high = (written(end, current_language()) for end in _range(question))
    if "max" in (question.settings or {}):
        return _("Write a number from %(low)s to %(high)s.", low=low, high=high)
    return _("Write a number that is at least %(low)s.", low=low)


def _check_range(settings: Settings) -> None:
    """Raise BadQuestion unless a number can have these settings."""
    low, high = settings.get("min", 0), settings.get("max", FURTHEST)
    decimals, unit = settings.get("decimals", 0), settings.get("unit", {})
    if settings.keys() - KNOWN or decimals not in range(MOST_DECIMALS + 1) or not isinstance(unit, dict):
        raise BadQuestion(_("A number cannot have these settings."))
    for name, end in (("least", low), ("most", high)):
        if type(end) not in (int, float) or not -FURTHEST <= end <= FURTHEST:
            raise BadQuestion(_("Write a number in digits, such as 12."), name)
    if low >= high:
        raise BadQuestion(_("The largest number must be larger than the smallest."), "most")
