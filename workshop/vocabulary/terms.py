"""The flat vocabularies. Each reader returns key → Term in the order in which people should see them.

Keys are stored in the database and in exported files: they never change, and a term is never taken away. The
headings and lists come from the work of the North Ostrobothnian wellbeing services county in 2021–2022.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from workshop.vocabulary.data_files import json_rows
from workshop.vocabulary.names import Named, names_of

Terms = Mapping[str, "Term"]


@dataclass(frozen=True)
class Term(Named):
    """One word of a vocabulary: a stable snake_case key and its names."""

    key: str


def topics() -> Terms:
    """What an exercise or a question feeds: values, strategic principles, service promise, …"""
    return _terms("topics")


def event_types() -> Terms:
    """What kind of meeting it is; the statistics of a round count by it."""
    return _terms("event_types")


def life_areas() -> Terms:
    """The ten areas of life that a wellbeing survey goes through; also a coding frame."""
    return _terms("life_areas")


def actors() -> Terms:
    """Who could do something about an area of life; the columns of the life-area grid."""
    return _terms("actors")


def ladder() -> Terms:
    """The degrees of participation, from the lightest to the strongest; also a coding frame.

    After Sherry R. Arnstein: A Ladder of Citizen Participation. Journal of the American Institute of Planners 35 (4),
    1969, 216–224; in the five steps that the field uses.
    """
    return _terms("ladder")


def strategy_headings() -> Terms:
    """The headings that the county's strategy round ended up with; also a coding frame."""
    return _terms("strategy_headings")


def interfaces() -> Terms:
    """Where the work of municipalities and of the county meets; also a coding frame."""
    return _terms("interfaces")


@cache
def _terms(name: str) -> Terms:
    return MappingProxyType({row["key"]: Term(names_of(row), row["key"]) for row in json_rows(name, "terms")})
