"""Groups of texts that say similar things, with a label and typical quotes: suggestions for a person to rename.

A group is made around a word or a pair of words that its texts share, alone or as a part of compounds, so that its
label tells why they are together. The word that many texts have, but not most of them, comes first
(texts × ln²(all / texts)); the next is looked for among the texts that are left; and what shares no such word joins the
group that it is most alike to, or stays alone, as many do. No grouping without a frame is better than a first sketch:
docs/text.md has the figures.

Likeness is the cosine of features weighed by rarity (features.py), as vectors of fixed length (feature hashing;
Weinberger et al., ICML 2009).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from workshop.analysis.personal import personal_data
from workshop.analysis.text.features import Scale, features_of
from workshop.analysis.text.said import Id, Said
from workshop.analysis.text.terms import Key, Term, may_head, terms_of
from workshop.analysis.text.words import says_something, words_of

SMALLEST = 3
"""Texts of the smallest group."""
ALIKE_FROM = 0.25
"""The likeness to a group's centre from which a text without its word joins it."""
PAIR = 1.3
"""What a pair of words weighs as the middle of a group, where a word weighs 1."""
PART_FROM = 5
"""Letters of the shortest part of compounds that brings a text to a word: palvelu of lähipalvelu, but not työ."""
DIMENSIONS = 2048
LABEL_TERMS = 3
QUOTES = 3
SHORTEST_QUOTE, LONGEST_QUOTE = 3, 28
"""Words of a quote."""
CENTRAL = 0.7
"""What being near the centre weighs when quotes are chosen; the rest is being unlike those already chosen."""

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Group:
    """Texts that say similar things."""

    label: str
    """Its commonest distinctive terms, with commas between."""
    ids: tuple[Id, ...]
    """In the order given."""
    quotes: tuple[Said, ...]
    """Typical texts, as they were written; picked by machine until a person accepts them."""


def gather(texts: Sequence[Said]) -> list[Group]:
    """The groups among the texts, the largest first; texts that are in no group are told nowhere."""
    terms = terms_of(texts)
    groups = _around_words(texts, terms)
    _add_others([*groups.values()], texts)
    return [
        _group([texts[number] for number in sorted(group)], middle, terms, len(texts))
        for middle, group in sorted(groups.items(), key=lambda one: (-len(one[1]), sorted(one[1])))
    ]


def _around_words(texts: Sequence[Said], terms: Mapping[Key, Term]) -> dict[Key, set[int]]:
    """The word or pair of each group and the numbers of its texts, the best word first."""
    having: dict[Key, set[int]] = {}
    for number, said in enumerate(texts):
        for key in _middles(said):
            if key in terms:
                having.setdefault(key, set()).add(number)
    shared = {key: (len(numbers), numbers) for key, numbers in having.items() if len(numbers) >= SMALLEST}

    def worth(key: Key) -> float:
        everywhere, left = shared[key]
        return round((PAIR if len(key) > 2 else 1) * len(left) * log(len(texts) / everywhere) ** 2, 9)

    groups: dict[Key, set[int]] = {}
    while shared:
        best = min(shared, key=lambda key: (-worth(key), key))
        if not worth(best):
            break
        group = groups[best] = shared[best][1]
        shared = {
            key: (everywhere, left - group)
            for key, (everywhere, left) in shared.items()
            if len(left - group) >= SMALLEST
        }
    return groups


def _middles(said: Said) -> Iterator[Key]:
    """What a group with this text may be made around: its words, parts of them, and pairs."""
    words = words_of(said.text, said.language)
    for word in words:
        if says_something(word.lemma, said.language):
            yield said.language, word.lemma
            yield from ((said.language, part) for part in word.parts if len(part) >= PART_FROM)
    for word, after in pairwise(words):
        key = (said.language, word.lemma, after.lemma)
        if after.place == word.place + 1 and may_head(key):
            yield key


def _add_others(groups: Sequence[set[int]], texts: Sequence[Said]) -> None:
    """Puts each text that is left into the group that it is most alike to, if it is alike enough."""
    left = sorted(set(range(len(texts))).difference(*groups))
    if not left or not groups:
        return
    vectors = _vectors(texts)
    centres = np.array([vectors[sorted(group)].mean(axis=0) for group in groups])
    centres /= np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-9)
    for number, likeness in zip(left, (vectors[left] @ centres.T).round(6), strict=True):
        best = int(np.argmax(likeness))
        if likeness[best] >= ALIKE_FROM:
            groups[best].add(number)


def quotes(texts: Sequence[Said], k: int = QUOTES) -> list[Said]:
    """At most `k` typical texts, each 3–28 words long, different from each other and without personal data.

    Maximal marginal relevance: near the centre of all texts, unlike those already chosen (Carbonell and Goldstein,
    SIGIR 1998).
    """
    if not texts or k < 1:
        return []
    vectors = _vectors(texts)
    centre = vectors.mean(axis=0)
    centre /= np.linalg.norm(centre) or 1.0
    central = vectors @ centre
    left = [number for number, said in enumerate(texts) if _is_quotable(said.text)]
    chosen: list[int] = []
    nearest = np.zeros(len(texts))
    while left and len(chosen) < k:
        worth = (CENTRAL * central - (1 - CENTRAL) * nearest).round(6)
        best = max(left, key=lambda number: (worth[number], -number))
        chosen.append(best)
        nearest = np.maximum(nearest, vectors @ vectors[best])
        left = [number for number in left if nearest[number] < 0.9 and number != best]
    return [texts[number] for number in chosen]


def _is_quotable(text: str) -> bool:
    return SHORTEST_QUOTE <= len(text.split()) <= LONGEST_QUOTE and not personal_data(text)


def _vectors(texts: Sequence[Said]) -> Vectors:
    """A row of length 1 for each text; of zeros for one that says nothing."""
    features = [features_of(said.text, said.language) for said in texts]
    scale = Scale(features)
    table = np.zeros((len(texts), DIMENSIONS), np.float32)
    for row, one in zip(table, features, strict=True):
        for feature, weight in scale.weigh(one).items():
            place = crc32(feature.encode("utf-8"))
            row[place % DIMENSIONS] += weight if place & 0x80000000 else -weight
    lengths = np.linalg.norm(table, axis=1, keepdims=True)
    return table / np.where(lengths, lengths, 1)


def _group(texts: Sequence[Said], middle: Key, everywhere: Mapping[Key, Term], all_texts: int) -> Group:
    label = _label(texts, middle, everywhere, all_texts)
    return Group(label, tuple(said.id for said in texts), tuple(quotes(texts)))


def _label(texts: Sequence[Said], middle: Key, everywhere: Mapping[Key, Term], all_texts: int) -> str:
    """The word or pair in the middle, and the terms that the group has often and other texts seldom; no word twice."""
    here = {key: term for key, term in terms_of(texts).items() if term.count > 1 and may_head(key)}
    outside = max(all_texts - len(texts), 1)

    def worth(key: Key) -> float:
        inside = here[key].count / len(texts)
        elsewhere = (everywhere[key].count - here[key].count + 0.5) / (outside + 1)
        return round(inside * max(log(inside / elsewhere), 0.01), 9)

    chosen = [middle]
    for key in sorted(here, key=lambda key: (-worth(key), key)):
        if len(chosen) < LABEL_TERMS and not any(set(key[1:]) & set(other[1:]) for other in chosen):
            chosen.append(key)
    return ", ".join(everywhere[key].name for key in chosen)
