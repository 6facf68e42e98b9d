"""Multiple choice: any number of the options. Stored as a list of keys, each once, in the order of the options."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput

from workshop.surveys.kinds.choices import ChoiceKind, Listed, OptionsField
from workshop.surveys.kinds.kind import BadAnswer
from workshop.surveys.models import Question, QuestionKind


class _Checkboxes(Listed, GovCheckboxesInput):
    pass


class _MultipleField(OptionsField):
    widget = _Checkboxes()


class Multiple(ChoiceKind):
    kind = QuestionKind.MULTIPLE

    def name(self) -> str:
        return _("Multiple choice")

    def field(self, question: Question, language: str) -> Any:
        hint = _("You can choose several.")
        return _MultipleField(kind=self, question=question, language=language, description=hint)

    def clean(self, question: Question, sent: Sequence[str]) -> list[str] | None:
        self.check_keys(question, sent)
        return [key for key in question.option_texts() if key in sent] or None

    def check(self, question: Question, value: Any) -> None:
        if not isinstance(value, list) or not value:
            raise BadAnswer(_("Choose from the options of the question."))
        self.check_keys(question, value)
        if value != [key for key in question.option_texts() if key in value]:
            raise BadAnswer(_("Choose each option once."))

    def read(self, question: Question, value: list[str], language: str) -> list[str]:
        texts = question.option_texts()
        return [texts[key].text(language) for key in value]
