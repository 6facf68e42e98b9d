"""Single choice: one of the options. Stored as the option's key; "something else" as {"other": "the text"}.

Settings: `other`, `shuffled`.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput

from workshop.analysis.contributions import Kind as Counted
from workshop.analysis.contributions import QuestionAsked
from workshop.surveys.kinds.choices import ChoiceKind, Listed, MoreDetails, OptionsField, counted_options
from workshop.surveys.kinds.kind import BadAnswer, Cell, Sent
from workshop.surveys.kinds.own_words import OTHER, check_other, other_name, other_sent, other_value, takes_other
from workshop.surveys.models import Question, QuestionKind


class _Radios(Listed, GovRadioInput):
    pass


class _SingleField(OptionsField):
    widget = _Radios()


class Single(ChoiceKind):
    kind = QuestionKind.SINGLE
    Details = MoreDetails
    paper = "one"
    known = frozenset({OTHER, "shuffled"})

    def name(self) -> str:
        return _("Single choice")

    def field(self, question: Question, language: str) -> Any:
        return _SingleField(kind=self, question=question, language=language)

    def clean(self, question: Question, sent: Sent) -> str | dict[str, str] | None:
        words = other_sent(question, sent)
        chosen = sent.own or ((OTHER,) if words else ())
        if len(chosen) > 1:
            raise BadAnswer(_("Choose only one option."))
        if chosen == (OTHER,) and takes_other(question):
            return other_value(words)
        if words:
            raise BadAnswer(_("Choose one of the options, or “something else” and write what it is."))
        return chosen[0] if chosen else None

    def asked(self, question: Question) -> QuestionAsked:
        return QuestionAsked(question.id, question.topic, Counted.SINGLE, counted_options(question))

    def check(self, question: Question, value: Any) -> None:
        if isinstance(value, dict):
            check_other(question, value)
        else:
            self.check_keys(question, [value])

    def columns(self, question: Question, language: str) -> dict[str, str]:
        asked = question.text.text(language)
        return {"": asked} | ({OTHER: f"{asked}: {other_name()}"} if takes_other(question) else {})

    def cells(self, question: Question, value: Any) -> dict[str, Cell]:
        return {"": OTHER, OTHER: value[OTHER]} if isinstance(value, dict) else {"": value}

    def value_of(self, question: Question, cells: Mapping[str, Cell]) -> Any:
        return {OTHER: cells[OTHER]} if cells.get(OTHER) else cells.get("")

    def read(self, question: Question, value: Any, language: str) -> list[str]:
        if isinstance(value, dict):
            return [f"{other_name()}: {value[OTHER]}"]
        return [question.option_texts()[value].text(language)]

    def words_of(self, question: Question, value: Any) -> dict[str, str]:
        return {"": value[OTHER]} if isinstance(value, dict) else {}
