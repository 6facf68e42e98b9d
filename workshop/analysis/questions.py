"""What was answered to one question: counts, shares and the mean."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import fsum, isfinite
from statistics import median

from workshop.analysis.contributions import CANNOT_SAY, OTHER, SCALE, Answered, Kind, QuestionAsked
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
class Numbers:
    """A number. Without mean and median when too few have answered.

    The smallest and the largest answer are one person's, who may be known by it, and are never told. Instead `low` and
    `high`: as many people as the floor gave `low` or less, and as many `high` or more; None when the two would overlap.
    """

    answered: Cell
    mean: float | None = None
    median: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Dates:
    """A date: how many people gave one."""

    answered: Cell


Result = Choices | Ratings | Texts | Numbers | Dates


def count_answers(question: QuestionAsked, answers: Iterable[Answered], floor: int) -> Result:
    """Count the answers to one question. What the question does not know (an option that was removed) is left out.

    The people who answered are the group that is protected: when they are fewer than `floor`, nothing of the question
    is told, not even its zeros, since those would tell what everybody chose. For a scale so are those who gave 1–5.
    """
    values = list({answer.respondent: answer.value for answer in answers}.values())
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


def _choices(question: QuestionAsked, values: list[object], floor: int) -> Choices:
    chosen = [_known_options(question, value) for value in values]
    answered = people_cell(sum(bool(keys) for keys in chosen), floor)
    if not isinstance(answered, int):
        return Choices(answered, None)
    counts = Counter(key for keys in chosen for key in keys)
    least = floor if question.gathered else 0
    told = {option: counts[option] for option in question.options if counts[option] >= least}
    return Choices(answered, told, counts.total() - sum(told.values()))


def _known_options(question: QuestionAsked, value: object) -> set[str]:
    parts = value if isinstance(value, list) and question.kind is Kind.MULTIPLE else [value]
    keys = (OTHER if isinstance(part, dict) and OTHER in part else part for part in parts)
    return {key for key in keys if isinstance(key, str) and key in question.options}


def _ratings(values: list[object], scale: tuple[int, ...], floor: int) -> Ratings:
    steps = [value for value in values if type(value) is int]
    counts = {step: steps.count(step) for step in scale}
    rated, cannot_say = sum(counts.values()), steps.count(CANNOT_SAY)
    if 0 < rated < floor or 0 < rated + cannot_say < floor:
        # "Cannot say" is hidden as well: with the number of people who sent the survey it would tell how many rated.
        return Ratings(Hidden.SMALL, Hidden.COVER, None, scale)
    return Ratings(rated, cannot_say, counts, scale)


def _numbers(values: list[object], floor: int) -> Numbers:
    given = sorted(float(value) for value in values if type(value) in (int, float) and isfinite(value))  # type: ignore[arg-type]
    answered = people_cell(len(given), floor)
    if not given or not isinstance(answered, int):
        return Numbers(answered)
    apart = len(given) >= 2 * floor
    low, high = (given[floor - 1], given[-floor]) if apart else (None, None)
    return Numbers(answered, fsum(given) / len(given), median(given), low, high)
