"""What a round has said: people and notes by one tag or two, with small groups hidden in all of them.

Every number of the round's dashboard is that of one tag or of two together: a table by one thing, the same table under
a filter, and a table of two things are the same numbers. So the family of numbers is fixed, whatever is looked at, and
`disclosure` decides once which are told. Two filters at a time would make it a family of triples, most of them of few
people.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

import numpy as np

from workshop.analysis.disclosure import Family, Sets, tellable
from workshop.analysis.elsewhere import told_of_notes, told_of_people
from workshop.analysis.privacy import Cell, Hidden, check_floor
from workshop.analysis.round_rows import (
    BY,
    PLACE,
    WITHIN,
    Atom,
    Key,
    RoundSaid,
    Tag,
    Tags,
    gathered,
    kind_of,
    people_of,
    together,
)

EVERYTHING: Key = frozenset()
Keys = frozenset[Key]


@dataclass(frozen=True)
class Counted:
    """One kind of number by key. What nobody said has no number here: it is 0."""

    cells: Mapping[Key, Cell]
    inside: Mapping[Tag, Tags] = field(default_factory=dict)
    """What a municipality lies in."""

    def at(self, *tags: Tag) -> Cell:
        """The number of what has all of these tags, two at most; Hidden.COVER when it is not told. It is not said
        whether it is a small one."""
        if len(tags) == 2:
            for one, other in (tags, tags[::-1]):
                if one.by in WITHIN and other.by == PLACE:
                    return self.at(other) if one in self.inside.get(other, ()) else 0
        return self.cells.get(frozenset(tags), 0)

    def by(self, by: str, *under: Tag) -> dict[str, Cell]:
        """A table: by value, the numbers that are not 0, of what has the tag `under` too."""
        tags = {tag for key in self.cells for tag in key if tag.by == by and len(key) == 1}
        table = {tag.value: self.at(*under, tag) for tag in sorted(tags)}
        return {value: cell for value, cell in table.items() if cell != 0}


@dataclass(frozen=True)
class RoundSummary:
    """What a round has said, as everybody may know it."""

    floor: int
    people: Counted
    """People who joined, or who answered a survey without joining; by topic those who wrote or answered to it."""
    notes: Counted
    """By themes too."""
    responses: Cell
    """Sent in all; by nothing else."""


def summarise_round(said: RoundSaid, floor: int) -> RoundSummary:
    """Count what a round said. Of notes it is different people who decide whether a number is told, as in
    `summarise`. What the meetings' own pages tell is known to the reader. Raises ValueError for a floor below 4 or
    above 10."""
    check_floor(floor)
    people, notes = people_of(said), gathered(said.notes, said.publications)
    joined, answered = {row.person for row in said.people}, {row.person for row in said.responses}
    told = [*said.told, *[None] * (said.publications - len(said.told))]
    ways = [None if one is None else one.people for one in told], [None if one is None else one.notes for one in told]
    return RoundSummary(
        floor,
        _counted(people, floor, told_of_people(people, notes, joined, floor), ways[0], said.at),
        _counted(notes, floor, told_of_notes(notes, floor), ways[1], said.at),
        Hidden.COVER if 0 < len(answered) < floor else len(said.responses),
    )


def _counted(
    atoms: Sequence[Atom], floor: int, known: Iterable[Sets], published: Sequence[Keys | None], at: int | None
) -> Counted:
    """Every number of the family that is not 0, and which are told. `published`: what each publication told, where that
    was kept. `at`: the publication that is being made; None for now."""
    if not atoms:
        return Counted({})
    counts = np.array([atom.count for atom in atoms])
    inside = _inside(atom.now for atom in atoms)
    keys = _keys(_having([atom.now for atom in atoms]), counts)
    person = np.cumsum([0, *(one.person != other.person for one, other in pairwise(atoms))])
    tables = list(_tables(keys, inside))

    def family_at(moment: int) -> Family:
        then = published[moment] if moment < len(published) else None
        tells = None if then is None else np.array([key in then for key in keys])
        return Family(_cells(_having([atom.tags[moment] for atom in atoms]), keys, len(atoms)), person, tables, tells)

    this = len(published) if at is None else at
    family = family_at(this)
    told = tellable(family, floor, known, [family_at(moment) for moment in range(len(published)) if moment != this])
    numbers = [int(counts[cell].sum()) for cell in family.cells]
    cells = {key: n if tells else Hidden.COVER for key, n, tells in zip(keys, numbers, told.tolist(), strict=True)}
    return Counted(cells, inside)


def _having(tags: Sequence[Tags | None]) -> dict[Tag, Sets]:
    """By tag, which atoms have it."""
    found: dict[Tag, list[int]] = defaultdict(list)
    for atom, theirs in enumerate(tags):
        for tag in theirs or ():
            found[tag].append(atom)
    having = {}
    for tag in sorted(found):
        having[tag] = np.zeros(len(tags), dtype=bool)
        having[tag][found[tag]] = True
    having[_THERE] = np.array([theirs is not None for theirs in tags])
    return having


_THERE = Tag("", "")
"""What every atom has that is there."""


def _keys(having: Mapping[Tag, Sets], counts: np.ndarray) -> list[Key]:
    """The family, in the order of worth: the whole, single tags, pairs; of one table the largest first."""
    bys = sorted({tag.by for tag in having} - {_THERE.by}, key=lambda by: (BY.index(kind_of(by)), by))
    tags = {by: [tag for tag in having if tag.by == by] for by in bys}

    def largest_first(keys: Iterable[Key]) -> list[Key]:
        sizes = {key: int(counts[_cell(having, key)].sum()) for key in keys}
        there = (key for key, size in sizes.items() if size)
        return sorted(there, key=lambda key: (-sizes[key], sorted(key)))

    singles = [key for by in bys for key in largest_first(frozenset({tag}) for tag in tags[by])]
    pairs = [
        key
        for one, other in combinations(bys, 2)
        if PLACE not in (one, other) and together(one, other)
        for key in largest_first(frozenset({tag, with_it}) for tag in tags[one] for with_it in tags[other])
    ]
    return [EVERYTHING, *singles, *pairs]


def _cell(having: Mapping[Tag, Sets], key: Key) -> Sets:
    found = having[_THERE]
    for tag in key:
        found = found & having[tag] if tag in having else np.zeros_like(found)
    return found


def _cells(having: Mapping[Tag, Sets], keys: Sequence[Key], atoms: int) -> Sets:
    return np.array([_cell(having, key) for key in keys]).reshape(len(keys), atoms)


def _inside(tags: Iterable[Tags]) -> dict[Tag, Tags]:
    """By municipality, the area and the size class that it lies in."""
    found: dict[Tag, Tags] = {}
    for theirs in set(tags):
        around = frozenset(tag for tag in theirs if tag.by in WITHIN)
        found.update((tag, around) for tag in theirs if tag.by == PLACE)
    return found


def _tables(keys: Sequence[Key], inside: Mapping[Tag, Tags]) -> Iterable[tuple[int, list[int]]]:
    """Each whole and its rows, by their places: of everything and of every tag, by everything else."""
    tables: dict[tuple[Key, str], list[int]] = defaultdict(list)
    place = {key: at for at, key in enumerate(keys)}
    for key, at in place.items():
        for tag in key:
            tables[key - {tag}, tag.by].append(at)
            if len(key) == 1:
                for around in inside.get(tag, ()):
                    tables[frozenset({around}), tag.by].append(at)
    return ((place[whole], rows) for (whole, _by), rows in tables.items())
