"""What was answered to one question: counts, shares and the mean."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor as floor_of
from math import fsum, isfinite, log10
from statistics import median

from workshop.analysis.contributions import CANNOT_SAY, OTHER, SCALE, Answers, Kind, QuestionAsked
from workshop.analysis.privacy import Cell, Hidden, people_cell


@dataclass(frozen=True)
class Choices:
    """A single or multiple choice. `counts`: option key → people who chose it; None when too few have answered.

    N, the percentage base, is the number of people who chose at least one of the options. Of a question whose options
    say who somebody is, `counts` has only those that enough people chose; `gathered` are the choices of all others.
    """

    answered: Cell
    counts: Mapping[str, int] | None
    gathered: int = 0

    def share(self, option: str) -> float:
        """Share (0–1) of those who answered: counts[option] / N. In a multiple choice shares add up to more than 1."""
        if self.counts is None or not isinstance(self.answered, int) or not self.answered:
            return 0.0
        return self.counts[option] / self.answered


@dataclass(frozen=True)
class Ratings:
    """A scale. `counts`: step → people; None when too few have rated.

    N, the base of shares and of the mean, is the number of people who gave a step; "cannot say" (0) stands apart.
    """

    rated: Cell
    cannot_say: Cell
    counts: Mapping[int, int] | None
    steps: tuple[int, ...] = SCALE

    @property
    def mean(self) -> float | None:
        """Σ step · counts[step] / N; None when nobody has rated or too few."""
        if self.counts is None or not isinstance(self.rated, int) or not self.rated:
            return None
        return sum(step * count for step, count in self.counts.items()) / self.rated

    def share(self, step: int) -> float:
        """Share (0–1) of those who rated: counts[step] / N."""
        if self.counts is None or not isinstance(self.rated, int) or not self.rated:
            return 0.0
        return self.counts[step] / self.rated

    @property
    def box(self) -> int:
        """How many steps make the top and the bottom of the scale: two of five or more, one of fewer."""
        return 2 if len(self.steps) >= len(SCALE) else 1

    @property
    def top(self) -> float:
        """Share (0–1) of the highest steps."""
        return sum(self.share(step) for step in self.steps[-self.box :])

    @property
    def bottom(self) -> float:
        """Share (0–1) of the lowest steps."""
        return sum(self.share(step) for step in self.steps[: self.box])


@dataclass(frozen=True)
class Texts:
    """An open question: how many people wrote something."""

    answered: Cell


@dataclass(frozen=True)
class Span:
    """So many people gave a number of at least `start` and less than `end`; None: from below, or without end."""

    start: float | None
    end: float | None
    people: int


@dataclass(frozen=True)
class Numbers:
    """A number. Without mean and median when too few have answered.

    The smallest and the largest answer are one person's, who may be known by it, and are never told. Instead `low` and
    `high`: as many people as the floor gave `low` or less, and as many `high` or more; None when the two would overlap.
    `spans`: how the answers are distributed, in spans of at least as many people as the floor; empty with fewer than
    two of them.
    """

    answered: Cell
    mean: float | None = None
    median: float | None = None
    low: float | None = None
    high: float | None = None
    spans: tuple[Span, ...] = ()

    def share(self, span: Span) -> float:
        """Share (0–1) of those who answered."""
        return span.people / self.answered if isinstance(self.answered, int) and self.answered else 0.0


@dataclass(frozen=True)
class Dates:
    """A date: how many people gave one."""

    answered: Cell


Result = Choices | Ratings | Texts | Numbers | Dates


def count_answers(question: QuestionAsked, answers: Answers, floor: int) -> Result:
    """Count the answers to one question. What the question does not know (an option that was removed) is left out.

    The people who answered are the group that is protected: when they are fewer than `floor`, nothing of the question
    is told, not even its zeros, since those would tell what everybody chose. For a scale so are those who gave 1–5.
    """
    values = list(answers.values())
    match question.kind:
        case Kind.SCALE:
            return _ratings(values, question.steps, floor)
        case Kind.TEXT:
            return Texts(_written(values, floor))
        case Kind.DATE:
            return Dates(_written(values, floor))
        case Kind.NUMBER:
            return _numbers(values, floor)
        case _:
            return _choices(question, values, floor)


def _written(values: list[object], floor: int) -> Cell:
    return people_cell(sum(map(_is_written, values)), floor)


def _is_written(value: object) -> bool:
    """Is there a text or a number in the answer, or in one of its columns?"""
    if isinstance(value, dict):
        return any(map(_is_written, value.values()))
    return bool(value.strip()) if isinstance(value, str) else type(value) in (int, float)


def _choices(question: QuestionAsked, values: Sequence[object], floor: int) -> Choices:
    known = set(question.options)
    if question.kind is Kind.MULTIPLE:
        chosen = [_keys(value) & known for value in values]
        people, counts = sum(map(bool, chosen)), Counter(key for keys in chosen for key in keys)
    else:
        counts = Counter([key for key in map(key_of, values) if key in known])
        people = counts.total()
    answered = people_cell(people, floor)
    if not isinstance(answered, int):
        return Choices(answered, None)
    least = floor if question.gathered else 0
    told = {option: counts[option] for option in question.options if counts[option] >= least}
    return Choices(answered, told, counts.total() - sum(told.values()))


def key_of(value: object) -> str | None:
    """The key under which a choice is counted."""
    if isinstance(value, dict) and OTHER in value:
        return OTHER
    return value if isinstance(value, str) else None


def _keys(value: object) -> set[str | None]:
    return set(map(key_of, value if isinstance(value, list) else [value]))


def _ratings(values: Sequence[object], scale: tuple[int, ...], floor: int) -> Ratings:
    steps = Counter(values if set(map(type, values)) == {int} else [value for value in values if type(value) is int])
    counts = {step: steps[step] for step in scale}
    rated, cannot_say = sum(counts.values()), steps[CANNOT_SAY]
    if 0 < rated < floor or 0 < rated + cannot_say < floor:
        # "Cannot say" is hidden as well: with the number of people who sent the survey it would tell how many rated.
        return Ratings(Hidden.SMALL, Hidden.COVER, None, scale)
    return Ratings(rated, cannot_say, counts, scale)


def _numbers(values: Sequence[object], floor: int) -> Numbers:
    given = sorted(float(value) for value in values if type(value) in (int, float) and isfinite(value))  # type: ignore[arg-type]
    answered = people_cell(len(given), floor)
    if not given or not isinstance(answered, int):
        return Numbers(answered)
    apart = len(given) >= 2 * floor
    low, high = (given[floor - 1], given[-floor]) if apart else (None, None)
    return Numbers(answered, fsum(given) / len(given), median(given), low, high, _spans(given, floor))


MOST_SPANS = 8
"""More bars than that tell no more."""


def _spans(given: Sequence[float], floor: int) -> tuple[Span, ...]:
    """The numbers, in order, in spans with round ends, each of `floor` people at least."""
    first, last = given[floor - 1], given[-floor]
    if len(given) < 2 * floor or first >= last:
        return ()
    width = _round_up((last - first) / MOST_SPANS)
    if all(map(float.is_integer, given)):
        width = max(1.0, width)
    begin = floor_of(first / width)
    marks = (round((begin + number) * width, 9) for number in range(1, MOST_SPANS + 2))
    edges = [mark for mark in marks if mark <= last]
    places = [bisect_left(given, edge) for edge in edges]
    kept: list[tuple[float, int]] = []
    for edge, place in zip(edges, places, strict=True):
        if place - (kept[-1][1] if kept else 0) >= floor and len(given) - place >= floor:
            kept.append((edge, place))
    if not kept:
        return ()
    ends = [None, *(edge for edge, _place in kept), None]
    bounds = [0, *(place for _edge, place in kept), len(given)]
    return tuple(Span(ends[n], ends[n + 1], bounds[n + 1] - bounds[n]) for n in range(len(bounds) - 1))


def _round_up(width: float) -> float:
    """The next of … 1, 2, 5, 10, 20, 50 …"""
    power = 10.0 ** floor_of(log10(width))
    return next(power * times for times in (1, 2, 5, 10) if power * times >= width * (1 - 1e-9))
