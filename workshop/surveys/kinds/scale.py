"""Scale: a whole number 1–5, or 0 for "cannot say", which is never part of a mean. Stored as the number."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput
from wtforms import Form

from workshop.columns import Texts
from workshop.i18n.fields import TextsField
from workshop.surveys.kinds.choices import LONGEST_OPTION, Listed, OptionsField
from workshop.surveys.kinds.kind import BadAnswer, BadQuestion, Kind, Options
from workshop.surveys.models import Question, QuestionKind

CANNOT_SAY = 0
STEPS = (1, 2, 3, 4, 5)
ENDS = ("1", "5")
"""Keys of the options that say what the ends mean."""


class _Row(Listed, GovRadioInput):
    """Radios in a row; "cannot say" stands apart after them."""

    def map_gov_params(self, field: OptionsField, **drawn: Any) -> dict[str, Any]:
        return super().map_gov_params(field, **drawn) | {"classes": "scale"}


class _ScaleField(OptionsField):
    widget = _Row()

    def offered(self) -> list[tuple[str, str]]:
        return [*((str(step), str(step)) for step in STEPS), (str(CANNOT_SAY), _("Cannot say"))]


class _EndLabels(Form):
    """What the ends of the scale mean."""

    low = TextsField(_l("What 1 means"), required=_l("Write what 1 means in at least one language"))
    high = TextsField(_l("What 5 means"), required=_l("Write what 5 means in at least one language"))

    def options(self, kept: Options) -> Options:
        return ends(self.low.data, self.high.data)

    @staticmethod
    def shown(options: Options) -> dict[str, Any]:
        texts = {option["key"]: Texts(option["text"]) for option in options}
        return {"low": texts.get("1", Texts()), "high": texts.get("5", Texts())}


def ends(low: Texts, high: Texts) -> Options:
    """The options of a scale whose ends mean `low` and `high`."""
    return [{"key": key, "text": dict(text)} for key, text in zip(ENDS, (low, high), strict=True)]


class Scale(Kind):
    kind = QuestionKind.SCALE
    Details = _EndLabels

    def name(self) -> str:
        return _("Scale 1–5")

    def field(self, question: Question, language: str) -> Any:
        texts = question.option_texts()
        low, high = (texts[key].text(language) for key in ENDS)
        hint = _("1 = %(low)s, 5 = %(high)s", low=low, high=high)
        return _ScaleField(kind=self, question=question, language=language, description=hint)

    def clean(self, question: Question, sent: Sequence[str]) -> int | None:
        # looked up and never parsed: no odd digits, no signs, no numbers of a thousand digits
        steps = {str(step): step for step in (CANNOT_SAY, *STEPS)}
        if len(sent) > 1 or any(part not in steps for part in sent):
            raise BadAnswer(_("Choose one number from 1 to 5, or “cannot say”."))
        return steps[sent[0]] if sent else None

    def check(self, question: Question, value: Any) -> None:
        if type(value) is not int or value not in (CANNOT_SAY, *STEPS):
            raise BadAnswer(_("Choose one number from 1 to 5, or “cannot say”."))

    def read(self, question: Question, value: int, language: str) -> list[str]:
        return [_("Cannot say") if value == CANNOT_SAY else str(value)]

    def check_options(self, options: Options) -> None:
        if tuple(option["key"] for option in options) != ENDS:
            raise BadQuestion(_("Say what 1 and 5 mean."))
        for option in options:
            longest = max((len(text) for text in option["text"].values()), default=0)
            if not 0 < longest <= LONGEST_OPTION:
                raise BadQuestion(_("Say what 1 and 5 mean in at most %(most)s characters.", most=LONGEST_OPTION))
