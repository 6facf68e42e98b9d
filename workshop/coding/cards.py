"""The codes of the built-in frames, as a round's own frame begins with them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from workshop.coding.models import FrameKind
from workshop.columns import Texts
from workshop.vocabulary.terms import (
    Terms,
    interfaces,
    ladder,
    life_areas,
    strategy_headings,
    target_documents,
)

_TERMS: Mapping[FrameKind, Callable[[], Terms]] = {
    FrameKind.STRATEGY: strategy_headings,
    FrameKind.LADDER: ladder,
    FrameKind.INTERFACES: interfaces,
    FrameKind.LIFE_AREAS: life_areas,
    FrameKind.DOCUMENTS: target_documents,
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
    terms = _TERMS[kind]().values() if kind in _TERMS else ()
    return [
        BuiltIn(term.key, Texts({code: term.capitalised(code) for code in term.names}), Texts(), Texts(), ())
        for term in terms
    ]
