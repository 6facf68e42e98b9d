"""Short text: one line. Stored as it was written, but for its spaces."""

from typing import Any

from flask_babel import gettext as _
from govuk_frontend_wtf.wtforms_widgets import GovTextInput
from wtforms import StringField

from workshop.analysis.contributions import Kind as Counted
from workshop.analysis.contributions import QuestionAsked
from workshop.surveys.kinds.kind import AnswerField, BadAnswer, Kind, Sent, lang_attribute, own_words
from workshop.surveys.kinds.long_text import check_words, one_line, savable
from workshop.surveys.models import Question, QuestionKind

LONGEST_LINE = 200
"""Characters of an answer."""


class Line(GovTextInput):
    """GOV.UK's text input with the question as its label."""

    def map_gov_params(self, field: "LineField", **drawn: Any) -> dict[str, Any]:
        params = own_words(field, super().map_gov_params(field, **drawn))
        params["label"]["classes"] = "govuk-label--s"
        params["label"]["attributes"] = lang_attribute(field.asked, field.in_language)
        return params


class LineField(AnswerField, StringField):
    widget = Line()

    def _value(self) -> str:
        """What was typed, right or wrong."""
        return savable(" ".join(self.sent))


class ShortText(Kind):
    kind = QuestionKind.SHORT_TEXT

    def name(self) -> str:
        return _("Short text")

    def field(self, question: Question, language: str) -> Any:
        return LineField(kind=self, question=question, language=language)

    def clean(self, question: Question, sent: Sent) -> str | None:
        if len(sent.own) > 1:
            raise BadAnswer(_("Write one answer."))
        return one_line("".join(sent.own)) or None

    def asked(self, question: Question) -> QuestionAsked:
        return QuestionAsked(question.id, question.topic, Counted.TEXT)

    def check(self, question: Question, value: Any) -> None:
        if not isinstance(value, str) or not value or value != one_line(value):
            raise BadAnswer(_("Write one answer."))
        check_words(value, LONGEST_LINE)

    def read(self, question: Question, value: str, language: str) -> list[str]:
        return [value]

    def words_of(self, question: Question, value: str) -> dict[str, str]:
        return {"": value}
