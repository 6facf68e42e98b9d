"""Alphabetical order in the reader's language, the same on every machine (no locale of the system is asked)."""

import unicodedata

_LETTERS = " 0123456789abcdefghijklmnopqrstuvwxyzåäö"
_RANK = {letter: rank for rank, letter in enumerate(_LETTERS)}
_OWN_LETTERS = "åäö"


def alphabetical(language: str, text: str) -> tuple[tuple[int, ...], str]:
    """A sort key for `text`: in Finnish and Swedish å, ä and ö are letters of their own and come last, in this order;
    in other languages they are sorted as a and o. Hyphens, colons and the like do not count; capitals neither.
    """
    folded = text.casefold()
    kept = _OWN_LETTERS if language in ("fi", "sv") else ""
    ranks = tuple(_RANK[base] for letter in folded for base in _bases(letter, kept) if base in _RANK)
    return ranks, folded


def _bases(letter: str, kept: str) -> str:
    return letter if letter in kept else unicodedata.normalize("NFD", letter)
