"""The six areas of North Ostrobothnia, and the counties."""

import pytest

from workshop.vocabulary.names import NAME_LANGUAGES
from workshop.vocabulary.places import area_of, areas, counties, county, find_area, municipalities, municipality

NORTH_OSTROBOTHNIA = "19"
PUBLISHED_2020 = {
    "lakeus": 47_525,
    "oulu": 207_327,
    "rannikkoseutu": 45_916,
    "koillismaa": 19_129,
    "oulunkaari": 22_983,
    "oulun_etelainen": 70_950,
}


def test_the_areas_have_their_published_populations():
    assert {area.key: area.population_2020 for area in areas().values()} == PUBLISHED_2020
    assert sum(area.population_2020 for area in areas().values()) == 413_830


def test_every_municipality_of_the_county_is_a_member_of_exactly_one_area():
    members = [code for area in areas().values() for code in area.members]
    own = [place.code for place in municipalities().values() if place.county_code == NORTH_OSTROBOTHNIA]
    assert len(own) == 30
    assert sorted(members) == sorted(own)


def test_simo_works_with_oulunkaari_but_counts_in_lapland():
    simo = municipality("751")
    assert simo.name("fi") == "Simo"
    assert simo.county_code == "21"
    assert area_of("751") == areas()["oulunkaari"]
    assert "751" not in areas()["oulunkaari"].members


def test_a_municipality_elsewhere_has_no_area():
    assert area_of("091") is None


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Koillismaa", "koillismaa"),
        ("Oulunkaari", "oulunkaari"),
        ("Oulu", "oulu"),
        ("Uleåborg", "oulu"),
        ("lakeus", "lakeus"),
        ("Oulun eteläinen", "oulun_etelainen"),
        ("Oulun Eteläinen", "oulun_etelainen"),
        ("Eteläinen", "oulun_etelainen"),
        ("Rannikko", "rannikkoseutu"),
        (" RANNIKKOSEUTU ", "rannikkoseutu"),
        ("Oulun  eteläinen", "oulun_etelainen"),
    ],
)
def test_an_area_is_found_by_its_names_and_aliases(name, key):
    assert find_area(name).key == key


@pytest.mark.parametrize("name", ["Raahen seutu", "", "Oulun", "Oulun seutu", "Pohjois-Pohjanmaa", "Kemi"])
def test_an_unknown_area_is_not_guessed(name):
    assert find_area(name) is None


def test_no_name_leads_to_two_areas():
    names = [name.casefold() for area in areas().values() for name in {*area.names.values(), *area.aliases}]
    assert len(names) == len(set(names))


def test_there_are_21_counties_named_in_three_languages():
    assert list(counties()) == [f"{number:02}" for number in range(1, 22)]
    for found in counties().values():
        assert found.name("fi").endswith("hyvinvointialue")
        assert found.name("sv").endswith("välfärdsområde")
        assert found.name("en").endswith("wellbeing services county")
    assert county(NORTH_OSTROBOTHNIA).name("sv") == "Norra Österbottens välfärdsområde"


@pytest.mark.parametrize("code", ["90", "91"])
def test_helsinki_and_aland_are_places_but_not_counties(code):
    assert code not in counties()
    assert not county(code).is_county
    assert all(county(code).names[language] for language in NAME_LANGUAGES)
