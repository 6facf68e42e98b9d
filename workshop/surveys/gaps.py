"""Which texts of a question are not there yet in a language of its meeting, in words for those who write it."""

from collections.abc import Callable, Iterable

from babel import Locale
from flask_babel import gettext as _
from flask_babel import ngettext

from workshop.surveys.models import Question, QuestionKind
from workshop.surveys.wording import missing

MEANINGS = {QuestionKind.SCALE, QuestionKind.MATRIX}
"""Kinds whose options say what the steps of a scale mean."""


def _counted() -> dict[str, Callable[[int], str]]:
    return {
        "text": lambda _n: _("the question"),
        "easy": lambda _n: _("the easy language"),
        "theme": lambda _n: _("the heading in the digest"),
        "more": lambda _n: _("the longer text"),
        "unit": lambda _n: _("the unit"),
        "options": lambda n: ngettext("%(num)s option", "%(num)s options", n),
        "meanings": lambda n: ngettext("what %(num)s step means", "what %(num)s steps mean", n),
        "rows": lambda n: ngettext("%(num)s row", "%(num)s rows", n),
        "columns": lambda n: ngettext("%(num)s column", "%(num)s columns", n),
        "parts": lambda n: ngettext("%(num)s part", "%(num)s parts", n),
    }


def gaps(question: Question, languages: Iterable[str], reader: str) -> list[str]:
    """A line for each language that something is missing in, such as "Swedish is missing: the question, 2 options"."""
    names, words = Locale.parse(reader).languages, _counted()
    lines = []
    for language in languages:
        found = missing(question, language)
        if found:
            what = ", ".join(words[_named(name, question)](count) for name, count in found.items())
            name = names[language][:1].upper() + names[language][1:]
            lines.append(_("%(language)s is missing: %(what)s", language=name, what=what))
    return lines


def _named(name: str, question: Question) -> str:
    return "meanings" if name == "options" and question.kind in MEANINGS else name
