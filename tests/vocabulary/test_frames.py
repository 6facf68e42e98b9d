"""The built-in coding frames have cards in three languages."""

import pytest

from workshop.vocabulary import terms
from workshop.vocabulary.frames import built_in_frames

VOCABULARIES = {
    "strategy": terms.strategy_headings,
    "ladder": terms.ladder,
    "interfaces": terms.interfaces,
    "life_areas": terms.life_areas,
}


@pytest.mark.parametrize("key", VOCABULARIES)
def test_a_frame_has_the_codes_and_names_of_its_vocabulary(key: str) -> None:
    frame = built_in_frames()[key]
    assert frame.key == key
    assert {card.key: dict(card.names) for card in frame.cards} == {
        term.key: dict(term.names) for term in VOCABULARIES[key]().values()
    }


@pytest.mark.parametrize("key", VOCABULARIES)
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_card_has_keywords_and_no_word_twice(key: str, language: str) -> None:
    for card in built_in_frames()[key].cards:
        words = card.keywords[language]
        assert len(words) >= 10
        assert len(words) == len(set(words))
        assert card.examples
