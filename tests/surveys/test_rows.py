"""Kinds with parts: any answer comes back as it was given, also out of an export; anything else is an error."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from tests.surveys.asked import COLUMNS, OPTIONS, PARTS, ROWS, question
from tests.surveys.asking import from_database
from tests.surveys.page import Page
from workshop.surveys.forms import AnswersForm, answers_form
from workshop.surveys.kinds import KINDS
from workshop.surveys.kinds.grid import LONGEST_CELL
from workshop.surveys.kinds.kind import BadAnswer
from workshop.surveys.kinds.long_text import one_line, tidy
from workshop.surveys.models import Question, QuestionKind

MATRIX, RANKING, GRID, SEVERAL = QuestionKind.MATRIX, QuestionKind.RANKING, QuestionKind.GRID, QuestionKind.PARTS
KEYS = [option["key"] for option in OPTIONS]
ROW_KEYS = [row["key"] for row in ROWS]
COLUMN_KEYS = [column["key"] for column in COLUMNS]
CELLS = [f"{row}.{column}" for row in ROW_KEYS for column in COLUMN_KEYS]
many = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
words = st.text(st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n\r\t"), max_size=40)
anything = st.recursive(
    st.one_of(st.text(max_size=5), st.integers(), st.booleans(), st.none(), st.floats(), st.sampled_from(KEYS)),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(["a", "b", "z"]), inner)),
)


@pytest.fixture
def room(app: Flask) -> Iterator[Flask]:
    """A request's context: fields speak the reader's language."""
    app.config["WTF_CSRF_ENABLED"] = False
    with app.test_request_context("/?lang=en"):
        yield app


def sent(asked: Question, parts: Any) -> AnswersForm:
    """The form as it is after these values came for the parts of its only question."""
    form = answers_form([asked])
    pairs = parts.items() if isinstance(parts, dict) else parts
    form.process(MultiDict([(f"q7.{part}", value) for part, value in pairs]))
    form.validate()
    return form


def kept(form: AnswersForm) -> Any:
    """What the database gives back for the answer, which is also what an export gives back."""
    assert not form.errors
    field = form["q7"]
    value = from_database(field.data)
    if value is not None:
        field.kind.check(field.question, value)
        cells = field.kind.cells(field.question, value)
        assert cells.keys() <= field.kind.columns(field.question, "fi").keys()
        assert all(isinstance(cell, str | int | float) for cell in cells.values())
        assert field.kind.value_of(field.question, cells) == value
        assert all(field.kind.read(field.question, value, "fi"))
    assert field.kind.value_of(field.question, {}) is None
    return value


def refused(form: AnswersForm) -> bool:
    """Is there an error at the field, does it lead to a control, and is there no value to keep?"""
    page = Page(form["q7"]())
    controls = [one.get("id") for one in page.all("input", "select", "textarea")]
    assert controls.count("q7") == 1
    assert len(set(controls)) == len(controls)
    return list(form.errors) == ["q7"] and form["q7"].data is None and 'id="q7-error"' in page.html


@many
@given(st.dictionaries(st.sampled_from(ROW_KEYS), st.integers(0, 5)))
def test_any_steps_of_a_matrix_come_back(room: Flask, steps: dict[str, int]) -> None:
    form = sent(question(MATRIX), {row: str(step) for row, step in steps.items()})
    assert kept(form) == (steps or None)
    assert form["q7"]().count(" checked") == len(steps)


@many
@given(st.text().filter(lambda text: text not in {"", "0", "1", "2", "3", "4", "5"}))
def test_anything_else_in_a_matrix_is_an_error_on_its_row(room: Flask, text: str) -> None:
    form = sent(question(MATRIX), {"a": "3", "b": text})
    assert refused(form)
    assert form["q7"].at == "b"


@pytest.mark.parametrize("text", ["6", "-1", "3 ", "03", "3.0", "٣", "1" + "0" * 400, "nan"])
def test_what_looks_like_a_step_but_is_none_is_an_error(room: Flask, text: str) -> None:
    assert refused(sent(question(MATRIX), {"a": text}))


def test_a_required_matrix_wants_every_row_and_says_which_are_missing(room: Flask) -> None:
    form = sent(question(MATRIX, required=True), {"a": "3", "c": "0"})
    assert refused(form)
    assert form.errors == {"q7": ["Answer every row."]}
    assert form["q7"].at == "b"
    assert form["q7"]().count("Not answered yet") == 1
    assert kept(sent(question(MATRIX, required=True), dict.fromkeys(ROW_KEYS, "0"))) == dict.fromkeys(ROW_KEYS, 0)


@many
@given(st.permutations(KEYS), st.integers(1, len(KEYS)))
def test_any_order_of_all_options_or_of_some_of_them_comes_back(room: Flask, order: list[str], top: int) -> None:
    for asked, given_ in ((question(RANKING), order), (question(RANKING, top=top), order[:top])):
        form = sent(asked, {key: str(place) for place, key in enumerate(given_, start=1)})
        assert kept(form) == list(given_)
        assert form["q7"]().count(" selected") == len(given_)


@many
@given(st.dictionaries(st.sampled_from(KEYS), st.sampled_from(["", "1", "2", "3", "4"])))
def test_places_that_are_no_order_are_an_error(room: Flask, places: dict[str, str]) -> None:
    taken = sorted(place for place in places.values() if place)
    for top, enough in ((3, len(taken)), (None, len(KEYS))):
        form = sent(question(RANKING, top=top), places)
        if taken == [str(place) for place in range(1, enough + 1)][: top or 4]:
            assert len(kept(form) or ()) == len(taken)
        elif taken:
            assert refused(form)
        else:
            assert kept(form) is None


def test_what_is_wrong_with_an_order_is_told(room: Flask) -> None:
    top = question(RANKING, top=2)
    told = {
        "You have chosen 3. Choose at most 2.": {"a": "1", "b": "2", "c": "2"},
        "Two options have the place 1. Give each place once.": {"a": "1", "b": "1"},
        "Place 1 is missing. Use the places from 1 on, without leaving out any.": {"a": "2"},
        "Choose a place from 1 to 2.": {"a": "3"},
    }
    for error, places in told.items():
        assert sent(top, places).errors == {"q7": [error]}
    assert sent(question(RANKING), {"b": "1"}).errors == {"q7": ["Give every option a place."]}


def test_six_of_top_five_are_refused_however_they_come(room: Flask) -> None:
    asked = question(RANKING, top=3)
    for value in (KEYS, ["a", "a"], ["z"], [["a"]], "a", []):
        with pytest.raises(BadAnswer):
            KINDS[RANKING].check(asked, value)


@many
@given(st.dictionaries(st.sampled_from(CELLS), words))
def test_any_texts_of_a_grid_come_back(room: Flask, cells: dict[str, str]) -> None:
    form = sent(question(GRID), cells)
    wanted: dict[str, dict[str, str]] = {}
    for cell in CELLS:
        if text := tidy(cells.get(cell, "")):
            wanted.setdefault(cell[0], {})[cell[2]] = text
    assert kept(form) == (wanted or None)
    opened = [row for row in ROW_KEYS if form["q7"].is_open(row)]
    assert opened == (list(wanted) or ["a"])


@pytest.mark.parametrize("text", ["A\x00B", "\ud800", "x" * (LONGEST_CELL + 1)])
def test_a_cell_that_cannot_be_saved_is_an_error_there_and_its_row_is_open(room: Flask, text: str) -> None:
    form = sent(question(GRID), {"b.b": text, "a.a": "Hyvä"})
    assert refused(form)
    assert form["q7"].at == "b.b"
    assert form["q7"].is_open("b")
    assert form["q7"]().count('aria-invalid="true"') == 1


@many
@given(words, words, st.integers(-(10**9) + 1, 10**9 - 1), st.integers(0, 2))
def test_any_parts_come_back(room: Flask, line: str, text: str, number: int, decimals: int) -> None:
    value = number if decimals == 0 else round(number % 10**6 / 10**decimals, decimals)
    typed = str(value).replace(".", ",")
    form = sent(question(SEVERAL), {"a": line, "b": typed, "c": text})
    wanted = {"a": one_line(line), "b": value, "c": tidy(text)}
    assert kept(form) == {part: given_ for part, given_ in wanted.items() if given_ != ""}


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1 600", 1600),
        ("1\u00a0600", 1600),
        ("11,5", 11.5),
        ("11.50", 11.5),
        ("3,0", 3),
        ("-2", -2),
        ("0", 0),
        (" ", None),
    ],
)
def test_numbers_are_taken_as_people_write_them(room: Flask, typed: str, value: float | None) -> None:
    kept_ = kept(sent(question(SEVERAL), {"b": typed}))
    assert kept_ == (None if value is None else {"b": value})
    assert kept_ is None or type(kept_["b"]) is type(value)


@pytest.mark.parametrize(
    "typed", ["1" + "0" * 400, "nan", "inf", "1e5", "five", "1,2,3", "0x1", "٣", "--1", "1,234", ","]
)
def test_what_is_no_number_is_an_error(room: Flask, typed: str) -> None:
    form = sent(question(SEVERAL), {"a": "Usein", "b": typed})
    assert refused(form)
    assert form["q7"].at == "b"


def test_a_required_question_in_parts_wants_them_all(room: Flask) -> None:
    form = sent(question(SEVERAL, required=True), {"a": "Usein"})
    assert refused(form)
    assert form.errors == {"q7": ["Answer every part."]}
    assert form["q7"].at == "b"


@pytest.mark.parametrize("kind", [MATRIX, RANKING, GRID, SEVERAL])
def test_parts_that_the_question_does_not_have_are_an_error(room: Flask, kind: QuestionKind) -> None:
    for part in ("z", "a.z", "", ".", "a.a.a"):
        assert refused(sent(question(kind), {part: "1"}))
    first = KINDS[kind].parts(question(kind))[0]
    assert refused(sent(question(kind), [(first, "1"), (first, "2")]))
    form = answers_form([question(kind)])
    form.process(MultiDict({"q7": "1"}))
    form.validate()
    assert refused(form)


@many
@given(st.sampled_from([MATRIX, RANKING, GRID, SEVERAL]), anything)
def test_whatever_the_rules_let_through_is_an_answer(room: Flask, kind: QuestionKind, value: Any) -> None:
    asked = question(kind)
    try:
        KINDS[kind].check(asked, value)
    except BadAnswer:
        return
    cells = KINDS[kind].cells(asked, value)
    assert cells
    assert KINDS[kind].value_of(asked, cells) == value


def test_what_was_answered_is_read_in_words(room: Flask) -> None:
    read = {kind: KINDS[kind].read for kind in (MATRIX, RANKING, GRID, SEVERAL)}
    assert read[MATRIX](question(MATRIX), {"a": 4, "c": 0}, "en") == [
        "Services are near: 4",
        "I am listened to: Cannot say",
    ]
    assert read[RANKING](question(RANKING), ["c", "a"], "sv") == ["1. Omsorg", "2. Mod"]
    assert read[GRID](question(GRID), {"b": {"a": "Kävelen"}}, "fi") == ["Pääsen hoitoon ajoissa – Yksilö: Kävelen"]
    assert read[SEVERAL](question(SEVERAL), {"a": "Joskus", "b": 1600.5}, "en") == [
        "How often? Joskus",
        "Members? 1,600.5",
    ]


def test_an_export_names_every_part(room: Flask) -> None:
    assert list(KINDS[GRID].columns(question(GRID), "fi")) == CELLS
    assert KINDS[GRID].columns(question(GRID), "en")["a.b"] == "Who can do what?: Services are near: Municipality"
    assert list(KINDS[SEVERAL].columns(question(SEVERAL), "fi")) == [part["key"] for part in PARTS]
    assert KINDS[MATRIX].columns(question(MATRIX), "sv")["a"] == "Hur stämmer de?: Jag får service nära"
    assert KINDS[RANKING].columns(question(RANKING), "fi")["a"] == "Mikä on tärkeintä?: Rohkeus"
