"""Kinds of parts that only round digests have: numbered items, boxes of facts, quotes. As pure as `document.py`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar


@dataclass(frozen=True)
class Item:
    """One numbered thing: what it says, its sub-points, and under it the footnote that says what it rests on.

    `language`: of the words and points.
    """

    words: str
    language: str
    points: tuple[str, ...] = ()
    footnote: str = ""


@dataclass(frozen=True)
class Numbered:
    """A heading and numbered items under it. `base` says how much was said about it, or is empty."""

    KIND: ClassVar[str] = "numbered"

    heading: str
    items: tuple[Item, ...]
    base: str = ""
    source: str = ""


@dataclass(frozen=True)
class FactBox:
    """A fact that stands apart, with its credit ("Lähde: …")."""

    KIND: ClassVar[str] = "fact_box"

    heading: str
    paragraphs: tuple[str, ...]
    language: str
    credit: str = ""
    source: str = ""


@dataclass(frozen=True)
class Quote:
    """What somebody said, word for word; what was cut from it is seen as […]. `credit`: for whom they spoke."""

    KIND: ClassVar[str] = "quote"

    words: str
    language: str
    credit: str = ""
    heading: str = ""
    source: str = ""


Finding = Numbered | FactBox | Quote


def _numbered(stored: dict[str, Any]) -> Numbered:
    items = (Item(**{**item, "points": tuple(item["points"])}) for item in stored["items"])
    return Numbered(**{**stored, "items": tuple(items)})


def _fact_box(stored: dict[str, Any]) -> FactBox:
    return FactBox(**{**stored, "paragraphs": tuple(stored["paragraphs"])})


FINDING_READERS: Mapping[str, Callable[[dict[str, Any]], Finding]] = MappingProxyType(
    {Numbered.KIND: _numbered, FactBox.KIND: _fact_box, Quote.KIND: lambda stored: Quote(**stored)}
)
"""By kind: the finding that its plain JSON was made of."""
