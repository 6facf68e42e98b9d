"""Two publications of one round, made in either order: nobody few is the difference between them."""

import random

import pytest

from tests.analysis.test_round_summary import FLOOR, a_round
from workshop.analysis.privacy import Hidden
from workshop.analysis.round_rows import AREA, GROUP, Published, RoundSaid, Spoken, Tag
from workshop.analysis.round_summary import RoundSummary, summarise_round


def told_by(summary: RoundSummary) -> Published:
    """Everything that a summary tells, as a publication that shows all of it."""
    people, notes = (
        frozenset(key for key, cell in counted.cells.items() if not isinstance(cell, Hidden))
        for counted in (summary.people, summary.notes)
    )
    return Published(people, notes)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("later_first", [False, True])
def test_what_two_publications_tell_never_differs_by_few(seed: int, later_first: bool) -> None:
    said = a_round(random.Random(seed), 3, 60, publications=2)
    order = (1, 0) if later_first else (0, 1)
    # the one that is made first knows nothing of the other: all that came between is as if it came after both
    alone = [row._replace(since=0 if row.since <= order[0] else 1) for row in said.people]
    notes = [row._replace(since=0 if row.since <= order[0] else 1) for row in said.notes]
    responses = [row._replace(since=0 if row.since <= order[0] else 1) for row in said.responses]
    first = summarise_round(RoundSaid(alone, notes, responses, 1, at=0), FLOOR)
    kept: list[Published | None] = [None, None]
    kept[order[0]] = told_by(first)
    second = summarise_round(RoundSaid(said.people, said.notes, said.responses, 2, kept, at=order[1]), FLOOR)
    for key, cell in second.people.cells.items():
        before = first.people.cells.get(key, 0)
        if isinstance(cell, Hidden) or isinstance(before, Hidden):
            continue
        assert cell == before or abs(cell - before) >= FLOOR, key


def crowd(group: str, people: int, since: int) -> list[Spoken]:
    tags = frozenset({Tag(GROUP, group), Tag(AREA, "north")})
    return [Spoken(f"{group}{since}{number}", 1, tags, since) for number in range(people)]


def test_the_dashboard_hides_what_few_have_added_to_a_publication_that_is_out() -> None:
    people = [*crowd("x", 20, 0), *crowd("x", 10, 1), *crowd("y", 9, 0), *crowd("y", 2, 1)]
    of_y = frozenset({Tag(GROUP, "y")})
    for keys, told in ((frozenset({of_y}), Hidden.COVER), (frozenset(), 11)):
        said = RoundSaid(people, publications=1, told=[Published(keys, frozenset())])
        assert summarise_round(said, FLOOR).people.at(*of_y) == told, "11 − 9 would be the two who came"
