"""The municipalities of Finland: facts, names, choices and the tile map."""

import csv
from pathlib import Path

import pytest

from workshop.vocabulary.data_files import csv_rows
from workshop.vocabulary.places import (
    areas,
    county,
    find_municipality,
    municipalities,
    municipality,
    municipality_choices,
)

OFFICIAL = Path(__file__).parents[2] / "../shared/data/municipalities.csv"


def tiles(county_code):
    return {(place.tile_x, place.tile_y) for place in municipalities().values() if place.county_code == county_code}


def test_there_are_308_municipalities_with_codes_of_three_digits():
    codes = [row["code"] for row in csv_rows("municipalities")]
    assert len(codes) == len(set(codes)) == 308
    assert all(len(code) == 3 and code.isdecimal() for code in codes)


def test_the_whole_country_has_its_inhabitants():
    assert sum(place.population_2020 for place in municipalities().values()) == 5_533_793
    assert sum(place.population_2022 for place in municipalities().values()) == 5_563_970


def test_every_municipality_has_names_a_language_and_a_county():
    for place in municipalities().values():
        assert all(place.name(language) for language in ("fi", "sv", "en"))
        assert place.language_code in range(4)
        assert county(place.county_code).code == place.county_code


def test_every_municipality_has_its_own_tile():
    every = [(place.tile_x, place.tile_y) for place in municipalities().values()]
    assert len(set(every)) == 308
    assert min(x for x, _ in every) == 0
    assert min(y for _, y in every) == 0


@pytest.mark.parametrize("county_code", sorted({place.county_code for place in municipalities().values()}))
def test_the_tiles_of_a_county_hang_together(county_code):
    left = tiles(county_code)
    edge = [left.pop()]
    while edge:
        x, y = edge.pop()
        beside = {(x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)} & left
        left -= beside
        edge += beside
    assert left == set()


def test_the_tile_map_reads_as_finland():
    places = {
        name: find_municipality(name) for name in ("Utsjoki", "Oulu", "Helsinki", "Vaasa", "Joensuu", "Turku", "Kuopio")
    }
    assert places["Utsjoki"].tile_y < places["Oulu"].tile_y < places["Kuopio"].tile_y < places["Helsinki"].tile_y
    assert places["Vaasa"].tile_x < places["Kuopio"].tile_x < places["Joensuu"].tile_x
    assert places["Turku"].tile_x < places["Helsinki"].tile_x < places["Joensuu"].tile_x


@pytest.mark.parametrize("name", ["Oulu", "Uleåborg", "oulu", " ULEÅBORG "])
def test_a_municipality_is_found_by_its_finnish_and_swedish_name(name):
    assert find_municipality(name) == municipality("564")


@pytest.mark.parametrize("name", ["", "Raahen seutu", "Oul", "Pyhäjär"])
def test_an_unknown_municipality_is_not_guessed(name):
    assert find_municipality(name) is None


def test_no_name_leads_to_two_municipalities():
    names = [name.casefold() for place in municipalities().values() for name in set(place.names.values())]
    assert len(names) == len(set(names))


def test_an_english_name_is_the_swedish_one_where_swedish_is_the_main_language():
    assert find_municipality("Maarianhamina").name("en") == "Mariehamn"
    assert find_municipality("Oulu").name("en") == "Oulu"


@pytest.mark.parametrize(
    ("language", "first", "last"),
    [("fi", "Akaa", "Äänekoski"), ("sv", "Ackas", "Övertorneå"), ("en", "Äänekoski", "Ypäjä")],
)
def test_choices_follow_the_alphabet_of_the_language(language, first, last):
    names = [name for _, name in municipality_choices(language)]
    assert len(names) == 308
    assert (names[0], names[-1]) == (first, last)


def test_the_municipalities_of_an_area_can_come_first():
    names = [name for _, name in municipality_choices("fi", first_area="oulunkaari")]
    assert names[:6] == ["Ii", "Pudasjärvi", "Simo", "Utajärvi", "Vaala", "Akaa"]
    assert len(names) == len(set(names)) == 308


def test_an_unknown_first_area_is_refused():
    assert "raahen_seutu" not in areas()
    with pytest.raises(KeyError):
        municipality_choices("fi", first_area="raahen_seutu")


if OFFICIAL.exists():

    def test_the_facts_agree_with_the_official_table():
        fields = [
            "code",
            "name_fi",
            "name_sv",
            "name_en",
            "language_code",
            "county_code",
            "population_2020",
            "population_2022",
        ]
        with OFFICIAL.open(encoding="utf-8", newline="") as file:
            official = [{field: row[field] for field in fields} for row in csv.DictReader(file)]
        own = [
            {field: row[field] for field in fields} | {"name_en": row["name_en"] or row["name_fi"]}
            for row in csv_rows("municipalities")
        ]
        assert own == sorted(official, key=lambda row: row["code"])

    def test_the_areas_agree_with_the_official_table():
        with OFFICIAL.open(encoding="utf-8", newline="") as file:
            official = {row["code"]: row["county_area"] for row in csv.DictReader(file) if row["county_area"]}
        assert {code: area.name("fi") for area in areas().values() for code in area.members} == official
