"""Which tags a row of an export may carry: none that fewer people than the floor share, in all columns together.

A row of a file is one person's, and whoever reads it sees all its columns at once. So the columns are told one after
another, and each splits only those who look alike so far: a value that too few of them share is rolled up (a
municipality to its area), then left out; and those of whom nothing is told are as many as the floor themselves, or
nobody, since being the only one who is not told is being told. Pure.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence

Ladder = tuple[str, ...]
"""A tag from the finest value to the coarsest; () when nothing is known."""
UNTOLD = ""


def coarsened(rows: Sequence[Sequence[Ladder]], people: Sequence[Hashable], floor: int) -> list[tuple[str, ...]]:
    """What may be told of each row, column by column; `people` says whose each row is.

    Each combination of values in the answer is of at least `floor` different people, if there are so many at all;
    else nothing is told.
    """
    told: list[list[str]] = [[] for _row in rows]
    alike = [list(range(len(rows)))]
    for column in range(len(rows[0]) if rows else 0):
        split: list[list[int]] = []
        for members in alike:
            ladders = {place: rows[place][column] for place in members}
            for value, part in _parts(members, ladders, people, floor).items():
                for place in part:
                    told[place].append(value)
                split.append(part)
        alike = split
    return [tuple(row) for row in told]


def _parts(
    members: list[int], ladders: Mapping[int, Ladder], people: Sequence[Hashable], floor: int
) -> dict[str, list[int]]:
    """The members by what is told of them; no part is of fewer people than the floor, unless it is all of them."""

    def crowd(places: list[int]) -> int:
        return len({people[place] for place in places})

    shown: dict[str, list[int]] = {}
    rest = members
    for level in range(max((len(ladder) for ladder in ladders.values()), default=0)):
        found: defaultdict[str, list[int]] = defaultdict(list)
        for place in rest:
            found[ladders[place][level] if len(ladders[place]) > level else UNTOLD].append(place)
        rest = found.pop(UNTOLD, [])
        for value, part in found.items():
            if crowd(part) >= floor:
                shown.setdefault(value, []).extend(part)
            else:
                rest.extend(part)
    while rest and shown and crowd(rest) < floor:
        smallest = min(shown, key=lambda value: (crowd(shown[value]), value))
        rest = [*rest, *shown.pop(smallest)]
    return shown | ({UNTOLD: rest} if rest else {})


def inner(values: Sequence[float], floor: int) -> tuple[float, float] | None:
    """Between which values numbers are told as they are: what lies further out is told as the nearer end, so
    each end is of at least `floor` answers. None: there are too few, and nothing is told."""
    if len(values) < 2 * floor:
        return None
    ordered = sorted(values)
    return ordered[floor - 1], ordered[-floor]
