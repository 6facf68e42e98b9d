"""Numbers in words: what is true may be said, and nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from workshop.analysis.privacy import Count
from workshop.digests.rounds.guarded import (
    BadPhrase,
    Fault,
    Hedge,
    Phrase,
    fault_of,
    read_phrase,
    say_count,
    say_phrase,
)


@pytest.mark.parametrize(
    ("typed", "count", "fault"),
    [
        ("yli 300", Count(298), Fault.NOT_OVER),
        ("yli 300", Count(300), Fault.NOT_OVER),
        ("yli 300", Count(301), None),
        ("lähes 300", Count(298), None),
        ("lähes 300", Count(300), Fault.NOT_BELOW),
        ("lähes 300", Count(284), Fault.TOO_FAR),
        ("lähes 300", Count(285), None),
        ("noin 50", Count(45), None),
        ("noin 40", Count(45), None),
        ("noin 50", Count(44), Fault.TOO_FAR),
        ("noin 10", Count(6), Fault.TOO_FAR),
        ("noin 60", Count(58), None),
        ("noin 1550", Count(1610), None),
        ("noin 1550", Count(1650), Fault.TOO_FAR),
        ("tasan 45", Count(45), None),
        ("44", Count(45), Fault.NOT_THE_COUNT),
        ("vähintään 22", Count(22), None),
        ("vähintään 22", Count(21), Fault.TOO_MANY),
        ("noin 300", Count(300, is_least=True), Fault.NOT_ALL_KNOWN),
        ("300", Count(300, is_least=True), Fault.NOT_ALL_KNOWN),
        ("yli 299", Count(300, is_least=True), None),
    ],
)
def test_a_false_phrase_is_found_out(typed: str, count: Count, fault: Fault | None) -> None:
    assert fault_of(read_phrase(typed), count) == fault


@pytest.mark.parametrize("typed", ["", "yli", "ehkä 300", "300 yli", "-3", "yli 3000000000", "yli 1 60", "３"])
def test_what_is_no_phrase_is_not_guessed_at(typed: str) -> None:
    if typed == "３":
        assert read_phrase(typed) == Phrase(Hedge.EXACTLY, 3)
    else:
        with pytest.raises(BadPhrase):
            read_phrase(typed)


@settings(max_examples=150)
@given(some.sampled_from(Hedge), some.integers(0, 10**6), some.sampled_from(["fi", "sv", "en"]))
def test_what_is_said_is_read_again_in_every_language(hedge: Hedge, figure: int, language: str) -> None:
    phrase = Phrase(hedge, figure)
    assert read_phrase(say_phrase(phrase, language)) == phrase


@settings(max_examples=300)
@given(some.sampled_from(Hedge), some.integers(0, 2000), some.integers(0, 2000), some.integers(0, 500))
def test_what_may_be_said_of_the_least_is_true_however_many_more_there_are(
    hedge: Hedge, figure: int, least: int, more: int
) -> None:
    phrase = Phrase(hedge, figure)
    if fault_of(phrase, Count(least, is_least=True)) is None:
        assert fault_of(phrase, Count(least + more)) is None


@settings(max_examples=300)
@given(some.sampled_from(Hedge), some.integers(1, 3000), some.integers(-200, 200))
def test_what_may_be_said_holds_by_plain_reckoning(hedge: Hedge, n: int, off: int) -> None:
    figure = max(0, n + off)
    truth = {
        Hedge.EXACTLY: n == figure,
        Hedge.OVER: n > figure,
        Hedge.AT_LEAST: n >= figure,
        Hedge.NEARLY: 95 * figure <= 100 * n < 100 * figure,
        Hedge.ABOUT: 100 * abs(n - figure) <= 5 * n or (n >= 40 and figure % 10 == 0 and abs(n - figure) <= 5),
    }[hedge]
    assert (fault_of(Phrase(hedge, figure), Count(n)) is None) == truth


def test_the_house_says_at_least_when_some_are_not_known() -> None:
    assert [say_count(Count(1600, True), language) for language in ("fi", "sv", "en")] == [
        "vähintään 1\u00a0600",
        "minst 1\u00a0600",
        "at least 1,600",
    ]
    assert say_count(Count(44), "fi") == "44"
