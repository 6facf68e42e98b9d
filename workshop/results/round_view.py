"""What the round's dashboard shows: the summary in the reader's words, under one filter at most."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from workshop.analysis.heard import per_10_000
from workshop.analysis.privacy import Cell, Hidden
from workshop.analysis.round_rows import AREA, BY, EVENT, GROUP, PLACE, SIZE, TOPIC, WHEN, Tag
from workshop.i18n.formats import number
from workshop.results import round_words as words
from workshop.results.round_map import levels_of, tiles_of
from workshop.results.round_said import RoundAccount
from workshop.results.round_shapes import Choices, Chosen, Line, RoundPage, RoundTable, Told, written
from workshop.rounds.models import Round
from workshop.vocabulary.places import area_of, areas, municipalities

Names = Mapping[str, Mapping[str, str]]
"""What every tag is called: by, then value."""
NONE = Told("–")
TABLES = (EVENT, AREA, PLACE, SIZE, GROUP, TOPIC, WHEN)
"""By what the page tells, in its order."""
PAIRS = ((TOPIC, GROUP), (TOPIC, AREA), (GROUP, AREA))
"""What is told two at a time, in rows and in columns."""


def round_page(round_: Round, account: RoundAccount, only: Tag | None, leads: bool, language: str) -> RoundPage:
    """The dashboard of a round in `language`, of all or of `only` what has this tag, which must be one of
    `choices_of`. `leads`: may the reader go from a number to its notes?"""
    names = words.tag_names(language)
    choices = choices_of(account, names)
    chosen = Chosen(only, words.full_name(only, names)) if only else None
    sentences = words.opening(account, chosen, language)
    if not account.summary.people.cells and not account.summary.notes.cells:
        return RoundPage(sentences, choices, chosen)
    view = _View(account, names, only, leads, language)
    inhabitants = inhabitants_of(round_)
    under = () if only is None else (only,)
    people = account.summary.people
    lives = {PLACE: inhabitants, AREA: area_inhabitants(inhabitants)}
    tables = [view.table(by, lives.get(by, {})) for by in TABLES if view.has(by)]
    shows_places = only is None or only.by in (AREA, SIZE)
    places = people.by(PLACE, *under) if shows_places else {}
    return RoundPage(
        sentences,
        choices,
        chosen,
        () if only else words.unheard(people, inhabitants, names, language),
        tuple(tables),
        () if only else tuple(view.pair(row, column) for row, column in PAIRS),
        tiles_of(inhabitants, places, names[PLACE], language) if shows_places else (),
        levels_of(),
    )


def choices_of(account: RoundAccount, names: Names) -> tuple[Choices, ...]:
    """What the page can be narrowed to: every tag that somebody has, but no single municipality."""
    there = {tag for told in (account.summary.people, account.summary.notes) for key in told.cells for tag in key}
    found = {
        by: tuple((written(Tag(by, value)), name) for value, name in names[by].items() if Tag(by, value) in there)
        for by in BY
        if by != PLACE
    }
    return tuple(Choices(words.by_name(by), options) for by, options in found.items() if options)


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
    """The tables of one page."""

    def __init__(self, account: RoundAccount, names: Names, only: Tag | None, leads: bool, language: str) -> None:
        self._account, self._names, self._leads, self._language = account, names, leads, language
        self._only = () if only is None else (only,)
        self._floor = account.summary.floor

    def has(self, by: str) -> bool:
        """Is there a table by this, under the filter? A municipality is told together with nothing else."""
        only = self._only[0].by if self._only else None
        return by != only and not (by == PLACE and only not in (None, AREA, SIZE))

    def table(self, by: str, inhabitants: Mapping[str, int]) -> RoundTable:
        """People and notes by one thing; of places with their inhabitants, of event types with the meetings."""
        people = self._account.summary.people.by(by, *self._only)
        notes = self._account.summary.notes.by(by, *self._only)
        meetings = self._meetings() if by == EVENT and not self._only else None
        first = notes if by == TOPIC else people
        longest = max((cell for cell in first.values() if isinstance(cell, int)), default=0) or 1
        values = self._in_order(by, {*people, *notes, *(inhabitants if not self._only else ()), *(meetings or ())})
        lines = []
        for value in values:
            tags = (*self._only, Tag(by, value))
            cells = [
                self._told(people.get(value, 0), longest if by != TOPIC else 0),
                self._told(notes.get(value, 0), longest if by == TOPIC else 0, tags),
            ]
            if by == TOPIC:
                cells.reverse()
            if meetings is not None:
                cells.append(self._told(meetings.get(value, 0)))
            if inhabitants:
                cells += self._rate(people.get(value, 0), inhabitants.get(value))
            lines.append(Line(self._names[by][value], tuple(cells)))
        rows = {self._names[by][value]: first.get(value, 0) for value in values}
        hidden = sum(isinstance(people.get(value), Hidden) or isinstance(notes.get(value), Hidden) for value in values)
        sentence = words.most(rows, hidden, by == TOPIC, self._floor, self._language)
        heads = words.heads(by, meetings is not None, bool(inhabitants))
        return RoundTable(by, words.title(by), sentence, heads, tuple(lines))

    def pair(self, by: str, across: str) -> RoundTable:
        """Notes by two things."""
        told = self._account.summary.notes
        columns = self._in_order(across, told.by(across))
        lines, hidden = [], 0
        for value in self._in_order(by, told.by(by)):
            row = told.by(across, Tag(by, value))
            hidden += sum(isinstance(cell, Hidden) for cell in row.values())
            cells = (self._told(row.get(one, 0), 0, (Tag(by, value), Tag(across, one))) for one in columns)
            lines.append(Line(self._names[by][value], tuple(cells)))
        sentence = words.hidden_numbers(hidden, self._floor)
        heads = (words.by_name(by), *(self._names[across][one] for one in columns))
        return RoundTable(f"{by}-{across}", words.pair_title(by, across), sentence, heads, tuple(lines), drawn=False)

    def _told(self, cell: Cell, longest: int = 0, notes: tuple[Tag, ...] | None = None) -> Told:
        if isinstance(cell, Hidden):
            return Told(words.cell(cell, self._floor, self._language))
        leads = notes if self._leads and cell else None
        return Told(number(cell, self._language), cell, cell / longest if longest else 0.0, leads)

    def _rate(self, people: Cell, inhabitants: int | None) -> Sequence[Told]:
        if not inhabitants:
            return NONE, NONE
        rate = per_10_000(people, inhabitants)
        lives = Told(number(inhabitants, self._language), inhabitants)
        return lives, NONE if rate is None else Told(number(rate, self._language, 1), round(rate, 1))

    def _meetings(self) -> dict[str, int]:
        kinds = [meeting.event_type for meeting in self._account.meetings]
        return {kind: kinds.count(kind) for kind in kinds}

    def _in_order(self, by: str, values: Iterable[str]) -> list[str]:
        there: Callable[[str], bool] = set(values).__contains__
        return [value for value in self._names[by] if there(value)]
