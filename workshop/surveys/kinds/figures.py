"""Numbers as people in Finland type them: 1 600, 11,5 or 11.5, −3."""

import re
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from govuk_frontend_wtf.wtforms_widgets import GovTextInput
from wtforms import StringField

from workshop.i18n.formats import number
from workshop.surveys.kinds.kind import BadAnswer

MOST_DIGITS = 12
"""Before the comma; more are outside of every range."""
FURTHEST = 10**MOST_DIGITS - 1
_FIGURE = re.compile(r"[-−+]?[0-9]+([.,][0-9]+)?")
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f]+")


def figure(typed: str, decimals: int = 0) -> int | float:
    """The number that was typed; a whole one is an int. Raises BadAnswer for anything that is not such a number."""
    text = _SPACES.sub("", typed)
    if not _FIGURE.fullmatch(text):
        raise BadAnswer(_("Write a number in digits, such as 12."))
    whole, _point, part = text.replace("−", "-").replace(",", ".").lstrip("+").partition(".")
    if len(whole.lstrip("-").lstrip("0")) > MOST_DIGITS:
        raise BadAnswer(_("The number is too large. Write a number of at most %(most)s digits.", most=MOST_DIGITS))
    part = part.rstrip("0")
    if len(part) > decimals:
        raise BadAnswer(
            _("Write at most %(most)s decimals.", most=decimals) if decimals else _("Write a whole number.")
        )
    value = Decimal(f"{whole}.{part or 0}")
    return float(value) if part else int(value)


def check_figure(value: Any, decimals: int = 0) -> None:
    """Raise BadAnswer unless `value` may be stored as a number with so many decimals, a whole one as an int."""
    if type(value) not in (int, float) or not -FURTHEST <= value <= FURTHEST:
        raise BadAnswer(_("Write a number in digits, such as 12."))
    if round(value, decimals) != value or (type(value) is float and value.is_integer()):
        raise BadAnswer(_("Write at most %(most)s decimals.", most=decimals))


def written(value: int | float, language: str) -> str:
    """The number with as many decimals as it has, as the language writes it."""
    whole = isinstance(value, int) or value.is_integer()
    return number(value, language, 0 if whole else len(str(value).partition(".")[2]))


class Narrow(GovTextInput):
    """As wide as what is typed there."""

    def map_gov_params(self, field: Any, **drawn: Any) -> dict[str, Any]:
        return super().map_gov_params(field, **drawn) | {"classes": "govuk-input--width-10"}


class FigureField(StringField):
    """A number in the builder's form; `data` is the number, None when the field is empty."""

    widget = Narrow()

    def __init__(self, *label: Any, decimals: int = 0, **field: Any) -> None:
        super().__init__(*label, **field)
        self.decimals = decimals

    def process_formdata(self, sent: list[Any]) -> None:
        self.data = None
        typed = "".join(text for text in sent if isinstance(text, str)).strip()
        try:
            self.data = figure(typed, self.decimals) if typed else None
        except BadAnswer as refusal:
            raise ValueError(refusal.words) from refusal

    def _value(self) -> str:
        if self.raw_data:
            return "".join(text for text in self.raw_data if isinstance(text, str))
        return "" if self.data is None else str(self.data).replace(".", ",")
