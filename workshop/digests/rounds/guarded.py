"""Numbers in words that are true: the house counts, the editor says "noin 50", and what is false is refused.

A phrase is a word before a number, or the number alone, in Finnish, Swedish or English. Whether it may be said is
reckoned from the count, and from whether the count is of all or only the least that is known.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from workshop.analysis.privacy import Count
from workshop.columns import LANGUAGES, Texts
from workshop.i18n.formats import number

NEAR = 20
"""How far "about" and "nearly" may be off: one part in so many, 5 % …"""
TENS_FROM, HALF_TEN = 40, 5
"""… and from this count on "about" also takes the nearest full ten, up or down, as people say "noin 50" of 45."""
LARGEST = 10**9


class Hedge(StrEnum):
    """What the word before the number claims."""

    EXACTLY = "exactly"
    ABOUT = "about"
    OVER = "over"
    NEARLY = "nearly"
    AT_LEAST = "at_least"


class Fault(StrEnum):
    """Why a phrase may not be said."""

    NOT_THE_COUNT = "not_the_count"
    TOO_FAR = "too_far"
    NOT_OVER = "not_over"
    NOT_BELOW = "not_below"
    TOO_MANY = "too_many"
    NOT_ALL_KNOWN = "not_all_known"
    """Only the least is known, and this word claims to know more."""


class BadPhrase(ValueError):
    """The text is not a number with one of the words before it."""


@dataclass(frozen=True)
class Phrase:
    """A number and what is claimed of it."""

    hedge: Hedge
    number: int


_SAID: Mapping[Hedge, Texts] = MappingProxyType(
    {
        Hedge.EXACTLY: Texts(fi="tasan", sv="exakt", en="exactly"),
        Hedge.ABOUT: Texts(fi="noin", sv="omkring", en="about"),
        Hedge.OVER: Texts(fi="yli", sv="över", en="over"),
        Hedge.NEARLY: Texts(fi="lähes", sv="nästan", en="nearly"),
        Hedge.AT_LEAST: Texts(fi="vähintään", sv="minst", en="at least"),
    }
)
_READ: Mapping[str, Hedge] = MappingProxyType(
    {
        "": Hedge.EXACTLY,
        **{_SAID[hedge][language]: hedge for hedge in Hedge for language in LANGUAGES},
        **dict.fromkeys(("cirka", "ca", "runt", "around"), Hedge.ABOUT),
        **dict.fromkeys(("mer än", "fler än", "more than"), Hedge.OVER),
        **dict.fromkeys(("melkein", "liki", "almost"), Hedge.NEARLY),
    }
)
_PHRASE = re.compile(r"(?P<word>\D*?)\s*(?P<number>\d{1,3}(?:[ \u00a0\u202f,]\d{3})+|\d+)")


def read_phrase(typed: str) -> Phrase:
    """ "yli 1 600" as a phrase; the word may be of any of the three languages. Raises BadPhrase."""
    found = _PHRASE.fullmatch(typed.strip().lower())
    hedge = _READ.get(" ".join(found["word"].split())) if found else None
    if not found or hedge is None:
        raise BadPhrase(typed)
    figure = int(re.sub(r"\D", "", found["number"]))
    if figure > LARGEST:
        raise BadPhrase(typed)
    return Phrase(hedge, figure)


def say_phrase(phrase: Phrase, language: str) -> str:
    """The phrase in `language`: "yli 1 600"."""
    return f"{_SAID[phrase.hedge][language]} {number(phrase.number, language)}"


def say_count(count: Count, language: str) -> str:
    """What the house says by itself: the number, with "at least" when that is all that is known."""
    return say_phrase(Phrase(Hedge.AT_LEAST, count.n), language) if count.is_least else number(count.n, language)


def fault_of(phrase: Phrase, count: Count) -> Fault | None:
    """Why the phrase is false of the count; None when it is true.

    Over: more than the number. At least: the number or more. Nearly: below the number, by 5 % of it at most. About:
    within 5 % of the count, or the full ten nearest to a count of 40 or more (of 45 both 40 and 50). Exactly: the
    count. Of a count that is only the least, nobody can say more than "over" and "at least".
    """
    n, figure = count.n, phrase.number
    match phrase.hedge:
        case Hedge.OVER:
            return None if n > figure else Fault.NOT_OVER
        case Hedge.AT_LEAST:
            return None if n >= figure else Fault.TOO_MANY
        case _ if count.is_least:
            return Fault.NOT_ALL_KNOWN
        case Hedge.EXACTLY:
            return None if n == figure else Fault.NOT_THE_COUNT
        case Hedge.NEARLY:
            if n >= figure:
                return Fault.NOT_BELOW
            return None if NEAR * (figure - n) <= figure else Fault.TOO_FAR
        case _:
            is_full_ten = n >= TENS_FROM and figure % (2 * HALF_TEN) == 0 and abs(n - figure) <= HALF_TEN
            return None if is_full_ten or NEAR * abs(n - figure) <= n else Fault.TOO_FAR
