"""The county's municipalities as tiles on a grid: each has its own square, so that small ones are seen as well."""

from collections.abc import Mapping

from flask_babel import gettext as _

from workshop.analysis.heard import per_10_000
from workshop.analysis.privacy import Cell, Hidden
from workshop.i18n.formats import number
from workshop.results.round_shapes import Tile
from workshop.vocabulary.places import municipalities

NOBODY, HIDDEN, LOW, MIDDLE, HIGH = "nobody", "hidden", "low", "middle", "high"
LOW_BELOW, HIGH_FROM = 0.75, 1.5
"""Of the rate of all tiles together that are told."""


def levels_of() -> tuple[tuple[str, str], ...]:
    """What the colours mean, by their keys."""
    return (
        (HIGH, _("more than elsewhere")),
        (MIDDLE, _("about as many as elsewhere")),
        (LOW, _("fewer than elsewhere")),
        (NOBODY, _("nobody")),
        (HIDDEN, _("hidden: few people, or a number that would tell of few")),
    )


def tiles_of(
    inhabitants: Mapping[str, int], people: Mapping[str, Cell], names: Mapping[str, str], language: str
) -> tuple[Tile, ...]:
    """A tile for each municipality of `inhabitants`, with how many of 10,000 came."""
    told = {code: cell for code in inhabitants if isinstance(cell := people.get(code, 0), int)}
    rate = 10_000 * sum(told.values()) / (sum(inhabitants[code] for code in told) or 1)
    places = {code: municipalities()[code] for code in inhabitants}
    left, top = (min((getattr(place, edge) for place in places.values()), default=0) for edge in ("tile_x", "tile_y"))
    found = []
    for code, place in places.items():
        cell = people.get(code, 0)
        own = per_10_000(cell, inhabitants[code])
        text = _("hidden") if own is None else number(own, language, 1)
        found.append(Tile(place.tile_x - left, place.tile_y - top, names[code], text, _level(cell, own, rate)))
    return tuple(sorted(found, key=lambda tile: (tile.y, tile.x)))


def _level(cell: Cell, own: float | None, rate: float) -> str:
    if isinstance(cell, Hidden) or own is None:
        return HIDDEN
    if not cell:
        return NOBODY
    return LOW if own < LOW_BELOW * rate else HIGH if own >= HIGH_FROM * rate else MIDDLE
