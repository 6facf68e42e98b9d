"""What the dashboard is made of: charts of rows, in panels and votes. Page, table and figure are drawn from it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, groupby

from workshop.analysis.opinions import Place

MARKS = {
    "circle": "m-5,0a5,5 0 1,0 10,0a5,5 0 1,0 -10,0",
    "square": "m-4.5,-4.5h9v9h-9z",
    "diamond": "m0,-6l6,6l-6,6l-6,-6z",
    "triangle-up": "m0,-6l5.5,10.5h-11z",
    "cross": "m-2,-6h4v4h4v4h-4v4h-4v-4h-4v-4h4z",
}
"""How the points of each opinion group look, in order: Plotly's name, and the path from the point's middle."""

LONGEST_NAME = 60
"""Of a file."""
SCALE_MIDDLE = "scale-3"
"""The colour of a scale's middle step; those of the lower steps come before it, also by their names."""


@dataclass(frozen=True)
class Row:
    """One bar and one line of the table. `count` is None where the number is hidden, or nobody is to be drawn: then
    there is no bar."""

    label: str
    language: str
    count: int | None
    cell: str
    share: str = ""
    step: int | None = None
    """Its colour. Of a scale: 1–5 from its lowest step to its highest, or 0 for "cannot say". Of a statement: 5 agrees,
    1 disagrees, 0 passes."""
    more: tuple[str, ...] = ()
    """Further cells of the table's line, instead of the share."""
    part: float = 0.0
    """The share as a number, 0–1, for a bar that is drawn without a script."""
    parts: tuple[tuple[float, str], ...] = ()
    """Of a bar that is the whole, one part after another: share (0–1) and the name of its colour's token."""
    beside: str = ""
    """What the figure says after the label."""
    colour: str = ""
    """The token of its colour, where no step has one."""
    href: str = ""
    """The page of what was said behind the bar."""

    @cached_property
    def middle(self) -> float:
        """How much of a scale's parts lies left of its middle, 0–1: the lower steps, and half of the middle one."""
        left = sum(share for share, token in self.parts if token < SCALE_MIDDLE)
        return left + sum(share for share, token in self.parts if token == SCALE_MIDDLE) / 2


@dataclass(frozen=True)
class Chart:
    """One question and what was said to it."""

    id: str
    title: str
    language: str
    base: str
    """N in words."""
    sentence: str
    heads: tuple[str, ...] = ()
    """The table's headings; the third is that of the shares, or the first of the further cells."""
    rows: tuple[Row, ...] = ()
    mean: str = ""
    foot: tuple[tuple[str, str], ...] = ()
    """What the table tells of all its lines: (name, value)."""
    legend: tuple[tuple[str, str], ...] = ()
    """What the colours of the parts mean: (the colour's token, name)."""
    full: int = 0
    """What a bar of the whole width is, where that is not the largest number: 100 of shares in percent."""
    points: tuple[Place, ...] = ()
    """Of a map: its people. Then the rows are not drawn."""

    @cached_property
    def bars(self) -> tuple[Row, ...]:
        """The rows that may be drawn."""
        return () if self.points else tuple(row for row in self.rows if row.count is not None or row.parts)

    @property
    def is_drawn(self) -> bool:
        """Is there a figure?"""
        return bool(self.bars or self.points)

    @property
    def longest(self) -> int:
        """The largest number of a row, or what is a full bar."""
        return max((self.full, *(row.count or 0 for row in self.bars)))

    @cached_property
    def diverges(self) -> bool:
        """Are its bars parts of a scale, to be drawn to both sides of its middle?"""
        return bool(self.legend) and all(
            token.startswith("scale-") and token[-1].isdigit() for token, _n in self.legend
        )

    @cached_property
    def sides(self) -> tuple[float, float]:
        """How far its longest bars of parts reach to the left and to the right of where they begin, 0–1."""
        if not self.diverges:
            return 0.0, 1.0
        middles = [(row.middle, sum(share for share, _token in row.parts)) for row in self.bars]
        return max(left for left, _all in middles), max(whole - left for left, whole in middles)

    @property
    def axis(self) -> float:
        """Where the middle of the scale is, in percent of the width."""
        left, right = self.sides
        return 100 * left / (left + right or 1.0)

    def segments(self, row: Row) -> tuple[tuple[float, float, str], ...]:
        """The parts of a row's bar in percent of the width: where each begins, how wide it is, and its colour."""
        left, right = self.sides
        begin = left - row.middle if self.diverges else 0.0
        ends = accumulate((share for share, _token in row.parts), initial=begin)
        wide = (left + right) or 1.0
        return tuple(
            (100 * at / wide, 100 * share / wide, token) for at, (share, token) in zip(ends, row.parts, strict=False)
        )

    def width(self, row: Row) -> float:
        """The length of a row's bar in percent of the width."""
        return 100 * (row.part or ((row.count or 0) / self.longest if self.longest else 0))

    @property
    def clouds(self) -> tuple[tuple[str, str], ...]:
        """The points of a map by group: the colour's token, and one path for all of them, from -100 to 100."""
        return tuple((token, _path(shape, places)) for token, shape, places in self.marks)

    @staticmethod
    def shape(place: int) -> str:
        """The path of the marks of the group at a place."""
        return list(MARKS.values())[place]

    @property
    def file_name(self) -> str:
        """What the chart's files are called, without an ending: its title."""
        return file_name(self.title) or self.id

    @property
    def marks(self) -> tuple[tuple[str, str, tuple[Place, ...]], ...]:
        """The points of a map by group: the colour's token, the shape's name, and the places."""
        shapes = list(MARKS)
        by_group = groupby(self.points, key=lambda place: place.group or 0)
        return tuple((f"series-{group + 1}", shapes[group], tuple(places)) for group, places in by_group)


def file_name(title: str) -> str:
    """What a file with this title is called, without an ending; "" when the title has no letters."""
    words = re.sub(r"[^\w]+", "-", title.lower()).strip("-_")
    return words[:LONGEST_NAME].rstrip("-")


def _path(shape: str, places: Sequence[Place]) -> str:
    return "".join(f"M{100 * place.x:.0f},{-100 * place.y:.0f}{MARKS[shape]}" for place in places)


@dataclass(frozen=True)
class Panel:
    """A topic and its charts."""

    id: str
    title: str
    sentence: str
    charts: tuple[Chart, ...]


@dataclass(frozen=True)
class Vote:
    """A statement vote: its statements under headings, each with how all stand and how each group does."""

    id: str
    title: str
    language: str
    sentence: str
    parts: tuple[tuple[str, tuple[tuple[Chart, ...], ...]], ...]
    """(heading, the charts of each statement), common ground first."""
    opinions: tuple[Chart, ...] = ()
    """The map of opinion, and what each of its groups is told by."""


@dataclass(frozen=True)
class Page:
    """The whole dashboard, from sentences to charts. Without anything said it has only sentences."""

    sentences: tuple[str, ...]
    panels: tuple[Panel, ...] = ()
    votes: tuple[Vote, ...] = ()
    charts: tuple[Chart, ...] = ()
    others: tuple[Chart, ...] = ()

    @property
    def all_charts(self) -> tuple[Chart, ...]:
        in_panels = (chart for panel in self.panels for chart in panel.charts)
        maps = (chart for vote in self.votes for chart in vote.opinions)
        in_votes = (chart for vote in self.votes for _heading, parts in vote.parts for part in parts for chart in part)
        return (*in_panels, *maps, *in_votes, *self.charts, *self.others)


@dataclass(frozen=True)
class Words:
    """Answers in own words under a heading, each with its language; `note` when not all are here."""

    heading: str
    said: tuple[tuple[str, str], ...]
    note: str = ""


@dataclass(frozen=True)
class Asked:
    """One question of a survey: what all answered, the same told apart, and what was said in own words."""

    chart: Chart
    breakdowns: tuple[Chart, ...] = ()
    words: tuple[Words, ...] = ()


@dataclass(frozen=True)
class SurveyPage:
    """The results of one survey."""

    sentences: tuple[str, ...]
    questions: tuple[Asked, ...] = ()
    backgrounds: tuple[tuple[str, str], ...] = ()
    """By what the answers can be told apart: key and name."""
    by: str = ""
    """The key of the background by which they are."""
    respondents: Chart | None = None
    """How many have answered, by it."""

    @property
    def all_charts(self) -> tuple[Chart, ...]:
        apart = (chart for asked in self.questions for chart in (asked.chart, *asked.breakdowns))
        return (self.respondents, *apart) if self.respondents else tuple(apart)
