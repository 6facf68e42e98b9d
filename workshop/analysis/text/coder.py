"""Suggests which code of a frame a text belongs to, and tells by which words.

What a frame's cards say (names, keywords, examples) and what people have coded already are short texts whose code is
known; learning.py tells how others are judged by them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from workshop.analysis.text.languages import LANGUAGES, language_of
from workshop.analysis.text.learning import Learnt, Row, learn
from workshop.analysis.text.said import Id, Said
from workshop.analysis.text.vectors import Vectors, vectors
from workshop.vocabulary.frames import Frame

NAME_WEIGHT, EXAMPLE_WEIGHT = 1.5, 1.5
"""What a code's name and something said under it weigh, where a keyword weighs 1."""
MOST_EXAMPLES = 2000
"""Coded texts that are learnt from: the last ones given."""
SURE_FROM = 0.25
"""The margin from which a suggestion is taken to be sure."""
SHARPNESS = 5.0
"""How quickly a lead becomes a margin."""
MOST_REASONS = 4
LEAST_REASON = 0.01
"""How much a word must speak for the code, against the others, to be told as a reason."""


@dataclass(frozen=True)
class Example:
    """A text that a person has given a code, by the code's key."""

    text: str
    key: str
    lang: str | None = None


@dataclass(frozen=True)
class Suggestion:
    """The code that a text most likely belongs to.

    `first` and `second` are keys of codes; there is no second in a frame of one code. `margin` is how far the first is
    ahead, from 0 (nothing speaks for it rather than for the second) to 1. `why` are the words of the text that speak
    for the first, as they stand in it, the strongest first.
    """

    id: Id
    first: str
    second: str | None
    margin: float
    is_sure: bool
    why: tuple[str, ...]


class Coder:
    """Suggests codes of a frame; learns from its cards and from coded examples.

    Examples with a key that the frame does not have are passed over. ValueError when the frame has no cards.
    """

    def __init__(self, frame: Frame, examples: Sequence[Example] = ()) -> None:
        if not frame.cards:
            raise ValueError("a frame without codes has nothing to suggest")
        self._keys = [card.key for card in frame.cards]
        self._learnt = _learnt(frame, tuple(examples[-MOST_EXAMPLES:]), vectors())

    def suggest(self, texts: Sequence[Said]) -> list[Suggestion]:
        """A suggestion for each text, in their order. A text that says nothing gets the first code, margin 0."""
        return [self._suggest(said) for said in texts]

    def _suggest(self, said: Said) -> Suggestion:
        lang = said.language
        # Rounded, so that codes for which the same speaks come in the frame's order.
        scores = self._learnt.scores(said.text, lang).round(9)
        first, *others = (int(code) for code in np.argsort(-scores, kind="stable"))
        if not others:
            return Suggestion(said.id, self._keys[first], None, 1.0, True, ())
        shares = np.exp(SHARPNESS * (scores - scores[first]))
        margin = round(float((shares[first] - shares[others[0]]) / shares.sum()), 3)
        why = tuple(self._reasons(said.text, lang, first)) if margin else ()
        return Suggestion(said.id, self._keys[first], self._keys[others[0]], margin, margin >= SURE_FROM, why)

    def _reasons(self, text: str, lang: str, code: int) -> Iterator[str]:
        leads = self._learnt.leads(text, lang, code)
        strongest = sorted(leads, key=lambda surface: -leads[surface])[:MOST_REASONS]
        return (surface for surface in strongest if leads[surface] >= LEAST_REASON)


@lru_cache(maxsize=16)
def _learnt(frame: Frame, examples: tuple[Example, ...], meanings: Vectors | None) -> Learnt:
    return learn([*_rows(frame, examples)], len(frame.cards), meanings)


def _rows(frame: Frame, examples: Sequence[Example]) -> Iterator[Row]:
    codes = {card.key: code for code, card in enumerate(frame.cards)}
    for code, card in enumerate(frame.cards):
        yield from (Row(code, card.name(lang), lang, NAME_WEIGHT) for lang in LANGUAGES)
        yield from (Row(code, word, lang, 1.0) for lang, words in card.keywords.items() for word in words)
        yield from (Row(code, text, language_of(text), EXAMPLE_WEIGHT) for text in card.examples)
    for example in examples:
        if example.key in codes:
            lang = example.lang or language_of(example.text)
            yield Row(codes[example.key], example.text, lang, EXAMPLE_WEIGHT)
