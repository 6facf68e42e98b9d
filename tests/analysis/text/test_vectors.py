"""Vectors of Finnish words help where they have been fetched, and nothing needs them."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from workshop.analysis.text import Coder, Said, built_in_frames
from workshop.analysis.text.vectors import FILE, Vectors, look_in, vectors
from workshop.analysis.text.words import words_of

LADDER = built_in_frames()["ladder"]
NOTES = [Said(1, "Tiedotteita lehteen", "fi"), Said(2, "Vi diskuterar", "sv"), Said(3, "", "fi")]


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Vectors]:
    """A table of its kind, of two hundred rows of twelve random numbers."""
    draw = np.random.default_rng(1)
    rows, scale = draw.integers(-127, 128, (200, 12), np.int8), draw.random(200, np.float32)
    np.savez(tmp_path / FILE, rows=rows, scale=scale, floret=np.array([4, 5, 2, 2166136261]))
    look_in(tmp_path)
    found = vectors()
    assert found is not None
    yield found
    look_in(None)


def test_without_them_there_are_none(tmp_path: Path) -> None:
    assert vectors() is None
    look_in(tmp_path)
    assert vectors() is None
    look_in(None)


def test_the_words_of_a_text_together_have_length_one(small: Vectors) -> None:
    rows = small.of_words(words_of("Kuntien ja järjestöjen lähipalvelut", "fi"))
    assert rows.shape == (3, 12)
    assert np.linalg.norm(rows.sum(axis=0)) == pytest.approx(1)
    assert small.of_words([]).shape == (0, 12)


def test_suggestions_are_made_with_them_and_always_the_same(small: Vectors) -> None:
    suggestions = Coder(LADDER).suggest(NOTES)
    assert suggestions == Coder(LADDER).suggest(NOTES)
    assert suggestions[0].first == "informing"
    assert "Tiedotteita" in suggestions[0].why
    assert (suggestions[2].first, suggestions[2].margin) == ("informing", 0)


def test_other_languages_do_not_change_with_them(small: Vectors) -> None:
    with_them = Coder(LADDER).suggest(NOTES)[1]
    look_in(None)
    without = Coder(LADDER).suggest(NOTES)[1]
    assert (with_them.first, with_them.why) == (without.first, without.why)
