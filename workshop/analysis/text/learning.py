"""Learns from short texts whose code is known what each word says of each code.

A ridge regression over the features of the texts (features.py), and over their vectors (vectors.py) where there are
any, gives each feature a weight for each code. It has a closed solution, so the same texts always give the same
weights: Xᵀ(XXᵀ + λI)⁻¹(Y − mean), every code counting as much as every other one. (Hastie, Tibshirani, Friedman: The
Elements of Statistical Learning, 2nd ed., 3.4.1 and 18.3.5.)
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workshop.analysis.text.features import Scale, features_of, pieces_of, word_features
from workshop.analysis.text.vectors import LANGUAGE, Vectors
from workshop.analysis.text.words import Word, words_of

RIDGE = 0.5
MEANING_SHARE = 0.3
"""What vectors add to how alike two texts are, where features give 1."""
_COLUMNS = 4096

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
            for name in names:
                if name in weighed:
                    said[place] += weighed[name] * self.weights[self.number[name]]
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

    alike = _products(of_row, features, values, len(rows), len(number)) + meant @ meant.T
    root = np.sqrt(weight)[:, None]
    dual = root * np.linalg.solve(alike * root * root.T + RIDGE * np.eye(len(rows)), root * (given - mean))
    weights = np.zeros((len(number), codes))
    np.add.at(weights, features, values[:, None] * dual[of_row])
    return Learnt(scale, number, weights, meant.T @ dual, mean, vectors)


def _meant(words: Sequence[Word], lang: str, vectors: Vectors | None) -> Floats:
    """A vector for each word of a text: of no numbers without vectors, of zeros in another language than Finnish."""
    if vectors is None:
        return np.zeros((len(words), 0))
    if lang != LANGUAGE:
        return np.zeros((len(words), vectors.width))
    return vectors.of_words(words) * np.sqrt(MEANING_SHARE)


def _products(of_row: NDArray, features: NDArray, values: Floats, rows: int, columns: int) -> Floats:
    """The products of all rows with all rows, a slice of features at a time so that memory stays bounded."""
    products = np.zeros((rows, rows))
    for start in range(0, columns, _COLUMNS):
        here = (features >= start) & (features < start + _COLUMNS)
        table = np.zeros((rows, _COLUMNS))
        table[of_row[here], features[here] - start] = values[here]
        products += table @ table.T
    return products
