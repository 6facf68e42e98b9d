"""The texts of a question, each by its name: what can be mended, translated, and missing in a language."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from workshop.columns import Texts
from workshop.surveys.models import Question

LISTS = ("rows", "columns", "parts")
"""Settings that are lists of what has a key and a text."""
SINGLE = ("unit", "more")
"""Settings that are a text."""

Wording = dict[tuple[str, str], Texts]
"""Texts by what they are (text, theme, easy, options, or a setting's name) and by the key of what they name."""


@dataclass(frozen=True)
class Asked:
    """What a question asks and how; as `Question`, without the row."""

    text: Texts
    topic: str
    theme: Texts
    easy: Texts
    required: bool
    options: list[dict[str, Any]]
    settings: dict[str, Any]
    shown_when: dict[str, Any] | None

    @classmethod
    def of(cls, question: Question) -> "Asked":
        settings, easy = question.settings or {}, question.easy or Texts()
        facts = (question.text, question.topic, question.theme, easy, question.required, question.options)
        return cls(*facts, settings, question.shown_when)

    def wording(self) -> Wording:
        """Its texts, also those that are empty in all languages."""
        told = {("text", ""): self.text, ("theme", ""): self.theme, ("easy", ""): self.easy}
        lists = {"options": self.options} | {name: self.settings.get(name, []) for name in LISTS}
        told |= {(name, one["key"]): Texts(one["text"]) for name, many in lists.items() for one in many}
        return told | {(name, ""): Texts(self.settings[name]) for name in SINGLE if name in self.settings}

    def meaning(self) -> list[Any]:
        """All of it but the texts: what cannot change once somebody has answered."""
        lists = {name: [_bare(one) for one in self.settings[name]] for name in LISTS if name in self.settings}
        texts = dict.fromkeys(self.settings.keys() & set(SINGLE), True)
        options = [_bare(one) for one in self.options]
        return [self.topic, self.required, self.shown_when, options, self.settings | lists | texts]


def _bare(one: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in one.items() if name != "text"}


def changes(before: Wording, after: Wording) -> Iterator[tuple[tuple[str, str], str, str, str]]:
    """Name, language, old and new text of each text that was there and is another one now ("" where it is gone)."""
    for name, texts in before.items():
        for language, was in texts.items():
            now = after.get(name, Texts()).get(language, "")
            if was != now:
                yield name, language, was, now


def missing(question: Question, language: str) -> dict[str, int]:
    """How many of its texts are not there in a language, by what they are; what is empty in every language is not
    missing."""
    found: dict[str, int] = {}
    for (name, _key), texts in Asked.of(question).wording().items():
        if texts and language not in texts:
            found[name] = found.get(name, 0) + 1
    return found
