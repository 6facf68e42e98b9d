"""Single choice: one of the options. Stored as the option's key."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput

from workshop.surveys.kinds.choices import ChoiceKind, Listed, OptionsField
from workshop.surveys.kinds.kind import BadAnswer
from workshop.surveys.models import Question, QuestionKind


class _Radios(Listed, GovRadioInput):
    pass


class _SingleField(OptionsField):
    widget = _Radios()


class Single(ChoiceKind):
    kind = QuestionKind.SINGLE

    def name(self) -> str:
        return _("Single choice")

    def field(self, question: Question, language: str) -> Any:
        return _SingleField(kind=self, question=question, language=language)

    def clean(self, question: Question, sent: Sequence[str]) -> str | None:
        if len(sent) > 1:
            raise BadAnswer(_("Choose only one option."))
        return sent[0] if sent else None

    def check(self, question: Question, value: Any) -> None:
        self.check_keys(question, [value])

    def read(self, question: Question, value: str, language: str) -> list[str]:
        return [question.option_texts()[value].text(language)]
