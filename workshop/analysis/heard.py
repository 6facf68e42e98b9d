"""Participation against population, and who has not been heard.

    rate(place) = 10 000 · people(place) / inhabitants(place)
    expected(place) = inhabitants(place) / Σ inhabitants · Σ people, over the places whose number of people is told

A place is *far below its share* when it is told that fewer people than half of those expected came, and at least 10
were expected: of fewer, chance says as much as anything else. A place whose number is hidden is neither counted nor
named: somebody has come from there. Of stakeholder groups nobody knows how many there are, so only those are named that
nobody speaks for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workshop.analysis.privacy import Cell

FAR_BELOW = 0.5
"""A smaller part than this of those expected is far below."""
EXPECTED_FROM = 10
"""People; of fewer expected nothing is said."""


@dataclass(frozen=True)
class Unheard:
    """Keys, in the order in which they were given."""

    nobody: tuple[str, ...]
    far_below: tuple[str, ...] = ()


def per_10_000(people: Cell, inhabitants: int) -> float | None:
    """How many people of 10,000 inhabitants came; None when it is hidden or nobody lives there."""
    return 10_000 * people / inhabitants if isinstance(people, int) and inhabitants else None


def unheard_places(people: Mapping[str, Cell], inhabitants: Mapping[str, int]) -> Unheard:
    """Of the places of `inhabitants`, those from which nobody came and those that are far below their share."""
    told = {place: came for place in inhabitants if isinstance(came := people.get(place, 0), int)}
    base = sum(inhabitants[place] for place in told)
    rate = sum(told.values()) / base if base else 0.0
    expected = {place: rate * inhabitants[place] for place in told}
    below = (
        place
        for place, came in told.items()
        if came and expected[place] >= EXPECTED_FROM and came < FAR_BELOW * expected[place]
    )
    return Unheard(tuple(place for place, came in told.items() if not came), tuple(below))


def unheard_groups(people: Mapping[str, Cell], groups: Iterable[str]) -> Unheard:
    """The groups that nobody speaks for."""
    return Unheard(tuple(group for group in groups if people.get(group, 0) == 0))
