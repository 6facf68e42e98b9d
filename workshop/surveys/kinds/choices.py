"""What single and multiple choice share: options with keys, and fields that are lists of options."""

import random
from collections.abc import Iterator, Sequence
from itertools import count, zip_longest
from string import ascii_lowercase
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput
from wtforms import BooleanField
from wtforms.fields.choices import Choice, SelectFieldBase

from workshop.columns import LANGUAGES, Texts
from workshop.i18n.fields import TextsField
from workshop.surveys.kinds.kind import (
    AnswerField,
    BadAnswer,
    BadQuestion,
    Details,
    Kind,
    Options,
    Settings,
    lang_attribute,
    own_words,
)
from workshop.surveys.kinds.own_words import OTHER, other_name, other_params, takes_other
from workshop.surveys.models import Question

FEWEST_OPTIONS = 2
MOST_OPTIONS = 30
LONGEST_OPTION = 200
"""Characters in one language."""


class OptionsField(AnswerField, SelectFieldBase):
    """Options to pick from; what was picked stays picked when the form is shown again."""

    def iter_choices(self) -> Iterator[Choice]:
        for key, text in self.offered():
            yield Choice(key, text, key in self.sent, {})

    def offered(self) -> list[tuple[str, str]]:
        """Key and text of each option, in the order in which they are shown."""
        texts = self.question.option_texts()
        options = [(key, texts[key].text(self.in_language)) for key in _order(self.question, self.seed)]
        return [*options, (OTHER, other_name())] if takes_other(self.question) else options


def _order(question: Question, seed: str) -> list[str]:
    """The options' keys as they stand, or shuffled: the same way for the same seed, those chosen alone at the end."""
    keys = list(question.option_texts())
    if not question.setting("shuffled"):
        return keys
    alone = question.setting("exclusive", [])
    mixed = [key for key in keys if key not in alone]
    random.Random(f"{seed} {question.id}").shuffle(mixed)
    return [*mixed, *(key for key in keys if key in alone)]


class Listed:
    """Mixed in before a GOV.UK list widget: the question is the legend."""

    def map_gov_params(self, field: OptionsField, **drawn: Any) -> dict[str, Any]:
        params = own_words(field, super().map_gov_params(field, **drawn))
        params["fieldset"] = {
            "legend": {"text": field.label.text, "classes": "govuk-fieldset__legend--s"},
            "attributes": lang_attribute(field.asked, field.in_language),
        }
        for item in params["items"]:
            if item["value"] == OTHER and takes_other(field.question):
                item.update(other_params(field))
        return params


class LinesField(TextsField):
    """Options, rows or columns, one on each line, the same lines in each language."""

    def __init__(self, label: Any = None, *, most: int = MOST_OPTIONS, **field: Any) -> None:
        super().__init__(label, long=True, max_length=most * (LONGEST_OPTION + 1), **field)
        self.most = most
        self.type = TextsField.__name__  # pages draw it as one

    def rows(self, kept: Options) -> Options:
        """The lines as rows with keys; `kept` are those that the question had before."""
        return keyed(by_line(self.data), kept)

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Errors stand at the language whose lines do not match, or at the first one."""
        return super().validate(form, extra_validators) and self._lines_are_rows()

    def _lines_are_rows(self) -> bool:
        found = {code: len(lines_of(text)) for code, text in self.data.items()}
        first = next(iter(found))
        for code, here in found.items():
            if here != found[first]:
                words = _(
                    "Here are %(here)s lines and above %(there)s. Write as many here.", here=here, there=found[first]
                )
                self.form[code].errors = [words]
                return False
        try:
            check_rows(self.rows([]), self.most)
        except BadQuestion as refusal:
            self.form[first].errors = [refusal.words]
        return not self.form.errors


def as_lines(rows: Options) -> Texts:
    """The data of a LinesField for these rows."""
    return Texts({code: "\n".join(row["text"].get(code, "") for row in rows) for code in LANGUAGES})


def check_rows(rows: Any, most: int = MOST_OPTIONS) -> None:
    """Raise BadQuestion unless a question may have these rows: each with a key and a text of its own."""
    if not isinstance(rows, list) or not FEWEST_OPTIONS <= len(rows) <= most:
        raise BadQuestion(_("Write from %(fewest)s to %(most)s lines.", fewest=FEWEST_OPTIONS, most=most))
    if len({row["key"] for row in rows}) < len(rows):
        raise BadQuestion(_("Two lines have the same key."))
    for row in rows:
        longest = max((len(text) for text in row["text"].values()), default=0)
        if not 0 < longest <= LONGEST_OPTION:
            raise BadQuestion(_("Write every line in at most %(most)s characters.", most=LONGEST_OPTION))
    for code in LANGUAGES:
        texts = [row["text"][code] for row in rows if row["text"].get(code)]
        if len(set(texts)) < len(texts):
            raise BadQuestion(_("Two lines are the same."))


class ChoiceDetails(Details):
    """The options, one on each line, the same lines in each language."""

    lines = LinesField(
        _l("Options"),
        description=_l("One option on each line. Write the same options in the same order in each language."),
        required=_l("Write the options in at least one language"),
    )

    def options(self, kept: Options) -> Options:
        return self.lines.rows(kept)

    @staticmethod
    def shown(options: Options, settings: Settings) -> dict[str, Any]:
        return {"lines": as_lines(options)}

    def validate(self, extra_validators: Any = None) -> bool:
        return super().validate(extra_validators) and self.holds(self._check, "lines")

    def _check(self) -> None:
        """Raise BadQuestion unless people can choose between the options that were written."""
        check_choices(self.options([]))


class MoreDetails(ChoiceDetails):
    """What single and multiple choice know besides of their options."""

    other = BooleanField(_l("“Something else” can be answered in one’s own words"), widget=GovCheckboxInput())
    shuffled = BooleanField(
        _l("The options are in another order for each person"),
        widget=GovCheckboxInput(),
    )

    def settings(self, kept: Settings) -> Settings:
        return {name: True for name in (OTHER, "shuffled") if self[name].data}

    @staticmethod
    def shown(options: Options, settings: Settings) -> dict[str, Any]:
        return ChoiceDetails.shown(options, settings) | {name: bool(settings.get(name)) for name in (OTHER, "shuffled")}


class ChoiceKind(Kind):
    """A question with options of its own."""

    Details = ChoiceDetails
    known: frozenset[str] = frozenset()
    """The settings that it may have."""

    def check_options(self, options: Options, settings: Settings | None = None) -> None:
        check_choices(options)
        if (settings or {}).keys() - self.known:
            raise BadQuestion(_("A question of this kind cannot have these settings."))

    def names(self, question: Question, language: str) -> dict[str, Texts]:
        texts = question.option_texts()
        return texts | {OTHER: Texts({language: other_name()})} if takes_other(question) else texts

    def keys(self, question: Question) -> list[str]:
        return list(question.option_texts())

    def check_keys(self, question: Question, keys: Sequence[Any]) -> None:
        """Raise BadAnswer unless every key is one of the question's options."""
        offered = question.option_texts()
        if any(not isinstance(key, str) or key not in offered for key in keys):
            raise BadAnswer(_("Choose from the options of the question."))


def counted_options(question: Question) -> tuple[str, ...]:
    """The keys under which the question's options are counted."""
    keys = tuple(question.option_texts())
    return (*keys, OTHER) if takes_other(question) else keys


def check_choices(options: Options) -> None:
    """Raise BadQuestion unless people can choose between these options."""
    check_rows(options)
    if any(option["key"] == OTHER for option in options):
        raise BadQuestion(_("An option cannot have this key."))


def keyed(texts: Sequence[Texts], kept: Options = ()) -> Options:
    """Options with keys: an option that was there before, edited or moved, keeps the key that it had.

    A text that is the same in some language is the same option; what then stands in the place of a former
    option is that option edited; the rest are new and get keys that no option has had.
    """
    keys: list[str | None] = [None] * len(texts)
    free = {option["key"]: Texts(option["text"]) for option in kept}
    for place, text in enumerate(texts):
        keys[place] = next((key for key, old in free.items() if old.items() & text.items()), None)
        free.pop(keys[place], None)
    for place, option in enumerate(kept[: len(texts)]):
        if keys[place] is None and option["key"] in free:
            keys[place] = option["key"]
    former = {option["key"] for option in kept}
    unused = (key for key in _key_names() if key not in former)
    return [{"key": key or next(unused), "text": dict(text)} for key, text in zip(keys, texts, strict=True)]


def _key_names() -> Iterator[str]:
    """a … z, a2 … z2, a3 …"""
    for turn in count(1):
        for letter in ascii_lowercase:
            yield letter if turn == 1 else f"{letter}{turn}"


def lines_of(text: str) -> list[str]:
    """The lines of a text that have something on them, tidied."""
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def by_line(texts: Texts) -> list[Texts]:
    """The texts of the lines, one after another: the first lines of all languages are one text, and so on."""
    columns = [[(code, line) for line in lines_of(text)] for code, text in texts.items()]
    return [Texts(filter(None, row)) for row in zip_longest(*columns)]
