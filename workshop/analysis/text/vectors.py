"""What Finnish words mean, as vectors, where `make text` has fetched them; everything works without, a little worse.

The vectors are those of the Python package spacy-fi-experimental-web-md (Antti Ajanki, MIT licence): 50,000 rows of
300 numbers, here in one byte each. By floret, a word's vector is the mean of rows that the hashes of its pieces point
to, so every word has one. (Boyd and Warmerdam: floret, 2022; spaCy's reading of it: spacy.vectors.Vectors.get_batch.)

What all words have in common tells nothing: the mean of a fixed background, the Finnish keywords of the built-in
frames, and its first principal component are taken away (Mu and Viswanath: All-but-the-Top, ICLR 2018). Vectors know
what a word is about and not what is thought of it, so no opinion is ever read from them.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import mmh3
import numpy as np
from numpy.typing import NDArray

from workshop.analysis.text.words import Word
from workshop.vocabulary.frames import built_in_frames

FILE = "vectors.npz"
LANGUAGE = "fi"
PART = 0.5
"""What a compound's part weighs in the vector of a text, where a word weighs 1."""

Floats = NDArray[np.float64]
_folder: Path | None = None


def look_in(folder: Path | None) -> None:
    """Names the folder in which vectors.npz is, if it is. They are read when they are first needed."""
    global _folder  # noqa: PLW0603 - where they are is a fact of the machine, told once at the start
    _folder = folder


def vectors() -> "Vectors | None":
    """The vectors of this machine; None where they have not been fetched."""
    return None if _folder is None else _read(_folder / FILE)


@cache
def _read(path: Path) -> "Vectors | None":
    if not path.is_file():
        return None
    with np.load(path) as stored:
        return Vectors(stored["rows"], stored["scale"], *(int(number) for number in stored["floret"]))


class Vectors:
    """The vectors of words: rows in one byte a number, and what each row's numbers are multiplied with.

    Pieces of `shortest` to `longest` signs of a word, with < before it and > after it, are hashed with `seed`, and the
    first `hashes` numbers of the hash point to rows.
    """

    def __init__(
        self, rows: NDArray[np.int8], scale: NDArray[np.float32], shortest: int, longest: int, hashes: int, seed: int
    ) -> None:
        self._rows, self._scale = rows, scale.reshape(-1, 1)
        self._shortest, self._longest, self._hashes, self._seed = shortest, longest, hashes, seed
        self._of = lru_cache(maxsize=32768)(self._centred)
        cards = [card for frame in built_in_frames().values() for card in frame.cards]
        words = {word for card in cards for keyword in card.keywords[LANGUAGE] for word in keyword.casefold().split()}
        background = np.array([_unit(self._raw(word)) for word in sorted(words)])
        self._mean = background.mean(axis=0)
        apart = background - self._mean
        self._common = np.linalg.eigh(apart.T @ apart)[1][:, -1]

    @property
    def width(self) -> int:
        """Numbers of a vector."""
        return int(self._rows.shape[1])

    def of_words(self, words: Sequence[Word]) -> Floats:
        """A row for each word of a text; together they have the length 1."""
        if not words:
            return np.zeros((0, self.width))
        rows = np.array([self._of(word.lemma) + PART * sum(map(self._of, word.parts)) for word in words])
        length = float(np.linalg.norm(rows.sum(axis=0)))
        return rows / length if length else rows

    def _centred(self, word: str) -> Floats:
        vector = _unit(self._raw(word)) - self._mean
        return _unit(vector - (vector @ self._common) * self._common)

    def _raw(self, word: str) -> Floats:
        whole = f"<{word}>"
        sizes = range(self._shortest, self._longest + 1)
        pieces = [whole[start : start + size] for size in sizes for start in range(len(whole) - size + 1)]
        places = [
            place % len(self._rows)
            for piece in [whole, *(piece for piece in pieces if piece != whole)]
            for place in np.frombuffer(mmh3.hash_bytes(piece, self._seed), np.uint32)[: self._hashes].tolist()
        ]
        mean: Floats = (self._rows[places] * self._scale[places]).mean(axis=0, dtype=np.float64)
        return mean


def _unit(vector: Floats) -> Floats:
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector
