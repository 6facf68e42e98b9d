"""What a row of a file may say of whom it is of: nothing that fewer people than the floor share."""

from collections import defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from workshop.exchange.coarse import Ladder, coarsened, inner

FLOOR = 4
PLACES: list[Ladder] = [
    (),
    ("Ii", "Oulunkaari"),
    ("Vaala", "Oulunkaari"),
    ("Oulu", "Oulu (area)"),
    ("Kemi", "elsewhere"),
]
rows = st.tuples(
    st.integers(0, 30), st.sampled_from([(), ("residents",), ("staff",)]), st.sampled_from(PLACES), st.just(("fi",))
)


@settings(max_examples=60, deadline=None)
@given(st.lists(rows, max_size=60))
def test_no_combination_of_tags_is_of_fewer_people_than_the_floor(
    made: list[tuple],
) -> None:
    people = [person for person, *_tags in made]
    told = coarsened([tags for _person, *tags in made], people, FLOOR)
    crowds = defaultdict(set)
    for person, tags in zip(people, told, strict=True):
        crowds[tags].add(person)
    few = [tags for tags, crowd in crowds.items() if len(crowd) < FLOOR]
    assert few == ([] if len(set(people)) >= FLOOR else [tags for tags in crowds if not any(tags)])
    assert all(value in ("", *ladder) for (_p, *own), tags in zip(made, told, strict=True)
               for ladder, value in zip(own, tags, strict=True)), "a row says nothing that is not so"  # fmt: skip


def test_a_small_place_is_rolled_up_to_its_area_and_else_left_out_with_company() -> None:
    made = [[place] for place in (*[PLACES[1]] * 2, *[PLACES[2]] * 2, *[PLACES[3]] * 5, *[PLACES[4]])]
    told = [place for [place] in coarsened(made, range(len(made)), FLOOR)]
    assert told == [""] * 4 + ["Oulu"] * 5 + [""], "the only one elsewhere is not left alone"
    assert [place for [place] in coarsened(made[:-1], range(9), FLOOR)] == ["Oulunkaari"] * 4 + ["Oulu"] * 5


def test_the_ends_of_numbers_are_of_as_many_as_the_floor() -> None:
    assert inner([1, 2, 3, 4, 5, 6, 7, 97], FLOOR) == (4, 5)
    assert inner([1, 2, 3, 4, 5, 6, 97], FLOOR) is None
