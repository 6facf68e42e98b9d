"""The account of a statement vote, held against a plain count, and against whoever wants to work out a small group."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.analysis.contributions import NOT_SAID, Contributions, StanceTaken
from workshop.analysis.privacy import Hidden
from workshop.analysis.statements import COMMON_FROM, Stances, Standing, StatementResult, count_stances, ranked
from workshop.analysis.summary import summarise

GROUPS = ("residents", "staff", "companies", "officials")

votes = st.lists(st.tuples(st.integers(-1, 1), st.frozensets(st.sampled_from(GROUPS), max_size=2)), max_size=40).map(
    lambda rows: [StanceTaken(1, f"p{place}", value, groups) for place, (value, groups) in enumerate(rows)]
)


def plain(stances: Sequence[StanceTaken], group: str | None = None) -> tuple[int, int, int]:
    """Agree, disagree and pass, counted one by one; of one group, or of all."""
    agree = disagree = passed = 0
    for stance in stances:
        if group is not None and group not in stance.groups and not (group == NOT_SAID and not stance.groups):
            continue
        if stance.value == 1:
            agree += 1
        elif stance.value == -1:
            disagree += 1
        else:
            passed += 1
    return agree, disagree, passed


def told(said: Stances) -> tuple[int, int, int]:
    return said.agree, said.disagree, said.passed


@given(votes, st.integers(4, 7))
def test_what_is_told_is_what_a_plain_count_says(stances: list[StanceTaken], floor: int) -> None:
    result = count_stances(stances, floor)
    if 0 < len(stances) < floor:
        assert result == StatementResult(Hidden.SMALL, None, None)
        assert result.standing is Standing.TOO_FEW
        return
    assert result.people == len(stances)
    assert result.whole
    assert told(result.whole) == plain(stances)
    lowest_agree, lowest_disagree, highest_agree = [], [], []
    for group, said in result.told.items():
        agree, disagree, passed = plain(stances, group)
        assert told(said) == (agree, disagree, passed)
        n = agree + disagree + passed
        lowest_agree.append((agree + 1) / (n + 2))
        lowest_disagree.append((disagree + 1) / (n + 2))
        highest_agree.append((agree + 1) / (n + 2))
    if lowest_agree:
        assert result.common == pytest.approx(max(min(lowest_agree), min(lowest_disagree)))
        assert result.spread == pytest.approx(max(highest_agree) - min(lowest_agree))
        assert (result.standing is Standing.COMMON) == (result.common >= COMMON_FROM)


@given(votes, st.integers(4, 7))
def test_no_small_group_is_told_nor_follows_from_the_rest(stances: list[StanceTaken], floor: int) -> None:
    groups = count_stances(stances, floor).by_group
    if groups is None:
        return
    used = {group for stance in stances for group in stance.groups or {NOT_SAID}}
    assert set(groups) == used
    hidden = {group for group, said in groups.items() if isinstance(said, Hidden)}
    assert {group for group in used if sum(plain(stances, group)) < floor} <= hidden
    assert len(hidden) != 1, "one hidden row would be the whole without the others"
    unseen = {stance.person for stance in stances if (stance.groups or {NOT_SAID}) & hidden}
    assert not hidden or len(unseen) >= floor, "the hidden rows together are people too"


@given(votes)
def test_a_person_counts_once_and_the_last_word_holds(stances: list[StanceTaken]) -> None:
    turned = [StanceTaken(1, one.person, -one.value, one.groups) for one in stances]
    assert count_stances([*turned, *stances], 5) == count_stances(stances, 5)


def group_votes(**counts: tuple[int, int, int]) -> list[StanceTaken]:
    """Stances by group: agree, disagree, pass."""
    values = {
        group: [1] * agree + [-1] * disagree + [0] * passed for group, (agree, disagree, passed) in counts.items()
    }
    return [
        StanceTaken(1, f"{group}{place}", value, frozenset({group}))
        for group, said in values.items()
        for place, value in enumerate(said)
    ]


def test_a_large_group_cannot_outvote_a_small_one() -> None:
    result = count_stances(group_votes(residents=(90, 10, 0), staff=(1, 9, 0)), 5)
    assert result.standing is Standing.DIVIDING
    assert result.spread == pytest.approx(91 / 102 - 2 / 12)


def test_what_every_group_rejects_is_common_ground_too() -> None:
    result = count_stances(group_votes(residents=(1, 19, 0), staff=(0, 9, 1)), 5)
    assert (result.standing, result.agrees) == (Standing.COMMON, False)
    assert result.common == pytest.approx(10 / 12)


def test_common_ground_comes_first_and_then_what_divides_most() -> None:
    results = {
        1: count_stances(group_votes(residents=(5, 5, 0), staff=(5, 4, 1)), 5),
        2: count_stances(group_votes(residents=(9, 1, 0), staff=(2, 8, 0)), 5),
        3: count_stances(group_votes(residents=(8, 2, 0), staff=(8, 1, 1)), 5),
        4: count_stances([], 5),
        5: count_stances(group_votes(residents=(20, 0, 0), staff=(20, 0, 0)), 5),
        6: count_stances(group_votes(residents=(20, 0, 0), staff=(0, 20, 0)), 5),
    }
    assert ranked(results) == [5, 3, 6, 2, 1, 4]


def test_stances_on_what_is_hidden_do_not_count() -> None:
    stances = (*group_votes(residents=(6, 0, 0)), StanceTaken(2, "elsewhere", 1))
    summary = summarise(Contributions(statements=(1,), stances=stances))
    assert summary.voters == 6
    assert list(summary.statements) == [1]
