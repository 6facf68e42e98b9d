"""The document: a digest as a pure tree of words, in one language, ready to be written in any format.

It holds every word that a reader sees, so a writer adds no words of its own and needs neither database nor
translations. What people wrote stands in `Said.words`, and there verbatim. `key` names a block, list or table for those
who edit the digest (`prompt:12`), the same each time that it is composed; earlier digests have none.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from types import MappingProxyType
from typing import Any, ClassVar

from workshop.digests.findings import FINDING_READERS, Finding


@dataclass(frozen=True)
class Said:
    """One contribution, verbatim. `aside` is what the digest adds beside it ("(likes: 3)"), or empty."""

    words: str
    language: str
    aside: str = ""


@dataclass(frozen=True)
class Stack:
    """Notes that were gathered as one, every original of them; `heading` says how many."""

    KIND: ClassVar[str] = "stack"

    heading: str
    said: tuple[Said, ...]


@dataclass(frozen=True)
class HeadedList:
    """A heading and what was said under it, in order; `when_empty` is read when nothing was.

    `source` says where it comes from, here and in the kinds below: it is read in the notes of the slides.
    """

    KIND: ClassVar[str] = "headed_list"

    heading: str
    said: tuple[Said | Stack, ...]
    when_empty: str
    source: str = ""
    key: str = ""


@dataclass(frozen=True)
class BoardPage:
    """A board as it looked: the texts of its prompts as cards side by side."""

    KIND: ClassVar[str] = "board_page"

    heading: str
    cards: tuple[str, ...]
    source: str = ""
    key: str = ""


@dataclass(frozen=True)
class Words:
    """Sentences of the digest's own, under a heading or without one."""

    KIND: ClassVar[str] = "words"

    heading: str
    paragraphs: tuple[str, ...]
    source: str = ""
    key: str = ""


@dataclass(frozen=True)
class Row:
    """One line of a table: count and share as they are read. `bar` is the share 0–1, None when it is not shown.

    `more`: further cells, under further columns.
    """

    label: str
    count: str
    share: str
    bar: float | None
    more: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """The results of one question. `base` says how many answered; `columns`: label, count, share and more."""

    KIND: ClassVar[str] = "table"

    heading: str
    base: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    footnotes: tuple[str, ...]
    source: str = ""
    key: str = ""

    @property
    def is_wide(self) -> bool:
        """Has it more columns than label, count and share?"""
        return len(self.columns) > PLAIN_COLUMNS

    @property
    def has_bars(self) -> bool:
        """Is there a share to draw?"""
        return any(row.bar is not None for row in self.rows)


PLAIN_COLUMNS = 3


@dataclass(frozen=True)
class Picture:
    """A picture of the editor's, of so many pixels, whose bytes are kept apart under `key` (`pictures/models.py`).

    `told` stands for it where no picture can: "[Picture: a view over the river]". It has no heading.
    """

    KIND: ClassVar[str] = "picture"

    key: str
    alt: str
    caption: str
    width: int
    height: int
    told: str
    heading: ClassVar[str] = ""


Part = HeadedList | Table | Words | Picture | Finding


@dataclass(frozen=True)
class Section:
    """A heading of the contents with the headed lists, tables and sentences under it."""

    KIND: ClassVar[str] = "section"

    heading: str
    parts: tuple[Part, ...]
    key: str = ""

    @property
    def is_headed(self) -> bool:
        """Has everything in it but pictures a heading of its own?"""
        return all(part.heading for part in self.parts if not isinstance(part, Picture))


Block = HeadedList | BoardPage | Section


@dataclass(frozen=True)
class Document:
    """The whole digest. `contents` is the heading of its table of contents, `closing` its last paragraphs.

    `closing_heading` stands over them where each page needs a heading; earlier digests have none.
    `logo` is the county's, beside the title; `cover` is a picture under it.
    """

    title: str
    subtitle: str
    language: str
    contents: str
    blocks: tuple[Block, ...]
    closing: tuple[str, ...]
    closing_heading: str = ""
    logo: Picture | None = None
    cover: Picture | None = None

    @property
    def entries(self) -> tuple[str, ...]:
        """What the table of contents says: the headings, without the colon that announces what stands below."""
        return tuple(block.heading.rstrip().removesuffix(":") for block in self.blocks)

    def as_json(self) -> dict[str, Any]:
        """Plain JSON for the database; `document_from` reads it."""
        return _plain(self)

    def pictures(self) -> Iterator[Picture]:
        """Every picture in it, in order."""
        yield from (one for one in (self.logo, self.cover) if one)
        for block in self.blocks:
            if isinstance(block, Section):
                yield from (part for part in block.parts if isinstance(part, Picture))

    def respelled(self, spell: Callable[[str], str]) -> "Document":
        """The same document with every text as `spell` writes it."""
        return _respelled(self, spell)


def _respelled(value: Any, spell: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return spell(value)
    if isinstance(value, tuple):
        return tuple(_respelled(one, spell) for one in value)
    if not is_dataclass(value):
        return value
    return replace(value, **{part.name: _respelled(getattr(value, part.name), spell) for part in fields(value)})


def flat(said: tuple[Said | Stack, ...]) -> Iterator[Said]:
    """Everything said in a list, whether it lies in a stack or not, in order."""
    for one in said:
        if isinstance(one, Stack):
            yield from one.said
        else:
            yield one


def _plain(value: Any) -> Any:
    """Dataclasses as dicts that name their kind, tuples as lists."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if not is_dataclass(value):
        return value
    kind = {"kind": value.KIND} if hasattr(value, "KIND") else {}
    return kind | {part.name: _plain(getattr(value, part.name)) for part in fields(value)}


def document_from(stored: dict[str, Any]) -> Document:
    """The document that `as_json` gave. Raises KeyError or TypeError for anything else."""
    return Document(
        **{name: stored[name] for name in ("title", "subtitle", "language", "contents")},
        blocks=tuple(_unmarked(block) for block in stored["blocks"]),
        closing=tuple(stored["closing"]),
        closing_heading=stored.get("closing_heading", ""),
        **{name: _unmarked(stored[name]) for name in ("logo", "cover") if stored.get(name)},
    )


def _unmarked(stored: dict[str, Any]) -> Any:
    return _READERS[stored["kind"]]({name: value for name, value in stored.items() if name != "kind"})


def _headed_list(stored: dict[str, Any]) -> HeadedList:
    said = (_unmarked(one) if "kind" in one else Said(**one) for one in stored["said"])
    return HeadedList(**{**stored, "said": tuple(said)})


def _stack(stored: dict[str, Any]) -> Stack:
    return Stack(stored["heading"], tuple(Said(**said) for said in stored["said"]))


def _words(stored: dict[str, Any]) -> Words:
    return Words(**{**stored, "paragraphs": tuple(stored["paragraphs"])})


def _board_page(stored: dict[str, Any]) -> BoardPage:
    return BoardPage(**{**stored, "cards": tuple(stored["cards"])})


def _table(stored: dict[str, Any]) -> Table:
    rows = tuple(Row(**{**row, "more": tuple(row.get("more", ()))}) for row in stored["rows"])
    columns, footnotes = tuple(stored["columns"]), tuple(stored["footnotes"])
    return Table(**{**stored, "columns": columns, "rows": rows, "footnotes": footnotes})


def _picture(stored: dict[str, Any]) -> Picture:
    return Picture(**stored)


def _section(stored: dict[str, Any]) -> Section:
    return Section(**{**stored, "parts": tuple(_unmarked(part) for part in stored["parts"])})


_READERS: MappingProxyType[str, Callable[[dict[str, Any]], Any]] = MappingProxyType(
    {
        HeadedList.KIND: _headed_list,
        Stack.KIND: _stack,
        Words.KIND: _words,
        BoardPage.KIND: _board_page,
        Table.KIND: _table,
        Picture.KIND: _picture,
        Section.KIND: _section,
        **FINDING_READERS,
    }
)
