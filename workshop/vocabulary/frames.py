"""Coding frames: the codes that notes and open answers are given, each with its card.

A card is what a person would tell a colleague about a code: its names, the words that speak for it in each language,
and a few examples. The built-in frames are vocabularies whose terms have cards; a frame of one's own is a file of the
same shape: `{"terms": [{"key": …, "fi": …, "sv": …, "en": …, "keywords": {"fi": […], …}, "examples": […]}, …]}`, where
only the key and the Finnish name must be there.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any

from workshop.vocabulary.data_files import json_rows
from workshop.vocabulary.names import NAME_LANGUAGES, Named

_FILES = {
    "strategy": "strategy_headings",
    "ladder": "ladder",
    "interfaces": "interfaces",
    "life_areas": "life_areas",
}
MOST_CARDS = 100


class BadFrame(ValueError):
    """A frame that cannot be read; the text says in English where and why."""


@dataclass(frozen=True)
class Card(Named):
    """What is known of one code: a stable key, its names, the words that speak for it, and things said under it."""

    key: str
    keywords: Mapping[str, Sequence[str]] = field(default_factory=dict, hash=False)
    """By language code."""
    examples: tuple[str, ...] = ()
    """In any language."""


@dataclass(frozen=True)
class Frame:
    """A coding frame: its cards in the order in which people should see them."""

    key: str
    cards: tuple[Card, ...]


def built_in_frames() -> Mapping[str, Frame]:
    """The frames that come with Koonti, by key: strategy, ladder, interfaces, life_areas."""
    return _built_in()


@cache
def _built_in() -> Mapping[str, Frame]:
    return MappingProxyType({key: frame_of(key, json_rows(file, "terms")) for key, file in _FILES.items()})


def frame_from(key: str, content: str) -> Frame:
    """The frame that a JSON text describes. Raises BadFrame."""
    try:
        read = json.loads(content)
    except ValueError as fault:
        raise BadFrame(f"it is not JSON ({fault})") from None
    except RecursionError:
        raise BadFrame("it is nested too deeply") from None
    if not isinstance(read, dict) or not isinstance(read.get("terms"), list):
        raise BadFrame('it must be an object with a list "terms"')
    return frame_of(key, read["terms"])


def frame_of(key: str, rows: Sequence[Any]) -> Frame:
    """The frame that has a card for each row, in their order. Raises BadFrame when a row is wrong or a key is twice."""
    if not 1 <= len(rows) <= MOST_CARDS:
        raise BadFrame(f"it must have 1–{MOST_CARDS} codes, not {len(rows)}")
    cards = tuple(_card(number, row) for number, row in enumerate(rows, start=1))
    keys = [card.key for card in cards]
    twice = next((one for one in keys if keys.count(one) > 1), None)
    if twice is not None:
        raise BadFrame(f"the key {twice!r} is there twice")
    return Frame(key, cards)


def _card(number: int, row: Any) -> Card:
    if not isinstance(row, dict):
        raise BadFrame(f"code {number} is not an object")
    for member in ("key", "fi"):
        if not isinstance(row.get(member), str) or not row[member].strip():
            raise BadFrame(f"code {number} has no {member!r}")
    names = {language: row.get(language) or row["fi"] for language in NAME_LANGUAGES}
    keywords, examples = row.get("keywords", {}), row.get("examples", [])
    if not all(isinstance(name, str) for name in names.values()):
        raise BadFrame(f"code {number} has a name that is not text")
    if not isinstance(keywords, dict) or not all(map(_is_texts, keywords.values())):
        raise BadFrame(f'the "keywords" of code {number} must be lists of texts by language')
    if not _is_texts(examples):
        raise BadFrame(f'the "examples" of code {number} must be a list of texts')
    by_language = {language: tuple(words) for language, words in keywords.items()}
    return Card(MappingProxyType(names), row["key"], MappingProxyType(by_language), tuple(examples))


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)
