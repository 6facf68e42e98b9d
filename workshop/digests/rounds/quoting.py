"""Quotes are word for word: what is left out of one is seen as […]."""

import re

GAP = "[…]"
_GAPS = re.compile(r"\[\s*(?:…|\.\.\.)\s*\]")


class NotVerbatim(ValueError):
    """The words are not those that were said, or something is left out and not seen."""


def quoted(words: str, said: str) -> str:
    """The quote with its gaps as […], when nothing but gaps parts it from what was `said`; all of it when it is empty.

    Raises NotVerbatim.
    """
    if not words.strip():
        return said
    original = " ".join(said.split())
    parts = [" ".join(part.split()) for part in _GAPS.split(words)]
    if not any(parts):
        raise NotVerbatim(words)
    place = 0
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        found = original.rfind(part) if last and part and number else original.find(part, place)
        if found < place or (number == 0 and part and found > 0):
            raise NotVerbatim(words)
        place = found + len(part)
        if last and part and place < len(original):
            raise NotVerbatim(words)
    return f" {GAP} ".join(parts).strip()
