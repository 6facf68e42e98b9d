"""What an anonymous survey may say of invited people: whoever is told of has company, and so has whoever is not."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workshop.surveys.crowd import About, told_of

FLOOR = 5
STAFF, BOSS = (("asema", "henkilöstö"),), (("asema", "johto"),)


def kinds(crowd: list[About]) -> Counter[About]:
    """How many people are told of in the same way."""
    told = told_of(crowd, FLOOR)
    return Counter(told[one] for one in crowd)


def test_what_enough_people_share_is_told() -> None:
    crowd = [About("fi", background=STAFF)] * 5 + [About("fi", background=BOSS)] * 6
    assert told_of(crowd, FLOOR) == {one: one for one in crowd}


def test_being_the_only_one_of_whom_nothing_is_told_is_avoided() -> None:
    crowd = [About("fi", background=STAFF)] * 9 + [About("fi", background=BOSS)]
    assert kinds(crowd) == {About("fi"): 10}
    crowd += [About("fi", background=(("asema", "luottamushenkilö"),))] * 20
    assert kinds(crowd) == {About("fi"): 10, crowd[-1]: 20}


def test_a_lone_language_is_told_as_that_of_most() -> None:
    crowd = [About("sv", ("residents",), "564")] * 30 + [About("fi", ("residents",), "564")]
    assert kinds(crowd) == {About("sv"): 31}


def test_groups_and_municipality_are_told_together_or_not_at_all() -> None:
    crowd = [About("fi", ("staff",), "564")] * 7 + [About("fi", ("staff",), "615")] * 3 + [About("fi")] * 5
    assert kinds(crowd) == {crowd[0]: 7, About("fi"): 8}


def test_nobody_is_no_crowd() -> None:
    assert told_of([], FLOOR) == {}


PEOPLE = st.builds(
    About,
    st.sampled_from(["fi", "sv", "en"]),
    st.sampled_from([(), ("staff",), ("residents",)]),
    st.sampled_from([None, "564", "615"]),
    st.sampled_from([(), STAFF, BOSS]),
)


@settings(max_examples=300)
@given(st.lists(PEOPLE, min_size=FLOOR, max_size=80), st.integers(4, 10))
def test_whatever_the_list_nobody_is_told_of_alone(crowd: list[About], floor: int) -> None:
    told = told_of(crowd, floor)
    counts = Counter(told[one] for one in crowd)
    smallest = min(counts.values())
    assert smallest >= floor or (len(counts) == 1 and smallest == len(crowd))
    for one, now in told.items():
        assert now == one or now in (About(now.language), About(one.language, one.groups, one.municipality))


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_list_decides_nothing(seed: int) -> None:
    crowd = [About("fi", background=(("asema", str(n)),)) for n in range(8) for _one in range(n)]
    mixed = Random(seed).sample(crowd, len(crowd))
    assert told_of(mixed, FLOOR) == told_of(crowd, FLOOR)
