"""What a text is compared by: its words and their parts, pairs of words, and pieces of words."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from math import log, sqrt
from types import MappingProxyType

from workshop.analysis.text.words import Word, says_something, words_of

PART, PAIR, QUIET = 0.6, 0.7, 0.3
"""What a compound's part, two words side by side, and a word that says nothing alone weigh, where a word weighs 1."""
PIECES = (3, 4, 5)
"""Signs of the pieces of words; the space before and after a word is a sign of it."""
WORDS_SHARE = 0.4
"""The share of words, and not of pieces, in how alike two texts are."""

Weights = Mapping[str, float]


@lru_cache(maxsize=65536)
def pieces_of(word: str) -> tuple[str, ...]:
    """All pieces of a word of 3–5 signs. They see through inflection, slips, and words that languages share."""
    padded = f" {word.casefold()} "
    return tuple(
        dict.fromkeys(padded[start : start + size] for size in PIECES for start in range(len(padded) - size + 1))
    )


def word_features(words: Sequence[Word], place: int, language: str) -> Iterator[tuple[str, float]]:
    """The features of one word of a text, with their weights: itself, its parts, and it with the word before it."""
    word = words[place]
    yield f"{language} {word.lemma}", _loudness(word, language)
    for part in word.parts:
        yield f"{language} {part}", PART
    if place and words[place - 1].place == word.place - 1:
        yield f"{language} {words[place - 1].lemma} {word.lemma}", PAIR


def _loudness(word: Word, language: str) -> float:
    return 1.0 if says_something(word.lemma, language) else QUIET


@lru_cache(maxsize=16384)
def features_of(text: str, language: str) -> tuple[Weights, Weights]:
    """The features of a text by words (each known by its language) and by pieces, before they are weighed."""
    words = words_of(text, language)
    by_words: dict[str, float] = {}
    for place in range(len(words)):
        for feature, weight in word_features(words, place, language):
            by_words[feature] = max(by_words.get(feature, 0.0), weight)
    by_pieces: dict[str, float] = {}
    for word in words:
        for piece in pieces_of(word.surface):
            by_pieces[piece] = max(by_pieces.get(piece, 0.0), _loudness(word, language))
    return MappingProxyType(by_words), MappingProxyType(by_pieces)


class Scale:
    """Weighs features by how rare they are among texts (TF-IDF), so that each text has the length 1.

    Inverse document frequency ln((n + 1) / (df + ½)), each of the two kinds made to length 1 by itself, then mixed.
    A feature that none of the texts has weighs nothing.
    """

    def __init__(self, texts: Sequence[tuple[Weights, Weights]]) -> None:
        self._rarity: tuple[dict[str, float], dict[str, float]] = ({}, {})
        for kind, rarity in enumerate(self._rarity):
            found: dict[str, int] = {}
            for text in texts:
                for feature in text[kind]:
                    found[feature] = found.get(feature, 0) + 1
            rarity.update((feature, log((len(texts) + 1) / (times + 0.5))) for feature, times in found.items())

    def weigh(self, text: tuple[Weights, Weights]) -> dict[str, float]:
        """The features of a text with what each weighs."""
        return {
            feature: weight
            for kind, share in enumerate((WORDS_SHARE, 1 - WORDS_SHARE))
            for feature, weight in self._weigh(text[kind], self._rarity[kind], sqrt(share))
        }

    @staticmethod
    def _weigh(text: Weights, rarity: Mapping[str, float], share: float) -> Iterator[tuple[str, float]]:
        weighed = [(feature, weight * rarity[feature]) for feature, weight in text.items() if feature in rarity]
        length = sqrt(sum(weight * weight for _feature, weight in weighed))
        # A sign keeps pieces apart from words.
        return ((feature, share * weight / length) for feature, weight in weighed) if length else iter(())
