"""Suggests which code of a frame a text belongs to, and tells by which words.

What a frame's cards say (names, keywords, examples) and what people have coded already are short texts whose code is
known. A ridge regression over their features (features.py) gives each feature a weight for each code, and a new text
gets the code that its features speak for most. It has a closed solution, so the same cards and examples always give
the same suggestions: weights = Xᵀ(XXᵀ + λI)⁻¹(Y − mean), every code counting as much as every other one.
(Hastie, Tibshirani, Friedman: The Elements of Statistical Learning, 2nd ed., 3.4.1 and 18.3.5.)
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from workshop.analysis.text.features import Scale, Weights, features_of, pieces_of, word_features
from workshop.analysis.text.languages import LANGUAGES, language_of
from workshop.analysis.text.said import Id, Said
from workshop.analysis.text.words import words_of
from workshop.vocabulary.frames import Frame

RIDGE = 0.5
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
_COLUMNS = 4096

Floats = NDArray[np.float64]


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


@dataclass(frozen=True)
class _Row:
    """A short text whose code, by its number in the frame, is known."""

    code: int
    text: str
    lang: str
    weight: float


class Coder:
    """Suggests codes of a frame; learns from its cards and from coded examples.

    Examples with a key that the frame does not have are passed over. ValueError when the frame has no cards.
    """

    def __init__(self, frame: Frame, examples: Sequence[Example] = ()) -> None:
        if not frame.cards:
            raise ValueError("a frame without codes has nothing to suggest")
        self._keys = [card.key for card in frame.cards]
        self._learnt = _learn(frame, tuple(examples[-MOST_EXAMPLES:]))

    def suggest(self, texts: Sequence[Said]) -> list[Suggestion]:
        """A suggestion for each text, in their order. A text that says nothing gets the first code, margin 0."""
        return [self._suggest(said) for said in texts]

    def _suggest(self, said: Said) -> Suggestion:
        lang = said.language
        # Rounded, so that codes for which the same speaks come in the frame's order.
        scores = self._learnt.scores(features_of(said.text, lang)).round(9)
        first, *others = (int(code) for code in np.argsort(-scores, kind="stable"))
        if not others:
            return Suggestion(said.id, self._keys[first], None, 1.0, True, ())
        shares = np.exp(SHARPNESS * (scores - scores[first]))
        margin = float((shares[first] - shares[others[0]]) / shares.sum())
        why = tuple(self._reasons(said.text, lang, first)) if margin else ()
        return Suggestion(said.id, self._keys[first], self._keys[others[0]], round(margin, 3), margin >= SURE_FROM, why)

    def _reasons(self, text: str, lang: str, code: int) -> Iterator[str]:
        words = words_of(text, lang)
        weighed = self._learnt.scale.weigh(features_of(text, lang))
        strength: dict[str, float] = {}
        for place, word in enumerate(words):
            of_word = [*(name for name, _ in word_features(words, place, lang)), *pieces_of(word.surface)]
            spoken = sum(weighed[name] * self._learnt.lead(name, code) for name in of_word if name in weighed)
            strength.setdefault(word.surface, spoken)
        strong = sorted(strength, key=lambda surface: -strength[surface])[:MOST_REASONS]
        return (surface for surface in strong if strength[surface] >= LEAST_REASON)


@dataclass(frozen=True)
class _Learnt:
    """What each feature says of each code."""

    scale: Scale
    number: dict[str, int]
    """Feature → its row in `weights`."""
    weights: Floats
    mean: Floats

    def scores(self, text: tuple[Weights, Weights]) -> Floats:
        weighed = self.scale.weigh(text)
        rows = [self.number[feature] for feature in weighed]
        return self.mean + np.fromiter(weighed.values(), float, len(rows)) @ self.weights[rows]

    def lead(self, feature: str, code: int) -> float:
        """How much more the feature says for this code than for the others in the mean."""
        row = self.weights[self.number[feature]]
        return float(row[code] - (row.sum() - row[code]) / max(len(row) - 1, 1))


@lru_cache(maxsize=16)
def _learn(frame: Frame, examples: tuple[Example, ...]) -> _Learnt:
    rows = list(_rows(frame, examples))
    texts = [features_of(row.text, row.lang) for row in rows]
    scale = Scale(texts)
    number: dict[str, int] = {}
    weighed = [
        {number.setdefault(feature, len(number)): weight for feature, weight in scale.weigh(text).items()}
        for text in texts
    ]
    of_row = np.repeat(np.arange(len(rows)), [len(text) for text in weighed])
    features = np.fromiter((feature for text in weighed for feature in text), int)
    values = np.fromiter((weight for text in weighed for weight in text.values()), float)
    code = np.array([row.code for row in rows])
    weight = np.array([row.weight for row in rows])
    weight *= len(rows) / len(frame.cards) / np.bincount(code, weight, len(frame.cards))[code]
    given = np.eye(len(frame.cards))[code]
    mean = np.average(given, axis=0, weights=weight)
    root = np.sqrt(weight)[:, None]
    alike = _products(of_row, features, values, len(rows), len(number)) * root * root.T
    dual = root * np.linalg.solve(alike + RIDGE * np.eye(len(rows)), root * (given - mean))
    weights = np.zeros((len(number), len(frame.cards)))
    np.add.at(weights, features, values[:, None] * dual[of_row])
    return _Learnt(scale, number, weights, mean)


def _rows(frame: Frame, examples: Sequence[Example]) -> Iterator[_Row]:
    codes = {card.key: code for code, card in enumerate(frame.cards)}
    for code, card in enumerate(frame.cards):
        yield from (_Row(code, card.name(lang), lang, NAME_WEIGHT) for lang in LANGUAGES)
        yield from (_Row(code, word, lang, 1.0) for lang, words in card.keywords.items() for word in words)
        yield from (_Row(code, text, language_of(text), EXAMPLE_WEIGHT) for text in card.examples)
    for example in examples:
        if example.key in codes:
            lang = example.lang or language_of(example.text)
            yield _Row(codes[example.key], example.text, lang, EXAMPLE_WEIGHT)


def _products(of_row: NDArray, features: NDArray, values: Floats, rows: int, columns: int) -> Floats:
    """The products of all rows with all rows, a slice of features at a time so that memory stays bounded."""
    products = np.zeros((rows, rows))
    for start in range(0, columns, _COLUMNS):
        here = (features >= start) & (features < start + _COLUMNS)
        table = np.zeros((rows, _COLUMNS))
        table[of_row[here], features[here] - start] = values[here]
        products += table @ table.T
    return products
