"""What the round's dashboard shows: the summary in the reader's words, under one filter at most."""

from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlencode

from flask import url_for

from workshop.analysis.contributions import NOT_SAID
from workshop.analysis.heard import per_10_000
from workshop.analysis.privacy import Cell, Count, Hidden
from workshop.analysis.round_rows import AREA, EVENT, GROUP, PLACE, THEME, TOPIC, Tag, kind_of, together
from workshop.i18n.formats import number
from workshop.results import round_words as words
from workshop.results.round_map import levels_of, tiles_of
from workshop.results.round_said import RoundAccount
from workshop.results.round_shapes import Choices, Chosen, Line, PairTable, RoundPage, Told, written
from workshop.results.round_words import Axes
from workshop.results.shapes import Chart, Row
from workshop.results.words import notes_base, people_base
from workshop.rounds.models import Round
from workshop.vocabulary.places import area_of, areas, municipalities

NONE = "–"
PAIRS = ((TOPIC, GROUP), (TOPIC, AREA), (GROUP, AREA))
"""What is told two at a time, in rows and in columns; themes besides by each of THEMES_BY."""
THEMES_BY = (GROUP, AREA)


def round_page(
    round_: Round, account: RoundAccount, there: Count | None, only: Tag | None, leads: bool, language: str
) -> RoundPage:
    """The dashboard of a round in `language`, of all or of `only` what has this tag, which must be one of
    `choices_of`. `there`: how many people were in its meetings. `leads`: may the reader go from a number to its
    notes?"""
    axes = words.axes_of(account, language)
    choices = choices_of(account, axes)
    chosen = Chosen(only, words.full_name(only, axes)) if only else None
    sentences = words.opening(account, there, chosen, language)
    if not account.summary.people.cells and not account.summary.notes.cells:
        return RoundPage(sentences, choices, chosen)
    view = _View(url_for("dashboard.notes", key=round_.key) if leads else "", account, axes, only, language)
    inhabitants = inhabitants_of(round_)
    lives = {PLACE: inhabitants, AREA: area_inhabitants(inhabitants)}
    charts = {by: view.chart(by, lives.get(by, {})) for by in axes if only is None or together(by, only.by)}
    places = charts.pop(PLACE, None)
    people = account.summary.people
    pairs = [*PAIRS, *((themes.by, across) for themes in account.themes for across in THEMES_BY)]
    return RoundPage(
        sentences,
        choices,
        chosen,
        () if only else words.unheard(people, inhabitants, axes, language),
        places,
        tuple(charts.values()),
        () if only else tuple(view.pair(row, column) for row, column in pairs),
        any(kind_of(by) == THEME for by in (*charts, only.by if only else "")),
        tiles_of(inhabitants, people.by(PLACE, *view.under), axes[PLACE].tags, language) if places else (),
        levels_of(),
    )


def choices_of(account: RoundAccount, axes: Axes) -> tuple[Choices, ...]:
    """What the page can be narrowed to: every tag that somebody has, but no single municipality."""
    there = {tag for told in (account.summary.people, account.summary.notes) for key in told.cells for tag in key}
    found = [
        Choices(
            axis.name,
            tuple((written(Tag(by, value)), name) for value, name in axis.tags.items() if Tag(by, value) in there),
        )
        for by, axis in axes.items()
        if by != PLACE
    ]
    return tuple(choices for choices in found if choices.options)


def inhabitants_of(round_: Round) -> dict[str, int]:
    """Inhabitants on 31 December 2022 of the county's municipalities and of their neighbours that work with its areas,
    by code."""
    inside = [code for code, place in municipalities().items() if place.county_code == round_.county]
    near = [code for area in areas().values() if set(area.members) & set(inside) for code in area.outside]
    return {code: municipalities()[code].population_2022 for code in (*inside, *near)}


def area_inhabitants(inhabitants: Mapping[str, int]) -> dict[str, int]:
    """The same by area; neighbours from another county belong to the area that they work with."""
    found: dict[str, int] = {}
    for code, people in inhabitants.items():
        if area := area_of(code):
            found[area.key] = found.get(area.key, 0) + people
    return found


class _View:
    """The charts and tables of one page. `notes`: the address of the round's notes, when numbers lead there."""

    def __init__(self, notes: str, account: RoundAccount, axes: Axes, only: Tag | None, language: str) -> None:
        self._notes, self._account, self._axes, self._language = notes, account, axes, language
        self.under = () if only is None else (only,)
        self._floor = account.summary.floor

    def chart(self, by: str, inhabitants: Mapping[str, int]) -> Chart:
        """People and notes by one thing; of places with their inhabitants, of event types with the meetings. Themes are
        of notes, and people are not told by them."""
        axis, summary, language = self._axes[by], self._account.summary, self._language
        people, notes = summary.people.by(by, *self.under), summary.notes.by(by, *self.under)
        has_people = THEME not in (kind_of(by), *(kind_of(tag.by) for tag in self.under))
        of_notes = by == TOPIC or not has_people
        meetings = self._meetings() if by == EVENT and not self.under else {}
        inhabitants = inhabitants if has_people else {}
        rows, told = [], {}
        for value in self._in_order(by, {*people, *notes, *(() if self.under else inhabitants), *meetings}):
            cells = [people.get(value, 0), notes.get(value, 0)] if has_people else [notes.get(value, 0)]
            if of_notes:
                cells.reverse()
            first, *more = map(self._text, cells)
            if meetings:
                more.append(self._text(meetings.get(value, 0)))
            if inhabitants:
                more += self._rate(people.get(value, 0), inhabitants.get(value))
            name, told[value] = axis.tags[value], cells
            # of municipalities there are many, and those where nobody is have no bar
            count = None if isinstance(cells[0], Hidden) or (by == PLACE and not cells[0]) else cells[0]
            href = self._address(notes.get(value, 0), *self.under, Tag(by, value))
            rows.append(Row(name, language, count, first, more=tuple(more), href=href))
        hidden = sum(any(isinstance(cell, Hidden) for cell in cells) for cells in told.values())
        counts = {axis.tags[value]: cells[0] for value, cells in told.items()}
        # "not coded" is what is left over, no theme: it is named only when there is nothing else
        named = {name: cell for name, cell in counts.items() if name != axis.tags.get(NOT_SAID)}
        sentence = words.most(named if any(named.values()) else counts, hidden, of_notes, self._floor, language)
        heads = words.heads(axis.name, by == TOPIC, has_people, bool(meetings), bool(inhabitants))
        return Chart(by, axis.title, language, self._base(of_notes), sentence, heads, tuple(rows))

    def pair(self, by: str, across: str) -> PairTable:
        """Notes by two things."""
        told, axes = self._account.summary.notes, self._axes
        columns = self._in_order(across, told.by(across))
        lines, hidden = [], 0
        for value in self._in_order(by, told.by(by)):
            row = told.by(across, Tag(by, value))
            hidden += sum(isinstance(cell, Hidden) for cell in row.values())
            cells = {one: row.get(one, 0) for one in columns}
            tags = {one: (Tag(by, value), Tag(across, one)) for one in columns}
            numbers = tuple(Told(self._text(cell), self._address(cell, *tags[one])) for one, cell in cells.items())
            lines.append(Line(axes[by].tags[value], numbers))
        sentence = words.hidden_numbers(hidden, self._floor)
        heads = (axes[by].name, *(axes[across].tags[one] for one in columns))
        return PairTable(f"{by}-{across}", words.pair_title(by, across, axes), sentence, heads, tuple(lines))

    def _text(self, cell: Cell) -> str:
        return words.cell(cell, self._floor, self._language)

    def _address(self, notes: Cell, *tags: Tag) -> str:
        """The page of these notes, when their number is told."""
        if not self._notes or not notes or isinstance(notes, Hidden):
            return ""
        # many of them are on a page: Flask's own way takes most of its time
        return f"{self._notes}?{urlencode([('tag', written(tag)) for tag in tags])}"

    def _base(self, of_notes: bool) -> str:
        told = (self._account.summary.notes if of_notes else self._account.summary.people).at(*self.under)
        if isinstance(told, Hidden):
            return ""
        return notes_base(told, self._language) if of_notes else people_base(told, self._floor, self._language)

    def _rate(self, people: Cell, inhabitants: int | None) -> tuple[str, str]:
        if not inhabitants:
            return NONE, NONE
        rate = per_10_000(people, inhabitants)
        return number(inhabitants, self._language), NONE if rate is None else number(rate, self._language, 1)

    def _meetings(self) -> dict[str, int]:
        kinds = [meeting.event_type for meeting in self._account.meetings]
        return {kind: kinds.count(kind) for kind in kinds}

    def _in_order(self, by: str, values: Iterable[str]) -> list[str]:
        there: Callable[[str], bool] = set(values).__contains__
        return [value for value in self._axes[by].tags if there(value)]
