"""Lists of texts by tag: whatever is made of them, no text is known to come from few people."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from workshop.analysis.listing import list_by_tag

TAGS = ("residents", "staff", "associations", "companies")
said = st.lists(
    st.tuples(st.frozensets(st.sampled_from(TAGS), max_size=3), st.one_of(st.none(), st.integers(1, 30))), max_size=60
)


def listed(notes: list[tuple[frozenset[str], int | None]], floor: int = 5) -> list[frozenset[str]]:
    return list_by_tag([tags for tags, _writer in notes], [writer for _tags, writer in notes], floor)


@given(said, st.integers(4, 7))
def test_lists_laid_over_each_other_give_no_few_away(
    notes: list[tuple[frozenset[str], int | None]], floor: int
) -> None:
    under = listed(notes, floor)
    assert all(mine <= tags for mine, (tags, _writer) in zip(under, notes, strict=True))
    if len({writer for _tags, writer in notes}) < floor:
        return
    for count in range(len(TAGS) + 1):
        for inside in combinations(TAGS, count):
            # those under all of these tags and under none of the others, which for no tags is "the others"
            people = {writer for mine, (_tags, writer) in zip(under, notes, strict=True) if mine == set(inside)}
            assert not people or len(people) >= floor


def many(group: str, people: int, first: int = 0) -> list[tuple[frozenset[str], int | None]]:
    return [(frozenset({group} if group else ()), first + number) for number in range(people)]


def test_large_groups_are_listed_and_small_ones_are_among_the_others() -> None:
    under = listed([*many("residents", 9), *many("staff", 6, 20), *many("companies", 2, 40), *many("", 4, 50)])
    assert [set(mine) for mine in under] == [{"residents"}] * 9 + [{"staff"}] * 6 + [set()] * 6


def test_a_small_rest_takes_the_smallest_list_with_it() -> None:
    under = listed([*many("residents", 9), *many("staff", 6, 20), *many("companies", 2, 40)])
    assert [set(mine) for mine in under] == [{"residents"}] * 9 + [set()] * 8


def test_who_speaks_for_two_groups_is_listed_under_the_larger_one() -> None:
    both = (frozenset({"residents", "staff"}), 99)
    assert listed([*many("residents", 9), *many("staff", 6, 20), both])[-1] == {"residents"}
    several = [(frozenset({"residents", "staff"}), number) for number in range(60, 65)]
    assert listed([*many("residents", 9), *many("staff", 6, 20), *several])[-1] == {"residents", "staff"}


def test_many_notes_of_one_person_are_one_person() -> None:
    assert set(listed([*many("residents", 9), *[(frozenset({"staff"}), 99)] * 30])) == {frozenset()}
    assert set(listed([(frozenset({"staff"}), None)] * 30)) == {frozenset()}
