"""Long text: one's own words. Stored as the text, with one kind of line end and no empty space around it."""

import unicodedata
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from govuk_frontend_wtf.wtforms_widgets import GovTextArea
from wtforms import TextAreaField

from workshop.surveys.kinds.kind import AnswerField, BadAnswer, Kind, lang_attribute, own_words
from workshop.surveys.models import Question, QuestionKind

LONGEST_TEXT = 4000
"""Characters of an answer."""
ROWS = 5


class _Area(GovTextArea):
    def map_gov_params(self, field: "_LongTextField", **drawn: Any) -> dict[str, Any]:
        params = own_words(field, super().map_gov_params(field, **drawn))
        params["label"]["classes"] = "govuk-label--s"
        params["label"]["attributes"] = lang_attribute(field.question.text, field.in_language)
        return params | {"rows": ROWS}


class _LongTextField(AnswerField, TextAreaField):
    widget = _Area()

    def _value(self) -> str:
        """What was typed, right or wrong, without the characters that no page can carry."""
        return "".join(sign for sign in "\n".join(self.sent) if not _cannot_be_saved(sign))


class LongText(Kind):
    kind = QuestionKind.LONG_TEXT

    def name(self) -> str:
        return _("Long text")

    def field(self, question: Question, language: str) -> Any:
        return _LongTextField(kind=self, question=question, language=language)

    def clean(self, question: Question, sent: Sequence[str]) -> str | None:
        if len(sent) > 1:
            raise BadAnswer(_("Write one answer."))
        return tidy("".join(sent)) or None

    def check(self, question: Question, value: Any) -> None:
        if not isinstance(value, str) or not value or value != tidy(value):
            raise BadAnswer(_("Write one answer."))
        if len(value) > LONGEST_TEXT:
            typed = len(value)
            words = _(
                "The answer is %(typed)s characters long. Shorten it to %(most)s.", typed=typed, most=LONGEST_TEXT
            )
            raise BadAnswer(words)
        if any(map(_cannot_be_saved, value)):
            raise BadAnswer(_("The text has a character that cannot be saved. Remove it and send again."))

    def read(self, question: Question, value: str, language: str) -> list[str]:
        return [value]


def tidy(text: str) -> str:
    """The text with one kind of line end and no empty space around; the words are left as they are."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _cannot_be_saved(sign: str) -> bool:
    """Control characters and halves of characters: databases or documents refuse them."""
    return unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\r\t"
