"""What an editor has put around the words of a digest: pure, kept as JSON beside the document that was made with it.

Nothing in it is a participant's: blocks, lists and tables are named by their keys, what is quoted by a mark of its
words and the places in them. So what has been hidden or changed meanwhile is not quoted any more, and a version that is
made again keeps all the rest.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, TypeVar

INTRODUCTION = "introduction"
"""The block that the editor writes; it stands first."""
QUOTES = "quotes"
"""The block of what was quoted; it stands last unless it is moved."""
COVER = "cover"
"""Where a picture stands that belongs to the title."""

T = TypeVar("T")


@dataclass(frozen=True)
class Quote:
    """Parts of one contribution: the key of its list, the mark of its words, and from where to where each part goes."""

    place: str
    mark: str
    kept: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Illustration:
    """A picture of the editor's. `place`: COVER, INTRODUCTION, or the key of the block at whose end it stands."""

    key: str
    alt: str
    caption: str
    width: int
    height: int
    place: str = INTRODUCTION


@dataclass(frozen=True)
class Edits:
    """All that was edited. `order`: keys of blocks and of what is in them, all in one row; empty when nothing moved."""

    introduction: str = ""
    order: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    pictures: tuple[Illustration, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain JSON for the database; `edits_from` reads it."""
        return asdict(self, dict_factory=lambda pairs: {name: _listed(value) for name, value in pairs})

    @property
    def whole_order(self) -> tuple[str, ...]:
        """The order with the quotes last, when they came after it was made."""
        return self.order if not self.order or QUOTES in self.order else (*self.order, QUOTES)

    def quotes_of(self, place: str) -> dict[str, Quote]:
        """What is quoted of a list, by its marks."""
        return {quote.mark: quote for quote in self.quotes if quote.place == place}


def edits_from(stored: dict[str, Any] | None) -> Edits:
    """The edits that `as_json` gave; none when nothing is stored."""
    stored = stored or {}
    quotes = tuple(
        Quote(one["place"], one["mark"], tuple((begin, end) for begin, end in one["kept"]))
        for one in stored.get("quotes", ())
    )
    return Edits(
        introduction=stored.get("introduction", ""),
        order=tuple(stored.get("order", ())),
        left_out=tuple(stored.get("left_out", ())),
        quotes=quotes,
        pictures=with_one_cover([Illustration(**one) for one in stored.get("pictures", ())]),
    )


def with_one_cover(pictures: Sequence[Illustration]) -> tuple[Illustration, ...]:
    """The pictures, of which the last that is to be the cover is it; the others of them stand after the introduction.

    Two who add a cover at once know nothing of each other.
    """
    last = max((number for number, one in enumerate(pictures) if one.place == COVER), default=None)
    return tuple(
        replace(one, place=INTRODUCTION) if one.place == COVER and number != last else one
        for number, one in enumerate(pictures)
    )


def _listed(value: Any) -> Any:
    return [_listed(one) for one in value] if isinstance(value, list | tuple) else value


def in_order(things: Iterable[tuple[str, T]], order: Sequence[str]) -> list[T]:
    """Things by their keys in a wished order; one that the order does not name stays after what it came after."""
    rank = {key: number for number, key in enumerate(order)}
    placed, last = [], -1
    for key, thing in things:
        last = rank.get(key, last)
        placed.append((last, thing))
    return [thing for _rank, thing in sorted(placed, key=lambda one: one[0])]


def moved(keys: Sequence[str], siblings: Sequence[str], key: str, down: bool) -> tuple[str, ...]:
    """The keys with one of the siblings changed for the next one, or the one before; as they are at either end."""
    here = [one for one in keys if one in set(siblings)]
    if key not in here:
        return tuple(keys)
    other = here.index(key) + (1 if down else -1)
    if not 0 <= other < len(here):
        return tuple(keys)
    changed = {key: here[other], here[other]: key}
    return tuple(changed.get(one, one) for one in keys)
