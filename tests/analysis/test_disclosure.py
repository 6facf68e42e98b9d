"""No few people can be worked out from the numbers of a family that are told, at one point in time or at two.

The reader's sums are done here in fractions, by a solver that shares nothing with the house's. TABLES=1000 in the
environment is the long run.
"""

import os
from fractions import Fraction
from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from workshop.analysis.disclosure import Family, tellable

FLOOR = 4
TABLES = int(os.environ.get("TABLES", "80"))

People = list[tuple[int, tuple[int, ...], bool]]
"""Of each atom: whose it is, its value in every breakdown, and was it there at the first publication?"""


def span_of(vectors: list[list[int]]) -> list[list[Fraction]]:
    """A basis in steps, in exact fractions."""
    steps: list[list[Fraction]] = []
    for vector in vectors:
        rest = left_of([Fraction(one) for one in vector], steps)
        lead = next((at for at, one in enumerate(rest) if one), None)
        if lead is not None:
            steps.append([one / rest[lead] for one in rest])
    return steps


def left_of(vector: list[Fraction], steps: list[list[Fraction]]) -> list[Fraction]:
    for step in steps:
        lead = step.index(1)
        if factor := vector[lead]:
            vector = [one - factor * other for one, other in zip(vector, step, strict=True)]
    return vector


def is_known(vector: list[int], steps: list[list[Fraction]]) -> bool:
    """Does the number of this set follow from the others?"""
    return not any(left_of([Fraction(one) for one in vector], steps))


def keys_of(people: People) -> list[frozenset[tuple[int, int]]]:
    """The whole, every value of every breakdown, and every two together that somebody has."""
    found = [frozenset()]
    for size in (1, 2):
        for person in people:
            for some in combinations(list(enumerate(person[1])), size):
                if frozenset(some) not in found:
                    found.append(frozenset(some))
    return sorted(found, key=lambda key: (len(key), sorted(key)))


def members(people: People, key: frozenset[tuple[int, int]], first_only: bool = False) -> list[int]:
    """Ones and zeros."""
    return [
        int(all(values[by] == value for by, value in key) and (early or not first_only))
        for _who, values, early in people
    ]


def how_many(people: People, sets: list[int]) -> int:
    return len({who for (who, _values, _early), inside in zip(people, sets, strict=True) if inside})


def family_of(people: People, first_only: bool = False) -> Family:
    keys = keys_of(people)
    cells = np.array([members(people, key, first_only) for key in keys], dtype=bool)
    tables: dict[tuple[frozenset[tuple[int, int]], int], list[int]] = {}
    for at, key in enumerate(keys):
        for tag in key:
            tables.setdefault((key - {tag}, tag[0]), []).append(at)
    person = np.array([who for who, _values, _early in people])
    return Family(cells, person, [(keys.index(whole), rows) for (whole, _by), rows in tables.items()])


def given_away(people: People, cover: bool = True, twice: bool = False, known: tuple[list[int], ...] = ()) -> list[str]:
    """The sets of few people whose number can be worked out from all that is told."""
    keys, now, then = keys_of(people), family_of(people), family_of(people, first_only=True)
    blocks = [np.array(known, dtype=bool)] if known else []
    moments = [(then, True), (now, False)] if twice else [(now, False)]
    told: list[list[int]] = [list(one) for one in known]
    for place, (family, first_only) in enumerate(moments):
        tells = tellable(family, FLOOR, blocks, [earlier for earlier, _first in moments[:place]], cover=cover)
        told += [members(people, key, first_only) for key, tell in zip(keys, tells, strict=True) if tell]
    steps, elsewhere = span_of(told), span_of([list(one) for one in known])
    secret = [(f"{sorted(key)}", members(people, key, first)) for _family, first in moments for key in keys]
    if twice:
        grown = ([a - b for a, b in zip(members(people, key), members(people, key, True), strict=True)] for key in keys)
        secret += [(f"growth {sorted(key)}", one) for key, one in zip(keys, grown, strict=True)]
    for whole in (key for key in keys if len(key) < 2):
        for row in (key for key in keys if len(key) == len(whole) + 1 and key > whole):
            rest = [a - b for a, b in zip(members(people, whole), members(people, row), strict=True)]
            secret.append((f"{sorted(whole)} without {sorted(row)}", rest))
    few = [(name, one) for name, one in secret if 0 < how_many(people, one) < FLOOR]
    return [name for name, one in few if is_known(one, steps) and not is_known(one, elsewhere)]


@st.composite
def some_people(draw: st.DrawFn) -> People:
    """Up to thirty people and three breakdowns, some values much rarer than others; some people have two atoms."""
    luck = draw(st.randoms(use_true_random=False))
    sizes = [luck.randint(2, 4) for _by in range(3)]
    atoms = []
    for who in range(draw(st.integers(1, 30))):
        for _atom in range(1 + (luck.random() < 0.3)):
            values = tuple(min(luck.randrange(size), luck.randrange(size)) for size in sizes)
            atoms.append((who, values, luck.random() < 0.7))
    return atoms


quick = settings(max_examples=TABLES)


@quick
@given(some_people(), st.booleans())
def test_no_few_people_can_be_worked_out_from_any_filters_or_two_points_in_time(people: People, twice: bool) -> None:
    assert given_away(people, twice=twice) == []


@settings(max_examples=max(30, TABLES // 4))
@given(some_people(), st.integers(1, 3))
def test_nor_together_with_what_is_told_elsewhere(people: People, tables: int) -> None:
    known = tuple([int(who % (at + 2) == 0) for who, _values, _early in people] for at in range(tables))
    assert given_away(people, known=known) == []


SHOP = [(who, (int(who >= 8), int(who % 2)), True) for who in range(10)]
"""Eight and two people, five and five."""


def test_without_cover_the_two_follow_from_the_ten_and_the_eight() -> None:
    assert "[(0, 1)]" in given_away(SHOP, cover=False)
    assert given_away(SHOP) == []


def test_without_cover_the_newcomer_follows_from_two_publications() -> None:
    people: People = [(who, (0,), who < 9) for who in range(10)]
    assert "growth []" in given_away(people, cover=False, twice=True)
    assert given_away(people, twice=True) == []


def test_what_is_large_enough_and_gives_nothing_away_is_told() -> None:
    people: People = [(who, (who % 2, who % 3 % 2), True) for who in range(48)]
    assert tellable(family_of(people), FLOOR).all()


def test_the_first_in_the_order_of_worth_is_told() -> None:
    family = family_of(SHOP)
    told = tellable(family, FLOOR)
    assert told[0], "the whole"
    assert not told[1], "what covers the two"


def test_small_rows_of_one_person_each_are_covered_though_they_are_many() -> None:
    people: People = [(who, (min(who, 5),), True) for who in range(15)]
    told = tellable(family_of(people), FLOOR)
    assert told.tolist() == [True, False, False, False, False, False, False]


def test_one_person_is_not_told_of() -> None:
    assert not tellable(family_of([(0, (0,), True)]), FLOOR).any()
