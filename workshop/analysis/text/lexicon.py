"""Base forms of words and the parts of compounds: by Voikko for Finnish where the machine has it, else by simplemma.

Voikko is a library of the machine (Debian: libvoikko1 and voikko-fi). simplemma's dictionaries come with it as a Python
package, know Finnish a little less, and are used for Swedish and English always. Neither is told which of two readings
is meant: of several, the one with the fewest parts is taken, and of those the shortest.

The set-up packs simplemma's dictionaries, for as they come they take a process 600 MB and three seconds; where that was
not done they are read as they come.
"""

import re
import sys
from collections.abc import Mapping, Sequence
from ctypes import CDLL
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from threading import Lock

from libvoikko import Voikko
from simplemma import Lemmatizer
from simplemma.strategies import DefaultDictionaryFactory, DefaultStrategy, DictionaryFactory, DictionaryLookupStrategy
from simplemma.strategies.dictionaries.trie_dictionary_factory import TrieDictionaryFactory

DICTIONARIES = frozenset({"fi", "sv", "en"})
PACKED = Path(sys.prefix) / "share" / "koonti" / "dictionaries"
LONGEST_WORD = 60
"""Signs of the longest word that is looked up; longer ones are no words."""
COMPOUND_FROM, PART_FROM = 8, 3
"""Letters of the shortest word that is taken for a compound without a dictionary's word, and of its shortest part."""
SPOKEN_FROM, LONGEST_ENDING = 5, 4
"""Letters of the shortest such word (_SHORT_FORMS) that endings are looked for after, and of the longest ending."""

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

_ROOT = re.compile(r"^\+[^+(]+\(([^)]+)\)\+")
"""What a derived word comes from in Voikko's account: kehittää of kehittäminen."""
_PLURAL = re.compile("..[aeiouyäö]t$")
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


def pack_dictionaries(folder: Path = PACKED) -> None:
    """Write the dictionaries anew, to take little memory and no time to load. This takes ten seconds and 1 GB once."""
    for language in sorted(DICTIONARIES):
        TrieDictionaryFactory(disk_cache_dir=str(folder)).get_dictionary(language)


@cache
def _dictionaries(folder: Path = PACKED) -> DictionaryFactory:
    packed = all((folder / f"{language}.dic").is_file() for language in DICTIONARIES)
    return TrieDictionaryFactory(disk_cache_dir=str(folder)) if packed else DefaultDictionaryFactory()


@cache
def _lemmatizer() -> Lemmatizer:
    # what is found is kept by those who ask
    return Lemmatizer(cache_max_size=0, lemmatization_strategy=DefaultStrategy(dictionary_factory=_dictionaries()))


def _is_in_dictionary(word: str, language: str) -> bool:
    return DictionaryLookupStrategy(_dictionaries()).get_lemma(word, language) is not None


@lru_cache(maxsize=65536)
def base_form(word: str, language: str) -> tuple[str, tuple[str, ...]]:
    """The base form of a word in small letters, and its parts when it is a compound, each in its base form.

    The word itself where it is not known. Language is a code; in others than fi, sv and en every word is its own base.
    """
    if len(word) > LONGEST_WORD or language not in DICTIONARIES or not any(map(str.isalpha, word)):
        return word, ()
    lemma, parts = _looked_up(word, language)
    meant = _short_form(lemma, language)
    if meant:
        first, *more = meant.split()
        lemma, parts = "-".join([first, *more]), (first, *more) if more else ()
    return lemma, parts or _halves(lemma, language)


def _short_form(lemma: str, language: str) -> str | None:
    """What a word of the field or of speech counts as. Dictionaries know few of them, so endings may follow."""
    forms = _SHORT_FORMS.get(language, {})
    beginnings = (lemma[:size] for size in range(len(lemma), max(len(lemma) - LONGEST_ENDING, SPOKEN_FROM) - 1, -1))
    return forms.get(lemma) or next((forms[beginning] for beginning in beginnings if beginning in forms), None)


def _looked_up(word: str, language: str) -> tuple[str, tuple[str, ...]]:
    if language == "fi" and voikko():
        with _lock:
            readings = voikko().analyze(word)
        if readings:
            return chosen_reading(word, readings)
    elif _is_in_dictionary(word, language):
        return _base(word, language), ()
    parts = _halves(word, language)
    return "".join(parts) or _base(word, language), parts


def chosen_reading(word: str, readings: Sequence[Mapping[str, str]]) -> tuple[str, tuple[str, ...]]:
    """The base form and parts of a word by Voikko's readings of it, of which there must be one.

    Voikko marks where a compound's parts begin in the word as it stands; all but the last keep their letters in it.
    """
    best = min(readings, key=lambda read: (read["STRUCTURE"].count("="), len(read["BASEFORM"]), read["BASEFORM"]))
    lemma = best["BASEFORM"].casefold()
    sizes = [len(part.replace("-", "")) for part in best["STRUCTURE"].strip("=").split("=")]
    whole = lemma.replace("-", "")
    if len(sizes) == 1:
        root = _ROOT.match(best.get("WORDBASES", ""))
        return lemma, (root[1].casefold(),) if root and root[1] != lemma else ()
    starts = [*accumulate(sizes[:-1])]
    firsts = [whole[start:end] for start, end in pairwise([0, *starts])]
    parts = [*(_first_part(first, "fi") or first for first in firsts), whole[starts[-1] :]]
    # kunta + yhteis + työ is of yhteistyö too, and hyvin + vointi + alue of hyvinvointi
    wider = [whole[starts[0] :], _first_part(whole[: starts[-1]], "fi")] if len(sizes) > 2 else []
    return lemma, tuple(dict.fromkeys(part for part in [*parts, *wider] if part))


def _is_known(word: str, language: str) -> bool:
    if language == "fi" and voikko():
        with _lock:
            return bool(voikko().spell(word))
    return _is_in_dictionary(word, language)


def _base(word: str, language: str) -> str:
    """The base form of a word that is no compound."""
    if language == "fi" and voikko():
        with _lock:
            forms = [reading["BASEFORM"].casefold() for reading in voikko().analyze(word)]
        return min(forms, key=lambda form: (len(form), form), default=word)
    lemma = _lemmatizer().lemmatize(word, language).casefold()
    # simplemma takes some plurals for words of their own: palvelut
    singular = lemma[:-1] if language == "fi" and _PLURAL.search(lemma) else lemma
    return singular if _is_known(singular, language) else lemma


@lru_cache(maxsize=65536)
def _halves(lemma: str, language: str) -> tuple[str, ...]:
    """The two parts of a word that is made of two known ones; nothing otherwise."""
    if "-" in lemma:
        parts = tuple(part for part in lemma.split("-") if len(part) >= PART_FROM)
        return parts if len(parts) > 1 else ()
    if len(lemma) < COMPOUND_FROM or language == "en":
        return ()
    if language == "fi" and voikko() and _is_known(lemma, language):
        return ()
    found = []
    for place in range(PART_FROM, len(lemma) - PART_FROM):
        first, last = _first_part(lemma[:place], language), lemma[place:]
        if first and last not in _ENDINGS and _is_known(last, language):
            found.append((min(place, len(lemma) - place), first, _base(last, language)))
    return max(found)[1:] if found else ()


def _first_part(first: str, language: str) -> str | None:
    """The base form of what may begin a compound; None when it is no word."""
    if first in _BEGINNINGS:
        return first
    # Swedish joins with an s: arbets + plats
    forms = (first, first[:-1]) if language == "sv" and first.endswith("s") else (first,)
    known = next((form for form in forms if len(form) >= PART_FROM and _is_known(form, language)), None)
    return known and _base(known, language)
