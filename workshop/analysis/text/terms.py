"""The words and pairs of words that many texts have, each with the texts that have it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from workshop.analysis.text.said import Id, Said
from workshop.analysis.text.words import Word, says_something, words_of

LEAST = 2
"""Texts that have a word when it is told of."""
SWALLOWED = 0.8
"""A word is not told of beside a pair that has it when so much of its texts are the pair's."""

Key = tuple[str, ...]
"""A language and one or two base forms."""


@dataclass(frozen=True)
class Term:
    """A word, or two that stand side by side. `count` texts have it in some form, `ids` in the order given."""

    name: str
    """The form in which it stands most often; without the capital of a sentence's
    first word where it ever stands without."""
    count: int
    ids: tuple[Id, ...]


def frequent_terms(texts: Sequence[Said], most: int = 30, least: int = LEAST) -> list[Term]:
    """The terms that most texts have, most first; at most `most` of them, each in at least `least` texts.

    Texts are counted and not words: who writes a word three times has one text. All forms of a word are one term.
    """
    found = terms_of(texts)
    frequent = {key: term for key, term in found.items() if term.count >= least}
    swallowed = set(_swallowed(frequent))
    left = [(key, term) for key, term in frequent.items() if key not in swallowed and may_head(key)]
    left.sort(key=lambda one: (-one[1].count, -len(one[0]), one[1].name, one[0]))
    return [term for _key, term in left[:most]]


def terms_of(texts: Sequence[Said]) -> dict[Key, Term]:
    """Every word and every pair of words of the texts, by language and base forms."""
    ids: dict[Key, dict[int, Id]] = defaultdict(dict)
    forms: dict[Key, Counter[str]] = defaultdict(Counter)
    for number, said in enumerate(texts):
        for key, form in _terms(words_of(said.text, said.language), said.language):
            ids[key][number] = said.id
            forms[key][form] += 1
    return {key: Term(_commonest(forms[key]), len(having), tuple(having.values())) for key, having in ids.items()}


def may_head(key: Key) -> bool:
    """Whether a term can stand by itself in a list: no pair of words neither of which says something."""
    language, *lemmas = key
    return any(says_something(lemma, language) for lemma in lemmas)


def _terms(words: Sequence[Word], language: str) -> Iterator[tuple[Key, str]]:
    for word in words:
        yield (language, word.lemma), word.surface
    for word, after in pairwise(words):
        if after.place == word.place + 1 and word.lemma != after.lemma:
            yield (language, word.lemma, after.lemma), f"{word.surface} {after.surface}"


def _commonest(forms: Mapping[str, int]) -> str:
    """The commonest form, whatever its capitals; the first in the alphabet of equals."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for form, times in forms.items():
        spellings[form.casefold()][form] += times
    _form, spelt = min(spellings.items(), key=lambda one: (-one[1].total(), one[0]))
    name = min(spelt, key=lambda form: (-spelt[form], form))
    # A word that begins a sentence has a capital there only; a name has it everywhere.
    return name[0].lower() + name[1:] if any(form[0].islower() for form in forms) else name


def _swallowed(terms: Mapping[Key, Term]) -> Iterator[Key]:
    for (language, *lemmas), pair in terms.items():
        for lemma in lemmas if len(lemmas) == 2 else ():
            word = terms.get((language, lemma))
            if word and pair.count >= SWALLOWED * word.count:
                yield language, lemma
