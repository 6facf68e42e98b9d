"""Stakeholder groups: a sound tree, known note papers, one paper for a person of several groups."""

import pytest

from workshop.vocabulary.groups import (
    PAPERS,
    group_choices,
    groups,
    groups_under,
    paper_of,
    top_groups,
    top_of,
)
from workshop.vocabulary.names import NAME_LANGUAGES


def test_every_parent_is_a_group_that_comes_before_its_children():
    seen = set()
    for group in groups().values():
        assert group.parent is None or group.parent in seen, group.key
        seen.add(group.key)


def test_every_group_is_named_in_three_languages_and_no_name_twice():
    for language in NAME_LANGUAGES:
        names = [group.names[language] for group in groups().values()]
        assert all(name and name == name.strip() for name in names)
        assert len(names) == len(set(names))


def test_top_groups_are_those_of_the_glossary():
    assert [group.key for group in top_groups()] == [
        "residents",
        "clients",
        "staff",
        "officials",
        "elected_representatives",
        "associations",
        "companies",
        "advisory_councils",
        "other_authorities",
        "educational_institutions",
        "other",
    ]


def test_every_paper_is_known_and_every_paper_is_used():
    assert {group.paper for group in groups().values()} == set(PAPERS)


def test_a_group_has_the_paper_of_the_group_above_it():
    for group in groups().values():
        assert group.paper == top_of(group.key).paper


def test_the_commonest_groups_can_be_told_apart_by_their_paper():
    commonest = ("residents", "clients", "staff", "officials", "elected_representatives", "associations", "companies")
    papers = {groups()[key].paper for key in commonest}
    assert len(papers) == len(commonest)
    assert "stone" not in papers


def test_the_top_of_a_group_is_its_parent_and_of_a_top_group_itself():
    assert top_of("youth_council").key == "advisory_councils"
    assert top_of("residents").key == "residents"
    with pytest.raises(KeyError):
        top_of("astronauts")


def test_groups_under_a_group_keep_their_order():
    assert [group.key for group in groups_under("staff")] == ["professionals", "managers"]
    assert groups_under("professionals") == []


def test_one_paper_is_found_for_any_tag():
    assert paper_of(["older_people"]) == "birch"
    assert paper_of(["managers", "residents"]) == "lake"
    assert paper_of(["astronauts", "associations"]) == "moss"
    assert paper_of(["other"]) == "stone"
    assert paper_of([]) == "stone"


@pytest.mark.parametrize(
    ("language", "first", "council"),
    [
        ("fi", "Asukkaat", "Nuorisovaltuusto"),
        ("sv", "Invånare", "Ungdomsfullmäktige"),
        ("en", "Residents", "Youth council"),
    ],
)
def test_choices_name_every_group_with_those_under_it_following(language, first, council):
    choices = group_choices(language)
    assert choices[0] == ("residents", first)
    assert [key for key, _ in choices] == list(groups())
    keys = [key for key, _ in choices]
    assert keys[keys.index("advisory_councils") + 1] == "youth_council"
    assert dict(choices)["youth_council"] == council
