"""Long text: one's own words. Stored as the text, with one kind of line end and no empty space around it."""

import unicodedata
from typing import Any

from flask_babel import gettext as _
from govuk_frontend_wtf.wtforms_widgets import GovTextArea
from wtforms import TextAreaField

from workshop.analysis.contributions import Kind as Counted
from workshop.analysis.contributions import QuestionAsked
from workshop.surveys.kinds.kind import AnswerField, BadAnswer, Kind, Sent, lang_attribute, own_words
from workshop.surveys.models import Question, QuestionKind

LONGEST_TEXT = 4000
"""Characters of an answer."""
ROWS = 5


class _Area(GovTextArea):
    def map_gov_params(self, field: "_LongTextField", **drawn: Any) -> dict[str, Any]:
        params = own_words(field, super().map_gov_params(field, **drawn))
        params["label"]["classes"] = "govuk-label--s"
        params["label"]["attributes"] = lang_attribute(field.asked, field.in_language)
        return params | {"rows": ROWS}


class _LongTextField(AnswerField, TextAreaField):
    widget = _Area()

    def _value(self) -> str:
        """What was typed, right or wrong, without the characters that no page can carry."""
        return savable("\n".join(self.sent))


class LongText(Kind):
    kind = QuestionKind.LONG_TEXT
    paper = "lines"

    def name(self) -> str:
        return _("Long text")

    def field(self, question: Question, language: str) -> Any:
        return _LongTextField(kind=self, question=question, language=language)

    def clean(self, question: Question, sent: Sent) -> str | None:
        if len(sent.own) > 1:
            raise BadAnswer(_("Write one answer."))
        return tidy("".join(sent.own)) or None

    def asked(self, question: Question) -> QuestionAsked:
        return QuestionAsked(question.id, question.topic, Counted.TEXT)

    def check(self, question: Question, value: Any) -> None:
        if not isinstance(value, str) or not value or value != tidy(value):
            raise BadAnswer(_("Write one answer."))
        check_words(value, LONGEST_TEXT)

    def read(self, question: Question, value: str, language: str) -> list[str]:
        return [value]

    def words_of(self, question: Question, value: str) -> dict[str, str]:
        return {"": value}


def tidy(text: str) -> str:
    """The text with one kind of line end and no empty space around; the words are left as they are."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def one_line(text: str) -> str:
    """The text as one line: runs of spaces and line ends become one space."""
    return " ".join(text.split())


def savable(text: str) -> str:
    """The text without the characters that no page can carry."""
    return "".join(sign for sign in text if not _cannot_be_saved(sign))


def check_words(text: str, most: int) -> None:
    """Raise BadAnswer for a text of more than `most` characters, or with one that cannot be saved."""
    if len(text) > most:
        words = _("The answer is %(typed)s characters long. Shorten it to %(most)s.", typed=len(text), most=most)
        raise BadAnswer(words)
    if any(map(_cannot_be_saved, text)):
        raise BadAnswer(_("The text has a character that cannot be saved. Remove it and send again."))


def _cannot_be_saved(sign: str) -> bool:
    """Control characters and halves of characters: databases or documents refuse them."""
    return unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\r\t"
