"""Scale: a whole number from 1 to the highest step, or 0 for "cannot say", which is never part of a mean.

Stored as the number. Options: what the steps mean, either both ends or all of them; their keys are the steps.
Settings: `steps`, how many there are (2–10, usually 5); `cannot_say`, whether it is offered (usually it is).
"""

from itertools import zip_longest
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovRadioInput, GovSelect
from wtforms import BooleanField, SelectField
from wtforms.fields.choices import SelectChoice

from workshop.analysis.contributions import CANNOT_SAY, QuestionAsked
from workshop.analysis.contributions import Kind as Counted
from workshop.columns import LANGUAGES, Texts
from workshop.i18n.fields import TextsField
from workshop.surveys.kinds.choices import LONGEST_OPTION, Listed, OptionsField
from workshop.surveys.kinds.kind import BadAnswer, BadQuestion, Details, Kind, Options, Sent, Settings
from workshop.surveys.models import Question, QuestionKind

FEWEST_STEPS, USUAL_STEPS, MOST_STEPS = 2, 5, 10
KNOWN = {"steps", "cannot_say"}


def steps_of(question: Question) -> tuple[int, ...]:
    return tuple(range(1, question.setting("steps", USUAL_STEPS) + 1))


def offers_cannot_say(question: Question) -> bool:
    return bool(question.setting("cannot_say", True))


class _Row(Listed, GovRadioInput):
    """Radios in a row, or under each other when each step says what it means; "cannot say" stands apart after them."""

    def map_gov_params(self, field: OptionsField, **drawn: Any) -> dict[str, Any]:
        many = " scale--many" if len(steps_of(field.question)) > USUAL_STEPS else ""
        row = "" if _all_named(field.question) else f"scale{many}"
        apart = " scale--apart" if offers_cannot_say(field.question) else ""
        return super().map_gov_params(field, **drawn) | {"classes": f"{row}{apart}".strip()}


class _ScaleField(OptionsField):
    widget = _Row()

    def offered(self) -> list[tuple[str, str]]:
        texts = self.question.option_texts() if _all_named(self.question) else {}
        steps = [(str(step), str(step)) for step in steps_of(self.question)]
        named = [(key, f"{key} – {texts[key].text(self.in_language)}" if texts else key) for key, _step in steps]
        return [*named, (str(CANNOT_SAY), _("Cannot say"))] if offers_cannot_say(self.question) else named


class _Steps(Details):
    """How many steps there are, and what they mean."""

    steps = SelectField(
        _l("Number of steps"),
        choices=[SelectChoice(str(count), str(count)) for count in range(FEWEST_STEPS, MOST_STEPS + 1)],
        default=str(USUAL_STEPS),
        widget=GovSelect(),
    )
    low = TextsField(_l("What the lowest step, 1, means"), required=_l("Write what 1 means in at least one language"))
    high = TextsField(
        _l("What the highest step means"), required=_l("Write what the highest step means in at least one language")
    )
    between = TextsField(
        _l("What the steps between mean (optional)"),
        description=_l(
            "One step on each line, from the second to the last but one. When empty, only the ends are named."
        ),
        long=True,
        max_length=MOST_STEPS * (LONGEST_OPTION + 1),
    )
    cannot_say = BooleanField(_l("“Cannot say” can be chosen"), default=True, widget=GovCheckboxInput())

    def options(self, kept: Options) -> Options:
        lines = {code: text.split("\n") for code, text in self.between.data.items()}
        columns = [[(code, " ".join(line.split())) for line in texts] for code, texts in lines.items()]
        between = [Texts(filter(None, row)) for row in zip_longest(*columns)]
        count = int(self.steps.data)
        named = between[: count - 2] if between else []
        texts = [self.low.data, *named, self.high.data]
        keys = range(1, count + 1) if named else (1, count)
        return [{"key": str(key), "text": dict(text)} for key, text in zip_longest(keys, texts, fillvalue={}) if key]

    def settings(self, kept: Settings) -> Settings:
        steps = {} if int(self.steps.data) == USUAL_STEPS else {"steps": int(self.steps.data)}
        return steps if self.cannot_say.data else steps | {"cannot_say": False}

    @staticmethod
    def shown(options: Options, settings: Settings) -> dict[str, Any]:
        texts = [Texts(option["text"]) for option in options] or [Texts()]
        between = Texts({code: "\n".join(text.get(code, "") for text in texts[1:-1]) for code in LANGUAGES})
        return {
            "steps": str(settings.get("steps", USUAL_STEPS)),
            "low": texts[0],
            "high": texts[-1],
            "between": Texts({code: lines for code, lines in between.items() if lines.strip()}),
            "cannot_say": settings.get("cannot_say", True),
        }

    def validate(self, extra_validators: Any = None) -> bool:
        return super().validate(extra_validators) and self.holds(self._check, "low")

    def _check(self) -> None:
        count = int(self.steps.data) - 2
        for text in self.between.data.values():
            if len(text.split("\n")) != count:
                words = _(
                    "Write %(count)s lines, one for each step between the ends, or leave this empty.", count=count
                )
                raise BadQuestion(words, "between")
        _check_steps(self.options([]), self.settings({}))


def ends(low: Texts, high: Texts, steps: int = USUAL_STEPS) -> Options:
    """The options of a scale of which only the ends say what they mean."""
    return [{"key": "1", "text": dict(low)}, {"key": str(steps), "text": dict(high)}]


class Scale(Kind):
    kind = QuestionKind.SCALE
    Details = _Steps
    paper = "scale"

    def name(self) -> str:
        return _("Scale")

    def field(self, question: Question, language: str) -> Any:
        return _ScaleField(kind=self, question=question, language=language, description=_hint(question, language))

    def clean(self, question: Question, sent: Sent) -> int | None:
        # looked up and never parsed: no odd digits, no signs, no numbers of a thousand digits
        steps = {str(step): step for step in _possible(question)}
        if len(sent.own) > 1 or any(part not in steps for part in sent.own):
            raise BadAnswer(_choose(question))
        return steps[sent.own[0]] if sent.own else None

    def asked(self, question: Question) -> QuestionAsked:
        return QuestionAsked(question.id, question.topic, Counted.SCALE, steps=steps_of(question))

    def check(self, question: Question, value: Any) -> None:
        if type(value) is not int or value not in _possible(question):
            raise BadAnswer(_choose(question))

    def read(self, question: Question, value: int, language: str) -> list[str]:
        return [_("Cannot say") if value == CANNOT_SAY else str(value)]

    def check_options(self, options: Options, settings: Settings | None = None) -> None:
        _check_steps(options, settings or {})


def _possible(question: Question) -> tuple[int, ...]:
    steps = steps_of(question)
    return (CANNOT_SAY, *steps) if offers_cannot_say(question) else steps


def _all_named(question: Question) -> bool:
    return len(question.options) == len(steps_of(question))


def _hint(question: Question, language: str) -> str:
    if _all_named(question):
        return ""
    low, high = (text.text(language) for text in question.option_texts().values())
    return _("1 = %(low)s, %(last)s = %(high)s", low=low, last=steps_of(question)[-1], high=high)


def _choose(question: Question) -> str:
    last = steps_of(question)[-1]
    if offers_cannot_say(question):
        return _("Choose one number from 1 to %(last)s, or “cannot say”.", last=last)
    return _("Choose one number from 1 to %(last)s.", last=last)


def _check_steps(options: Options, settings: Settings) -> None:
    """Raise BadQuestion unless a scale can have these options and settings."""
    count = settings.get("steps", USUAL_STEPS)
    if settings.keys() - KNOWN or type(settings.get("cannot_say", True)) is not bool:
        raise BadQuestion(_("A scale cannot have these settings."))
    if type(count) is not int or not FEWEST_STEPS <= count <= MOST_STEPS:
        raise BadQuestion(_("A scale has from %(few)s to %(most)s steps.", few=FEWEST_STEPS, most=MOST_STEPS), "steps")
    keys = [option["key"] for option in options]
    if keys not in (["1", str(count)], [str(step) for step in range(1, count + 1)]):
        raise BadQuestion(_("Say what both ends of the scale mean, or what every step means."))
    for option in options:
        longest = max((len(text) for text in option["text"].values()), default=0)
        if not 0 < longest <= LONGEST_OPTION:
            raise BadQuestion(
                _("Say what a step means in at most %(most)s characters.", most=LONGEST_OPTION), _at(option, count)
            )


def _at(option: dict[str, Any], count: int) -> str:
    return {"1": "low", str(count): "high"}.get(option["key"], "between")
