"""The forms of a survey: the answers of one participant, and a question being written."""

import re
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovSelect, GovSubmitInput
from wtforms import BooleanField, FormField, HiddenField, SelectField, SubmitField
from wtforms.fields.choices import SelectChoice

from workshop.i18n.choose import current_language
from workshop.i18n.fields import TextsField
from workshop.surveys.kinds import KINDS
from workshop.surveys.kinds.kind import AnswerField, Options
from workshop.surveys.models import Question, QuestionKind
from workshop.typed import Form
from workshop.vocabulary.terms import topics

LONGEST_QUESTION = 500
"""Characters in one language."""
_ANSWER = re.compile(r"q\d+")


def _key_or_new(sent: str | None) -> str:
    """The key that came with the form; a new one for a fresh form, and for one whose key was broken on its way."""
    try:
        return str(uuid.UUID(sent))
    except (ValueError, TypeError, AttributeError):
        return str(uuid.uuid4())


class AnswersForm(Form):
    """A survey's questions as fields q<id>. Made by `answers_form`."""

    client_key = HiddenField(filters=[_key_or_new])

    def answers(self) -> list[AnswerField]:
        """The fields of the questions, in order."""
        return [field for field in self if isinstance(field, AnswerField)]

    def values(self) -> Mapping[int, Any]:
        """The values to store, by the question's id; None where nothing was answered."""
        return {field.question.id: field.data for field in self.answers()}

    def validate(self, extra_validators: Any = None) -> bool:
        fits = super().validate(extra_validators)
        foreign = [name for name in (*request.form, *request.files) if _ANSWER.fullmatch(name) and name not in self]
        if foreign:
            self.form_errors.append(_("The questions have changed. Check your answers and send them again."))
        return fits and not foreign


def answers_form(questions: Sequence[Question]) -> AnswersForm:
    """The form for these questions, in the reader's language, filled with what was sent if anything was."""
    language = current_language()
    fields = {f"q{question.id}": KINDS[question.kind].field(question, language) for question in questions}
    return type("AnswersForm", (AnswersForm,), fields)()


class QuestionForm(Form):
    """A question being written. Made by `question_form`, which adds the `details` of its kind."""

    text = TextsField(
        _l("Question"), required=_l("Write the question in at least one language"), max_length=LONGEST_QUESTION
    )
    topic = SelectField(
        _l("Topic"), description=_l("Which part of the results the answers belong to"), widget=GovSelect()
    )
    theme = TextsField(_l("Heading in the digest (optional)"))
    required = BooleanField(_l("An answer is required"), widget=GovCheckboxInput())
    save = SubmitField(_l("Save the question"), widget=GovSubmitInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = current_language()
        self.topic.choices = [SelectChoice(key, term.capitalised(here)) for key, term in topics().items()]

    def facts(self, kept: Options) -> dict[str, Any]:
        """What the actions want to know; `kept` are the options that the question had before."""
        return {
            "text": self.text.data,
            "topic": self.topic.data,
            "theme": self.theme.data,
            "required": self.required.data,
            "options": self.details.form.options(kept),
        }


def question_form(kind: QuestionKind, question: Question | None = None) -> QuestionForm:
    """The form for a new question of the kind, or for one that is there."""
    details = KINDS[kind].Details
    form = type("QuestionForm", (QuestionForm,), {"details": FormField(details)})
    if question is None:
        return form()
    return form(obj=question, data={"details": details.shown(question.options)})
