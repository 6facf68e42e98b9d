"""Which notes say nearly the same: shown to a facilitator who may stack them, never merged.

Two notes are near when their guards are equal (the same numbers, negations and opposites, with the same words beside
them), when no word of one stands in place of another word of the other, and when their sorted words, in plain letters,
are alike by rapidfuzz's ratio (0–100). _Words are not lemmatised: two of them count as one word when they begin alike.

They are taken to say the same when their ratio is at least 90, or when nothing was added and no word differs in more
than its ending; otherwise from 75 they are alike.

Measured on N = 286 pairs of short notes (fi, sv, en), 128 of them duplicates and the others made to mislead: .97 of
what is near are duplicates, and .74 of the duplicates are near: all slips and changed signs (52 of 52), 43 of 72
inflections, no paraphrase (0 of 4). Since then stems may change and filling words are passed over: on 74 more pairs
(bench/cases/text) .48 → .85 of the duplicates are taken to be the same, and .91 → .97 of what is so taken are.
docs/decisions/0013-near-duplicates-are-shown.md tells why these rules.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, Prefix

from workshop.analysis.meanings import (
    BINDING,
    FILLING,
    TIMES,
    in_place_of,
    meaning_of,
    plain,
    tokens_of,
    without_wanting,
)

ALIKE_FROM, SAME_FROM = 75, 90
"""The ratio from which two texts are alike, and from which they are taken to say the same."""

LONGEST = 3 * 64
"""Signs of the longest text that is compared word by word; longer ones are near only when all their letters are equal.
They hold several thoughts, and thousands of them would hold up all who wait for the same process. rapidfuzz takes 64
signs at a time."""

CANDIDATES = 10
"""How many of the most similar texts are looked at word by word."""

MOST_CHANGED_WORDS = 8
"""More words than this that differ are another text."""

SHARED_BEGINNING, LONGEST_ENDING = 0.6, 5
"""Two words are forms of one when this share of the longer one is alike and at most so many last letters are not."""

SHARED_STEM, SHORTEST_STEM = 0.5, 3
"""The same share, and so many letters, when what follows is an ending of inflection in both: nuorten, nuorille."""

SHARED_VERB = 0.4
"""The same share for two verbs by which notes ask for something: kehittäminen, kehitettävä, kehitetään."""

TYPO_FROM = 6
"""Letters of the shortest word in which one wrong letter is taken for a slip of the finger."""


class Likeness(StrEnum):
    """How near two notes are."""

    SAME = "same"
    ALIKE = "alike"


@dataclass(frozen=True)
class Near:
    """The note that another note is near to, and how near."""

    note_id: int
    likeness: Likeness


_VERB = re.compile("(mi(nen|sen|sta|seen|seksi|sella)|tava|taan)$")
_ENDING = re.compile(
    # Finnish: cases, singular and plural, after a last vowel of the stem that may change, or after what becomes of -s
    # and -nen (kynnys, kynnyksen; yhteinen, yhteiset)
    "nen|(k?s[ei]|[aeiouy])?(n|t|a|ta|tta|en|in|an|on|un|yn|den|ten|jen|ien|iden|ja|ia|ita|i?ssa|i?sta|i?lla|i?lle|i?lta|i?na|i?ksi"
    "|seen|siin|i?hin|aan|een|iin|oon|uun|si)?(kin)?"
    # Swedish and English
    "|s|e|na|et|ar|er|or|arna|erna|orna|ens|ets|es|ed|ing"
)
"""What words of the three languages end in besides their stem, in plain letters."""
_MAKER = re.compile("[aeiuy]ja")
"""Looks like an ending and makes another word: hoito, hoitaja."""
_WEAK = {"kk": "k", "pp": "p", "tt": "t", "nt": "nn", "nk": "ng", "mp": "mm", "lt": "ll", "rt": "rr", "d": "t"}
_STRONG = re.compile("|".join(_WEAK))
"""Finnish stems change their consonants: palkka, palkan; kunta, kunnan; hoito, hoidon."""
_NO_LETTER = re.compile(r"[\W_]+")
_BORDERS = frozenset(".,;:!?/()\n") | {"ja", "vaan", "mutta", "och", "men", "and", "but"}

_Words = tuple[str, ...]
_Guard = frozenset[tuple[str, str, int]]


@dataclass(frozen=True)
class _Read:
    """A text as it is compared."""

    guard: _Guard
    """(meaning, beginning of the word beside it, how often): differs → never near."""
    words: _Words
    """In order of the alphabet, numbers and opposites as their meanings."""
    letters: str
    """In the order of the text, without spaces: compounds are written together or apart."""
    line: str
    """The words with spaces between them, without those that only hold a sentence together."""


@dataclass(frozen=True)
class _Shelf:
    """Texts with the same guard: three lists of the same length."""

    note_ids: list[int]
    lines: list[str]
    words: list[_Words]


@lru_cache(maxsize=4096)
def _read(text: str) -> _Read:
    bare = plain(text)
    if len(bare) > LONGEST:
        letters = _NO_LETTER.sub("", bare) or bare
        return _Read(frozenset(), (letters,), letters, letters)
    clauses: list[list[str]] = [[]]
    for token in tokens_of(without_wanting(bare)):
        if token in _BORDERS:
            clauses.append([])
        else:
            clauses[-1] += [token, "kertaa"] if token in TIMES else [token]
    marks = [mark for clause in clauses for mark in _marks(clause)]
    # A single number or opposite has nothing to change places with, and Finnish words stand where they like.
    bound = len(marks) > 1 or any(meaning in BINDING for meaning, _beside in marks)
    guard = Counter((meaning, beside if bound else "") for meaning, beside in marks)
    words = [in_place_of(word) for clause in clauses for word in clause] or bare.split()
    telling = [word for word in words if word not in FILLING] or words
    return _Read(
        frozenset((meaning, beside, times) for (meaning, beside), times in guard.items()),
        tuple(sorted(words)),
        "".join(words),
        " ".join(sorted(telling)),
    )


def _marks(clause: list[str]) -> Iterator[tuple[str, str]]:
    """What means something to the guard, and how the next word that does not begins, or else the one before."""
    for place, word in enumerate(clause):
        if meaning := meaning_of(word):
            others = [*clause[place + 1 :], *reversed(clause[:place])]
            yield meaning, next((other[:3] for other in others if not meaning_of(other)), "")


def likeness(one: str, other: str) -> Likeness | None:
    """How near two texts are; None when they are not, or when one of them is blank."""
    said = Said()
    said.add(0, one)
    near = said.nearest(other)
    return near and near.likeness


def near_duplicates(texts: Mapping[int, str]) -> dict[int, Near]:
    """For each note, by its id, the nearest of those before it in `texts`; notes that are near to none are left out.

    So a hundred equal notes make 99 entries, all near to the first. Of equally near ones the earliest is told.
    """
    said, found = Said(), {}
    for note_id, text in texts.items():
        near = said.nearest(text)
        if near:
            found[note_id] = near
        said.add(note_id, text)
    return found


class Said:
    """What has been said so far, ready to be compared with what is said next."""

    def __init__(self, texts: Mapping[int, str] | None = None) -> None:
        self._equal: dict[tuple[_Guard, object], int] = {}
        self._compared: dict[_Guard, _Shelf] = {}
        for note_id, text in (texts or {}).items():
            self.add(note_id, text)

    def add(self, note_id: int, text: str) -> None:
        """Remember one more note. A blank one says nothing, and an equal one nothing new."""
        read = _read(text)
        is_new = (read.guard, read.words) not in self._equal
        if read.letters:
            self._equal.setdefault((read.guard, read.words), note_id)
            self._equal.setdefault((read.guard, read.letters), note_id)
        if read.letters and is_new and len(read.line) <= LONGEST:
            shelf = self._compared.setdefault(read.guard, _Shelf([], [], []))
            shelf.note_ids.append(note_id)
            shelf.lines.append(read.line)
            shelf.words.append(read.words)

    def nearest(self, text: str) -> Near | None:
        """The note that says most nearly the same, the earliest of equals; None when none is near."""
        read = _read(text)
        for equal in (read.words, read.letters):
            if read.letters and (read.guard, equal) in self._equal:
                return Near(self._equal[read.guard, equal], Likeness.SAME)
        shelf = self._compared.get(read.guard)
        if shelf is None or len(read.line) > LONGEST:
            return None
        found = process.extract(read.line, shelf.lines, scorer=fuzz.ratio, score_cutoff=ALIKE_FROM, limit=CANDIDATES)
        for _line, score, place in found:
            level = _level(read.words, shelf.words[place], score)
            if level:
                return Near(shelf.note_ids[place], level)
        return None


def _level(one: _Words, other: _Words, score: float) -> Likeness | None:
    """How near two texts are whose ratio is at least ALIKE_FROM; None when a word stands in place of another.

    Words that only one text has must be forms of those that only the other has, or merely added. The texts say the same
    when their ratio is high, and also when nothing that says something was added and no word differs in more than its
    ending.
    """
    only = Counter(one) - Counter(other), Counter(other) - Counter(one)
    fewer, more = sorted((sorted(words.elements()) for words in only), key=lambda words: (len(words), words))
    if len(more) > MOST_CHANGED_WORDS:
        return None
    is_same, alone = True, []
    for word in fewer:
        form = next((other_word for other_word in more if _are_forms(word, other_word)), None)
        if form is None:
            alone.append(word)
        else:
            more.remove(form)
            is_same = is_same and _differ_in_ending(word, form)
    is_filled = FILLING.issuperset([*alone, *more])
    if alone and not is_filled:
        return None
    return Likeness.SAME if (is_same and is_filled) or score >= SAME_FROM else Likeness.ALIKE


def _differ_in_ending(one: str, other: str) -> bool:
    """Whether what follows the shared beginning of two forms is an ending of inflection in both, and no other word."""
    return any(all(map(_is_ending, rests)) for _shared, *rests in _apart(one, other)) or bool(
        _VERB.search(one) and _VERB.search(other)
    )


def _apart(one: str, other: str) -> Iterator[tuple[int, str, str]]:
    """How many letters two words share from their beginning, and what follows: as they stand, and in one grade."""
    for first, second in ((one, other), (_in_one_grade(one), _in_one_grade(other))):
        shared = Prefix.similarity(first, second)
        yield shared, first[shared:], second[shared:]


def _is_ending(rest: str) -> bool:
    return bool(_ENDING.fullmatch(rest)) and not _MAKER.match(rest)


def _in_one_grade(word: str) -> str:
    return _STRONG.sub(lambda found: _WEAK[found[0]], word)


def _are_forms(one: str, other: str) -> bool:
    """Whether two different words are likely the same one, inflected or with a slip of the finger."""
    shorter, longer = sorted((len(one), len(other)))
    shared = Prefix.similarity(one, other)
    return (
        (shared >= SHARED_BEGINNING * longer and longer - shared <= LONGEST_ENDING)
        or (shared >= SHARED_VERB * longer and bool(_VERB.search(one) and _VERB.search(other)))
        or (shared > 0 and shorter >= TYPO_FROM and OSA.distance(one, other, score_cutoff=1) <= 1)
        or (
            (one[:2] == other[:2] and shorter >= SHORTEST_STEM)
            and any(
                shared >= max(SHARED_STEM * (shared + max(map(len, rests))), SHORTEST_STEM)
                and all(map(_is_ending, rests))
                for shared, *rests in _apart(one, other)
            )
        )
    )
