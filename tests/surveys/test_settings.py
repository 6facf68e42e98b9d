"""What a question's settings do: how it is drawn, what it takes, and what it says when it does not."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from tests.surveys.asking import KEYS, answer, asked, refusal, value
from tests.surveys.conftest import OPTIONS
from workshop.columns import Texts
from workshop.surveys.forms import answers_form
from workshop.surveys.kinds import KINDS
from workshop.surveys.kinds.choices import keyed
from workshop.surveys.kinds.kind import BadAnswer, BadQuestion
from workshop.surveys.kinds.scale import ends
from workshop.surveys.models import QuestionKind

MULTIPLE, SINGLE, NUMBER, DATE = QuestionKind.MULTIPLE, QuestionKind.SINGLE, QuestionKind.NUMBER, QuestionKind.DATE
PLACE, SCALE = QuestionKind.MUNICIPALITY, QuestionKind.SCALE
LOW, HIGH = Texts(en="not at all"), Texts(en="very well")


@pytest.fixture(autouse=True)
def room(app: Flask) -> Iterator[None]:
    app.config["WTF_CSRF_ENABLED"] = False
    with app.test_request_context("/?lang=en"):
        yield


@pytest.mark.parametrize(
    ("settings", "hint"),
    [
        ({}, "You can choose several."),
        ({"max": 2}, "Choose at most 2."),
        ({"min": 2}, "Choose at least 2."),
        ({"min": 2, "max": 2}, "Choose exactly 2."),
        ({"min": 1, "max": 2}, "Choose at most 2."),
        ({"min": 2, "max": 3, "other": True}, "Choose from 2 to 3."),
    ],
)
def test_a_multiple_choice_says_how_many(settings: dict[str, Any], hint: str) -> None:
    assert hint in answer(asked(MULTIPLE, **settings))["q7"]()


def test_too_many_and_too_few_are_refused_with_how_many_there_were() -> None:
    assert refusal(answer(asked(MULTIPLE, max=2), *KEYS)) == "You chose 3. Choose at most 2."
    assert refusal(answer(asked(MULTIPLE, min=2), "a")) == "You chose 1. Choose at least 2."
    assert value(answer(asked(MULTIPLE, min=2))) is None


def test_an_option_that_is_chosen_alone_is_chosen_alone() -> None:
    question = asked(MULTIPLE, exclusive=["c"], min=2, other=True)
    assert value(answer(question, "c")) == ["c"]
    assert "chosen alone" in refusal(answer(question, "a", "c"))
    assert "chosen alone" in refusal(answer(question, "c", "other", other="Muu"))
    assert answer(question)["q7"]().count('data-behaviour="exclusive"') == 1


@pytest.mark.parametrize("kind", [SINGLE, MULTIPLE])
def test_something_else_has_words_of_its_own(kind: QuestionKind) -> None:
    question = asked(kind, other=True)
    mine = {"other": "Sisu ja sitkeys"}
    stored = mine if kind is SINGLE else [mine]
    assert value(answer(question, "other", other="  Sisu  ja\nsitkeys ")) == stored
    assert value(answer(question, other="Sisu ja sitkeys")) == stored
    assert KINDS[kind].words_of(question, stored) == {"": "Sisu ja sitkeys"}
    assert KINDS[kind].read(question, stored, "en") == ["Something else: Sisu ja sitkeys"]
    assert refusal(answer(question, "other")) == "Write what you mean by “something else”."
    assert "201" in refusal(answer(question, "other", other="x" * 201))
    assert 'value="kept &amp; shown"' in answer(question, "z", other="kept & shown")["q7"]()
    assert refusal(answer(asked(kind), "other"))
    assert refusal(answer(asked(kind), other="Sisu"))


def test_one_option_and_something_else_are_one_too_many_for_a_single_choice() -> None:
    assert refusal(answer(asked(SINGLE, other=True), "a", other="Sisu"))


@pytest.mark.parametrize("kind", [SINGLE, MULTIPLE])
def test_shuffled_options_stay_in_one_order_for_one_person(kind: QuestionKind) -> None:
    options = keyed([Texts(en=f"Option {number}") for number in range(12)])
    more = {"exclusive": ["b"]} if kind is MULTIPLE else {}
    question = asked(kind, options=options, shuffled=True, other=True, **more)

    def order(seed: str) -> list[str]:
        return [key for key, _text in answers_form([question], seed=seed)["q7"].offered()]

    assert order("a") == order("a")
    assert len({tuple(order(seed)) for seed in "abcdef"}) > 1
    assert {tuple(sorted(order(seed))) for seed in "abcdef"} == {tuple(sorted([*question.option_texts(), "other"]))}
    assert {tuple(order(seed)[-1 - len(more) :]) for seed in "abcdef"} == {(*more.get("exclusive", []), "other")}


@pytest.mark.parametrize(
    ("typed", "settings", "stored"),
    [
        ("1 600", {}, 1600),
        ("1\u00a0600", {}, 1600),
        (" 11,5 ", {"decimals": 1}, 11.5),
        ("11.50", {"decimals": 1}, 11.5),
        ("5,0", {}, 5),
        ("−3", {"min": -5}, -3),
        ("-3", {"min": -5}, -3),
        ("007", {}, 7),
        ("-0", {}, 0),
    ],
)
def test_a_number_is_read_as_people_type_it(typed: str, settings: dict[str, Any], stored: float) -> None:
    read = value(answer(asked(NUMBER, **settings), typed))
    assert (read, type(read)) == (stored, type(stored))


@pytest.mark.parametrize(
    ("typed", "settings", "words"),
    [
        ("1" + "0" * 400, {}, "The number is too large. Write a number of at most 12 digits."),
        ("nan", {}, "Write a number in digits, such as 12."),
        ("inf", {}, "Write a number in digits, such as 12."),
        ("1e5", {}, "Write a number in digits, such as 12."),
        ("٣", {}, "Write a number in digits, such as 12."),
        ("kolme", {"decimals": 1}, "Write a number in digits, such as 12."),
        ("-1", {}, "Write a number that is at least 0."),
        ("-1", {"max": 9}, "Write a number from 0 to 9."),
        ("10", {"max": 9}, "Write a number from 0 to 9."),
        ("2,5", {}, "Write a whole number."),
        ("2,123", {"decimals": 2}, "Write at most 2 decimals."),
    ],
)
def test_what_is_wrong_with_a_number_is_said(typed: str, settings: dict[str, Any], words: str) -> None:
    form = answer(asked(NUMBER, **settings), typed)
    assert refusal(form) == words
    assert f'value="{typed}"' in form["q7"]()


def test_a_number_says_its_range_and_unit() -> None:
    drawn = answer(asked(NUMBER, max=24, unit={"en": "hours"}))["q7"]()
    assert "A number from 0 to 24 (hours)." in drawn
    assert KINDS[NUMBER].read(asked(NUMBER, decimals=1, unit={"en": "hours"}), 1.5, "en") == ["1.5 hours"]


@pytest.mark.parametrize(
    ("day", "month", "year", "words"),
    [
        ("31", "2", "2022", "There is no such day as 31.2.2022. Check day and month."),
        ("29", "2", "2023", "There is no such day as 29.2.2023. Check day and month."),
        ("0", "1", "2022", "There is no such day as 0.1.2022. Check day and month."),
        ("1" * 500, "1", "2022", "There is no such day as 111.1.2022. Check day and month."),
        ("1", "", "2022", "Write day, month and year in digits, such as 21, 1 and 2022."),
        ("²", "1", "2022", "Write day, month and year in digits, such as 21, 1 and 2022."),
        ("1", "1", "22", "Write the year with four digits, such as 2022."),
        ("31", "12", "2021", "Write a day that is not before 1 January 2022."),
        ("1", "1", "2023", "Write a day that is not after 31 December 2022."),
    ],
)
def test_what_is_wrong_with_a_date_is_said(day: str, month: str, year: str, words: str) -> None:
    form = answer(asked(DATE, earliest="2022-01-01", latest="2022-12-31"), day=day, month=month, year=year)
    assert refusal(form) == words
    assert f'value="{year}"' in form["q7"]()


def test_a_date_is_three_fields_and_nothing_else() -> None:
    assert value(answer(asked(DATE), day="", month=" ", year="")) is None
    assert value(answer(asked(DATE), day="01", month="2", year="2024")) == "2024-02-01"
    assert refusal(answer(asked(DATE), "2022-01-01"))
    assert refusal(answer(asked(DATE), day="1", month="1", year="2022", hour="1"))


@pytest.mark.parametrize(("typed", "code"), [("615", "615"), ("Pudasjärvi", "615"), (" uleåborg ", "564"), ("", None)])
def test_a_municipality_is_found_by_its_code_or_by_a_name_in_any_language(typed: str, code: str | None) -> None:
    assert value(answer(asked(PLACE), typed)) == code


def test_an_unknown_municipality_is_named_and_stays_to_be_corrected() -> None:
    form = answer(asked(PLACE), "Pudäsjarvi")
    assert refusal(form) == "There is no municipality called “Pudäsjarvi”. Choose one from the list."
    assert 'data-typed="Pudäsjarvi"' in form["q7"]()


@pytest.mark.parametrize("steps", [2, 5, 7, 10])
def test_a_scale_has_as_many_steps_as_it_says(steps: int) -> None:
    question = asked(SCALE, options=ends(LOW, HIGH, steps), steps=steps)
    assert value(answer(question, str(steps))) == steps
    assert value(answer(question, "0")) == 0
    assert refusal(answer(question, str(steps + 1))) == f"Choose one number from 1 to {steps}, or “cannot say”."


def test_a_scale_without_cannot_say_takes_no_nought() -> None:
    question = asked(SCALE, cannot_say=False)
    assert refusal(answer(question, "0")) == "Choose one number from 1 to 5."
    assert "Cannot say" not in answer(question)["q7"]()


def test_a_scale_of_which_every_step_is_named_says_each() -> None:
    options = [{"key": str(step), "text": {"en": f"Meaning {step}"}} for step in range(1, 6)]
    drawn = answer(asked(SCALE, options=options))["q7"]()
    assert "3 – Meaning 3" in drawn
    assert "1 = " not in drawn


def test_information_is_only_read() -> None:
    question = asked(QuestionKind.INFORMATION, more={"en": "Long <b>story"}, video="https://video.example/1?a=1&b=2")
    form = answer(question)
    assert value(form) is None
    assert "Long &lt;b&gt;story" in form["q7"]()
    assert 'href="https://video.example/1?a=1&amp;b=2"' in form["q7"]()
    assert refusal(answer(question, "something"))
    kind = KINDS[question.kind]
    assert (kind.asked(question), kind.columns(question, "en"), kind.cells(question, "x")) == (None, {}, {})
    with pytest.raises(BadAnswer):
        kind.check(question, "something")


@pytest.mark.parametrize(
    ("kind", "settings"),
    [
        (SINGLE, {"max": 1}),
        (QuestionKind.DROP_DOWN, {"other": True}),
        (MULTIPLE, {"min": 3, "max": 2}),
        (MULTIPLE, {"min": 0}),
        (MULTIPLE, {"max": "2"}),
        (MULTIPLE, {"min": 3, "exclusive": ["c"]}),
        (MULTIPLE, {"exclusive": ["z"]}),
        (MULTIPLE, {"exclusive": "a"}),
        (SCALE, {"steps": 1}),
        (SCALE, {"steps": 11}),
        (SCALE, {"steps": 7}),
        (SCALE, {"cannot_say": "no"}),
        (NUMBER, {"min": 5, "max": 5}),
        (NUMBER, {"min": float("nan")}),
        (NUMBER, {"decimals": 3}),
        (DATE, {"earliest": "2022-02-30"}),
        (DATE, {"earliest": "2022-02-02", "latest": "2022-02-01"}),
        (PLACE, {"other": True}),
        (QuestionKind.SHORT_TEXT, {"max": 3}),
        (QuestionKind.INFORMATION, {"video": "javascript:alert(1)"}),
        (QuestionKind.INFORMATION, {"video": "//video.example"}),
        (QuestionKind.INFORMATION, {"video": "https://[x"}),
        (QuestionKind.INFORMATION, {"more": {"xx": "?"}}),
    ],
)
def test_settings_that_cannot_be_are_refused(kind: QuestionKind, settings: dict[str, Any]) -> None:
    with pytest.raises(BadQuestion):
        asked(kind, **settings)


def test_no_option_takes_the_key_of_something_else() -> None:
    with pytest.raises(BadQuestion):
        asked(SINGLE, options=[*OPTIONS, {"key": "other", "text": {"en": "Other"}}])
