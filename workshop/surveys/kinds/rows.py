"""What kinds with parts share: a field whose parts have names, q7.<row>."""

from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import get_template_attribute
from flask_babel import gettext as _

from workshop.surveys.kinds.kind import AnswerField, BadAnswer, Kind, Sent
from workshop.surveys.kinds.long_text import check_words, savable, tidy
from workshop.surveys.models import Question

MACROS = "surveys/kinds.html"


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


def told(row: str, answer: object) -> str:
    """A row and what was answered to it, as one line: after a question mark stands no colon."""
    return f"{row}{'' if row[-1:] in '?!.:…' else ':'} {answer}"


def check_text(text: Any, longest: int, part: str) -> None:
    """Raise BadPart unless `text` can be kept as what was written in a part."""
    if not isinstance(text, str) or not text or text != tidy(text):
        raise BadPart(_("Write one answer."), part)
    with standing_at(part):
        check_words(text, longest)
