"""The flat vocabularies: stable keys, three languages, the order people should see."""

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest

from workshop.vocabulary import terms
from workshop.vocabulary.data_files import json_rows
from workshop.vocabulary.names import NAME_LANGUAGES

SIZES = {
    "topics": 7,
    "event_types": 17,
    "life_areas": 10,
    "actors": 6,
    "ladder": 5,
    "strategy_headings": 4,
    "interfaces": 13,
}
ROUND = Path(__file__).parents[2] / "../shared/cases/round.json"


@pytest.mark.parametrize(("vocabulary", "size"), SIZES.items())
def test_every_vocabulary_has_its_terms(vocabulary, size):
    assert len(getattr(terms, vocabulary)()) == size


@pytest.mark.parametrize(
    ("vocabulary", "member"), [*((name, "terms") for name in SIZES), ("groups", "groups"), ("areas", "areas")]
)
def test_keys_are_snake_case_and_unique(vocabulary, member):
    keys = [row["key"] for row in json_rows(vocabulary, member)]
    assert len(keys) == len(set(keys))
    assert [key for key in keys if not re.fullmatch(r"[a-z]+(_[a-z]+)*", key)] == []


@pytest.mark.parametrize("vocabulary", SIZES)
def test_every_term_is_named_in_three_languages(vocabulary):
    for term in getattr(terms, vocabulary)().values():
        assert set(term.names) == set(NAME_LANGUAGES)
        assert all(name and name == name.strip() for name in term.names.values()), term.key


@pytest.mark.parametrize("vocabulary", SIZES)
@pytest.mark.parametrize("language", NAME_LANGUAGES)
def test_no_two_terms_of_a_vocabulary_have_the_same_name(vocabulary, language):
    names = [term.name(language) for term in getattr(terms, vocabulary)().values()]
    assert len(names) == len(set(names))


def test_every_data_file_says_what_it_is_about():
    for file in (files("workshop.vocabulary") / "data").iterdir():
        if file.name.endswith(".json"):
            assert json.loads(file.read_text(encoding="utf-8"))["about"], file.name


def test_topic_keys_stand_in_the_order_of_the_glossary():
    assert list(terms.topics()) == [
        "values",
        "strategic_principles",
        "service_promise",
        "participation",
        "interfaces",
        "regional_advisory_boards",
        "other",
    ]


def test_a_topic_has_a_name_for_running_text_and_one_for_a_heading():
    boards = terms.topics()["regional_advisory_boards"]
    assert boards.name("fi") == "alueelliset neuvottelukunnat"
    assert boards.capitalised("fi") == "Alueelliset neuvottelukunnat"
    assert boards.name("sv") == "regionala delegationer"
    assert boards.capitalised("en") == "Regional advisory boards"


def test_capitals_inside_a_name_are_left_as_they_are():
    assert terms.actors()["third_sector"].capitalised("fi") == "3. sektori"
    assert terms.strategy_headings()["for_people"].capitalised("fi") == "Ihmistä varten"


def test_a_language_the_vocabulary_does_not_know_gets_the_finnish_name():
    assert terms.topics()["values"].name("se") == "arvot"


def test_the_ladder_climbs_from_informing_to_shared_decisions():
    assert list(terms.ladder()) == ["informing", "consultation", "dialogue", "co_design", "shared_decisions"]


def test_other_is_the_last_of_the_list_it_closes():
    for vocabulary in (terms.topics(), terms.event_types(), terms.actors()):
        assert list(vocabulary)[-1] == "other"


def test_a_vocabulary_cannot_be_changed_by_its_reader():
    with pytest.raises(TypeError):
        terms.topics()["values"] = terms.topics()["other"]
    with pytest.raises(TypeError):
        terms.topics()["values"].names["fi"] = "hinnat"


def test_the_event_types_of_the_published_statistics_keep_their_keys():
    assert set(terms.event_types()) >= {
        "open_participation",
        "staff_regional",
        "political_monitoring_group",
        "municipal_leadership_team",
        "municipal_managers_interview",
        "association",
        "entrepreneur_network",
    }


if ROUND.exists():

    def test_event_types_agree_with_the_real_round():
        expected = json.loads(ROUND.read_text(encoding="utf-8"))["event_types_fi"]
        assert {key: terms.event_types()[key].name("fi") for key in expected} == expected
