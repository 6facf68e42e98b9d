"""Cohen's kappa, by figures reckoned by hand and by what must hold for all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workshop.analysis.agreement import agreement, kappa

CODES = ("a", "b", "c")
coded = st.dictionaries(st.integers(0, 12), st.sets(st.sampled_from(CODES)), max_size=12)


def test_the_figures_of_a_textbook() -> None:
    """Fifty applications, two readers: 20 yes from both, 15 no from both, 5 and 10 apart: kappa 0.40."""
    assert kappa(20, 5, 10, 15) == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ((0, 0, 0, 0), None),
        ((7, 0, 0, 0), None),
        ((0, 0, 0, 7), None),
        ((3, 0, 0, 4), 1.0),
        ((0, 3, 3, 0), -1.0),
        ((0, 4, 0, 0), 0.0),
        ((1, 1, 1, 1), 0.0),
    ],
)
def test_the_ends_and_what_cannot_be_told(numbers: tuple[int, int, int, int], told: float | None) -> None:
    assert kappa(*numbers) == (None if told is None else pytest.approx(told))


def test_only_what_both_have_coded_is_compared() -> None:
    one = {1: {"a"}, 2: {"a", "b"}, 3: {"b"}, 4: set(), 5: {"c"}}
    other = {1: {"a"}, 2: {"b"}, 3: {"b"}, 4: {"a"}, 6: {"a"}, 5: {"old"}}
    found = agreement(one, other, CODES)
    assert found.texts == 3
    assert (found.codes["a"].both, found.codes["a"].one_only, found.codes["a"].other_only) == (1, 1, 0)
    assert found.codes["a"].kappa == pytest.approx(0.4)
    assert found.codes["b"].kappa == pytest.approx(1)
    assert found.codes["c"].kappa is None
    assert found.kappa == pytest.approx(0.7), "what cannot be told is left out of the mean"
    assert agreement({}, other, CODES).kappa is None


@settings(max_examples=100)
@given(coded, coded)
def test_it_is_the_same_from_both_sides_and_never_above_one(
    one: dict[int, set[str]], other: dict[int, set[str]]
) -> None:
    here, there = agreement(one, other, CODES), agreement(other, one, CODES)
    assert here.texts == there.texts
    for code in CODES:
        mine, theirs = here.codes[code].kappa, there.codes[code].kappa
        assert (mine is None) == (theirs is None)
        if mine is not None:
            assert mine == pytest.approx(theirs)
            assert -1.000001 <= mine <= 1.000001
    same = agreement(one, one, CODES)
    assert {about.kappa for about in same.codes.values()} <= {None, 1.0}
