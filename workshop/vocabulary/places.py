"""Places: municipality → area → wellbeing services county. The facts and their sources: data/README.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from workshop.vocabulary.alphabet import alphabetical
from workshop.vocabulary.data_files import csv_rows, json_rows
from workshop.vocabulary.names import Named, names_of


@dataclass(frozen=True)
class County(Named):
    """A wellbeing services county, by its code of two digits.

    `is_county` is False for the City of Helsinki (90) and Åland (91), where no county organises the services.
    """

    code: str
    is_county: bool


@dataclass(frozen=True)
class Municipality(Named):
    """A municipality, by its code of three digits.

    `language_code`: 0 Finnish, 1 bilingual with a Finnish majority, 2 Swedish, 3 bilingual with a Swedish majority.
    Populations are inhabitants on 31 December of the year. `tile_x` (column, from the west) and `tile_y` (row, from
    the north) are its own square on the tile map of Finland.
    """

    code: str
    language_code: int
    county_code: str
    population_2020: int
    population_2022: int
    tile_x: int
    tile_y: int


@dataclass(frozen=True)
class Area(Named):
    """An area of a county.

    `members` are the codes of its municipalities in the county; `outside` those of another county that work with the
    area: they belong to it, but are not counted in the county's population. `aliases` are other names in use.
    """

    key: str
    aliases: tuple[str, ...]
    members: tuple[str, ...]
    outside: tuple[str, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The municipalities that belong to the area, those of another county too."""
        return self.members + self.outside

    @property
    def population_2020(self) -> int:
        """Inhabitants of the members on 31 December 2020."""
        return sum(municipality(code).population_2020 for code in self.members)


@cache
def counties() -> Mapping[str, County]:
    """The 21 wellbeing services counties by code; Helsinki and Åland are not among them."""
    return MappingProxyType({code: county for code, county in _county_codes().items() if county.is_county})


def county(code: str) -> County:
    """The county, or Helsinki or Åland, that a municipality's `county_code` names. KeyError if unknown."""
    return _county_codes()[code]


@cache
def municipalities() -> Mapping[str, Municipality]:
    """All municipalities of Finland by code."""
    return MappingProxyType({row["code"]: _municipality(row) for row in csv_rows("municipalities")})


def municipality(code: str) -> Municipality:
    """The municipality of this code. KeyError if unknown."""
    return municipalities()[code]


def find_municipality(name: str) -> Municipality | None:
    """The municipality of this name in any of its languages, in capitals or not; None when there is no such name."""
    code = _municipality_names().get(_plain(name))
    return None if code is None else municipality(code)


def municipality_choices(language: str, first_area: str | None = None) -> list[tuple[str, str]]:
    """(code, name) of every municipality in the alphabetical order of `language`.

    Those of the area `first_area` (a key) come before the others, when it is given. KeyError if it is unknown.
    """
    first = areas()[first_area].codes if first_area else ()
    ordered = sorted(
        municipalities().values(),
        key=lambda place: (place.code not in first, alphabetical(language, place.name(language))),
    )
    return [(place.code, place.name(language)) for place in ordered]


@cache
def areas() -> Mapping[str, Area]:
    """The six areas of North Ostrobothnia by key."""
    return MappingProxyType({row["key"]: _area(row) for row in json_rows("areas", "areas")})


def area_of(code: str) -> Area | None:
    """The area that the municipality `code` belongs to; None when its county has no areas here."""
    return next((area for area in areas().values() if code in area.codes), None)


def find_area(name: str) -> Area | None:
    """The area of this name or alias, in capitals or not. None when unknown: then ask, an area is never guessed."""
    return next((area for area in areas().values() if _plain(name) in _area_names(area)), None)


@cache
def _county_codes() -> Mapping[str, County]:
    rows = json_rows("counties", "counties")
    return MappingProxyType({row["code"]: County(names_of(row), row["code"], row["is_county"]) for row in rows})


@cache
def _municipality_names() -> Mapping[str, str]:
    return {_plain(name): place.code for place in municipalities().values() for name in place.names.values()}


def _area_names(area: Area) -> set[str]:
    return {_plain(name) for name in (*area.names.values(), *area.aliases)}


def _municipality(row: Mapping[str, str]) -> Municipality:
    # an English name stands in the file only where it differs from the Finnish one
    names = {"fi": row["name_fi"], "sv": row["name_sv"], "en": row["name_en"] or row["name_fi"]}
    return Municipality(
        names=MappingProxyType(names),
        code=row["code"],
        language_code=int(row["language_code"]),
        county_code=row["county_code"],
        population_2020=int(row["population_2020"]),
        population_2022=int(row["population_2022"]),
        tile_x=int(row["tile_x"]),
        tile_y=int(row["tile_y"]),
    )


def _area(row: Mapping[str, Any]) -> Area:
    lists = {field: tuple(row[field]) for field in ("aliases", "members", "outside")}
    return Area(names=names_of(row), key=row["key"], **lists)


def _plain(name: str) -> str:
    """A name without what does not tell names apart: capitals, outer and repeated spaces."""
    return " ".join(name.split()).casefold()
