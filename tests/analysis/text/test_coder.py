"""Suggestions for coding: sensible, explained by the text's own words, and the same each time."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workshop.analysis.text import Card, Coder, Example, Frame, Said, built_in_frames
from workshop.analysis.text.words import clean

STRATEGY, LADDER = built_in_frames()["strategy"], built_in_frames()["ladder"]
FRUIT = Frame(
    "fruit",
    (
        Card({"fi": "omena"}, "apple", {"fi": ("omena", "omenapiirakka")}),
        Card({"fi": "päärynä"}, "pear", {"fi": ("päärynä", "päärynähillo")}),
    ),
)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Asiakkaat kohdataan kunnioittavasti", "for_people"),
        ("Monialaisesti kuntien ja yhdistysten kanssa", "effective_together"),
        ("Työntekijöiden jaksamisesta huolehdittava", "best_professionals"),
        ("Pilotoidaan robottien käyttöä", "boldly_new"),
        ("Bättre löner åt vårdarna", "best_professionals"),
        ("Bold experiments with artificial intelligence", "boldly_new"),
    ],
)
def test_a_text_gets_the_code_that_its_words_speak_for(text: str, key: str) -> None:
    (suggestion,) = Coder(STRATEGY).suggest([Said(1, text)])
    assert suggestion.first == key
    assert suggestion.is_sure


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Asukkaat äänestävät osallistuvan budjetin kohteista", "shared_decisions"),
        ("Ilmoitetaan muutoksista lehdessä", "informing"),
        ("En enkät till alla invånare", "consultation"),
    ],
)
def test_the_ladder_is_climbed_in_all_languages(text: str, key: str) -> None:
    (suggestion,) = Coder(LADDER).suggest([Said(1, text)])
    assert suggestion.first == key


def test_the_reasons_are_words_as_they_stand_in_the_text() -> None:
    (suggestion,) = Coder(STRATEGY).suggest([Said(1, "Henkilöstön TYÖHYVINVOINTIIN panostetaan", "fi")])
    assert "TYÖHYVINVOINTIIN" in suggestion.why
    assert suggestion.second != suggestion.first


@pytest.mark.parametrize("text", ["", " \n", "🙂🎉", "12 345", "w" * 2000])
def test_a_text_that_says_nothing_gets_the_first_code_and_is_not_sure(text: str) -> None:
    (suggestion,) = Coder(STRATEGY).suggest([Said("a", text)])
    assert (suggestion.first, suggestion.margin, suggestion.is_sure, suggestion.why) == ("for_people", 0, False, ())


def test_what_was_coded_is_learnt() -> None:
    said = Said(1, "Uimahalli auki iltaisin", "fi")
    (before,) = Coder(STRATEGY).suggest([said])
    examples = [Example("Uimahallit auki sunnuntainakin", "boldly_new"), Example("Uimahalliin", "boldly_new", "fi")]
    (after,) = Coder(STRATEGY, examples).suggest([said])
    assert (after.first, after.is_sure) == ("boldly_new", True)
    assert after.margin > before.margin or before.first != "boldly_new"


def test_a_word_that_says_nothing_alone_makes_nothing_sure() -> None:
    cards = (Card({"fi": "a"}, "a", {"fi": ("ei omenoita", "omena")}), Card({"fi": "b"}, "b", {"fi": ("päärynä",)}))
    told = Coder(Frame("own", cards)).suggest([Said(1, "ei näin", "fi"), Said(2, "ei omenoita", "fi")])
    assert [one.is_sure for one in told] == [False, True]


def test_an_example_of_a_code_that_is_gone_is_passed_over() -> None:
    said = [Said(1, "omenoita"), Said(2, "päärynähilloa")]
    assert Coder(FRUIT, [Example("kala", "fish")]).suggest(said) == Coder(FRUIT).suggest(said)
    assert [suggestion.first for suggestion in Coder(FRUIT).suggest(said)] == ["apple", "pear"]


def test_a_frame_of_one_code_has_no_second_and_an_empty_one_is_refused() -> None:
    (suggestion,) = Coder(Frame("one", FRUIT.cards[:1])).suggest([Said(1, "mitä vain")])
    assert (suggestion.first, suggestion.second) == ("apple", None)
    with pytest.raises(ValueError, match="without codes"):
        Coder(Frame("none", ()))


@settings(max_examples=60)
@given(st.lists(st.text(st.characters(), max_size=200), max_size=4), st.sampled_from([None, "fi", "sv", "en", "se"]))
def test_any_text_gets_a_suggestion_and_always_the_same(texts: list[str], lang: str | None) -> None:
    said = [Said(number, text, lang) for number, text in enumerate(texts)]
    suggestions = Coder(LADDER).suggest(said)
    assert suggestions == [Coder(LADDER).suggest([one])[0] for one in said]
    keys = {card.key for card in LADDER.cards}
    for one, suggestion in zip(said, suggestions, strict=True):
        assert suggestion.id == one.id
        assert {suggestion.first, suggestion.second} <= keys
        assert 0 <= suggestion.margin <= 1
        assert all(word in clean(one.text) for word in suggestion.why)
