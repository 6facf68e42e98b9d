"""Every kind, with every setting: any answer is stored, exported and read back the same; anything else is refused."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.surveys.asked import COLUMNS, OPTIONS, ROWS, WRITTEN
from tests.surveys.asking import KEYS, answer, asked, carried, refusal, value
from workshop.surveys.kinds import KINDS
from workshop.surveys.kinds.kind import BadAnswer
from workshop.surveys.kinds.long_text import one_line
from workshop.surveys.models import Question, QuestionKind
from workshop.vocabulary.groups import groups
from workshop.vocabulary.places import municipalities

many = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
lines = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=200).map(one_line).filter(bool)
anything = st.recursive(
    st.one_of(st.text(), st.integers(), st.booleans(), st.floats(), st.none(), st.binary()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(), inner, max_size=2)),
    max_leaves=4,
)
others = lines.map(lambda words: {"other": words})
sets = st.sets(st.sampled_from(KEYS)).map(sorted)
row_keys, column_keys = (st.sampled_from([one["key"] for one in many_]) for many_ in (ROWS, COLUMNS))


def written(kind: QuestionKind, **more: Any) -> dict[str, Any]:
    """How a question of a kind with parts is asked."""
    options, usual = WRITTEN[kind]
    return {"options": options, **usual, **more}


ANSWERS: list[tuple[QuestionKind, dict[str, Any], st.SearchStrategy[Any]]] = [
    (QuestionKind.SINGLE, {}, st.sampled_from(KEYS)),
    (QuestionKind.SINGLE, {"other": True, "shuffled": True}, st.one_of(st.sampled_from(KEYS), others)),
    (QuestionKind.MULTIPLE, {}, sets.filter(bool)),
    (
        QuestionKind.MULTIPLE,
        {"other": True, "max": 3},
        st.tuples(sets.map(lambda keys: keys[:2]), others).map(lambda two: [*two[0], two[1]]),
    ),
    (QuestionKind.MULTIPLE, {"exclusive": ["c"], "min": 2}, st.sampled_from([["a", "b"], ["c"]])),
    (QuestionKind.DROP_DOWN, {}, st.sampled_from(KEYS)),
    (QuestionKind.SCALE, {}, st.integers(0, 5)),
    (QuestionKind.SHORT_TEXT, {}, lines),
    (QuestionKind.LONG_TEXT, {}, lines),
    (QuestionKind.NUMBER, {}, st.integers(0, 10**12 - 1)),
    (
        QuestionKind.NUMBER,
        {"min": -50, "max": 50, "decimals": 2},
        st.integers(-5000, 5000).map(lambda number: number // 100 if number % 100 == 0 else number / 100),
    ),
    (QuestionKind.DATE, {}, st.dates(date(1000, 1, 1)).map(date.isoformat)),
    (QuestionKind.MUNICIPALITY, {}, st.sampled_from(list(municipalities()))),
    (QuestionKind.GROUP, {}, st.sampled_from(list(groups()))),
    (
        QuestionKind.MATRIX,
        written(QuestionKind.MATRIX),
        st.dictionaries(row_keys, st.integers(0, 5), min_size=1),
    ),
    (QuestionKind.RANKING, written(QuestionKind.RANKING), st.permutations([one["key"] for one in OPTIONS])),
    (
        QuestionKind.RANKING,
        written(QuestionKind.RANKING, top=2),
        st.permutations([one["key"] for one in OPTIONS]).map(lambda keys: keys[:2]),
    ),
    (
        QuestionKind.GRID,
        written(QuestionKind.GRID),
        st.dictionaries(row_keys, st.dictionaries(column_keys, lines, min_size=1), min_size=1),
    ),
    (
        QuestionKind.PARTS,
        written(QuestionKind.PARTS),
        st.fixed_dictionaries({"a": lines}, optional={"b": st.integers(0, 999), "c": lines}),
    ),
]


@pytest.fixture
def room(app: Flask) -> Iterator[Flask]:
    app.config["WTF_CSRF_ENABLED"] = False
    with app.test_request_context("/?lang=en"):
        yield app


def fields_of(question: Question, given_: Any) -> tuple[list[str], dict[str, str]]:
    """What a browser sends for this answer."""
    if question.kind is QuestionKind.DATE:
        year, month, day = given_.split("-")
        return [], {"day": str(int(day)), "month": month, "year": year}
    if question.kind is QuestionKind.RANKING:
        return [], {key: str(place) for place, key in enumerate(given_, start=1)}
    if question.kind is QuestionKind.GRID:
        return [], {f"{row}.{column}": text for row, cells in given_.items() for column, text in cells.items()}
    if question.kind in WRITTEN:
        return [], {part: str(value) for part, value in given_.items()}
    own, parts = [], {}
    for part in given_ if isinstance(given_, list) else [given_]:
        if isinstance(part, dict):
            own, parts = [*own, "other"], part
        else:
            own = [*own, str(part).replace(".", ",") if isinstance(part, float) else str(part)]
    return own, parts


@many
@given(st.sampled_from(ANSWERS), st.data())
def test_any_answer_is_stored_exported_and_read_back_the_same(
    room: Flask, one: tuple[QuestionKind, dict[str, Any], st.SearchStrategy[Any]], data: st.DataObject
) -> None:
    kind, more, strategy = one
    question, given_ = asked(kind, **more), data.draw(strategy)
    own, parts = fields_of(question, given_)
    form = answer(question, *own, **parts)
    assert value(form) == given_
    assert carried(question, given_) == given_
    assert 'id="q7-error"' not in form["q7"]()


@many
@given(st.sampled_from(ANSWERS), anything)
def test_whatever_the_rules_let_through_can_be_carried(
    room: Flask, one: tuple[QuestionKind, dict[str, Any], st.SearchStrategy[Any]], given_: Any
) -> None:
    question = asked(one[0], **one[1])
    try:
        KINDS[question.kind].check(question, given_)
    except BadAnswer:
        return
    assert carried(question, given_) == given_


@many
@given(
    st.sampled_from(ANSWERS),
    st.lists(st.text(max_size=20), max_size=3),
    st.dictionaries(st.sampled_from(["other", "day", "month", "year", "x"]), st.text(max_size=10), max_size=4),
)
def test_whatever_is_sent_is_kept_or_refused_at_its_field(
    room: Flask, one: tuple[QuestionKind, dict[str, Any], Any], own: list[str], parts: dict[str, str]
) -> None:
    question = asked(one[0], **one[1])
    form = answer(question, *own, **parts)
    if form.errors:
        assert refusal(form)
    elif form["q7"].data is not None:
        assert carried(question, form["q7"].data) == form["q7"].data


def test_the_answers_here_are_of_every_kind_that_takes_one(room: Flask) -> None:
    assert {kind for kind, _more, _answers in ANSWERS} == {one for one in QuestionKind if KINDS[one].answered}
