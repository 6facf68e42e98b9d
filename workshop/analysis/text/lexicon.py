"""Base forms of words and the parts of compounds: by Voikko for Finnish where the machine has it, else by simplemma.

Voikko is a library of the machine (Debian: libvoikko1 and voikko-fi). simplemma's dictionaries come with it as a Python
package, know Finnish a little less, and are used for Swedish and English always. Neither is told which of two readings
is meant: of several, the one with the fewest parts is taken, and of those the shortest.
"""

import re
from ctypes import CDLL
from functools import cache, lru_cache
from threading import Lock

import simplemma
from libvoikko import Voikko

DICTIONARIES = frozenset({"fi", "sv", "en"})
LONGEST_WORD = 60
"""Signs of the longest word that is looked up; longer ones are no words."""
COMPOUND_FROM, PART_FROM = 8, 3
"""Letters of the shortest word that is taken for a compound without a dictionary's word, and of its shortest part."""

_SHORT_FORMS = {
    "fi": {
        "hyte": "hyvinvoinnin edistäminen",
        "hva": "hyvinvointialue",
        "hv-alue": "hyvinvointialue",
        "pohde": "hyvinvointialue",
        "sote": "sosiaali terveys",
        "sotekeskus": "terveyskeskus",
        "tk": "terveyskeskus",
        "terkkari": "terveyskeskus",
        "terkka": "terveyskeskus",
        "arvauskeskus": "terveyskeskus",
        "lape": "lapsi perhe",
        "pela": "pelastus",
        "esh": "erikoissairaanhoito",
        "pth": "perusterveydenhuolto",
        "mt": "mielenterveys",
        "miepä": "mielenterveys päihde",
        "lekuri": "lääkäri",
        "tohtori": "lääkäri",
        "hoitsu": "hoitaja",
        "duuni": "työ",
        "duunari": "työntekijä",
        "pomo": "esihenkilö",
        "esimies": "esihenkilö",
        "henkilökunta": "henkilöstö",
        "fyssari": "fysioterapia",
        "netti": "verkko",
        "nettisivu": "verkko sivu",
        "kännykkä": "puhelin",
        "mummo": "ikäihminen",
        "vaari": "ikäihminen",
        "vanhus": "ikäihminen",
        "seniori": "ikäihminen",
        "ikääntynyt": "ikäihminen",
        "vamppu": "vammainen",
        "maikka": "opettaja",
        "kuntalainen": "asukas",
        "byrokratia": "byrokratia",
    },
    "sv": {
        "hvc": "hälsovårdscentral",
        "vfo": "välfärdsområde",
        "hälsis": "hälsostation",
        "åldring": "äldre",
        "senior": "äldre",
        "förman": "chef",
        "ikt": "digital",
    },
    "en": {
        "gp": "doctor",
        "gps": "doctor",
        "ngo": "organisation",
        "it": "digital",
        "boss": "manager",
        "elderly": "older people",
        "seniors": "older people",
    },
}
"""Words of the field and of everyday speech, as base forms, and what they count as: several words are its parts."""

_WORDBASE = re.compile(r"\+([^+(]+)\(([^)]*)\)")
_BEGINNINGS = frozenset(
    ["lähi", "esi", "etä", "digi", "sote", "hyte", "itse", "ennalta", "moni", "ajan", "perus", "erikois", "yhdys"]
)
"""What stands only at the beginning of compounds."""
_ENDINGS = frozenset(
    ["minen", "leminen", "inen", "lainen", "läinen", "puolinen", "utu", "yty", "ista", "istä", "alla", "essa", "osta"]
)
"""What looks like a word at the end of one that is no compound."""
_lock = Lock()


@cache
def voikko() -> Voikko | None:
    """Voikko for Finnish; None where the machine has no libvoikko or no Finnish dictionary for it."""
    try:
        CDLL("libvoikko.so.1")
    except OSError:
        return None
    if not any(dictionary.language == "fi" for dictionary in Voikko.listDicts()):
        return None
    return Voikko("fi")


@lru_cache(maxsize=65536)
def base_form(word: str, language: str) -> tuple[str, tuple[str, ...]]:
    """The base form of a word in small letters, and its parts when it is a compound, each in its base form.

    The word itself where it is not known. Language is a code; in others than fi, sv and en every word is its own base.
    """
    if len(word) > LONGEST_WORD or language not in DICTIONARIES or not any(map(str.isalpha, word)):
        return word, ()
    lemma, parts = _by_voikko(word) if language == "fi" and voikko() else ("", ())
    if not lemma:
        parts = () if simplemma.is_known(word, lang=language) else _halves(word, language)
        lemma = "".join(parts) or simplemma.lemmatize(word, lang=language).casefold()
    meant = _SHORT_FORMS.get(language, {}).get(lemma)
    if meant:
        first, *more = meant.split()
        lemma, parts = "-".join([first, *more]), (first, *more) if more else ()
    return lemma, parts or _halves(lemma, language)


def _by_voikko(word: str) -> tuple[str, tuple[str, ...]]:
    with _lock:
        readings = voikko().analyze(word)
    if not readings:
        return "", ()
    best = min(readings, key=lambda read: (read["STRUCTURE"].count("="), len(read["BASEFORM"]), read["BASEFORM"]))
    parts = [base.casefold() for _form, base in _WORDBASE.findall(best.get("WORDBASES", "")) if base.isalpha()]
    return best["BASEFORM"].casefold(), tuple(parts) if len(parts) > 1 else ()


@lru_cache(maxsize=65536)
def _halves(lemma: str, language: str) -> tuple[str, ...]:
    """The two parts of a word that is made of two known ones; nothing otherwise."""
    if "-" in lemma:
        parts = tuple(part for part in lemma.split("-") if len(part) >= PART_FROM)
        return parts if len(parts) > 1 else ()
    if len(lemma) < COMPOUND_FROM or language == "en":
        return ()
    found = []
    for place in range(PART_FROM, len(lemma) - PART_FROM):
        first, last = _first_part(lemma[:place], language), lemma[place:]
        if first and last not in _ENDINGS and simplemma.is_known(last, lang=language):
            found.append((min(place, len(lemma) - place), first, simplemma.lemmatize(last, lang=language).casefold()))
    return max(found)[1:] if found else ()


def _first_part(first: str, language: str) -> str | None:
    """The base form of what may begin a compound; None when it is no word."""
    if first in _BEGINNINGS:
        return first
    # Swedish joins with an s: arbets + plats
    forms = (first, first[:-1]) if language == "sv" and first.endswith("s") else (first,)
    known = next((form for form in forms if len(form) >= PART_FROM and simplemma.is_known(form, lang=language)), None)
    return known and simplemma.lemmatize(known, lang=language).casefold()
