"""How text flows over slides, which do not grow: what one holds, and where what is too long for it is parted.

Reckoned with a width that is a little more than that of the fonts that are met, so that a slide is rather airy than
full. Nothing is cut: what is parted goes on on the next slide.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise

EM_OF_A_LETTER = 0.6
MOST_BALANCED = 6
LINE = 1.2
"""The height of a line, in sizes of its letters."""


class Look(Enum):
    """What a paragraph is, which says how it is drawn."""

    HEADING = "heading"
    """Of one of several parts on a slide."""
    BULLET = "bullet"
    INNER = "inner"
    """A bullet within a stack."""
    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"


@dataclass(frozen=True)
class Paragraph:
    """One paragraph on a slide. `goes_on`: it began on the slide before, or in a paragraph before this one; `before`:
    what is left free above it besides, in points."""

    words: str
    look: Look
    language: str
    aside: str = ""
    goes_on: bool = False
    before: float = 0

    @property
    def whole(self) -> str:
        """The words with what stands beside them."""
        return f"{self.words} {self.aside}" if self.aside else self.words


@dataclass(frozen=True)
class Box:
    """A place for text, in points: its size, that of the letters, and what is left free between paragraphs."""

    width: float
    height: float
    letters: float
    between: float = 6

    @property
    def per_line(self) -> int:
        """How many letters stand on a line."""
        return max(1, int(self.width / (self.letters * EM_OF_A_LETTER)))

    @property
    def lines(self) -> int:
        """How many lines one paragraph may have."""
        return max(1, int((self.height - self.between) / (self.letters * LINE)))

    def height_of(self, words: str) -> float:
        """What a paragraph takes."""
        return count_lines(words, self.per_line) * self.letters * LINE + self.between


def balanced(paragraphs: Sequence[Paragraph], box: Box) -> list[list[Paragraph]]:
    """The paragraphs dealt to as few pages as `pages` does; few pages are about equally full."""
    dealt = list(pages(paragraphs, box))
    if 1 < len(dealt) <= MOST_BALANCED:
        for share in (0.5, 0.6, 0.7, 0.8, 0.9):
            lower = list(pages(paragraphs, replace(box, height=box.height * share)))
            if len(lower) == len(dealt):
                return lower
    return dealt


def pages(paragraphs: Iterable[Paragraph], box: Box) -> Iterator[list[Paragraph]]:
    """The paragraphs in order, dealt to boxes. One that fits on a page by itself is not parted."""
    page: list[Paragraph] = []
    used = 0.0
    for paragraph in paragraphs:
        for piece in _pieces(paragraph, box):
            height = box.height_of(piece.whole) + piece.before
            if page and used + height > box.height:
                yield page
                page, used = [], 0.0
            page.append(piece)
            used += height
    if page:
        yield page


def _pieces(paragraph: Paragraph, box: Box) -> Iterator[Paragraph]:
    parts = parted(paragraph.words, box.per_line, box.lines - (1 if paragraph.aside else 0))
    for number, words in enumerate(parts, start=1):
        aside = paragraph.aside if number == len(parts) else ""
        yield replace(paragraph, words=words, aside=aside, goes_on=paragraph.goes_on or number > 1)


def parted(words: str, per_line: int, most: int) -> list[str]:
    """The words in parts of at most so many lines; together they are the words, sign for sign."""
    if len(words) <= per_line and "\n" not in words:
        return [words]
    starts = [start for start in _line_starts(words, per_line) if start < len(words)]
    cuts = [*starts[:: max(1, most)], len(words)]
    return [words[start:end] for start, end in pairwise(cuts)]


def count_lines(words: str, per_line: int) -> int:
    """How many lines the words take when each holds so many letters of usual width."""
    if len(words) * 2 <= per_line and "\n" not in words:
        return 1
    return len(_line_starts(words, per_line))


def _line_starts(words: str, per_line: int) -> list[int]:
    """Where each line begins: after a line break, at a word that would not fit, or within a word without end."""
    starts, used, space = [0], 0, 0
    for place, sign in enumerate(words):
        if sign == "\n":
            starts.append(place + 1)
            used, space = 0, place + 1
            continue
        used += _width(sign)
        if sign in " \t":
            space = place + 1
        elif used > per_line and place > starts[-1]:
            begin = space if space > starts[-1] else place
            starts.append(begin)
            used = sum(map(_width, words[begin : place + 1]))
            space = begin
    return starts


def _width(sign: str) -> int:
    if sign < "\u1100":
        return 1
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
