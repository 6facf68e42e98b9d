"""No hidden number can be worked out: every table that fits what is told is tried, and hidden numbers must differ."""

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings

from tests.analysis.random_meetings import tagged_notes
from workshop.analysis.privacy import WHOLE, ByTag, Hidden, Table, Tally, check_floor, people_cell, publish, two_parts

Rows = dict[str, dict[str, int]]


def tallies_of(topics: dict[str, dict[str, list[str]]]) -> dict[str, dict[str, Tally]]:
    found = {
        topic: {tag: Tally(len(writers), len(set(writers))) for tag, writers in tags.items()}
        for topic, tags in topics.items()
    }
    found[WHOLE] = {}
    for tag in {tag for tags in topics.values() for tag in tags}:
        writers = [writer for tags in topics.values() for writer in tags.get(tag, [])]
        found[WHOLE][tag] = Tally(len(writers), len(set(writers)))
    return found


def ways_to_share(total: int, places: int) -> Iterator[tuple[int, ...]]:
    """Every way of sharing `total` among `places`."""
    if places == 0:
        if total == 0:
            yield ()
        return
    for first in range(total + 1):
        for rest in ways_to_share(total - first, places - 1):
            yield (first, *rest)


def fits(told: Table, row: dict[str, int]) -> bool:
    """Could these be the numbers behind what is told? A tag that is not told is nought; a hidden one is not."""
    for tag, number in row.items():
        cell = told.get(tag, 0)
        if isinstance(cell, Hidden):
            if number == 0:
                return False
        elif number != cell:
            return False
    return True


def possible_tables(told: ByTag, totals: dict[str, int], tags: list[str]) -> Iterator[Rows]:
    """Every set of tables that a reader of what is told must take for possible."""
    rows_by_topic = []
    for topic, total in totals.items():
        rows = [dict(zip(tags, way, strict=True)) for way in ways_to_share(total, len(tags))]
        if told.in_topic is not None:
            rows = [row for row in rows if fits(told.in_topic[topic], row)]
        rows_by_topic.append(rows)
    for rows in product(*rows_by_topic):
        whole = {tag: sum(row[tag] for row in rows) for tag in tags}
        if told.whole is None or fits(told.whole, whole):
            yield {**dict(zip(totals, rows, strict=True)), WHOLE: whole}


def worked_out(told: ByTag, tallies: dict[str, dict[str, Tally]], floor: int) -> set[tuple[str, str]]:
    """The numbers of small groups, and the hidden ones, that are the same in every possible table."""
    tags = sorted(tallies[WHOLE])
    totals = {topic: sum(tally.notes for tally in of.values()) for topic, of in tallies.items() if topic != WHOLE}
    tables = {WHOLE: told.whole or {}, **(told.in_topic or {})}
    secret = {(row, tag) for row, of in tallies.items() for tag, tally in of.items() if tally.people < floor}
    secret |= {(row, tag) for row, table in tables.items() for tag, cell in table.items() if isinstance(cell, Hidden)}
    seen: dict[tuple[str, str], set[int]] = {key: set() for key in secret}
    for rows in possible_tables(told, totals, tags):
        for row, tag in secret:
            seen[row, tag].add(rows[row][tag])
        if all(len(numbers) > 1 for numbers in seen.values()):
            return set()
    return {key for key, numbers in seen.items() if len(numbers) < 2}


@settings(max_examples=300)
@given(tagged_notes())
def test_no_number_of_a_small_group_can_be_worked_out(topics: dict[str, dict[str, list[str]]]) -> None:
    tallies = tallies_of(topics)
    for split in (True, False):
        told = publish(tallies, 5, split)
        if told.whole is not None:
            assert worked_out(told, tallies, 5) == set()


@settings(max_examples=300)
@given(tagged_notes())
def test_what_is_told_is_true_and_small_groups_are_not_told(topics: dict[str, dict[str, list[str]]]) -> None:
    tallies = tallies_of(topics)
    told = publish(tallies, 5, split=True)
    tables = dict(told.in_topic or {}) if told.whole is None else {WHOLE: told.whole, **(told.in_topic or {})}
    for row, table in tables.items():
        assert set(table) == set(tallies[row])
        for tag, cell in table.items():
            tally = tallies[row][tag]
            assert cell in (tally.notes, Hidden.COVER) if tally.people >= 5 else cell is Hidden.SMALL


def test_the_checker_turns_red_when_nothing_covers_the_hidden_number() -> None:
    tallies = tallies_of({"values": {"A": list("1234567"), "B": list("12"), "C": list("123456")}})
    bare = ByTag({"A": 7, "B": Hidden.SMALL, "C": 6}, None)
    assert worked_out(bare, tallies, 5) == {("values", "B"), (WHOLE, "B")}
    assert worked_out(publish(tallies, 5, split=False), tallies, 5) == set()


def test_the_next_smallest_number_covers_a_single_hidden_one() -> None:
    tallies = tallies_of({"values": {"A": list("1234567"), "B": list("12"), "C": list("123456")}})
    assert publish(tallies, 5, split=False).whole == {"A": 7, "B": Hidden.SMALL, "C": Hidden.COVER}


def test_a_number_that_is_hidden_in_one_topic_is_covered_in_the_others_and_in_the_whole() -> None:
    many, few = [str(number) for number in range(9)], ["1", "2"]
    tallies = tallies_of({"values": {"A": many, "B": many}, "promise": {"A": many, "B": few}})
    told = publish(tallies, 5, split=True)
    assert told.in_topic is not None
    assert told.whole is not None
    assert told.in_topic["promise"] == {"A": Hidden.COVER, "B": Hidden.SMALL}
    assert Hidden.COVER in told.in_topic["values"].values() or Hidden.COVER in told.whole.values()
    assert worked_out(told, tallies, 5) == set()


def test_two_hidden_notes_of_two_groups_are_covered_by_a_third() -> None:
    # 2 notes are missing from the sum and two groups are hidden: each must have one, unless a third is hidden too.
    tallies = tallies_of({"values": {"A": ["1"], "B": ["2"], "C": list("123456")}})
    assert publish(tallies, 5, split=False).whole == {"A": Hidden.SMALL, "B": Hidden.SMALL, "C": Hidden.COVER}


def test_a_table_with_nothing_to_cover_with_is_withheld() -> None:
    assert publish(tallies_of({"values": {"A": ["1", "2", "3"]}}), 5, split=True) == ByTag(None, None)


def test_eight_notes_by_one_person_are_hidden() -> None:
    tallies = tallies_of({"values": {"A": ["1"] * 8, "B": list("123456"), "C": list("1234567")}})
    told = publish(tallies, 5, split=False).whole
    assert told == {"A": Hidden.SMALL, "B": Hidden.COVER, "C": 7}


def test_nothing_said_is_told_as_nothing() -> None:
    assert publish({WHOLE: {}}, 5, split=True) == ByTag({}, {})


@pytest.mark.parametrize("people", [1, 2, 3, 4])
def test_fewer_people_than_the_floor_are_no_number(people: int) -> None:
    assert people_cell(people, 5) is Hidden.SMALL


def test_nobody_and_the_floor_itself_are_told() -> None:
    assert (people_cell(0, 5), people_cell(5, 5)) == (0, 5)


@pytest.mark.parametrize(("parts", "told"), [((48, 9), (48, 9)), ((48, 0), (48, 0)), ((48, 2), None), ((4, 4), None)])
def test_a_small_part_hides_the_other(parts: tuple[int, int], told: tuple[int, int] | None) -> None:
    assert two_parts(*parts, 5) == (told or (Hidden.COVER, Hidden.COVER))


@pytest.mark.parametrize("floor", [-1, 0, 3, 11])
def test_the_floor_is_never_lower_than_four_nor_higher_than_ten(floor: int) -> None:
    with pytest.raises(ValueError, match="floor"):
        check_floor(floor)
