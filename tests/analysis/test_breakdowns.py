"""Answers told apart: true numbers, and no row or part of two rows from which a small group could be worked out."""

from itertools import combinations
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workshop.analysis.breakdowns import Background, Survey, of_question
from workshop.analysis.contributions import NOT_SAID, Kind, QuestionAsked
from workshop.analysis.privacy import Hidden
from workshop.analysis.questions import Choices, Ratings

FLOOR = 5
SCALE = QuestionAsked(1, "values", Kind.SCALE)
POSITION = QuestionAsked(2, "other", Kind.SINGLE, ("head", "staff", "council"))
KNOWS = QuestionAsked(3, "other", Kind.SINGLE, ("yes", "no"))
BY_POSITION = "question-2"

Person = tuple[str, frozenset[str], int | None, str | None, str | None]
"""Area, groups, and the answers to the three questions."""
people = st.lists(
    st.tuples(
        st.sampled_from(["oulu", "oulu", "lakeus", "ii"]),
        st.frozensets(st.sampled_from(["staff", "residents", "companies"]), max_size=2),
        st.sampled_from([None, 0, 1, 5]),
        st.sampled_from([None, "staff", "staff", "head", "council"]),
        st.sampled_from([None, "yes", "no"]),
    ),
    max_size=60,
)


def survey_of(said: list[Person]) -> Survey:
    names = [f"p{number}" for number in range(len(said))]
    answers = {
        place: {name: one[at] for name, one in zip(names, said, strict=True) if one[at] is not None}
        for place, at in ((1, 2), (2, 3), (3, 4))
    }
    areas = {tag: [names[n] for n, one in enumerate(said) if one[0] == tag] for tag in ("oulu", "lakeus", "ii")}
    groups = {
        tag: [names[n] for n, one in enumerate(said) if tag in one[1]] for tag in ("staff", "residents", "companies")
    }
    backgrounds = [
        Background("group", groups),
        Background("area", areas),
        of_question(POSITION, answers[2]),
        of_question(KNOWS, answers[3]),
    ]
    return Survey(names, [SCALE, POSITION, KNOWS], answers, backgrounds, FLOOR)


def tags_of(one: Person, by: str) -> set[str]:
    """What somebody is told by, worked out apart."""
    if by == "group":
        return set(one[1]) or {NOT_SAID}
    return {{"area": one[0], "question-2": one[3] or NOT_SAID, "question-3": one[4] or NOT_SAID}[by]}


def base_of(said: list[Person], at: int) -> set[int]:
    return {number for number, one in enumerate(said) if one[at]}


@settings(max_examples=300)
@given(people)
def test_every_number_that_is_told_is_true_and_one_of_enough_people(said: list[Person]) -> None:
    survey = survey_of(said)
    for by in survey.backgrounds:
        told = survey.told_by(by)
        for tag, size in (told.respondents or {}).items():
            theirs = [one for one in said if tag in tags_of(one, by)]
            assert size is Hidden.COVER or size == len(theirs) >= FLOOR
        for (question, _row), table in told.items.items():
            for tag, result in (table or {}).items():
                theirs = [one[question + 1] for one in said if tag in tags_of(one, by) and one[question + 1]]
                if isinstance(result, Ratings):
                    assert result.rated == len(theirs) >= FLOOR
                    assert (result.counts[1], result.counts[5]) == (theirs.count(1), theirs.count(5))
                    assert result.cannot_say is Hidden.COVER
                elif isinstance(result, Choices):
                    assert result.answered == len(theirs) >= FLOOR
                    assert all(count == theirs.count(option) for option, count in result.counts.items())
                else:
                    assert result is Hidden.COVER


@settings(max_examples=300)
@given(people)
def test_what_is_shown_leaves_nothing_small_over_alone_or_beside_another_breakdown(said: list[Person]) -> None:
    survey = survey_of(said)
    for item, at in (((1, ""), 2), ((2, ""), 3), ((3, ""), 4)):
        base = base_of(said, at)
        shown: dict[str, dict[str, set[int]]] = {}
        for by in survey.backgrounds:
            table = survey.told_by(by).items.get(item)
            if table is None:
                continue
            rows = {tag: {n for n in base if tag in tags_of(said[n], by)} for tag in table}
            hidden = [tag for tag, result in table.items() if isinstance(result, Hidden)]
            shown[by] = {tag: row for tag, row in rows.items() if tag not in hidden}
            rest = base - set().union(*shown[by].values())
            assert not 0 < len(rest) < FLOOR
            if rest:
                assert len(hidden) >= 2
                shown[by]["*"] = rest
        for one, other in combinations(shown, 2):
            for row in shown[one].values():
                for column in shown[other].values():
                    parts = [len(row & column), len(row - column), len(column - row), len(base - row - column)]
                    assert 0 not in parts or min((part or inf) for part in parts) >= FLOOR


@settings(max_examples=300)
@given(people)
def test_two_questions_by_each_other_tell_the_same_numbers(said: list[Person]) -> None:
    survey = survey_of(said)
    if not {"question-2", "question-3"} <= set(survey.backgrounds):
        return
    by_knows, by_position = (
        survey.told_by(by).items[item] for by, item in (("question-3", (2, "")), ("question-2", (3, "")))
    )
    hidden = {tag for tag, result in (by_position or {}).items() if isinstance(result, Hidden)}
    for result in (by_knows or {}).values():
        if isinstance(result, Choices):
            assert by_position is not None, "what is withheld one way round is withheld the other way"
            assert not hidden & set(result.counts)


def everyone(sizes: dict[str, int], **more: str) -> list[Person]:
    return [
        ("oulu", frozenset(), 5, position or None, None) for position, size in sizes.items() for _one in range(size)
    ]


def test_the_next_smallest_row_covers_a_small_one() -> None:
    told = survey_of(everyone({"head": 3, "staff": 30, "council": 6})).told_by(BY_POSITION)
    assert told.respondents == {"head": Hidden.COVER, "staff": 30, "council": Hidden.COVER}


def test_a_table_with_nothing_to_cover_with_is_withheld() -> None:
    told = survey_of(everyone({"head": 3, "staff": 30})).told_by(BY_POSITION)
    assert told.respondents is None
    assert told.items[1, ""] is None


def test_five_rows_of_one_person_each_need_one_more() -> None:
    tags = {str(number): [f"p{number}"] for number in range(5)} | {
        "a": [f"p{n}" for n in range(5, 12)],
        "b": [f"p{n}" for n in range(12, 30)],
    }
    names = [f"p{number}" for number in range(30)]
    survey = Survey(names, [], {}, [Background("way", tags)], FLOOR)
    told = survey.told_by("way").respondents
    assert told is not None
    assert [tag for tag, size in told.items() if size == 18] == ["b"]
    assert told["a"] is Hidden.COVER


def test_what_tells_nobody_apart_is_no_background() -> None:
    survey = survey_of(everyone({"staff": 30}))
    assert survey.backgrounds == []
    with pytest.raises(KeyError):
        survey.told_by("nobody")


def test_two_breakdowns_do_not_tell_those_who_are_in_one_row_only() -> None:
    """All of those on paper are from Oulu: the others from Oulu, of whom there are two, would be known."""
    names = [f"p{number}" for number in range(40)]
    area = Background("area", {"oulu": names[:10], "ii": names[10:]})
    way = Background("way", {"paper": names[:8], "self": names[8:]})
    answers = {1: dict.fromkeys(names, 3)}
    assert Survey(names, [SCALE], answers, [way], FLOOR).told_by("way").items[1, ""] is not None
    survey = Survey(names, [SCALE], answers, [area, way], FLOOR)
    assert survey.told_by("area").items[1, ""] is not None
    assert survey.told_by("way").items[1, ""] is None


def test_those_who_did_not_say_are_a_row_like_any_other() -> None:
    """One of the staff and all others did not answer: beside the groups she would be the one who is left over."""
    names = [f"p{number}" for number in range(11)]
    group = Background("group", {"staff": names[5:]})
    knows = Background("knows", {"yes": names[6:10], "no": names[10:]})
    told = Survey(names, [SCALE], {1: dict.fromkeys(names, 1)}, [group, knows], FLOOR)
    assert told.told_by("group").items[1, ""] is not None
    assert told.told_by("knows").items[1, ""] is None
