"""Which notes say nearly the same: shown to a facilitator who may stack them, never merged.

Two notes are near when their guards are equal (the same numbers, negations and opposites, with the same words beside
them), when no word of one stands in place of another word of the other, and when their sorted words, in plain letters,
are alike by rapidfuzz's ratio (0–100). _Words are not lemmatised: two of them count as one word when they begin alike.

Measured on N = 286 pairs of short notes (fi, sv, en), 128 of them duplicates and the others made to mislead: .97 of
what is near are duplicates, and .74 of the duplicates are near: all slips and changed signs (52 of 52), 43 of 72
inflections, no paraphrase (0 of 4). docs/decisions/0013-near-duplicates-are-shown.md tells why these rules.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, Prefix

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


_NUMBERS = """
    1 yksi yhden yhta kerran ensimmainen ensimmaisen one once first forsta
    2 kaksi kahden kahta kahteen kahdesti toinen toisen two twice second tva andra
    3 kolme kolmen kolmea kolmeen kolmesti kolmas kolmannen three third tre tredje
    4 nelja neljan neljaa neljaan neljasti neljas neljannen four fourth fyra fjarde
    5 viisi viiden viitta viiteen viidesti viides viidennen five fifth fem femte
    6 kuusi kuuden kuutta kuuteen kuudesti kuudes kuudennen six sixth sex sjatte
    7 seitseman seitsemaa seitsemaan seven sju
    8 kahdeksan kahdeksaa kahdeksaan eight atta
    9 yhdeksan yhdeksaa yhdeksaan nine nio
    10 kymmenen kymmenta kymmeneen ten tio
    12 kaksitoista kahtatoista twelve tolv
"""
_TIMES = {"kerran", "kahdesti", "kolmesti", "neljasti", "viidesti", "kuudesti"}
"""Number words that hold the word "times" too."""

_MEANINGS = """
    not ei en et emme ette eivat eika ala alkaa ilman inte ej icke ingen inget inga aldrig utan no not never without
    not cannot none nothing nobody dont doesnt didnt cant couldnt shouldnt wont wouldnt isnt arent wasnt 👎 ❌ 🚫
    more lisaa lisata* lisatt* lisays* lisayk* lisaami* enemman enempi more mer mera fler oka okar okas okat
    more increase increases increasing
    less vahemman vahempi vahenta* vahenne* vahenty* karsi* supist* less fewer mindre farre minska minskar minskas
    less decrease decreases decreasing reduce reduces reducing
    better parem* parempi* parempa* paranta* paranne* better improve improving battre forbattra*
    worse pahempi* pahempa* pahemm* huonomp* huonomm* heikenn* heikent* worse samre forsamra*
    good hyva hyvat hyvia hyvaa hyvin good bra
    bad huono huonot huonoja huonoa huonosti bad dalig daliga daligt
    keep sailyt* sailyy sailyvat keep behall* bevara*
    close sulje* sulke* kiinni close stang stanga stangs stangas
    end lakkaut* lopete* end avsluta*
    open avata avataan avattava auki open oppna oppnas oppet
    longer pidemp* pidemm* pitene* pidenn* longer langre
    shorter lyhyem* lyhene* lyhenn* lyhent* shorter kortare
    rise nouse* nousta nousu* rise rises rising stiger
    raise nosta* noste* raise raising hoj hoja hojs hojas
    fall laskee laskevat laskea alene* fall falls falling sjunker
    lower lasketaan laskettava alenn* alent* lower lowering sank sanka sanks sankas
"""
"""What a word means for the guard, first in its line; a star stands for any ending. Written in plain letters."""


def _words_of(lines: str) -> Iterator[tuple[str, str]]:
    for line in lines.strip().splitlines():
        meaning, *words = line.split()
        yield from ((word, meaning) for word in words)


_WHOLE = {word: meaning for word, meaning in [*_words_of(_NUMBERS), *_words_of(_MEANINGS)] if not word.endswith("*")}
_BEGINNINGS = {word[:-1]: meaning for word, meaning in _words_of(_MEANINGS) if word.endswith("*")}
_LACKING = re.compile(r"\w{3,}(matta\b|(?<![su])t(on\b|om[aiuy]))")
"""Finnish endings for what is lacking or left undone: toimimaton, hoitamatta, but not henkilöstön nor auton."""
_VERB = re.compile("(mi(nen|sen|sta|seen|seksi|sella)|tava|taan)$")
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u200b-\u200f\u00ad]")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | dict.fromkeys("'’", ""))
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}\b)")
_TOKEN = re.compile(r"\d+(?:[.,:/-]\d+)*|[^\W\d_]+|[👎❌🚫]|[.,;:!?/()\n]")
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
    """The words with spaces between them."""


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
    for token in _TOKEN.findall(_THOUSANDS.sub("", bare)):
        if token in _BORDERS:
            clauses.append([])
        else:
            clauses[-1] += [token, "kertaa"] if token in _TIMES else [token]
    marks = [mark for clause in clauses for mark in _marks(clause)]
    # A single number or opposite has nothing to change places with, and Finnish words stand where they like.
    bound = len(marks) > 1 or any(meaning == "not" for meaning, _beside in marks)
    guard = Counter((meaning, beside if bound else "") for meaning, beside in marks)
    words = [_in_place_of(word) for clause in clauses for word in clause] or bare.split()
    return _Read(
        frozenset((meaning, beside, times) for (meaning, beside), times in guard.items()),
        tuple(sorted(words)),
        "".join(words),
        " ".join(sorted(words)),
    )


def meanings(text: str) -> Counter[str]:
    """The numbers, negations and opposites of a text by what they mean, and how often each stands there.

    Finnish endings for what is lacking are not among them: other words end so too.
    """
    found = map(_meaning, _TOKEN.findall(_THOUSANDS.sub("", plain(text))))
    return Counter(meaning for meaning in found if meaning not in (None, "lacking"))


def plain(text: str) -> str:
    """The text in small letters without accents, with one kind of dash."""
    return _ACCENTS.sub("", unicodedata.normalize("NFD", text).casefold()).translate(_DASHES).strip()


@lru_cache(maxsize=16384)
def _meaning(word: str) -> str | None:
    """What the word means for the guard, if anything."""
    if word[0].isdigit():
        return word.lstrip("0") or "0"
    if word in _WHOLE:
        return _WHOLE[word]
    for length in range(min(len(word), 10), 3, -1):
        if word[:length] in _BEGINNINGS:
            return _BEGINNINGS[word[:length]]
    return "lacking" if _LACKING.match(word) else None


def _in_place_of(word: str) -> str:
    """Forms of a number or an opposite as one word."""
    meaning = _meaning(word)
    return word if meaning in (None, "lacking") else meaning


def _marks(clause: list[str]) -> Iterator[tuple[str, str]]:
    """What means something to the guard, and how the next word that does not begins, or else the one before."""
    for place, word in enumerate(clause):
        if meaning := _meaning(word):
            others = [*clause[place + 1 :], *reversed(clause[:place])]
            yield meaning, next((other[:3] for other in others if not _meaning(other)), "")


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
            if _no_word_is_exchanged(read.words, shelf.words[place]):
                return Near(shelf.note_ids[place], Likeness.SAME if score >= SAME_FROM else Likeness.ALIKE)
        return None


def _no_word_is_exchanged(one: _Words, other: _Words) -> bool:
    """Whether the words that only one text has could be forms of those that only the other has, or merely added."""
    only = Counter(one) - Counter(other), Counter(other) - Counter(one)
    fewer, more = sorted((sorted(words.elements()) for words in only), key=lambda words: (len(words), words))
    if len(more) > MOST_CHANGED_WORDS:
        return False
    for word in fewer:
        form = next((other_word for other_word in more if _are_forms(word, other_word)), None)
        if form is None:
            return False
        more.remove(form)
    return True


def _are_forms(one: str, other: str) -> bool:
    """Whether two different words are likely the same one, inflected or with a slip of the finger."""
    shorter, longer = sorted((len(one), len(other)))
    shared = Prefix.similarity(one, other)
    return (
        (shared >= SHARED_BEGINNING * longer and longer - shared <= LONGEST_ENDING)
        or (shared >= SHARED_VERB * longer and bool(_VERB.search(one) and _VERB.search(other)))
        or (shared > 0 and shorter >= TYPO_FROM and OSA.distance(one, other, score_cutoff=1) <= 1)
    )
