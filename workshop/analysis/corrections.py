"""Is a text that was changed still the same text, with its slips mended?

Numbers, negations and signs must stand as they stood, and no opposite may become another one (`duplicates.meanings`).
Beyond that capitals, accents, spaces and punctuation are free, and a word may be mended by a letter, a long one by two;
no word may come, go or be exchanged for another. All in all a tenth of the letters may change.

A measure of letters knows no meaning: "välittäminen" mended to "välttäminen" passes. What a text was before is
therefore kept and shown.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

from rapidfuzz.distance import OSA

from workshop.analysis.meanings import meanings, plain

LARGEST_SHARE = 0.1
"""Of the letters may change, or one letter of a short text."""
LONG_WORD, LONGER_WORD = 6, 9
"""Letters of a word in which one letter may be another one, and in which two may."""
SHORTEST_WORD = 3
"""Letters of a word that may lack a letter or have one too many; in a longer one two may have changed places."""

_WORD = re.compile(r"[^\W_]+")
_MINUS = re.compile(r"(?<!\w)-(?=\d)")
_SIGNS = {"Sc", "Sk", "Sm", "So"}
"""Money, mathematics, pictures: by their category in Unicode."""


def is_correction(before: str, after: str) -> bool:
    """Does `after` say what `before` said, with slips mended? Texts in one language, neither of them empty."""
    if _fixed(before) != _fixed(after):
        return False
    one, other = (_WORD.findall(plain(text)) for text in (before, after))
    if "".join(one) == "".join(other):
        return bool(one) or before == after
    changed = OSA.distance("".join(one), "".join(other))
    if changed > max(1, LARGEST_SHARE * len("".join(one))):
        return False
    return all(_is_mended(was, now) for was, now in _exchanged(one, other))


def _fixed(text: str) -> Counter[str]:
    """Numbers and negations, and what is no letter and means something all the same."""
    words = Counter({word: n for word, n in meanings(text).items() if word == "not" or word[0].isdigit()})
    signs = Counter(sign for sign in text if sign == "%" or unicodedata.category(sign) in _SIGNS)
    return words + signs + Counter(_MINUS.findall(plain(text)))


def _exchanged(one: list[str], other: list[str]) -> Iterator[tuple[str, str]]:
    """The words that differ, those beside each other written together: a compound may have been taken apart."""
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        was, now = one[i1:i2], other[j1:j2]
        if tag == "replace" and len(was) == len(now):
            yield from zip(was, now, strict=True)
        elif tag != "equal":
            yield "".join(was), "".join(now)


def _is_mended(was: str, now: str) -> bool:
    """Is one word the other one with a slip mended?"""
    opposites = meanings(was), meanings(now)
    if all(opposites) and opposites[0] != opposites[1]:
        return False
    shorter, longer = sorted((len(was), len(now)))
    distance = OSA.distance(was, now)
    if distance == 1:
        one_more = shorter < longer >= SHORTEST_WORD and shorter > 0
        two_swapped = sorted(was) == sorted(now) and longer > SHORTEST_WORD
        return longer >= LONG_WORD or one_more or two_swapped
    return distance == 0 or (distance == 2 and shorter >= LONGER_WORD)
