"""Quoting: parts of what somebody wrote, word for word, with a mark wherever something was left out. Pure."""

import hashlib
import re
from collections.abc import Iterator

OMISSION = "[…]"
_MARKS = re.compile(r"\[\s*(?:…|\.\.\.)\s*\]")
Spans = tuple[tuple[int, int], ...]


class NotVerbatim(ValueError):
    """A part does not stand in the contribution as it is; `part` is the first such part."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


def mark_of(words: str) -> str:
    """A name for these very words, which does not tell them."""
    return hashlib.sha256(words.encode(errors="surrogatepass")).hexdigest()[:20]


def quoted(words: str, kept: Spans) -> str:
    """The kept parts, with […] wherever there is something between, before or after them."""
    parts, told = [], 0
    for begin, end in kept:
        if words[told:begin].strip():
            parts.append(OMISSION)
        parts.append(words[begin:end].strip())
        told = end
    if words[told:].strip():
        parts.append(OMISSION)
    return " ".join(parts) if len(parts) > 1 else words


def quoted_as(words: str, typed: str) -> str:
    """The quote that was typed, with […] wherever something was left out; all of it when nothing was typed.

    Raises NotVerbatim.
    """
    return quoted(words, kept_of(words, typed)) if typed.strip() else words


def kept_of(words: str, typed: str) -> Spans:
    """Where the parts of a shortened quote stand in the contribution; typed whole, it is one part.

    Parts are what stands between the marks; whole words, in the order in which they were written. What is left out
    needs no mark of the typist's at either end: `quoted` puts it there. Raises NotVerbatim; with no part at all, too.
    """
    plain = typed.replace("\r\n", "\n").replace("\r", "\n")
    if plain.strip() == words.replace("\r\n", "\n").replace("\r", "\n").strip():
        return ((0, len(words)),)
    parts = [part.strip() for part in _MARKS.split(plain)]
    parts = [part for part in parts if part]
    if not parts:
        raise NotVerbatim("")
    kept: list[tuple[int, int]] = []
    told = 0
    for part in parts:
        place = next(_places(words, part, told), None)
        if place is None:
            raise NotVerbatim(part)
        if kept and not words[told : place[0]].strip():
            place = (kept.pop()[0], place[1])  # nothing was left out between the two
        kept.append(place)
        told = place[1]
    return tuple(kept)


def _places(words: str, part: str, start: int) -> Iterator[tuple[int, int]]:
    """Where a part stands as whole words; a line break typed or wrapped otherwise is a space."""
    pattern = r"\s+".join(map(re.escape, part.split()))
    for found in re.finditer(pattern, words[start:]):
        begin, end = found.start() + start, found.end() + start
        if not _within(words, begin) and not _within(words, end):
            yield begin, end


def _within(words: str, place: int) -> bool:
    """Does a cut here part a word? Half a word may say the opposite of the whole."""
    return 0 < place < len(words) and words[place - 1].isalnum() and words[place].isalnum()
