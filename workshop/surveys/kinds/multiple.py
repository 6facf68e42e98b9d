"""Multiple choice: any number of the options.

Stored as a list of keys, each once, in the order of the options; "something else" comes last, as {"other": "the text"}.
Settings: `min` and `max`, how many are chosen; `exclusive`, keys of options that are chosen alone ("All is well");
`other`, `shuffled`.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput
from wtforms import StringField

from workshop.analysis.contributions import Kind as Counted
from workshop.analysis.contributions import QuestionAsked
from workshop.surveys.kinds.choices import ChoiceKind, Listed, MoreDetails, OptionsField, check_choices, counted_options
from workshop.surveys.kinds.figures import FigureField, Narrow
from workshop.surveys.kinds.kind import BadAnswer, BadQuestion, Cell, Options, Sent, Settings
from workshop.surveys.kinds.own_words import OTHER, check_other, other_name, other_sent, other_value, takes_other
from workshop.surveys.models import Question, QuestionKind
from workshop.typed import one_line


class _Checkboxes(Listed, GovCheckboxesInput):
    def map_gov_params(self, field: OptionsField, **drawn: Any) -> dict[str, Any]:
        params = super().map_gov_params(field, **drawn)
        for item in params["items"]:
            if item["value"] in field.question.setting("exclusive", []):
                item["behaviour"] = "exclusive"
        return params


class _MultipleField(OptionsField):
    widget = _Checkboxes()


class _MultipleDetails(MoreDetails):
    """How many can be chosen, and what is chosen alone."""

    least = FigureField(_l("Fewest that must be chosen (optional)"))
    most = FigureField(_l("Most that can be chosen (optional)"))
    alone = StringField(
        _l("Options that are chosen alone (optional)"),
        description=_l(
            "Such as “None of these”. Write the numbers of their lines, such as 4. Choosing one clears the others."
        ),
        filters=[one_line],
        widget=Narrow(),
    )

    def options(self, kept: Options) -> Options:
        self.made = super().options(kept)
        return self.made

    def settings(self, kept: Settings) -> Settings:
        """Asked after the options: lines that are named by their numbers are kept by their keys."""
        lines = self.alone.data.replace(",", " ").split()
        numbers = [int(line) - 1 if line.isascii() and line.isdigit() else -1 for line in lines]
        if not all(0 <= number < len(self.made) for number in numbers):
            raise BadQuestion(_("Write the numbers of lines, from 1 to %(last)s.", last=len(self.made)), "alone")
        found = {
            "min": self.least.data,
            "max": self.most.data,
            "exclusive": [self.made[number]["key"] for number in sorted(set(numbers))],
        }
        return super().settings(kept) | {name: value for name, value in found.items() if value not in (None, [])}

    @staticmethod
    def shown(options: Options, settings: Settings) -> dict[str, Any]:
        alone = settings.get("exclusive", [])
        lines = [str(number) for number, option in enumerate(options, start=1) if option["key"] in alone]
        more = {"least": settings.get("min"), "most": settings.get("max"), "alone": ", ".join(lines)}
        return MoreDetails.shown(options, settings) | more

    def _check(self) -> None:
        super()._check()
        _check_settings(self.options([]), self.settings({}))


class Multiple(ChoiceKind):
    kind = QuestionKind.MULTIPLE
    Details = _MultipleDetails
    paper = "several"
    known = frozenset({"min", "max", "exclusive", OTHER, "shuffled"})

    def name(self) -> str:
        return _("Multiple choice")

    def field(self, question: Question, language: str) -> Any:
        return _MultipleField(kind=self, question=question, language=language, description=_how_many(question))

    def clean(self, question: Question, sent: Sent) -> list[Any] | None:
        words = other_sent(question, sent)
        other = takes_other(question) and (OTHER in sent.own or words)
        keys = [key for key in sent.own if not (other and key == OTHER)]
        self.check_keys(question, keys)
        chosen = [key for key in question.option_texts() if key in keys]
        return [*chosen, *([other_value(words)] if other else [])] or None

    def asked(self, question: Question) -> QuestionAsked:
        return QuestionAsked(question.id, question.topic, Counted.MULTIPLE, counted_options(question))

    def check(self, question: Question, value: Any) -> None:
        if not isinstance(value, list) or not value:
            raise BadAnswer(_("Choose from the options of the question."))
        keys = value[:-1] if isinstance(value[-1], dict) else value
        self.check_keys(question, keys)
        if keys is not value:
            check_other(question, value[-1])
        if keys != [key for key in question.option_texts() if key in keys]:
            raise BadAnswer(_("Choose each option once."))
        alone = [key for key in keys if key in question.setting("exclusive", [])]
        if alone and len(value) > 1:
            raise BadAnswer(_("One of the options that you chose can only be chosen alone. Choose it, or the others."))
        if not alone:
            _check_count(question, len(value))

    def columns(self, question: Question, language: str) -> dict[str, str]:
        asked = question.text.text(language)
        return {key: f"{asked}: {text.text(language)}" for key, text in self.names(question, language).items()}

    def cells(self, question: Question, value: list[Any]) -> dict[str, Cell]:
        """A column of 0 and 1 for each option; in that of "something else" stands its text."""
        other = value[-1] if isinstance(value[-1], dict) else {}
        return {key: int(key in value) for key in question.option_texts()} | other

    def value_of(self, question: Question, cells: Mapping[str, Cell]) -> list[Any] | None:
        other = [{OTHER: cells[OTHER]}] if cells.get(OTHER) else []
        return [*(key for key in question.option_texts() if cells.get(key)), *other] or None

    def read(self, question: Question, value: list[Any], language: str) -> list[str]:
        texts = question.option_texts()
        return [
            f"{other_name()}: {part[OTHER]}" if isinstance(part, dict) else texts[part].text(language) for part in value
        ]

    def words_of(self, question: Question, value: list[Any]) -> dict[str, str]:
        return {"": value[-1][OTHER]} if isinstance(value[-1], dict) else {}

    def check_options(self, options: Options, settings: Settings | None = None) -> None:
        super().check_options(options, settings)
        _check_settings(options, settings or {})


def _bounds(question: Question) -> tuple[int, int]:
    """How many must and may be chosen."""
    return question.setting("min", 1), question.setting("max", len(counted_options(question)))


def _how_many(question: Question) -> str:
    low, high = _bounds(question)
    least, most = low > 1, high < len(counted_options(question))
    if least and most:
        same = _("Choose exactly %(high)s.", high=high)
        return same if low == high else _("Choose from %(low)s to %(high)s.", low=low, high=high)
    if most:
        return _("Choose at most %(high)s.", high=high)
    return _("Choose at least %(low)s.", low=low) if least else _("You can choose several.")


def _check_count(question: Question, chosen: int) -> None:
    low, high = _bounds(question)
    if chosen > high:
        raise BadAnswer(_("You chose %(chosen)s. Choose at most %(high)s.", chosen=chosen, high=high))
    if chosen < low:
        raise BadAnswer(_("You chose %(chosen)s. Choose at least %(low)s.", chosen=chosen, low=low))


def _check_settings(options: Options, settings: Settings) -> None:
    """Raise BadQuestion unless a multiple choice of these options can have these settings."""
    check_choices(options)
    keys, alone = [option["key"] for option in options], settings.get("exclusive", [])
    if not isinstance(alone, list) or not set(alone) <= set(keys):
        raise BadQuestion(_("Only options of the question can be chosen alone."), "alone")
    # what is chosen alone does not help anybody to choose as many as must be chosen
    together = len(keys) - len(alone) + bool(settings.get(OTHER))
    low, high = settings.get("min", 1), settings.get("max", together)
    for name, bound in (("least", low), ("most", high)):
        if type(bound) is not int or not 1 <= bound <= len(keys) + 1:
            raise BadQuestion(_("Write a number from 1 to %(most)s.", most=together), name)
    if low > min(high, together):
        raise BadQuestion(
            _("The fewest cannot be more than the most, nor more than there are to choose from."), "least"
        )
