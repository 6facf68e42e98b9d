"""Each kind: any answer comes back as it was given, anything else is an error at its field and nothing is kept."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import FileStorage, MultiDict

from tests.surveys import asked
from tests.surveys.asked import WRITTEN
from tests.surveys.asking import from_database
from tests.surveys.conftest import ENDS, OPTIONS
from workshop.columns import Texts
from workshop.surveys.forms import AnswersForm, answers_form
from workshop.surveys.kinds import KINDS
from workshop.surveys.kinds.kind import BadAnswer
from workshop.surveys.kinds.long_text import LONGEST_TEXT, tidy
from workshop.surveys.models import Question, QuestionKind

KEYS = [option["key"] for option in OPTIONS]
anything = st.one_of(st.text(), st.integers(), st.booleans(), st.none(), st.floats(), st.lists(st.text()), st.binary())
savable = st.text(st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n\r\t"), max_size=LONGEST_TEXT)
many = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def room(app: Flask) -> Iterator[Flask]:
    """A request's context: fields speak the reader's language."""
    app.config["WTF_CSRF_ENABLED"] = False
    with app.test_request_context("/?lang=en"):
        yield app


def question(kind: QuestionKind, required: bool = False) -> Question:
    if kind in WRITTEN:
        in_parts = asked.question(kind, required)
        in_parts.text = Texts(en="Asked?")
        return in_parts
    with_options = {QuestionKind.SINGLE: OPTIONS, QuestionKind.MULTIPLE: OPTIONS, QuestionKind.DROP_DOWN: OPTIONS}
    options = (with_options | {QuestionKind.SCALE: ENDS}).get(kind, [])
    return Question(id=7, kind=kind, text=Texts(en="Asked?"), required=required, options=options)


def sent(kind: QuestionKind, *values: Any, required: bool = False) -> AnswersForm:
    """The form as it is after `values` came for its only question."""
    form = answers_form([question(kind, required)])
    form.process(MultiDict([("q7", value) for value in values]))
    form.validate()
    return form


def value(form: AnswersForm) -> Any:
    assert not form.errors
    return form["q7"].data


def refused(form: AnswersForm) -> bool:
    """Is there an error at the field, is it drawn there, and is there no value to keep?"""
    drawn = form["q7"]()
    return list(form.errors) == ["q7"] and form["q7"].data is None and 'id="q7-error"' in drawn


def test_the_table_knows_every_kind() -> None:
    assert set(KINDS) == set(QuestionKind)
    assert all(kind.kind is key for key, kind in KINDS.items())


@many
@given(st.sampled_from(KEYS))
def test_any_option_of_a_single_choice_comes_back(room: Flask, key: str) -> None:
    form = sent(QuestionKind.SINGLE, key)
    assert from_database(value(form)) == key
    assert form["q7"]().count(" checked") == 1


@many
@given(st.text().filter(lambda text: text not in KEYS))
def test_an_unknown_option_is_an_error(room: Flask, key: str) -> None:
    assert refused(sent(QuestionKind.SINGLE, key))
    assert refused(sent(QuestionKind.MULTIPLE, KEYS[0], key))


@many
@given(st.lists(st.sampled_from(KEYS), min_size=2))
def test_two_values_for_a_single_choice_are_an_error(room: Flask, keys: list[str]) -> None:
    assert refused(sent(QuestionKind.SINGLE, *keys))


@many
@given(st.lists(st.sampled_from(KEYS)))
def test_any_set_of_options_comes_back_in_the_order_of_the_options(room: Flask, keys: list[str]) -> None:
    form = sent(QuestionKind.MULTIPLE, *keys)
    assert from_database(value(form)) == ([key for key in KEYS if key in keys] or None)
    assert form["q7"]().count(" checked") == len(set(keys))


@pytest.mark.parametrize("step", range(6))
def test_any_step_of_a_scale_comes_back(room: Flask, step: int) -> None:
    assert from_database(value(sent(QuestionKind.SCALE, str(step)))) == step


@many
@given(
    st.one_of(
        st.sampled_from(["6", "-1", "5 ", " 5", "05", "+5", "5.0", "٣", "³", "", "1" + "0" * 400, "1e0", "0x1"]),
        st.text(),
        st.integers().map(str),
    ).filter(lambda text: text not in {"0", "1", "2", "3", "4", "5"})
)
def test_anything_else_on_a_scale_is_an_error(room: Flask, text: str) -> None:
    assert refused(sent(QuestionKind.SCALE, text))
    assert refused(sent(QuestionKind.SCALE, "3", text))


@many
@given(savable)
def test_any_text_comes_back_with_one_kind_of_line_end(room: Flask, text: str) -> None:
    answer = value(sent(QuestionKind.LONG_TEXT, text))
    assert from_database(answer) == (tidy(text) or None)
    assert answer is None or "\r" not in answer


@pytest.mark.parametrize("text", ["A\x00B", "A\ud800B", "\udfff", "bell\x07bell", "x" * (LONGEST_TEXT + 1)])
def test_a_text_that_cannot_be_saved_is_an_error(room: Flask, text: str) -> None:
    assert refused(sent(QuestionKind.LONG_TEXT, text))


def test_a_text_as_long_as_it_may_be_is_kept_whole(room: Flask) -> None:
    assert value(sent(QuestionKind.LONG_TEXT, "ä" * LONGEST_TEXT)) == "ä" * LONGEST_TEXT


@pytest.mark.parametrize("text", ['<b>\n  kaksi\n\nriviä</b> & "muuta"', "x" * (LONGEST_TEXT + 1)])
def test_a_text_is_shown_again_as_it_was_typed(room: Flask, text: str) -> None:
    from_page = sent(QuestionKind.LONG_TEXT, text)["q7"]().unescape()
    assert f">{text}</textarea>" in from_page


@pytest.mark.parametrize("kind", QuestionKind)
def test_a_file_instead_of_an_answer_is_an_error(room: Flask, kind: QuestionKind) -> None:
    assert refused(sent(kind, FileStorage(BytesIO(b"1"), "1.txt")))


@pytest.mark.parametrize("kind", QuestionKind)
def test_an_answer_is_missed_only_where_it_is_required(room: Flask, kind: QuestionKind) -> None:
    assert value(sent(kind)) is None
    if not KINDS[kind].answered:
        return
    form = sent(kind, required=True)
    assert form.errors == {"q7": ["Answer this question."]}
    assert "Asked? (required)" in form["q7"]()


@many
@given(
    st.sampled_from([QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.SCALE, QuestionKind.LONG_TEXT]), anything
)
def test_whatever_the_rules_let_through_is_a_value_of_its_kind(room: Flask, kind: QuestionKind, given_: Any) -> None:
    fits = {
        QuestionKind.SINGLE: lambda: isinstance(given_, str) and given_ in KEYS,
        QuestionKind.MULTIPLE: lambda: isinstance(given_, list) and bool(given_) and set(given_) <= set(KEYS),
        QuestionKind.SCALE: lambda: type(given_) is int and 0 <= given_ <= 5,
        QuestionKind.LONG_TEXT: lambda: isinstance(given_, str) and bool(given_) and given_ == tidy(given_),
    }[kind]
    try:
        KINDS[kind].check(question(kind), given_)
    except BadAnswer:
        return
    assert fits()


@pytest.mark.parametrize(
    ("kind", "stored", "words"),
    [
        (QuestionKind.SINGLE, "b", ["Trust"]),
        (QuestionKind.MULTIPLE, ["a", "c"], ["Courage", "Care"]),
        (QuestionKind.SCALE, 4, ["4"]),
        (QuestionKind.SCALE, 0, ["Cannot say"]),
        (QuestionKind.LONG_TEXT, "Because\nwe care", ["Because\nwe care"]),
    ],
)
def test_a_stored_value_is_read_back_in_words(room: Flask, kind: QuestionKind, stored: Any, words: list[str]) -> None:
    KINDS[kind].check(question(kind), stored)
    assert KINDS[kind].read(question(kind), stored, "en") == words


def test_the_scale_says_what_its_ends_mean_and_puts_cannot_say_last(room: Flask) -> None:
    drawn = sent(QuestionKind.SCALE)["q7"]()
    assert "1 = not at all, 5 = very well" in drawn
    assert drawn.index('value="5"') < drawn.index('value="0"') < drawn.index("Cannot say")


@pytest.mark.parametrize("kind", QuestionKind)
def test_a_question_shown_in_another_language_says_which(room: Flask, kind: QuestionKind) -> None:
    other = question(kind)
    assert " lang=" not in answers_form([other])["q7"]()
    other.text = Texts(sv="Vad?")
    assert 'lang="sv"' in answers_form([other])["q7"]()
