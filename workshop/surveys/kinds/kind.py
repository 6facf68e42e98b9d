"""What every kind of question can do, and the field that an answer is given in."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup
from wtforms import Field, Form, ValidationError

from workshop.analysis.contributions import QuestionAsked
from workshop.columns import LANGUAGES, Texts
from workshop.errors import Refusal
from workshop.i18n.fields import TextsField
from workshop.kept import Kept
from workshop.surveys.models import Question, QuestionKind

Options = list[dict[str, Any]]
"""What a question's `options` holds: [{"key": …, "text": {"fi": …}}], by kind; may be empty."""
Settings = dict[str, Any]
"""What a question's `settings` holds, by kind; may be empty."""
Cell = str | int | float
_drawn = Kept(2000)
"""What fields look like, some kilobytes each: most people see the same empty questions, and drawing them costs most."""


@dataclass(frozen=True)
class Sent:
    """What a browser sent for one question q7: under the name q7 itself, and under those of its parts, q7.a."""

    own: tuple[Any, ...] = ()
    parts: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    """By what stands behind the point."""

    @classmethod
    def read(cls, name: str, form: Any) -> "Sent":
        """What a form's data (a MultiDict) has for the field with this name."""
        within = f"{name}."
        parts = {key[len(within) :]: tuple(form.getlist(key)) for key in form if key.startswith(within)}
        return cls(tuple(form.getlist(name)), parts)

    def texts(self) -> Iterable[Any]:
        yield from self.own
        for part in self.parts.values():
            yield from part


class _WithWords(Refusal):
    """A refusal that says in the reader's language what to do."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class BadAnswer(_WithWords):
    """This cannot be the answer to this question."""


class BadQuestion(_WithWords):
    """A question cannot be like this. `at`: the field of the kind's Details that the words belong to, if any."""

    def __init__(self, words: str, at: str = "") -> None:
        super().__init__(words)
        self.at = at


class Details(Form):
    """The fields of the builder's form that only this kind has."""

    def options(self, kept: Options) -> Options:
        """The options as the form has them; `kept` are those that the question had before."""
        return []

    def settings(self, kept: Settings) -> Settings:
        """The settings as the form has them; `kept` are those that the question had before."""
        return {}

    @staticmethod
    def shown(options: Options, settings: Settings) -> dict[str, Any]:
        """The form's data for these options and settings: the reverse of the two."""
        return {}

    def holds(self, rule: Callable[[], None], usual: str) -> bool:
        """Does the rule let it pass? Its BadQuestion stands at the field that it names, or else at the `usual` one."""
        try:
            rule()
        except BadQuestion as refusal:
            field = self[refusal.at or usual]
            if isinstance(field, TextsField):
                field = field.form[next(iter(field.data), LANGUAGES[0])]
            field.errors = [refusal.words]
            return False
        return True


class Kind(ABC):
    """One way to answer a question. The stored value is what `Answer.value` holds: plain JSON, never None."""

    kind: QuestionKind

    Details: type[Details] = Details

    paper = "line"
    """The macro of `surveys/printed.html` that draws it for pen and paper."""

    answered = True
    """Is there anything to answer? Information is only read."""

    @abstractmethod
    def name(self) -> str:
        """What builders call this kind, in the reader's language."""

    @abstractmethod
    def field(self, question: Question, language: str) -> Any:
        """The form field that takes the answer, not yet bound to a form; the question's text is its label."""

    @abstractmethod
    def clean(self, question: Question, sent: Sent) -> Any:
        """What the browser sent as the value to store; None when nothing was answered.

        Raises BadAnswer when it cannot be understood; whether it may be stored, `check` says.
        """

    @abstractmethod
    def check(self, question: Question, value: Any) -> None:
        """Raise BadAnswer unless `value` may be stored as an answer to the question."""

    @abstractmethod
    def read(self, question: Question, value: Any, language: str) -> list[str]:
        """A stored value in words: one line for each thing that was answered."""

    @abstractmethod
    def asked(self, question: Question) -> QuestionAsked | None:
        """The question as those see it who count its answers (`analysis/`); None when there is nothing to count."""

    def keys(self, question: Question) -> list[str]:
        """What another question's condition can ask for: the keys that an answer can choose. None by default."""
        return []

    def names(self, question: Question, language: str) -> dict[str, Texts]:
        """What can be chosen, by the key that it is counted under, as tables name it; empty where nothing is chosen."""
        return question.option_texts()

    def words_of(self, question: Question, value: Any) -> dict[str, str]:
        """What somebody wrote in their own words, out of a stored value, by the part of the answer ("" where it has
        none); digests have it verbatim."""
        return {}

    def columns(self, question: Question, language: str) -> dict[str, str]:
        """The columns of an export: heading by the part of the answer that stands in it."""
        return {"": question.text.text(language)}

    def cells(self, question: Question, value: Any) -> dict[str, Cell]:
        """A stored value in those columns; a column where nothing stands is left out."""
        return {"": value}

    def value_of(self, question: Question, cells: Mapping[str, Cell]) -> Any:
        """The stored value again: the reverse of `cells`; None for no cells."""
        return cells.get("")

    def row_names(self, question: Question, language: str) -> dict[str, str]:
        """The names of what is counted row by row, by key and in order; empty for kinds that are not."""
        return {row: text.text(language) for row, text in question.row_texts().items()}

    def text_headings(self, question: Question, language: str) -> dict[str, str]:
        """The headings under which the words of parts are told, by part and in order; empty where there are none."""
        return {}

    def listed(self, question: Question) -> list[list[Texts]]:
        """What builders are shown of the question besides its text: lists of options, rows, columns."""
        return [list(question.option_texts().values())] if question.options else []

    def check_options(self, options: Options, settings: Settings | None = None) -> None:
        """Raise BadQuestion unless a question of this kind may have these options and settings."""
        if options or settings:
            raise BadQuestion(_("A question of this kind has no options."))

    def take(self, question: Question, sent: Sent) -> Any:
        """What the browser sent, cleaned and checked; None when nothing was answered. Raises BadAnswer."""
        if not all(isinstance(part, str) for part in sent.texts()):
            raise BadAnswer(_("A file cannot be an answer. Write your answer here."))
        value = self.clean(question, sent)
        if value is not None:
            self.check(question, value)
        return value


class AnswerField(Field):
    """A field whose data is the value to store, or None. Mixed in before the field that draws it."""

    def __init__(self, *, kind: Kind, question: Question, language: str, **field: Any) -> None:
        self.kind, self.question, self.in_language = kind, question, language
        self.asked = question.text
        """What is asked, as it is shown."""
        super().__init__(self._label(), **field)
        self.came = Sent()
        self.seed = ""
        """Who answers, as a text that stays the same for them: shuffled options keep their order."""

    def __call__(self, **drawn: Any) -> Markup:
        question = self.question
        asked = repr((self.asked, question.options, question.settings, question.required, self.label.text))
        typed = (self.came.own, tuple(sorted(self.came.parts.items())), tuple(self.errors))
        seed = self.seed if question.setting("shuffled") else ""
        key = (self.name, self.in_language, asked, str(self.description), typed, seed, tuple(drawn.items()))
        return _drawn.get(key, lambda: super(AnswerField, self).__call__(**drawn))

    def _label(self) -> str:
        asked = self.asked.text(self.in_language)
        return _("%(question)s (required)", question=asked) if self.question.required else asked

    def speak_easily(self) -> None:
        """Ask in easy language, where the question has it in the reader's language."""
        easy = (self.question.easy or Texts()).get(self.in_language, "")
        if easy:
            self.asked = Texts({self.in_language: easy})
            self.label.text = self._label()

    @property
    def entry(self) -> str:
        """The id of what the error summary leads to."""
        return str(self.id)

    def process(self, formdata: Any, *more: Any, **told: Any) -> None:
        if formdata is not None:
            self.came = Sent.read(self.name, formdata)
        super().process(formdata, *more, **told)

    def process_formdata(self, _sent: list[Any]) -> None:
        self.data = None
        try:
            self.data = self.kind.take(self.question, self.came)
        except BadAnswer as refusal:
            raise ValueError(refusal.words) from refusal

    def pre_validate(self, form: Form) -> None:
        if self.question.required and self.data is None and not self.process_errors:
            raise ValidationError(_("Answer this question."))

    @property
    def sent(self) -> list[str]:
        """What came from the browser under the field's own name, right or wrong, to be shown again."""
        return [part for part in self.came.own if isinstance(part, str)]

    def sent_part(self, part: str) -> list[str]:
        """What came under the name of a part."""
        return [text for text in self.came.parts.get(part, ()) if isinstance(text, str)]


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
