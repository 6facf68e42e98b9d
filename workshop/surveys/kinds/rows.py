"""What kinds with parts share: rows, written one on a line, and a field whose parts have names, q7.<row>."""

from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import get_template_attribute
from flask_babel import gettext as _

from workshop.columns import LANGUAGES, Texts
from workshop.i18n.fields import TextsField
from workshop.surveys.kinds.choices import LONGEST_OPTION, by_line, keyed, lines_of
from workshop.surveys.kinds.kind import AnswerField, BadAnswer, BadQuestion, Kind, Options, Sent
from workshop.surveys.kinds.long_text import check_words, savable, tidy
from workshop.surveys.models import Question

FEWEST_ROWS = 2
MOST_ROWS = 30
MACROS = "surveys/kinds.html"


class LinesField(TextsField):
    """Rows, columns or options, one on each line, the same lines in each language."""

    def __init__(self, label: Any = None, *, most: int = MOST_ROWS, **field: Any) -> None:
        super().__init__(label, long=True, max_length=most * (LONGEST_OPTION + 1), **field)
        self.most = most
        self.type = TextsField.__name__  # pages draw it as one

    def rows(self, kept: Options) -> Options:
        """The lines as rows with keys; `kept` are those that the question had before."""
        return keyed(by_line(self.data), kept)

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Errors stand at the language whose lines do not match, or at the first one."""
        return super().validate(form, extra_validators) and self._lines_are_rows()

    def _lines_are_rows(self) -> bool:
        found = {code: len(lines_of(text)) for code, text in self.data.items()}
        first = next(iter(found))
        for code, here in found.items():
            if here != found[first]:
                self.form[code].errors = [
                    _("Here are %(here)s lines and above %(there)s.", here=here, there=found[first])
                ]
                return False
        try:
            check_rows(self.rows([]), self.most)
        except BadQuestion as refusal:
            self.form[first].errors = [refusal.words]
        return not self.form.errors


def as_lines(rows: Options) -> Texts:
    """The data of a LinesField for these rows."""
    return Texts({code: "\n".join(row["text"].get(code, "") for row in rows) for code in LANGUAGES})


def check_rows(rows: Any, most: int = MOST_ROWS) -> None:
    """Raise BadQuestion unless a question may have these rows: each with a key and a text of its own."""
    if not isinstance(rows, list) or not FEWEST_ROWS <= len(rows) <= most:
        raise BadQuestion(_("Write from %(fewest)s to %(most)s lines.", fewest=FEWEST_ROWS, most=most))
    if len({row["key"] for row in rows}) < len(rows):
        raise BadQuestion(_("Two lines have the same key."))
    for row in rows:
        longest = max((len(text) for text in row["text"].values()), default=0)
        if not 0 < longest <= LONGEST_OPTION:
            raise BadQuestion(_("Write every line in at most %(most)s characters.", most=LONGEST_OPTION))
    for code in LANGUAGES:
        texts = [row["text"][code] for row in rows if row["text"].get(code)]
        if len(set(texts)) < len(texts):
            raise BadQuestion(_("Two lines are the same."))


class BadPart(BadAnswer):
    """What stands in one part of the answer cannot stand there."""

    def __init__(self, words: str, part: str) -> None:
        super().__init__(words)
        self.part = part


@contextmanager
def standing_at(part: str) -> Iterator[None]:
    """What is refused within, is refused in this part."""
    try:
        yield
    except BadAnswer as refusal:
        raise BadPart(refusal.words, part) from refusal


class PartsKind(Kind):
    """A question that is answered in parts."""

    @abstractmethod
    def parts(self, question: Question) -> list[str]:
        """The names of the parts, in order."""

    def sent_parts(self, question: Question, sent: Sent) -> dict[str, str]:
        """What was filled in, by part and in order. Raises BadAnswer for a part that is not there, or came twice."""
        known = self.parts(question)
        if sent.own or not sent.parts.keys() <= set(known):
            raise BadAnswer(_("The questions have changed. Check your answers and send them again."))
        for part, texts in sent.parts.items():
            if len(texts) > 1:
                raise BadPart(_("Give only one answer here."), part)
        return {part: sent.parts[part][0] for part in known if any(sent.parts.get(part, ()))}


class Drawn:
    """A widget that draws a field by a macro of the house."""

    def __init__(self, macro: str) -> None:
        self.macro = macro

    def __call__(self, field: "PartsField", **_drawn: Any) -> str:
        return get_template_attribute(MACROS, self.macro)(field)


class PartsField(AnswerField):
    """A field in parts. `at` is the part where its error is, and empty when that is nowhere in particular."""

    kind: PartsKind
    at = ""

    def process_formdata(self, sent: list[Any]) -> None:
        try:
            super().process_formdata(sent)
        except ValueError as refusal:
            self.at = getattr(refusal.__cause__, "part", "")
            raise

    def id_of(self, part: str) -> str:
        """The id of a part's control. Errors lead to the field's own id, so it is that of the part which is wrong."""
        parts = self.kind.parts(self.question)
        leads = self.at if self.at in parts else parts[0]
        return self.id if part == leads else f"{self.id}-{part.replace('.', '-')}"

    def is_wrong(self, part: str) -> bool:
        """Is the error in this part?"""
        return bool(self.errors) and part == self.at

    def typed(self, part: str) -> str:
        """What came for a part, right or wrong, without the characters that no page can carry."""
        return savable("\n".join(self.sent_part(part)))


def check_text(text: Any, longest: int, part: str) -> None:
    """Raise BadPart unless `text` can be kept as what was written in a part."""
    if not isinstance(text, str) or not text or text != tidy(text):
        raise BadPart(_("Write one answer."), part)
    with standing_at(part):
        check_words(text, longest)
