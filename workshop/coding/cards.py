"""The cards of codes: those that a built-in frame begins with, and a round's own as the suggestions read them."""

from collections.abc import Iterable
from dataclasses import dataclass

from workshop.coding.models import Code, FrameKind
from workshop.columns import LANGUAGES, Texts
from workshop.vocabulary.data_files import json_rows
from workshop.vocabulary.frames import Card, Frame, built_in_frames, frame_of

_BUILT_IN = {
    FrameKind.STRATEGY: "strategy",
    FrameKind.LADDER: "ladder",
    FrameKind.INTERFACES: "interfaces",
    FrameKind.LIFE_AREAS: "life_areas",
}


@dataclass(frozen=True)
class BuiltIn:
    """A code of a built-in frame, with the facts of `models.Code`."""

    key: str
    name: Texts
    description: Texts
    keywords: Texts
    examples: tuple[str, ...]


def built_in(kind: FrameKind) -> list[BuiltIn]:
    """The codes that a frame of this kind begins with, in order; none for one's own."""
    if kind is FrameKind.OWN:
        return []
    if kind is FrameKind.DOCUMENTS:
        frame = frame_of(kind, json_rows(kind, "terms"))
    else:
        frame = built_in_frames()[_BUILT_IN[kind]]
    return [
        BuiltIn(
            card.key,
            Texts({language: card.capitalised(language) for language in LANGUAGES}),
            Texts(),
            Texts({language: "\n".join(words) for language, words in card.keywords.items()}),
            tuple(card.examples),
        )
        for card in frame.cards
    ]


def frame_for_suggestions(codes: Iterable[Code]) -> Frame:
    """Codes and their cards as the suggestions are made of them."""
    return Frame("own", tuple(_card(code) for code in codes))


def _card(code: Code) -> Card:
    keywords = {
        language: tuple(word for line in text.splitlines() for word in [line.strip()] if word)
        for language, text in code.keywords.items()
    }
    names = {language: code.name.text(language) for language in LANGUAGES}
    return Card(names, code.key, keywords, tuple(code.examples))
