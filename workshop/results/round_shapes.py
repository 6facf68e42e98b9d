"""What the round's dashboard is made of besides charts: tables of two things, and the tiles of a map."""

from dataclasses import dataclass

from workshop.analysis.round_rows import Tag
from workshop.results.shapes import Chart, file_name


@dataclass(frozen=True)
class Told:
    """One cell of a table, and the page of its notes; "" when it leads nowhere."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Line:
    """One line of a table."""

    label: str
    cells: tuple[Told, ...]


@dataclass(frozen=True)
class PairTable:
    """Notes by two things: what it says in a sentence, and its numbers."""

    id: str
    title: str
    sentence: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def file_name(self) -> str:
        """What its file is called, without an ending."""
        return file_name(self.title) or self.id


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
    places: Chart | None = None
    """By municipality, which is long."""
    charts: tuple[Chart, ...] = ()
    """By each other thing."""
    pairs: tuple[PairTable, ...] = ()
    coded: bool = False
    """Is anything told by themes?"""
    tiles: tuple[Tile, ...] = ()
    levels: tuple[tuple[str, str], ...] = ()
    """What the colours of the tiles mean: key and words."""

    @property
    def all_charts(self) -> tuple[Chart, ...]:
        return (self.places, *self.charts) if self.places else self.charts

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
