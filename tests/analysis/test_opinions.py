"""Opinion groups: camps are found, chance is not taken for a camp, and nobody's stances follow from what is told."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.effort import grows_evenly
from workshop.analysis.contributions import StanceTaken
from workshop.analysis.opinions import NoGroups, Opinions, divide, find_opinions, place_people, stances_table

NONE = 9
"""No stance."""
FLOOR = 5


def camps(seed: int, people: int = 60, statements: int = 20, missing: float = 0.3, sure: float = 0.8) -> NDArray:
    """Two camps of opposite minds, who go by their camp in `sure` of their stances; even rows are of the first."""
    chance = np.random.default_rng(seed)
    mind = chance.choice([-1, 1], statements)
    votes = np.where(np.arange(people)[:, None] % 2 == 0, mind, -mind)
    votes = np.where(chance.random(votes.shape) < sure, votes, chance.integers(-1, 2, votes.shape))
    return np.where(chance.random(votes.shape) < missing, NONE, votes)


def chance_votes(seed: int, people: int = 60, statements: int = 20) -> NDArray:
    chance = np.random.default_rng(seed)
    votes = chance.integers(-1, 2, (people, statements))
    return np.where(chance.random(votes.shape) < 0.3, NONE, votes)


def taken(votes: NDArray) -> list[StanceTaken]:
    return [
        StanceTaken(statement + 1, f"p{person}", int(value))
        for person, row in enumerate(votes)
        for statement, value in enumerate(row)
        if value != NONE
    ]


def opinions(votes: NDArray, floor: int = FLOOR) -> Opinions:
    return find_opinions(taken(votes), range(1, votes.shape[1] + 1), floor)


def adjusted_rand(first: Sequence[int], second: Sequence[int]) -> float:
    """How far two divisions agree, 1 when they are the same and 0 by chance (L. Hubert, P. Arabie 1985), by pairs."""
    pairs = list(combinations(range(len(first)), 2))
    one = {pair for pair in pairs if first[pair[0]] == first[pair[1]]}
    other = {pair for pair in pairs if second[pair[0]] == second[pair[1]]}
    expected = len(one) * len(other) / len(pairs)
    return (len(one & other) - expected) / ((len(one) + len(other)) / 2 - expected)


def groups_of(votes: NDArray) -> list[int]:
    """Everybody's group: what is told does not say whose places are whose, so the division is asked for by itself."""
    table, answered = stances_table(taken(votes), range(1, votes.shape[1] + 1))
    means = np.where(answered, table, 0).sum(axis=0) / answered.sum(axis=0)
    labels = divide(place_people(np.where(answered, table - means, 0.0), answered), FLOOR)
    assert labels is not None
    by_stances = {tuple(row): int(label) for row, label in zip(np.where(answered, table, NONE), labels, strict=True)}
    return [by_stances[tuple(row)] for row in votes]


@pytest.mark.parametrize("seed", range(5))
def test_two_camps_are_found(seed: int) -> None:
    votes = camps(seed)
    found = opinions(votes)
    assert found.reason is None
    assert len(found.groups) == 2
    assert sum(group.people for group in found.groups) == found.people == 60
    assert adjusted_rand(groups_of(votes), [place % 2 for place in range(60)]) >= 0.9


@pytest.mark.parametrize("seed", range(12))
def test_chance_is_no_group(seed: int) -> None:
    found = opinions(chance_votes(seed))
    assert found.reason in (NoGroups.ALIKE, NoGroups.NOT_APART)
    assert not found.groups
    assert len(found.places) == 60
    assert {place.group for place in found.places} == {None}


def test_too_few_people_are_refused_however_far_apart_they_are() -> None:
    for people in (0, 1, 14, 29):
        assert opinions(camps(1, people, missing=0)) == Opinions(people, NoGroups.FEW_PEOPLE)
    assert opinions(camps(1, 30, missing=0)).groups


def test_those_who_took_few_stances_are_not_placed() -> None:
    votes = camps(2, missing=0)
    votes[:31, 6:] = NONE
    assert opinions(votes) == Opinions(29, NoGroups.FEW_PEOPLE)


def test_a_vote_of_few_statements_has_no_map() -> None:
    assert opinions(camps(1, statements=4, missing=0)) == Opinions(60, NoGroups.FEW_STATEMENTS)


@pytest.mark.parametrize("value", [-1, 0, 1])
def test_when_all_say_the_same_there_are_no_groups(value: int) -> None:
    found = opinions(np.full((40, 10), value))
    assert (found.reason, found.groups) == (NoGroups.ALIKE, ())
    assert {(place.x, place.y) for place in found.places} == {(0.0, 0.0)}


def test_a_handful_of_dissenters_is_no_group() -> None:
    votes = np.full((60, 12), 1)
    votes[:4] = -1
    assert not opinions(votes).groups


def test_the_same_votes_have_the_same_map_in_any_order_and_under_any_name() -> None:
    votes = camps(3)
    stances = taken(votes)
    renamed = [StanceTaken(one.statement_id, f"x{one.person[::-1]}y", one.value) for one in reversed(stances)]
    first, again = (find_opinions(said, range(1, 21), FLOOR) for said in (stances, renamed))
    assert first == again == opinions(votes)


def test_a_group_is_told_by_the_statements_on_which_it_differs_most() -> None:
    votes = camps(4, missing=0.1, sure=1)
    votes[:, 7] = 1
    found = opinions(votes)
    for group in found.groups:
        order = list(group.differs)
        assert order[-1] == 8, "what all agree on tells nobody apart"
        inside, outside = group.differs[order[0]]
        assert abs(inside.share(inside.agree) - outside.share(outside.agree)) == 1
    plain = sum(int((column != NONE).sum()) for column in votes.T)
    told = sum(inside.n + outside.n for inside, outside in found.groups[0].differs.values())
    assert told == plain


def test_of_a_statement_that_few_of_a_group_spoke_to_no_group_is_told() -> None:
    votes = camps(5, missing=0)
    votes[8::2, 0] = NONE  # four of the first camp
    assert all(1 not in group.differs for group in opinions(votes).groups)
    votes[8, 0] = 1
    assert all(1 in group.differs for group in opinions(votes).groups)


stances = st.lists(
    st.builds(StanceTaken, st.integers(1, 8), st.integers(1, 45).map(lambda one: f"p{one}"), st.integers(-1, 1)),
    max_size=400,
)


@given(stances, st.integers(4, 10))
@settings(max_examples=30)
def test_whatever_is_said_groups_are_large_and_told_by_many(said: list[StanceTaken], floor: int) -> None:
    found = find_opinions(said, range(1, 8), floor)
    assert found == find_opinions(said, range(1, 8), floor)
    assert (found.reason is None) == bool(found.groups)
    assert len(found.places) in (0, found.people)
    for place in found.places:
        assert -1 <= place.x <= 1
        assert -1 <= place.y <= 1
    for number, group in enumerate(found.groups):
        assert group.people == sum(place.group == number for place in found.places)
        assert group.people >= max(5, floor, found.people / 10)
        for inside, outside in group.differs.values():
            assert min(inside.n, outside.n) >= floor


def test_the_work_grows_with_the_people_and_not_with_their_square() -> None:
    """Measured: 0.8 s for 2,000 people and 60 statements, 0.2 s for 500."""
    said = {people: taken(camps(6, people, 60)) for people in (62, 1000)}
    assert find_opinions(said[1000], range(1, 61), FLOOR).groups
    assert grows_evenly(lambda people: find_opinions(said[people], range(1, 61), FLOOR), 1000)
