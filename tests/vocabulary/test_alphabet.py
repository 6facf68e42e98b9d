"""Alphabetical order in the reader's language."""

import pytest

from workshop.vocabulary.alphabet import alphabetical


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_finnish_and_swedish_put_their_own_letters_last(language):
    names = ["Öja", "Äänekoski", "Åbo", "Ypäjä", "Aura", "aitta"]
    ordered = sorted(names, key=lambda name: alphabetical(language, name))
    assert ordered == ["aitta", "Aura", "Ypäjä", "Åbo", "Äänekoski", "Öja"]


def test_english_sorts_foreign_letters_by_their_base():
    ordered = sorted(["Ypäjä", "Äänekoski", "Öja", "Åbo", "Oulu"], key=lambda name: alphabetical("en", name))
    assert ordered == ["Äänekoski", "Åbo", "Öja", "Oulu", "Ypäjä"]


def test_a_space_comes_before_letters_and_punctuation_does_not_count():
    ordered = sorted(["Koskinen", "Koski Tl", "S:t Michel", "Storå", "Sund"], key=lambda name: alphabetical("sv", name))
    assert ordered == ["Koski Tl", "Koskinen", "S:t Michel", "Storå", "Sund"]


def test_an_accent_does_not_move_a_name():
    assert alphabetical("fi", "Café")[0] == alphabetical("fi", "cafe")[0]
