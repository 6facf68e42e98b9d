"""Neighbours on a slide: short parts of a section stand together, whole and in order, each under its own heading."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from workshop.digests.flow import Box, Look, Paragraph, count_lines
from workshop.digests.units import Unit

APART = 12.0
"""What is left free between neighbours, besides what is free between paragraphs, in points."""
SHORT = 3
"""How many lines of half a slide's width a paragraph may take there."""


def shared(units: Iterable[Unit], has_room: Callable[[Sequence[Paragraph]], bool]) -> Iterator[list[Unit]]:
    """The units in order, as many together as a slide `has_room` for; what is too long for that is alone."""
    together: list[Unit] = []
    for unit in units:
        if together and not has_room(joined([*together, unit])):
            yield together
            together = []
        together.append(unit)
    if together:
        yield together


def joined(units: Sequence[Unit]) -> list[Paragraph]:
    """Neighbours as one text: every paragraph, and every heading over its own."""
    text: list[Paragraph] = []
    for unit in units:
        heading = [Paragraph(unit.heading, Look.HEADING, unit.language)] if unit.heading else []
        first, *others = [*heading, *unit.paragraphs]
        text += [replace(first, before=APART if text else 0), *others]
    return text


def side_by_side(paragraphs: Sequence[Paragraph], column: Box) -> list[list[Paragraph]]:
    """The paragraphs in two columns of about equal height; nothing when one of them is not short, or has no room."""
    if not are_short(paragraphs, column):
        return []
    heights = [column.height_of(one.whole) + one.before for one in paragraphs]
    ends = [place for place in range(1, len(paragraphs)) if paragraphs[place - 1].look is not Look.HEADING]
    splits = [(max(sum(heights[:end]), sum(heights[end:])), end) for end in ends]
    # where a part begins if both columns have room then, and never after its heading
    whole = [(taken, end) for taken, end in splits if paragraphs[end].before and taken <= column.height]
    taken, end = min(whole or splits, default=(0.0, 0))
    if not end or taken > column.height:
        return []
    return [list(paragraphs[:end]), [replace(paragraphs[end], before=0), *paragraphs[end + 1 :]]]


def are_short(paragraphs: Sequence[Paragraph], column: Box) -> bool:
    """Takes each of them few enough lines to be read in a column?"""
    return all(count_lines(one.whole, column.per_line) <= SHORT for one in paragraphs)
