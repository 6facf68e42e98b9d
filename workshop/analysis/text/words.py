"""The words of a text: as they stand there, their base forms, and the parts of compounds."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from workshop.analysis.text.lexicon import LONGEST_WORD, base_form
from workshop.analysis.text.stop_words import SAYS_NOTHING_ALONE, STOP_WORDS

LONGEST = 4000
"""Signs of a text that are read."""

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


@dataclass(frozen=True)
class Word:
    """A word of a text that says something: no stop word, number or single letter."""

    surface: str
    """As it stands in the text."""
    lemma: str
    parts: tuple[str, ...]
    """The base forms of a compound's parts; empty when it is none."""
    place: int
    """Its number among all words of the text, stop words too: words that stand beside each other differ by one."""


def says_something(lemma: str, language: str) -> bool:
    """Whether a word says something by itself, and not only beside another: ei, hyvä and kolme do not."""
    return lemma not in SAYS_NOTHING_ALONE.get(language, ())


def clean(text: str) -> str:
    """The text in composed letters (NFC), without signs that nobody sees and halves of signs, cut to what is read."""
    whole = text[:LONGEST].encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFC", whole).translate(_UNSEEN)


@lru_cache(maxsize=16384)
def words_of(text: str, language: str) -> tuple[Word, ...]:
    """The words of a text in this language that say something, in its order."""
    return tuple(_words(clean(text), language))


def _words(text: str, language: str) -> Iterator[Word]:
    stop_words = STOP_WORDS.get(language, frozenset())
    for place, found in enumerate(_WORD.finditer(text)):
        surface = found[0]
        small = surface.casefold().replace("’", "'")
        if not 2 <= len(small) <= LONGEST_WORD or small in stop_words:
            continue
        lemma, parts = base_form(small, language)
        if lemma not in stop_words:
            yield Word(surface, lemma, parts, place)
