"""What the round's dashboard is made of: tables, whose first numbers have bars, and the tiles of a map."""

from dataclasses import dataclass
from urllib.parse import urlencode

from workshop.analysis.round_rows import Tag


@dataclass(frozen=True)
class Told:
    """One cell of a table. `number` is None where it is hidden or nothing is to be told: then there is no bar."""

    text: str
    number: float | None = None
    part: float = 0.0
    """Of the longest bar, 0–1."""
    notes: tuple[Tag, ...] | None = None
    """The tags of the notes that it leads to; None when it leads nowhere."""

    @property
    def query(self) -> str:
        """The address of its notes, after the question mark."""
        return urlencode([("tag", written(tag)) for tag in self.notes or ()])


@dataclass(frozen=True)
class Line:
    """One line of a table."""

    label: str
    cells: tuple[Told, ...]


@dataclass(frozen=True)
class RoundTable:
    """A part of the page: what it says in a sentence, and its numbers with bars."""

    id: str
    title: str
    sentence: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    drawn: bool = True
    """Does its first column of numbers have bars?"""


@dataclass(frozen=True)
class Tile:
    """A municipality on the map, by its column and row from 0. `level`: the key of its colour."""

    x: int
    y: int
    name: str
    text: str
    level: str


@dataclass(frozen=True)
class Chosen:
    """What the page is narrowed to: the tag, and what it is called."""

    tag: Tag
    name: str


@dataclass(frozen=True)
class Choices:
    """A part of the filter's list: by what, and (value, name) of each option."""

    name: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RoundPage:
    """The whole page. Without anything said it has no tables."""

    sentences: tuple[str, ...]
    choices: tuple[Choices, ...]
    only: Chosen | None = None
    unheard: tuple[str, ...] = ()
    tables: tuple[RoundTable, ...] = ()
    pairs: tuple[RoundTable, ...] = ()
    """Tables of two things at a time."""
    tiles: tuple[Tile, ...] = ()
    levels: tuple[tuple[str, str], ...] = ()
    """What the colours of the tiles mean: key and words."""

    @property
    def all_tables(self) -> tuple[RoundTable, ...]:
        return (*self.tables, *self.pairs)

    @property
    def columns(self) -> int:
        """How wide the map is, in tiles."""
        return max((tile.x for tile in self.tiles), default=-1) + 1

    @property
    def rows(self) -> int:
        """How high the map is, in tiles."""
        return max((tile.y for tile in self.tiles), default=-1) + 1


def written(tag: Tag) -> str:
    """A tag as addresses have it: area:oulunkaari."""
    return f"{tag.by}:{tag.value}"
