"""What a statement vote says: common ground first, then what divides, with small groups hidden.

Common ground is what *every* group shares, so that no large group can outvote a small one. After the "group-informed
consensus" of Polis (C. Small, M. Bjorkegren, T. Erkkilä, L. Shaw, C. Megill: Polis: Scaling Deliberation by Mapping
High Dimensional Opinion Spaces. Recerca 26 (2), 2021), which multiplies the groups' probabilities of agreeing,
P(g) = (A(g) + 1) / (n(g) + 2). Here the groups are those that people say they speak for, and the lowest P(g) counts,
for it can be told in one sentence:

    common(s) = max( min_g (A(g) + 1) / (n(g) + 2),  min_g (D(g) + 1) / (n(g) + 2) )
    spread(s) = max_g P(g) - min_g P(g)

A(g) agree, D(g) disagree, n(g) took a stance, passes included. The 1 and the 2 are Laplace's rule of succession: of few
people little is concluded. Only groups whose numbers may be told take part, so neither figure gives a hidden one away;
where no group may be told, all people together are the one group.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from workshop.analysis.contributions import NOT_SAID, StanceTaken
from workshop.analysis.privacy import WHOLE, Cell, Hidden, Tally, people_cell, publish

COMMON_FROM = 0.6
"""The lowest group's smoothed share from which a statement is common ground."""
DIVIDES_FROM = 0.25
"""The difference between two groups' smoothed agreement from which a statement divides."""

_VOTE = "vote"


class Standing(StrEnum):
    """Where a statement stands, in the order in which statements are told."""

    COMMON = "common"
    DIVIDING = "dividing"
    OPEN = "open"
    """Neither: no side has every group behind it, and groups do not differ much."""
    TOO_FEW = "too_few"
    """So few people have taken a stance that nothing is told."""


@dataclass(frozen=True)
class Stances:
    """How many people agree, disagree and pass."""

    agree: int
    disagree: int
    passed: int

    @property
    def n(self) -> int:
        return self.agree + self.disagree + self.passed

    def share(self, count: int) -> float:
        """A count as a share (0–1) of all who took a stance."""
        return count / self.n if self.n else 0.0

    @property
    def agreement(self) -> float:
        """(A + 1) / (n + 2)."""
        return (self.agree + 1) / (self.n + 2)

    @property
    def disagreement(self) -> float:
        """(D + 1) / (n + 2)."""
        return (self.disagree + 1) / (self.n + 2)


@dataclass(frozen=True)
class StatementResult:
    """What was said to one statement, as everybody may know it."""

    people: Cell
    whole: Stances | None
    """None when too few people have taken a stance."""
    by_group: Mapping[str, Stances | Hidden] | None
    """By top-level stakeholder group; None when the whole table is withheld. Who speaks for two counts in both."""

    @property
    def told(self) -> dict[str, Stances]:
        """The groups whose numbers may be told."""
        return {group: said for group, said in (self.by_group or {}).items() if isinstance(said, Stances)}

    @property
    def _sides(self) -> tuple[float, float]:
        groups = list(self.told.values()) or ([self.whole] if self.whole else [])
        if not groups:
            return 0.0, 0.0
        return min(one.agreement for one in groups), min(one.disagreement for one in groups)

    @property
    def common(self) -> float:
        """How far every group is of one mind, 0–1."""
        return max(self._sides)

    @property
    def agrees(self) -> bool:
        """Is the side that every group is nearer to that of agreeing?"""
        agreement, disagreement = self._sides
        return agreement >= disagreement

    @property
    def spread(self) -> float:
        """How far the groups' agreement lies apart, 0–1."""
        shares = [one.agreement for one in self.told.values()]
        return max(shares) - min(shares) if shares else 0.0

    @property
    def standing(self) -> Standing:
        if not self.whole or not self.whole.n:
            return Standing.TOO_FEW
        if self.common >= COMMON_FROM:
            return Standing.COMMON
        return Standing.DIVIDING if self.spread >= DIVIDES_FROM else Standing.OPEN


def count_stances(taken: Iterable[StanceTaken], floor: int) -> StatementResult:
    """Count the stances on one statement. With fewer people than `floor` nothing but that is told."""
    stances = list({one.person: one for one in taken}.values())
    people = people_cell(len(stances), floor)
    if isinstance(people, Hidden):
        return StatementResult(people, None, None)
    return StatementResult(people, _counted(stances), _by_group(stances, floor))


def _counted(stances: Iterable[StanceTaken]) -> Stances:
    values = [one.value for one in stances]
    return Stances(values.count(1), values.count(-1), values.count(0))


def _by_group(stances: list[StanceTaken], floor: int) -> Mapping[str, Stances | Hidden] | None:
    """Stances by group. Beside the small groups as many others are hidden as `publish` asks for, and so many that the
    hidden ones together, which are the whole without what is shown, are at least `floor` people."""
    groups: dict[str, list[StanceTaken]] = defaultdict(list)
    for one in stances:
        for group in one.groups or {NOT_SAID}:
            groups[group].append(one)
    sizes = {group: Tally(len(theirs), len(theirs)) for group, theirs in groups.items()}
    cells = publish({WHOLE: sizes, _VOTE: sizes}, floor, split=False).whole
    if cells is None:
        return None
    hidden = {group: cell for group, cell in cells.items() if isinstance(cell, Hidden)}
    shown = sorted(groups.keys() - hidden.keys(), key=lambda group: (-len(groups[group]), group))
    while hidden and len({one.person for group in hidden for one in groups[group]}) < floor:
        if not shown:
            return None
        hidden[shown.pop()] = Hidden.COVER
    return {group: hidden.get(group) or _counted(theirs) for group, theirs in groups.items()}


def ranked(results: Mapping[int, StatementResult]) -> list[int]:
    """The statements' ids: common ground first, the surest first; then what divides, the most dividing first."""
    order = list(Standing)

    def place(statement_id: int) -> tuple[int, float, int]:
        result = results[statement_id]
        weight = result.common if result.standing is Standing.COMMON else result.spread
        return order.index(result.standing), -weight, statement_id

    return sorted(results, key=place)
