"""Matrices, grids, parts and orders: every number equals one that was counted with plain loops, written apart."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workshop.analysis.contributions import Answers, Kind, QuestionAsked
from workshop.analysis.privacy import Hidden
from workshop.analysis.questions import Ratings, Texts
from workshop.analysis.rows import Ranks, Rows, count_question

FLOOR = 5
SCALE = QuestionAsked(1, "values", Kind.SCALE)
TEXT = QuestionAsked(1, "values", Kind.TEXT)
MATRIX = QuestionAsked(1, "values", Kind.ROWS, rows=(("a", SCALE), ("b", SCALE)))
GRID = QuestionAsked(1, "values", Kind.ROWS, rows=(("a", TEXT), ("b", TEXT)))
RANKING = QuestionAsked(1, "values", Kind.RANKING, ("a", "b", "c"))
RANKING_SIX = QuestionAsked(1, "values", Kind.RANKING, tuple("abcdef"))
rows = st.sampled_from(["a", "b", "gone"])
cells = st.dictionaries(st.sampled_from("xy"), st.sampled_from(["Sana", " "]))


def answered(values: list[Any]) -> Answers:
    return {f"p{number}": value for number, value in enumerate(values)}


def shown(number: int) -> int | Hidden:
    return Hidden.SMALL if number in (1, 2, 3, 4) else number


@settings(max_examples=200)
@given(st.lists(st.dictionaries(rows, st.integers(0, 5)), max_size=20))
def test_a_matrix_is_counted_as_plain_loops_count_it(values: list[dict[str, int]]) -> None:
    result = count_question(MATRIX, answered(values), FLOOR)
    assert isinstance(result, Rows)
    assert result.answered == shown(sum("a" in value or "b" in value for value in values))
    for row in ("a", "b"):
        rated, zeros = [], 0
        for value in values:
            if row in value and value[row] > 0:
                rated.append(value[row])
            elif row in value:
                zeros += 1
        counted = result.rows[row]
        assert isinstance(counted, Ratings)
        if 0 < len(rated) < FLOOR or 0 < len(rated) + zeros < FLOOR:
            assert (counted.rated, counted.cannot_say, counted.counts) == (Hidden.SMALL, Hidden.COVER, None)
            continue
        assert (counted.rated, counted.cannot_say) == (len(rated), zeros)
        assert counted.mean == (pytest.approx(sum(rated) / len(rated)) if rated else None)
        assert [counted.counts[step] for step in (1, 2, 3, 4, 5)] == [rated.count(step) for step in (1, 2, 3, 4, 5)]


@settings(max_examples=200)
@given(
    st.lists(st.dictionaries(rows, st.dictionaries(st.sampled_from("xy"), st.sampled_from(["Sana", " "]))), max_size=20)
)
def test_a_grid_tells_how_many_wrote_in_each_row(values: list[dict[str, dict[str, str]]]) -> None:
    result = count_question(GRID, answered(values), FLOOR)
    assert isinstance(result, Rows)
    for row in ("a", "b"):
        people = 0
        for value in values:
            people += "Sana" in value.get(row, {}).values()
        assert result.rows[row] == Texts(shown(people))


@settings(max_examples=200)
@given(st.lists(st.lists(st.sampled_from(["a", "b", "c", "gone"]), unique=True, max_size=3), max_size=20))
def test_an_order_is_counted_as_plain_loops_count_it(orders: list[list[str]]) -> None:
    result = count_question(RANKING, answered(orders), FLOOR)
    assert isinstance(result, Ranks)
    people = 0
    for order in orders:
        people += "a" in order or "b" in order or "c" in order
    assert result.answered == shown(people)
    if 0 < people < FLOOR:
        assert result.places is None
        assert (result.chosen("a"), result.share("a"), result.mean("a"), result.in_order()) == (0, 0.0, None, [])
        return
    for option in ("a", "b", "c"):
        places = []
        for order in orders:
            for place, key in enumerate(order):
                if key == option:
                    places.append(place + 1)
        assert result.places is not None
        assert result.places[option] == (places.count(1), places.count(2), places.count(3))
        assert result.chosen(option) == len(places)
        assert result.mean(option) == (pytest.approx(sum(places) / len(places)) if places else None)
        assert result.share(option) == (pytest.approx(len(places) / people) if people else 0)


def test_the_options_stand_by_how_many_chose_them_and_then_by_their_mean_place() -> None:
    orders = [["b", "a"], ["b", "a"], ["b", "a"], ["a", "b"], ["f"], ["f"], ["e", "f"]]
    result = count_question(RANKING_SIX, answered(orders), FLOOR)
    assert isinstance(result, Ranks)
    assert result.in_order() == ["b", "a", "f", "e", "c", "d"]


@pytest.mark.parametrize("value", ["a", 3, None, {"a": "x"}, {"a": None}, ["a", 7, None], {"a": {"x": 3}}, [["a"]]])
def test_what_no_question_lets_in_breaks_nothing(value: Any) -> None:
    for asked in (MATRIX, GRID, RANKING):
        count_question(asked, answered([value] * 6), FLOOR)
