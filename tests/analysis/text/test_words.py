"""Words are read in their base forms and parts, with Voikko and without, and any text can be read."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simplemma.strategies import DefaultDictionaryFactory

from workshop.analysis.text import lexicon
from workshop.analysis.text.languages import language_of
from workshop.analysis.text.lexicon import base_form, chosen_reading
from workshop.analysis.text.words import words_of


def lemmas(text: str, language: str) -> list[str]:
    return [word.lemma for word in words_of(text, language)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Lyssna på klienten", "sv"),
        ("Kuunnellaan asiakasta", "fi"),
        ("Listen to the client", "en"),
        ("Säännöllisiä tapaamisia päättäjien kanssa", "fi"),
        ("Bättre skjutsar till hälsostationen", "sv"),
    ],
)
def test_the_language_of_a_short_text_is_found(text: str, language: str) -> None:
    assert language_of(text) == language


def test_only_the_meetings_languages_come_in_question() -> None:
    assert language_of("Listen to the client", ["fi"]) == "fi"
    assert language_of("12 🙂", ["sv", "fi"]) == "sv"
    with pytest.raises(ValueError, match="none was given"):
        language_of("hei", [])


def test_forms_of_a_word_have_one_base_form() -> None:
    assert lemmas("palvelut palveluja palveluiden", "fi") == ["palvelu"] * 3
    assert lemmas("kommunen kommunerna kommuners", "sv") == ["kommun"] * 3
    assert lemmas("nurses nurse", "en") == ["nurse"] * 2


def test_a_compound_tells_its_parts() -> None:
    assert base_form("lähipalveluista", "fi") == ("lähipalvelu", ("lähi", "palvelu"))
    assert base_form("hoitotakuu", "fi")[1] == ("hoito", "takuu")
    assert base_form("linja-auto", "fi")[1] == ("linja", "auto")


def test_words_of_the_field_and_of_speech_count_as_what_they_mean() -> None:
    assert lemmas("terkkarit", "fi") == lemmas("terveyskeskus", "fi")
    assert base_form("sote", "fi")[1] == ("sosiaali", "terveys")


def test_decomposed_and_unseen_signs_make_no_other_words() -> None:
    assert lemmas("La\u0308hi\u00adpalvelut", "fi") == ["lähipalvelu"]


def test_words_that_hold_a_sentence_together_are_left_out_and_places_are_kept() -> None:
    assert [(word.surface, word.place) for word in words_of("Bussi ja uusi juna", "fi")] == [
        ("Bussi", 0),
        ("uusi", 2),
        ("juna", 3),
    ]


@pytest.mark.parametrize(
    ("word", "readings", "expected"),
    [
        # as Voikko 4.3 with its dictionary 2.5 reads them
        (
            "lähipalveluista",
            [
                ("lähipalvelu", "=pppp=ppppppppppp", "+lähi+palvel(palvella)+u(+u)"),
                ("lähipalveluinen", "=pppp=ppppppppppp", "+lähi+palvel(palvella)+u(+u)+inen(+inen)"),
            ],
            ("lähipalvelu", ("lähi", "palvelu")),
        ),
        (
            "säilytettävä",
            [("säilytettävä", "=pppppppppppp", "+säilytet(säilyttää)+täv+ä(+ä)")],
            ("säilytettävä", ("säilyttää",)),
        ),
        ("Oulussa", [("Oulu", "=ippppppp", "+Oulu(Oulu)")], ("oulu", ())),
        ("kehitetään", [("kehittää", "=pppppppppp", "+kehittää(kehittää)")], ("kehittää", ())),
    ],
)
def test_voikkos_readings_are_understood(
    word: str, readings: list[tuple[str, str, str]], expected: tuple[str, tuple[str, ...]]
) -> None:
    names = ("BASEFORM", "STRUCTURE", "WORDBASES")
    assert chosen_reading(word, [dict(zip(names, reading, strict=True)) for reading in readings]) == expected


@settings(max_examples=100)
@given(st.text(st.characters(), max_size=150), st.sampled_from(["fi", "sv", "en", "se", ""]))
def test_any_text_can_be_read(text: str, language: str) -> None:
    assert language_of(text) in ("fi", "sv", "en")
    words = words_of(text, language)
    assert words == words_of.__wrapped__(text, language)
    assert [word.place for word in words] == sorted({word.place for word in words})


def test_packed_dictionaries_say_what_they_say_as_they_come() -> None:
    packed = lexicon._dictionaries().get_dictionary("sv")
    as_they_come = DefaultDictionaryFactory().get_dictionary("sv")
    assert type(packed) is not type(as_they_come), "the set-up has packed none"
    some = [*as_they_come][::50]
    assert len(some) > 10_000
    assert [packed[word] for word in some] == [as_they_come[word] for word in some]
    assert "xyzzyx" not in packed


def test_dictionaries_that_nobody_packed_are_read_as_they_come(tmp_path: Path) -> None:
    assert type(lexicon._dictionaries(tmp_path)) is DefaultDictionaryFactory
