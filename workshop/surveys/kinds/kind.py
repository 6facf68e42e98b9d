"""What every kind of question can do, and the field that an answer is given in."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, Form, ValidationError

from workshop.columns import Texts
from workshop.errors import Refusal
from workshop.surveys.models import Question, QuestionKind

Options = list[dict[str, Any]]
"""What a question's `options` holds: [{"key": …, "text": {"fi": …}}], by kind; may be empty."""


class _WithWords(Refusal):
    """A refusal that says in the reader's language what to do."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class BadAnswer(_WithWords):
    """This cannot be the answer to this question."""


class BadQuestion(_WithWords):
    """A question cannot be like this."""


class Kind(ABC):
    """One way to answer a question. The stored value is what `Answer.value` holds: plain JSON, never None."""

    kind: QuestionKind

    class Details(Form):
        """The fields of the builder's form that only this kind has."""

        def options(self, kept: Options) -> Options:
            """The options as the form has them; `kept` are those that the question had before."""
            return []

        @staticmethod
        def shown(options: Options) -> dict[str, Any]:
            """The form's data for these options: the reverse of `options`."""
            return {}

    @abstractmethod
    def name(self) -> str:
        """What builders call this kind, in the reader's language."""

    @abstractmethod
    def field(self, question: Question, language: str) -> Any:
        """The form field that takes the answer, not yet bound to a form; the question's text is its label."""

    @abstractmethod
    def clean(self, question: Question, sent: Sequence[str]) -> Any:
        """What the browser sent as the value to store; None when nothing was answered.

        Raises BadAnswer when it cannot be understood; whether it may be stored, `check` says.
        """

    @abstractmethod
    def check(self, question: Question, value: Any) -> None:
        """Raise BadAnswer unless `value` may be stored as an answer to the question."""

    @abstractmethod
    def read(self, question: Question, value: Any, language: str) -> list[str]:
        """A stored value in words: one line for each thing that was answered."""

    def check_options(self, options: Options) -> None:
        """Raise BadQuestion unless a question of this kind may have these options."""
        if options:
            raise BadQuestion(_("A question of this kind has no options."))

    def take(self, question: Question, sent: Sequence[Any]) -> Any:
        """What the browser sent, cleaned and checked; None when nothing was answered. Raises BadAnswer."""
        if not all(isinstance(part, str) for part in sent):
            raise BadAnswer(_("A file cannot be an answer. Write your answer here."))
        value = self.clean(question, sent)
        if value is not None:
            self.check(question, value)
        return value


class AnswerField(Field):
    """A field whose data is the value to store, or None. Mixed in before the field that draws it."""

    def __init__(self, *, kind: Kind, question: Question, language: str, **field: Any) -> None:
        asked = question.text.text(language)
        label = _("%(question)s (required)", question=asked) if question.required else asked
        super().__init__(label, **field)
        self.kind, self.question, self.in_language = kind, question, language

    def process_formdata(self, sent: list[Any]) -> None:
        self.data = None
        try:
            self.data = self.kind.take(self.question, sent)
        except BadAnswer as refusal:
            raise ValueError(refusal.words) from refusal

    def pre_validate(self, form: Form) -> None:
        if self.question.required and self.data is None and not self.process_errors:
            raise ValidationError(_("Answer this question."))

    @property
    def sent(self) -> list[str]:
        """What came from the browser, right or wrong, to be shown again."""
        return [part for part in self.raw_data or [] if isinstance(part, str)]


def own_words(field: AnswerField, params: dict[str, Any]) -> dict[str, Any]:
    """GOV.UK's parameters of a field, without English words of their own and without a hint that says nothing."""
    if not field.description:
        params.pop("hint", None)
    if "errorMessage" in params:
        params["errorMessage"]["visuallyHiddenText"] = _("Error")
    return params


def lang_attribute(texts: Texts, language: str) -> dict[str, str]:
    """{"lang": …} for a text that is not there in `language` and is shown in another one."""
    shown = texts.language(language)
    return {} if shown == language else {"lang": shown}
