"""What was answered to one question: counts, shares and the mean."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workshop.analysis.contributions import CANNOT_SAY, SCALE, Answered, Kind, QuestionAsked
from workshop.analysis.privacy import Cell, Hidden, people_cell


@dataclass(frozen=True)
class Choices:
    """A single or multiple choice. `counts`: option key → people who chose it; None when too few have answered.

    N, the percentage base, is the number of people who chose at least one of the options.
    """

    answered: Cell
    counts: Mapping[str, int] | None

    def share(self, option: str) -> float:
        """Share (0–1) of those who answered: counts[option] / N. In a multiple choice shares add up to more than 1."""
        if self.counts is None or not isinstance(self.answered, int) or not self.answered:
            return 0.0
        return self.counts[option] / self.answered


@dataclass(frozen=True)
class Ratings:
    """A scale 1–5. `counts`: step → people; None when too few have rated.

    N, the base of shares and of the mean, is the number of people who gave 1–5; "cannot say" (0) stands apart.
    """

    rated: Cell
    cannot_say: Cell
    counts: Mapping[int, int] | None

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


@dataclass(frozen=True)
class Texts:
    """An open question: how many people wrote something."""

    answered: Cell


Result = Choices | Ratings | Texts


def count_answers(question: QuestionAsked, answers: Iterable[Answered], floor: int) -> Result:
    """Count the answers to one question. What the question does not know (an option that was removed) is left out.

    The people who answered are the group that is protected: when they are fewer than `floor`, nothing of the question
    is told, not even its zeros, since those would tell what everybody chose. For a scale so are those who gave 1–5.
    """
    values = list({answer.respondent: answer.value for answer in answers}.values())
    match question.kind:
        case Kind.SCALE:
            return _ratings(values, floor)
        case Kind.TEXT:
            return Texts(people_cell(sum(isinstance(value, str) and bool(value.strip()) for value in values), floor))
        case _:
            return _choices(question, values, floor)


def _choices(question: QuestionAsked, values: list[object], floor: int) -> Choices:
    chosen = [_known_options(question, value) for value in values]
    answered = people_cell(sum(bool(keys) for keys in chosen), floor)
    counts = Counter(key for keys in chosen for key in keys)
    told = {option: counts[option] for option in question.options}
    return Choices(answered, told if isinstance(answered, int) else None)


def _known_options(question: QuestionAsked, value: object) -> set[str]:
    keys = value if isinstance(value, list) and question.kind is Kind.MULTIPLE else [value]
    return {key for key in keys if isinstance(key, str) and key in question.options}


def _ratings(values: list[object], floor: int) -> Ratings:
    steps = [value for value in values if type(value) is int]
    counts = {step: steps.count(step) for step in SCALE}
    rated, cannot_say = sum(counts.values()), steps.count(CANNOT_SAY)
    if 0 < rated < floor or 0 < rated + cannot_say < floor:
        # "Cannot say" is hidden as well: with the number of people who sent the survey it would tell how many rated.
        return Ratings(Hidden.SMALL, Hidden.COVER, None)
    return Ratings(rated, cannot_say, counts)
