"""The extra option "something else" of a choice, with a text of its own.

A question has it when its setting `other` is true. It is sent and counted under a key that no option has, and its
text is sent as the part of the same name. Stored where an option's key would stand: {"other": "the text"}.
"""

from typing import Any

from flask_babel import gettext as _
from govuk_frontend_wtf.wtforms_widgets import GovTextInput

from workshop.analysis.contributions import OTHER
from workshop.surveys.kinds.kind import AnswerField, BadAnswer, Sent
from workshop.surveys.kinds.long_text import check_words, one_line
from workshop.surveys.models import Question

LONGEST_OTHER = 200


def takes_other(question: Question) -> bool:
    return bool(question.setting(OTHER))


def other_name() -> str:
    """What the option is called, in the reader's language."""
    return _("Something else")


def other_sent(question: Question, sent: Sent) -> str:
    """What was written beside the option; "" for nothing. Raises BadAnswer where there is no such option."""
    words = one_line(" ".join(sent.parts.get(OTHER, ())))
    if words and not takes_other(question):
        raise BadAnswer(_("Choose from the options of the question."))
    return words


def other_value(words: str) -> dict[str, str]:
    """The value to store for "something else"; BadAnswer without words."""
    if not words:
        raise BadAnswer(_("Write what you mean by “something else”."))
    return {OTHER: words}


def check_other(question: Question, value: Any) -> None:
    """Raise BadAnswer unless `value` may be stored as "something else"."""
    if not takes_other(question) or not isinstance(value, dict) or set(value) != {OTHER}:
        raise BadAnswer(_("Choose from the options of the question."))
    words = value[OTHER]
    if not isinstance(words, str) or not words or words != one_line(words):
        raise BadAnswer(_("Write what you mean by “something else”."))
    check_words(words, LONGEST_OTHER)


def other_params(field: AnswerField) -> dict[str, Any]:
    """GOV.UK's parameters of the option: its text stands under it, with script and without."""
    text = {
        "id": f"{field.id}-{OTHER}",
        "name": f"{field.name}.{OTHER}",
        "label": {"text": _("In your own words")},
        "value": " ".join(field.sent_part(OTHER)),
        "attributes": {"maxlength": LONGEST_OTHER, "data-other-words": True},
    }
    return {"conditional": {"html": GovTextInput().render(text)}}
