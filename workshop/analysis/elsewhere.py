"""What the pages of single meetings tell of the same people, as sets of atoms: whoever reads the round may know it.

A meeting's own account is worked out anew with the function that made it (`privacy.publish`). What the pages of single
surveys tell of those who answered is not among it.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

import numpy as np

from workshop.analysis.disclosure import Sets
from workshop.analysis.privacy import WHOLE, Tally, publish, two_parts
from workshop.analysis.round_rows import GROUP, PLACE, TOPIC, WHEN, Atom, Tag


def told_of_people(
    atoms: Sequence[Atom], notes: Iterable[Atom], joined: Collection[str | None], floor: int
) -> list[Sets]:
    """How many joined each meeting, how many of them on the spot and afterwards, and how many wrote."""
    wrote: dict[int, set[str]] = defaultdict(set)
    for note in notes:
        wrote[note.meeting].add(note.person)

    def sets(meeting: int, here: Sequence[Atom]) -> Iterator[list[bool]]:
        came = [atom.person in joined for atom in here]
        ways = [
            [there and tag in atom.now for there, atom in zip(came, here, strict=True)] for tag in _tags(here, WHEN)
        ]
        writers = [atom.person in wrote[meeting] for atom in here]
        yield from (who for who in (came, writers) if sum(who) >= floor)
        if len(ways) == 2 and all(isinstance(cell, int) for cell in two_parts(sum(ways[0]), sum(ways[1]), floor)):
            yield from ways

    return _by_meeting(atoms, sets)


def told_of_notes(atoms: Sequence[Atom], floor: int) -> list[Sets]:
    """The notes of each meeting: in each topic, since all can be counted on the board, and by group and municipality as
    the meeting's page tells them."""

    def sets(_meeting: int, here: Sequence[Atom]) -> Iterator[list[bool]]:
        tags = [atom.now for atom in here]
        topics = {tag.value: [tag in theirs for theirs in tags] for tag in _tags(here, TOPIC)}
        yield from topics.values()
        for by, split in ((GROUP, True), (PLACE, False)):
            told = publish(_tallies(here, by), floor, split)
            tables = {WHOLE: told.whole or {}, **(told.in_topic or {})}
            for topic, table in tables.items():
                for value, cell in table.items():
                    if isinstance(cell, int):
                        tag = Tag(by, value)
                        has = [tag in theirs for theirs in tags]
                        yield has if topic == WHOLE else [a and b for a, b in zip(has, topics[topic], strict=True)]

    return _by_meeting(atoms, sets)


def _by_meeting(atoms: Sequence[Atom], sets: Callable[[int, Sequence[Atom]], Iterable[list[bool]]]) -> list[Sets]:
    places: dict[int, list[int]] = defaultdict(list)
    for place, atom in enumerate(atoms):
        places[atom.meeting].append(place)
    found = []
    for meeting, here in sorted(places.items()):
        rows = list(sets(meeting, [atoms[place] for place in here]))
        block = np.zeros((len(rows), len(atoms)), dtype=bool)
        if rows:
            block[:, here] = rows
        found.append(block)
    return found


def _tags(atoms: Iterable[Atom], by: str) -> list[Tag]:
    return sorted({tag for atom in atoms for tag in atom.now if tag.by == by})


def _tallies(atoms: Iterable[Atom], by: str) -> dict[str, dict[str, Tally]]:
    notes: dict[tuple[str, str], int] = defaultdict(int)
    people: dict[tuple[str, str], set[str]] = defaultdict(set)
    for atom in atoms:
        values = [tag.value for tag in atom.now if tag.by == by]
        for row in (WHOLE, *(tag.value for tag in atom.now if tag.by == TOPIC)):
            for value in values:
                notes[row, value] += atom.count
                people[row, value].add(atom.person)
    tables: dict[str, dict[str, Tally]] = {WHOLE: {}}
    for (row, value), count in notes.items():
        tables.setdefault(row, {})[value] = Tally(count, len(people[row, value]))
    return tables
