"""Small groups: what may be told of a table that splits people's notes by who they speak for.

A group of fewer people than the floor is hidden, and so are as many other numbers as it takes that no hidden one can
be worked out from what is shown. The tables of one meeting belong together: notes by group in each topic, notes by
group in all, and the number of notes in each topic, which anybody can count on the board. They form a flow network: a
note flows from its topic to its group and from there to the whole.

    for every topic t:  Σ_g x[t, g] = notes in t        for every group g:  Σ_t x[t, g] = x[g]

A hidden number can be worked out exactly when no cycle of unknown numbers runs through it along which one note can be
moved: some grow by one, others shrink by one, all sums stay. So for every hidden number the cheapest such cycle is made
unknown. A reader knows that a hidden number is at least 1, since zeros are not hidden, so only those from 2 up shrink.

After D. Gusfield: A Graph Theoretic Approach to Statistical Data Security. SIAM Journal on Computing 17 (3), 1988,
552–571. Somebody may speak for several groups; the sums then hold only with a surplus that the reader does not know.
Here the reader is taken to know it, which hides rather more than needed than less.
"""

import heapq
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

LOWEST_FLOOR, DEFAULT_FLOOR, HIGHEST_FLOOR = 4, 5, 10

WHOLE = "*"
"""The table of all topics together; no topic has this key."""

DEARER = 20
"""How much dearer a number of the whole is than one of a single topic: covers are looked for in the topics first."""


class Hidden(StrEnum):
    """Stands where a number is not told."""

    SMALL = "small"
    """Fewer people than the floor."""
    COVER = "cover"
    """Hidden so that another hidden number cannot be worked out."""


@dataclass(frozen=True)
class Count:
    """What the house has counted. `is_least`: some of it is not known, so there are at least so many."""

    n: int
    is_least: bool = False


Cell = int | Hidden
Table = Mapping[str, Cell]
"""Notes by tag. A tag that nobody used is not in the table."""


def check_floor(floor: int) -> int:
    """The floor itself; ValueError when it is lower than 4 or higher than 10."""
    if not LOWEST_FLOOR <= floor <= HIGHEST_FLOOR:
        raise ValueError(f"the floor is {LOWEST_FLOOR}–{HIGHEST_FLOOR} people, not {floor}")
    return floor


def people_cell(people: int, floor: int) -> Cell:
    """A number of people: itself from the floor up, and nobody is nobody."""
    return Hidden.SMALL if 0 < people < floor else people


def two_parts(first: int, second: int, floor: int) -> tuple[Cell, Cell]:
    """Two parts of a number of people that is shown: when one part is hidden the other is too, since it would give the
    first away. Neither says which one is small: of two small parts that add up to 2 · (floor − 1) both would be known.
    """
    cells = people_cell(first, floor), people_cell(second, floor)
    return (Hidden.COVER, Hidden.COVER) if Hidden.SMALL in cells else cells


@dataclass(frozen=True)
class Tally:
    """What one tag said: how many notes, from how many people."""

    notes: int
    people: int


@dataclass(frozen=True)
class ByTag:
    """Notes by tag, as they may be told. None: the whole table is withheld, since parts of it would tell the rest."""

    whole: Table | None
    in_topic: Mapping[str, Table] | None


Key = tuple[str, str]
"""(topic or WHOLE, tag): one number."""
Node = tuple[str, Hashable]


@dataclass(frozen=True)
class _Arc:
    """One number of the network. `cost` 0: the reader does not know it, but knows that it is not below `least`."""

    key: Key
    notes: int
    cost: int
    least: int

    @property
    def ends(self) -> tuple[Node, Node]:
        row, tag = self.key
        return (("tag", tag), ("whole", "")) if row == WHOLE else (("topic", row), ("tag", tag))


def publish(topics: Mapping[str, Mapping[str, Tally]], floor: int, split: bool) -> ByTag:
    """Decide what is told of notes by tag.

    `topics`: topic → tag → tally of every tag that was used there, and under WHOLE the tallies of all topics together.
    `split`: are the tables of single topics to be told too? They are withheld, and if need be the whole as well, when
    a small group could not be covered otherwise.
    """
    whole = topics[WHOLE]
    parts = {topic: tags for topic, tags in topics.items() if topic != WHOLE}
    small = {(row, tag) for row, tags in topics.items() for tag, tally in tags.items() if 0 < tally.people < floor}
    if split:
        hidden = _cover([_arc(row, tag, tally, small) for row, tags in topics.items() for tag, tally in tags.items()])
        if hidden is not None:
            tables = {topic: _table(topic, tags, hidden, small) for topic, tags in parts.items()}
            return ByTag(_table(WHOLE, whole, hidden, small), tables)
    unknown = [
        _Arc((topic, tag), tags[tag].notes if tag in tags else 0, 0, 0)
        for topic, tags in parts.items()
        for tag in whole
    ]
    hidden = _cover([*(_arc(WHOLE, tag, tally, small) for tag, tally in whole.items()), *unknown], small)
    if hidden is None:
        return ByTag(None, None)
    return ByTag(_table(WHOLE, whole, hidden, small), None)


def _arc(row: str, tag: str, tally: Tally, small: set[Key]) -> _Arc:
    worth = DEARER if row == WHOLE else 1
    return _Arc((row, tag), tally.notes, 0 if (row, tag) in small else worth * tally.notes, 1)


def _table(row: str, tags: Mapping[str, Tally], hidden: set[Key], small: set[Key]) -> Table:
    told: dict[str, Cell] = {}
    for tag, tally in tags.items():
        mark = Hidden.SMALL if (row, tag) in small else Hidden.COVER
        told[tag] = mark if (row, tag) in hidden else tally.notes
    return told


def _cover(arcs: Iterable[_Arc], small: set[Key] | None = None) -> set[Key] | None:
    """The numbers to hide so that no secret one can be worked out; None when hiding cannot bring that about.

    Secret are those of `small`; without it all that the reader does not know from the start.
    """
    known = {arc.key: arc for arc in arcs}
    ways = _ways(known.values())
    secrets = sorted(key for key, arc in known.items() if (key in small if small is not None else arc.cost == 0))
    for secret in secrets:
        cycle = _cheapest_cycle(known, ways, known[secret])
        if cycle is None:
            return None
        for key in cycle:
            arc = known[key]
            known[key] = _Arc(key, arc.notes, 0, arc.least)
    return {key for key, arc in known.items() if arc.cost == 0}


_Ways = Mapping[Node, list[tuple[Node, Key]]]
"""By node, where one gets from it, and by which number."""


def _ways(arcs: Iterable[_Arc]) -> _Ways:
    """Along an arc a number grows, against it it shrinks, if it is more than its least."""
    ways: dict[Node, list[tuple[Node, Key]]] = {}
    for arc in arcs:
        tail, head = arc.ends
        ways.setdefault(tail, []).append((head, arc.key))
        if arc.notes > arc.least:
            ways.setdefault(head, []).append((tail, arc.key))
    return ways


def _cheapest_cycle(arcs: Mapping[Key, _Arc], ways: _Ways, secret: _Arc) -> list[Key] | None:
    """The other numbers on the cheapest cycle along which the secret could grow or shrink by one."""
    tail, head = secret.ends
    found = [_cheapest_way(arcs, ways, secret, head, tail)]
    if secret.notes > secret.least:
        found.append(_cheapest_way(arcs, ways, secret, tail, head))
    possible = [way for way in found if way is not None]
    return min(possible)[1] if possible else None


def _cheapest_way(
    arcs: Mapping[Key, _Arc], ways: _Ways, secret: _Arc, start: Node, goal: Node
) -> tuple[int, list[Key]] | None:
    """Dijkstra's shortest way, without the secret."""
    queue: list[tuple[int, list[Key], Node]] = [(0, [], start)]
    seen: set[Node] = set()
    while queue:
        cost, way, node = heapq.heappop(queue)
        if node == goal:
            return cost, way
        if node in seen:
            continue
        seen.add(node)
        for there, key in ways.get(node, []):
            if there not in seen and key != secret.key:
                heapq.heappush(queue, (cost + arcs[key].cost, [*way, key], there))
    return None
