"""What texts must share to say the same: numbers, negations, and words that have an opposite, by what they mean."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

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
TIMES = {"kerran", "kahdesti", "kolmesti", "neljasti", "viidesti", "kuudesti"}
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
    instead tilalle tilalla sijaan sijasta asemesta instead rather stallet framom
    before ennen before fore innan
    after jalkeen after efter
    lower lasketaan laskettava alenn* alent* lower lowering sank sanka sanks sankas
"""
"""What a word means for the guard, first in its line; a star stands for any ending. Written in plain letters."""

_WORD_LIST = """
    on ovat olisi pitaisi pitaa taytyy tulisi etta kylla siis
    att det den de ett ar ska skall bor borde maste
    the a an is are be should must that
"""

BINDING = {"not", "instead"}
"""Meanings that say something of the word beside them even when there is no other: not this, instead of that."""

_WANTING = re.compile(
    r"\b(minusta|mielest(ani|amme)|(minun|mun|meidan) mielesta|(on|olisi) tarkeaa,? etta|(pitaisi|pitaa|taytyy) saada"
    r"|jag (tycker|anser)( att)?|enligt mig|det (ar|vore) viktigt att"
    r"|i (think|believe)( that)?|in my opinion|it (is|would be) important (that|to)|please)\b"
)
"""By which somebody says that they think or want so: no difference between two notes."""

FILLING = frozenset(_WORD_LIST.split())
"""Words that hold a sentence together, and whose absence is no difference either."""


def _words_of(lines: str) -> Iterator[tuple[str, str]]:
    for line in lines.strip().splitlines():
        meaning, *words = line.split()
        yield from ((word, meaning) for word in words)


_WHOLE = {word: meaning for word, meaning in [*_words_of(_NUMBERS), *_words_of(_MEANINGS)] if not word.endswith("*")}
_BEGINNINGS = {word[:-1]: meaning for word, meaning in _words_of(_MEANINGS) if word.endswith("*")}
_LACKING = re.compile(r"\w{3,}(matta\b|(?<![su])t(on\b|om[aiuy]))")
"""Finnish endings for what is lacking or left undone: toimimaton, hoitamatta, but not henkilöstön nor auton."""
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u200b-\u200f\u00ad]")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | dict.fromkeys("'’", ""))
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}\b)")
_TOKEN = re.compile(r"\d+(?:[.,:/-]\d+)*|[^\W\d_]+|[👎❌🚫]|[.,;:!?/()\n]")


def tokens_of(text: str) -> list[str]:
    """The words, numbers and signs that end a clause, of a text in plain letters. Thousands lose their space."""
    return _TOKEN.findall(_THOUSANDS.sub("", text))


def without_wanting(text: str) -> str:
    """A text in plain letters without "I think that" and the like; itself where nothing else is said."""
    rest = _WANTING.sub(" ", text)
    return rest if _TOKEN.search(rest) else text


def meanings(text: str) -> Counter[str]:
    """The numbers, negations and opposites of a text by what they mean, and how often each stands there.

    Finnish endings for what is lacking are not among them: other words end so too.
    """
    found = map(meaning_of, tokens_of(plain(text)))
    return Counter(meaning for meaning in found if meaning not in (None, "lacking"))


def plain(text: str) -> str:
    """The text in small letters without accents, with one kind of dash."""
    return _ACCENTS.sub("", unicodedata.normalize("NFD", text).casefold()).translate(_DASHES).strip()


@lru_cache(maxsize=16384)
def meaning_of(word: str) -> str | None:
    """What the word means for the guard, if anything."""
    if word[0].isdigit():
        return word.lstrip("0") or "0"
    if word in _WHOLE:
        return _WHOLE[word]
    for length in range(min(len(word), 10), 3, -1):
        if word[:length] in _BEGINNINGS:
            return _BEGINNINGS[word[:length]]
    return "lacking" if _LACKING.match(word) else None


def in_place_of(word: str) -> str:
    """Forms of a number or an opposite as one word."""
    meaning = meaning_of(word)
    return word if meaning in (None, "lacking") else meaning
