"""Drop-down: a single choice out of a list that opens. Stored as the option's key."""

from typing import Any

from flask_babel import gettext as _
from govuk_frontend_wtf.wtforms_widgets import GovSelect

from workshop.analysis.contributions import Kind as Counted
from workshop.analysis.contributions import QuestionAsked
from workshop.surveys.kinds.choices import ChoiceKind, OptionsField
from workshop.surveys.kinds.kind import BadAnswer, Sent, lang_attribute, own_words
from workshop.surveys.models import Question, QuestionKind


class Opening(GovSelect):
    """GOV.UK's select with the question as its label."""

    def map_gov_params(self, field: OptionsField, **drawn: Any) -> dict[str, Any]:
        params = own_words(field, super().map_gov_params(field, **drawn))
        params["label"]["classes"] = "govuk-label--s"
        params["label"]["attributes"] = lang_attribute(field.asked, field.in_language)
        return params


class DropDownField(OptionsField):
    """Options in a select; the first one is no answer."""

    widget = Opening()

    def offered(self) -> list[tuple[str, str]]:
        return [("", _("Choose from the list")), *super().offered()]


class DropDown(ChoiceKind):
    kind = QuestionKind.DROP_DOWN
    paper = "one"

    def name(self) -> str:
        return _("Drop-down list")

    def field(self, question: Question, language: str) -> Any:
        return DropDownField(kind=self, question=question, language=language)

    def clean(self, question: Question, sent: Sent) -> str | None:
        if len(sent.own) > 1:
            raise BadAnswer(_("Choose only one option."))
        return "".join(sent.own) or None

    def asked(self, question: Question) -> QuestionAsked:
        return QuestionAsked(question.id, question.topic, Counted.SINGLE, tuple(question.option_texts()))

    def check(self, question: Question, value: Any) -> None:
        self.check_keys(question, [value])

    def read(self, question: Question, value: str, language: str) -> list[str]:
        return [question.option_texts()[value].text(language)]
