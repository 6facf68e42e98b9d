"""Learns from short texts whose code is known what each word says of each code.

A ridge regression over the features of the texts (features.py), and over their vectors (vectors.py) where there are
any, gives each feature a weight for each code. It has one solution, so the same texts always give the same weights:
Xᵀ(XXᵀ + λI)⁻¹(Y − mean), every code counting as much as every other one. (Hastie, Tibshirani, Friedman: The Elements of
Statistical Learning, 2nd ed., 3.4.1 and 18.3.5.) It is found by conjugate gradients, which need no table of all texts
by all texts. (Hestenes and Stiefel: Methods of conjugate gradients for solving linear systems, 1952.)
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workshop.analysis.text.features import Scale, features_of, pieces_of, word_features
from workshop.analysis.text.vectors import LANGUAGE, Vectors
from workshop.analysis.text.words import Word, words_of

RIDGE = 0.3
MEANING_SHARE = 0.3
"""What vectors add to how alike two texts are, where features give 1."""
MOST_STEPS, EXACT = 2000, 1e-10
"""Of the conjugate gradients: their bound, and what is left undone when they end."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Row:
    """A short text whose code, by its number in the frame, is known, and what it weighs."""

    code: int
    text: str
    lang: str
    weight: float


@dataclass(frozen=True)
class Learnt:
    """What each feature says of each code, and each number of a vector."""

    scale: Scale
    number: dict[str, int]
    """Feature → its row in `weights`."""
    weights: Floats
    of_meaning: Floats
    mean: Floats
    vectors: Vectors | None

    def scores(self, text: str, lang: str) -> Floats:
        """How much speaks for each code."""
        weighed = self.scale.weigh(features_of(text, lang))
        rows = [self.number[feature] for feature in weighed]
        by_features = np.fromiter(weighed.values(), float, len(rows)) @ self.weights[rows]
        by_meaning = _meant(words_of(text, lang), lang, self.vectors).sum(axis=0) @ self.of_meaning
        return self.mean + by_features + by_meaning

    def leads(self, text: str, lang: str, code: int) -> dict[str, float]:
        """For each word of a text, as it stands there, how much more it says for this code than for the others."""
        words = words_of(text, lang)
        weighed = self.scale.weigh(features_of(text, lang))
        said = _meant(words, lang, self.vectors) @ self.of_meaning
        leads: dict[str, float] = {}
        for place, word in enumerate(words):
            names = [*(name for name, _ in word_features(words, place, lang)), *pieces_of(word.surface)]
            known = [name for name in names if name in weighed]
            if known:
                rows = [self.number[name] for name in known]
                said[place] += np.array([weighed[name] for name in known]) @ self.weights[rows]
            others = (said[place].sum() - said[place, code]) / max(len(self.mean) - 1, 1)
            leads.setdefault(word.surface, float(said[place, code] - others))
        return leads


def learn(rows: Sequence[Row], codes: int, vectors: Vectors | None) -> Learnt:
    """What texts with so many codes teach. Each code must have a text."""
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
    meant = np.array([_meant(words_of(row.text, row.lang), row.lang, vectors).sum(axis=0) for row in rows])

    code = np.array([row.code for row in rows])
    weight = np.array([row.weight for row in rows])
    weight *= len(rows) / codes / np.bincount(code, weight, codes)[code]
    given = np.eye(codes)[code]
    mean = np.average(given, axis=0, weights=weight)

    root = np.sqrt(weight)[:, None]
    texts_by_features = _Sparse(of_row, features, values, (len(rows), len(number)))
    with_meaning = np.flatnonzero(meant.any(axis=1))
    meanings = meant[with_meaning]

    def ridged(codes: Floats) -> Floats:
        said = root * codes
        alike = texts_by_features.alike(said)
        alike[with_meaning] += meanings @ (meanings.T @ said[with_meaning])
        return root * alike + RIDGE * codes

    dual = root * _solved(ridged, root * (given - mean))
    weights = texts_by_features.turned(dual)
    return Learnt(scale, number, weights, meant.T @ dual, mean, vectors)


def _meant(words: Sequence[Word], lang: str, vectors: Vectors | None) -> Floats:
    """A vector for each word of a text: of no numbers without vectors, of zeros in another language than Finnish."""
    if vectors is None:
        return np.zeros((len(words), 0))
    if lang != LANGUAGE:
        return np.zeros((len(words), vectors.width))
    return vectors.of_words(words) * np.sqrt(MEANING_SHARE)


class _Sparse:
    """The features of texts, of which each text has few."""

    def __init__(self, of_row: NDArray, of_column: NDArray, values: Floats, shape: tuple[int, int]) -> None:
        self._row, self._column, self._values, self._shape = of_row, of_column, values[:, None], shape
        self._by_column = np.argsort(of_column, kind="stable")

    def alike(self, of_rows: Floats) -> Floats:
        """The products of all texts with all texts, times what is given for each text."""
        sums = self.turned(of_rows)
        return _sums(sums[self._column] * self._values, self._row, self._shape[0])

    def turned(self, of_rows: Floats) -> Floats:
        """For each feature the sum of what is given for the texts that have it."""
        given = (of_rows[self._row] * self._values)[self._by_column]
        return _sums(given, self._column[self._by_column], self._shape[1])


def _sums(values: Floats, places: NDArray, size: int) -> Floats:
    """The sums of rows with the same place; the places are in order."""
    sums = np.zeros((size, values.shape[1]))
    if len(places):
        starts = np.flatnonzero(np.diff(places, prepend=-1))
        sums[places[starts]] = np.add.reduceat(values, starts)
    return sums


def _solved(times: Callable[[Floats], Floats], right: Floats) -> Floats:
    """What `times` makes `right` of, for each column; it must be symmetric and positive."""
    found, rest = np.zeros_like(right), right
    way, size = rest, (rest * rest).sum(axis=0)
    enough = EXACT**2 * size
    for _step in range(MOST_STEPS):
        open_ones = size > enough
        if not open_ones.any():
            break
        turned = times(way)
        step = np.divide(size, (way * turned).sum(axis=0), out=np.zeros_like(size), where=open_ones)
        found, rest = found + step * way, rest - step * turned
        before, size = size, np.where(open_ones, (rest * rest).sum(axis=0), size)
        way = rest + np.divide(size, before, out=np.zeros_like(size), where=open_ones) * way
    return found
