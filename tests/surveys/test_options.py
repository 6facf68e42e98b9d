"""The options of a choice: their keys stay when the texts are edited, and what nobody could choose from is refused."""

from collections.abc import Iterator

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from workshop.columns import Texts
from workshop.surveys.kinds import KINDS
from workshop.surveys.kinds.choices import FEWEST_OPTIONS, LONGEST_OPTION, MOST_OPTIONS, keyed
from workshop.surveys.kinds.kind import BadQuestion, Options
from workshop.surveys.kinds.scale import ends
from workshop.surveys.models import QuestionKind

words = st.lists(st.text("abcdeåäö", min_size=1, max_size=4), max_size=40, unique=True)


@pytest.fixture
def room(app: Flask) -> Iterator[None]:
    with app.test_request_context("/?lang=en"):
        yield


def in_finnish(*texts: str) -> list[Texts]:
    return [Texts(fi=text) for text in texts]


def keys(options: Options) -> list[str]:
    return [option["key"] for option in options]


def by_text(options: Options) -> dict[str, str]:
    return {option["text"]["fi"]: option["key"] for option in options}


@given(words, words)
def test_keys_differ_and_the_texts_that_stay_keep_theirs(before: list[str], after: list[str]) -> None:
    kept = keyed(in_finnish(*before))
    options = keyed(in_finnish(*after), kept)
    assert len(set(keys(options))) == len(after)
    assert [option["text"] for option in options] == in_finnish(*after)
    for text in set(before) & set(after):
        assert by_text(options)[text] == by_text(kept)[text]


def test_an_edited_text_keeps_its_key() -> None:
    kept = keyed(in_finnish("Rohkeus", "Luotamus", "Välittäminen"))
    assert keys(keyed(in_finnish("Rohkeus", "Luottamus", "Välittäminen"), kept)) == keys(kept)


def test_a_text_edited_in_one_language_keeps_its_key_wherever_it_stands() -> None:
    kept = keyed([Texts(fi="Rohkeus", sv="Mod"), Texts(fi="Luottamus", sv="Tillit")])
    options = keyed([Texts(fi="Luottamus", sv="Förtroende"), Texts(fi="Rohkeus", sv="Mod")], kept)
    assert keys(options) == ["b", "a"]


def test_a_new_option_never_takes_the_key_of_a_former_one() -> None:
    kept = keyed(in_finnish("yksi", "kaksi", "kolme"))
    fewer = keyed(in_finnish("yksi", "kolme"), kept)
    assert keys(fewer) == ["a", "c"]
    assert keys(keyed(in_finnish("nolla", "yksi", "kaksi", "kolme"), kept)) == ["d", "a", "b", "c"]


@pytest.mark.parametrize("kind", [QuestionKind.SINGLE, QuestionKind.MULTIPLE])
@pytest.mark.parametrize(
    "options",
    [
        [],
        keyed(in_finnish("ainoa")),
        keyed(in_finnish(*map(str, range(MOST_OPTIONS + 1)))),
        keyed(in_finnish("sama", "sama")),
        keyed(in_finnish("lyhyt", "x" * (LONGEST_OPTION + 1))),
        [{"key": "a", "text": {}}, {"key": "b", "text": {"fi": "on"}}],
        [{"key": "a", "text": {"fi": "yksi"}}, {"key": "a", "text": {"fi": "kaksi"}}],
    ],
)
def test_what_nobody_could_choose_from_is_refused(room: None, kind: QuestionKind, options: Options) -> None:
    with pytest.raises(BadQuestion):
        KINDS[kind].check_options(options)


@pytest.mark.parametrize("count", [FEWEST_OPTIONS, MOST_OPTIONS])
def test_the_fewest_and_the_most_options_are_fine(room: None, count: int) -> None:
    KINDS[QuestionKind.SINGLE].check_options(keyed(in_finnish(*map(str, range(count)))))


def test_a_scale_needs_both_its_ends(room: None) -> None:
    scale = KINDS[QuestionKind.SCALE]
    scale.check_options(ends(Texts(fi="ei"), Texts(fi="kyllä")))
    for options in ([], ends(Texts(fi="ei"), Texts()), ends(Texts(fi="ei"), Texts(fi="k" * (LONGEST_OPTION + 1)))):
        with pytest.raises(BadQuestion):
            scale.check_options(options)


def test_a_text_has_no_options(room: None) -> None:
    with pytest.raises(BadQuestion):
        KINDS[QuestionKind.LONG_TEXT].check_options(keyed(in_finnish("yksi", "kaksi")))
