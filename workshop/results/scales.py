"""Ratings as every table and figure tells them: mean, highest and lowest steps, and how many gave each step."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from workshop.analysis.contributions import SCALE
from workshop.analysis.questions import Ratings
from workshop.columns import Texts
from workshop.i18n.formats import number, percent

NONE = "–"


def mean_of(mean: float | None, language: str) -> str:
    """A mean as it is read, with one decimal."""
    return NONE if mean is None else number(mean, language, 1)


def boxes(steps: Sequence[int], box: int) -> tuple[str, str]:
    """What the highest steps together are called, and what the lowest: "4–5", "1–2"."""
    return together(steps[-box:]), together(steps[:box])


def together(steps: Sequence[int]) -> str:
    """Steps that are told as one: "1–2", or "3" alone."""
    return f"{steps[0]}–{steps[-1]}" if len(steps) > 1 else str(steps[0])


def rated_heads(ratings: Ratings) -> tuple[str, ...]:
    """The headings over `rated_cells`."""
    return (_("Mean"), *boxes(ratings.steps, ratings.box), *map(str, ratings.steps))


def rated_cells(ratings: Ratings, language: str) -> tuple[str, ...]:
    """Mean, share of the highest and of the lowest steps, and how many gave each step."""
    if not ratings.rated or not ratings.counts:
        return (NONE,) * (3 + len(ratings.steps))
    ends = (percent(share, language) for share in (ratings.top, ratings.bottom))
    steps = (counted(ratings.counts[step], ratings.share(step), language) for step in ratings.steps)
    return (mean_of(ratings.mean, language), *ends, *steps)


def counted(count: int, share: float, language: str) -> str:
    """A number of people and what share of all they are."""
    return f"{number(count, language)} ({percent(share, language)})"


def beside(ratings: Ratings, language: str) -> str:
    """What a figure says of a row: N, mean and the share of the highest steps."""
    if not ratings.rated or not isinstance(ratings.rated, int):
        return ""
    return _(
        "N = %(n)s · mean %(mean)s · %(steps)s: %(share)s",
        n=number(ratings.rated, language),
        mean=mean_of(ratings.mean, language),
        steps=boxes(ratings.steps, ratings.box)[0],
        share=percent(ratings.top, language),
    )


def tone(step: int, steps: Sequence[int]) -> int:
    """The step's colour, 1–5 from the lowest to the highest."""
    return 1 + round((step - 1) * (len(SCALE) - 1) / (len(steps) - 1))


def parts_of(ratings: Ratings) -> tuple[tuple[float, str], ...]:
    """The parts of a row's bar, from the lowest step to the highest; none when nobody rated or too few."""
    if not ratings.rated or not ratings.counts:
        return ()
    return tuple((sum(map(ratings.share, steps)), token) for token, steps in _toned(ratings.steps).items())


def legend_of(steps: Sequence[int], ends: Mapping[str, Texts], language: str) -> tuple[tuple[str, str], ...]:
    """What the colours mean; `ends`: what steps are called, by their number."""
    found = []
    for token, same in _toned(steps).items():
        named = next((ends[str(step)].text(language) for step in same if str(step) in ends), "")
        found.append((token, f"{together(same)} – {named}" if named else together(same)))
    return tuple(found)


def _toned(steps: Sequence[int]) -> dict[str, list[int]]:
    """The steps by the token of their colour: of a long scale two are alike."""
    by_token: dict[str, list[int]] = {}
    for step in steps:
        by_token.setdefault(f"scale-{tone(step, steps)}", []).append(step)
    return by_token
