"""What the dashboard is made of: charts of rows, in panels and votes. Page, table and figure are drawn from it."""

from dataclasses import dataclass


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

    @property
    def bars(self) -> tuple[Row, ...]:
        """The rows that may be drawn."""
        return tuple(row for row in self.rows if row.count is not None)


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
