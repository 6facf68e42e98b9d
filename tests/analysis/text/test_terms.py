"""Frequent terms count texts, gather the forms of a word, and say what people wrote."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from workshop.analysis.text import Said, frequent_terms


def told(*texts: str, lang: str = "fi") -> dict[str, int]:
    terms = frequent_terms([Said(number, text, lang) for number, text in enumerate(texts)])
    return {term.name: term.count for term in terms}


def test_forms_of_a_word_are_one_term_in_its_commonest_form() -> None:
    assert told("Lähipalvelut", "Lähipalveluja kyliin", "lähipalvelut säilytettävä", "bussi") == {"lähipalvelut": 3}


def test_texts_are_counted_and_not_words() -> None:
    assert told("bussi bussi bussi", "bussia", "juna juna") == {"bussi": 2}


def test_two_words_that_belong_together_are_one_term() -> None:
    assert told("matala kynnys", "Matalan kynnyksen palvelut", "matalalla kynnyksellä") == {"matala kynnys": 3}


def test_a_name_keeps_its_capital_and_the_start_of_a_sentence_does_not() -> None:
    assert told("Oulun bussi", "Bussi lähti Ouluun", "bussi on Oulussa") == {"bussi": 3, "Oulun": 3}


def test_words_that_hold_a_sentence_together_are_no_terms() -> None:
    assert told("ja ei se", "ja ei se") == {}
    assert told("the bus and the train", "a bus to the school", lang="en") == {"bus": 2}


def test_each_term_tells_its_texts_in_their_order() -> None:
    texts = [Said("b", "Bussi kylään"), Said("x", "Juna"), Said("a", "Uusi bussi"), Said("c", "bussar", "sv")]
    (term,) = frequent_terms(texts)
    assert (term.name, term.count, term.ids) == ("bussi", 2, ("b", "a"))


def test_at_most_so_many_are_told_and_the_commonest_first() -> None:
    texts = [
        Said(number, text, "fi") for number, text in enumerate(["bussi juna", "juna", "bussi", "juna laiva", "laiva"])
    ]
    assert [term.name for term in frequent_terms(texts, most=2)] == ["juna", "bussi"]


@settings(max_examples=60)
@given(
    st.lists(st.one_of(st.text(max_size=80), st.sampled_from(["Hyvä bussi", "bussit!", "🙂", "x" * 2000])), max_size=6)
)
def test_any_texts_have_terms_that_stand_in_them(texts: list[str]) -> None:
    said = [Said(number, text) for number, text in enumerate(texts)]
    terms = frequent_terms(said, least=1)
    assert terms == frequent_terms(said, least=1)
    for term in terms:
        assert term.count == len(term.ids) == len(set(term.ids)) <= len(texts)
    assert max(Counter(term.name for term in terms).values(), default=1) >= 1
