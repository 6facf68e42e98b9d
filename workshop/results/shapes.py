"""What the dashboard is made of: charts of rows, in panels and votes. Page, table and figure are drawn from it."""

from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True)
class Row:
    """One bar and one line of the table. `count` is None where the number is hidden: then there is no bar."""

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

    @property
    def segments(self) -> tuple[tuple[float, float, str], ...]:
        """The parts in percent: where each begins, how wide it is, and its colour."""
        ends = list(accumulate((share for share, _token in self.parts), initial=0.0))
        return tuple((100 * at, 100 * share, token) for at, (share, token) in zip(ends, self.parts, strict=False))


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

    @property
    def bars(self) -> tuple[Row, ...]:
        """The rows that may be drawn."""
        return tuple(row for row in self.rows if row.count is not None or row.parts)

    @property
    def longest(self) -> int:
        """The largest number of a row."""
        return max((row.count or 0 for row in self.bars), default=0)


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
        in_votes = (chart for vote in self.votes for _heading, parts in vote.parts for part in parts for chart in part)
        return (*in_panels, *in_votes, *self.charts, *self.others)


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
