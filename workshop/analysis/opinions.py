"""Opinion groups: people who took like stances on the statements of a vote, found without asking who they are.

As Polis does it (C. Small, M. Bjorkegren, T. Erkkilä, L. Shaw, C. Megill: Polis: Scaling Deliberation by Mapping High
Dimensional Opinion Spaces. Recerca 26 (2), 2021), written from its published description. Agree is 1, pass 0, disagree
-1; v(p, s) is what person p said to statement s, n(p) how many of the S statements p took a stance on:

    x(p, s) = v(p, s) - mean of s, or 0 where p took no stance       (the mean stands for what is missing)
    x = U Σ Wᵀ                                                       (singular value decomposition)
    place(p) = √(S / n(p)) · (x(p) · w₁, x(p) · w₂)                  (few stances would draw a person to the middle)

The places are divided by k-means (k-means++ starts) into 2–5 groups; of those divisions whose every group has at least
max(5, 10 %) of the people that one is taken whose mean silhouette is highest (P. J. Rousseeuw: Silhouettes. Journal of
Computational and Applied Mathematics 20, 1987):

    s(p) = (b - a) / max(a, b)      a: mean distance to one's own group, b: to the nearest other one

Random stances fall into "groups" too, so two things are asked. *Do stances go together at all?* The stances given to
each statement are dealt anew among those who took one, 39 times; p = (1 + shuffles whose Σ₁ is not smaller) / 40 must
be at most .05. *Are the groups apart?* The mean silhouette must be at least CLEAR. Nothing depends on chance: the seed
is fixed and people are put in order first.

Nobody's stances can be read from what is told: places carry neither names nor weights of statements, and of a statement
the groups' stances are told only when in every group at least as many people as the floor took one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

import numpy as np
from numpy.typing import NDArray

from workshop.analysis.contributions import StanceTaken
from workshop.analysis.statements import Stances

FEWEST_PEOPLE = 30
"""People with enough stances from which groups are looked for."""
FEWEST_STATEMENTS = 5
"""With fewer statements a map tells no more than they do."""
ENOUGH_STANCES = 7
"""So many stances place a person; in a vote of fewer statements, all of them."""
SMALLEST_GROUP, SMALLEST_SHARE = 5, 0.1
SHUFFLES, SIGNIFICANT = 39, 0.05
CLEAR = 0.45
"""The mean silhouette from which groups are apart; of random stances it is nearly always less."""
MOST_GROUPS, STARTS, ROUNDS = 5, 8, 50
MOST_COMPARED = 2000
"""Silhouettes compare everybody with everybody: of more people than this, so many are drawn."""
SEED = 20220121

Table = NDArray[np.float64]
Labels = NDArray[np.intp]


class NoGroups(StrEnum):
    """Why there is no map of opinion, or one without groups."""

    FEW_STATEMENTS = "few_statements"
    FEW_PEOPLE = "few_people"
    ALIKE = "alike"
    """Stances do not go together more than chance has it: all think the same, or everybody differently."""
    NOT_APART = "not_apart"
    """They do, but people do not fall into groups that are apart and large enough."""


@dataclass(frozen=True)
class Place:
    """One person on the map, nobody knows which. Both axes from -1 to 1; `group` counts from 0, None without groups."""

    x: float
    y: float
    group: int | None


@dataclass(frozen=True)
class OpinionGroup:
    """People who think alike. `differs`: statement id → what they said and what all others did, the most different
    first; only of statements that may be told."""

    people: int
    differs: Mapping[int, tuple[Stances, Stances]]


@dataclass(frozen=True)
class Opinions:
    """The map of a vote. Without groups `reason` says why; without enough people or statements it has no places."""

    people: int
    """How many have taken enough stances to be placed."""
    reason: NoGroups | None
    places: tuple[Place, ...] = ()
    groups: tuple[OpinionGroup, ...] = ()
    """The largest first."""


def find_opinions(taken: Iterable[StanceTaken], statements: Sequence[int], floor: int) -> Opinions:
    """Place those who took enough stances on these statements, and find their groups. A person's last stance counts.

    `floor`: a group has at least so many people, and so many took each stance that is told.
    """
    asked = list(dict.fromkeys(statements))
    votes, given = stances_table(taken, asked)
    if len(asked) < FEWEST_STATEMENTS:
        return Opinions(len(votes), NoGroups.FEW_STATEMENTS)
    if len(votes) < FEWEST_PEOPLE:
        return Opinions(len(votes), NoGroups.FEW_PEOPLE)
    said = np.where(given, votes, 0.0)
    means = said.sum(axis=0) / np.maximum(given.sum(axis=0), 1)
    centred = np.where(given, votes - means, 0.0)
    points = place_people(centred, given)
    if not _go_together(centred, given):
        return Opinions(len(votes), NoGroups.ALIKE, _map(points, None))
    labels = divide(points, max(SMALLEST_GROUP, floor, ceil(SMALLEST_SHARE * len(votes))))
    if labels is None:
        return Opinions(len(votes), NoGroups.NOT_APART, _map(points, None))
    return Opinions(len(votes), None, _map(points, labels), _groups(votes, given, labels, asked, floor))


def stances_table(taken: Iterable[StanceTaken], asked: Sequence[int]) -> tuple[Table, NDArray[np.bool_]]:
    """People × statements: what was said and where something was, of those who said enough, in the order of what they
    said, so that it does not matter what they are called nor in which order they came."""
    column = {statement: place for place, statement in enumerate(asked)}
    theirs: dict[str, dict[int, int]] = defaultdict(dict)
    for stance in taken:
        if stance.statement_id in column:
            theirs[stance.person][column[stance.statement_id]] = stance.value
    enough = min(ENOUGH_STANCES, len(asked))
    rows = sorted(
        tuple(one.get(place, 2) for place in range(len(asked))) for one in theirs.values() if len(one) >= enough
    )
    values = np.array(rows, dtype=float).reshape(len(rows), len(asked))
    return values, values != 2


def place_people(centred: Table, given: NDArray[np.bool_]) -> Table:
    """Everybody's place on the two axes along which stances differ most; each axis points where its heaviest statement
    is agreed with."""
    _values, axes = np.linalg.eigh(centred.T @ centred)
    axes = axes[:, ::-1][:, :2]
    heaviest = axes[np.abs(axes).argmax(axis=0), [0, 1]]
    axes = axes * np.where(heaviest < 0, -1.0, 1.0)
    scale = np.sqrt(given.shape[1] / given.sum(axis=1))
    return (centred @ axes) * scale[:, None]


def _go_together(centred: Table, given: NDArray[np.bool_]) -> bool:
    """Do the stances differ along one axis more than they do when dealt anew? Of Σ₁ the square is compared."""
    found = _strongest(centred)
    if found < 1e-9:
        return False
    chance = np.random.default_rng(SEED)
    columns = [np.flatnonzero(column) for column in given.T]
    dealt, not_smaller = centred.copy(), 0
    for _shuffle in range(SHUFFLES):
        for place, people in enumerate(columns):
            dealt[people, place] = chance.permutation(centred[people, place])
        not_smaller += bool(_strongest(dealt) >= found * (1 - 1e-9))
    return (1 + not_smaller) / (1 + SHUFFLES) <= SIGNIFICANT


def _strongest(centred: Table) -> float:
    """Σ₁², from the small side of the table."""
    return float(np.linalg.eigvalsh(centred.T @ centred)[-1])


def divide(points: Table, smallest: int) -> Labels | None:
    """The division with the highest mean silhouette whose groups are all large enough and apart; None when none is."""
    chance = np.random.default_rng(SEED)
    few = np.arange(len(points))
    if len(points) > MOST_COMPARED:
        few = np.sort(chance.choice(len(points), MOST_COMPARED, replace=False))
    apart = np.linalg.norm(points[few, None] - points[None, few], axis=2)
    best, found = CLEAR, None
    for k in range(2, MOST_GROUPS + 1):
        labels = _k_means(points, k, chance)
        if np.bincount(labels, minlength=k).min() >= smallest:
            silhouette = _silhouette(apart, labels[few], k)
            if silhouette > best:
                best, found = silhouette, labels
    return found


def _k_means(points: Table, k: int, chance: np.random.Generator) -> Labels:
    """The best of several runs: each point belongs to the nearest of k middles, each middle is that of its points."""
    best, found = np.inf, np.zeros(len(points), dtype=np.intp)
    for _start in range(STARTS):
        middles = _first_middles(points, k, chance)
        for _round in range(ROUNDS):
            labels = _squares(points, middles).argmin(axis=1)
            moved = np.array(
                [points[labels == one].mean(axis=0) if (labels == one).any() else middles[one] for one in range(k)]
            )
            if np.allclose(moved, middles):
                break
            middles = moved
        squares = _squares(points, middles)
        cost = float(squares.min(axis=1).sum())
        if cost < best * (1 - 1e-12):
            best, found = cost, squares.argmin(axis=1)
    return found


def _first_middles(points: Table, k: int, chance: np.random.Generator) -> Table:
    """k-means++: far points are likelier (D. Arthur, S. Vassilvitskii, 2007)."""
    chosen = [points[chance.integers(len(points))]]
    for _more in range(k - 1):
        far = _squares(points, np.array(chosen)).min(axis=1)
        reach = far.cumsum()
        chosen.append(points[min(int(np.searchsorted(reach, chance.random() * reach[-1])), len(points) - 1)])
    return np.array(chosen)


def _squares(points: Table, middles: Table) -> Table:
    return ((points[:, None] - middles[None]) ** 2).sum(axis=2)


def _silhouette(apart: Table, labels: Labels, k: int) -> float:
    """The mean of (b - a) / max(a, b); of somebody alone in a group it is 0."""
    member = np.eye(k)[labels]
    sizes = member.sum(axis=0)
    sums = apart @ member
    own = sums[np.arange(len(labels)), labels] / np.maximum(sizes[labels] - 1, 1)
    others = np.where(member > 0, np.inf, sums / np.maximum(sizes, 1))
    nearest = np.where(np.isinf(others) | (sizes == 0), np.inf, others).min(axis=1)
    widths = (nearest - own) / np.maximum(np.maximum(nearest, own), 1e-12)
    return float(np.where((sizes[labels] > 1) & np.isfinite(nearest), widths, 0.0).mean())


def _map(points: Table, labels: Labels | None) -> tuple[Place, ...]:
    """The places, in an order that says nothing, within -1 and 1 and to the hundredth."""
    reach = max(float(np.abs(points).max()), 1e-9)
    new = _by_size(labels) if labels is not None else {}
    placed = (points / reach).round(2).tolist()
    groups = [None] * len(placed) if labels is None else [new[int(one)] for one in labels]
    return tuple(sorted((Place(x, y, group) for (x, y), group in zip(placed, groups, strict=True)), key=_order))


def _order(place: Place) -> tuple[int, float, float]:
    return place.group or 0, place.x, place.y


def _by_size(labels: Labels) -> dict[int, int]:
    """Which group becomes which: the largest is the first."""
    sizes = np.bincount(labels)
    order = sorted(range(len(sizes)), key=lambda one: (-sizes[one], one))
    return {old: new for new, old in enumerate(order)}


def _groups(
    votes: Table, given: NDArray[np.bool_], labels: Labels, asked: Sequence[int], floor: int
) -> tuple[OpinionGroup, ...]:
    members = [labels == old for old in _by_size(labels)]
    told = [
        place for place in range(len(asked)) if all(int((given[inside, place]).sum()) >= floor for inside in members)
    ]
    found = []
    for inside in members:
        pairs = {asked[place]: (_count(votes[inside, place]), _count(votes[~inside, place])) for place in told}
        order = sorted(pairs, key=lambda one: (-_difference(*pairs[one]), one))
        found.append(OpinionGroup(int(inside.sum()), {one: pairs[one] for one in order}))
    return tuple(found)


def _count(values: Table) -> Stances:
    return Stances(int((values == 1).sum()), int((values == -1).sum()), int((values == 0).sum()))


def _difference(inside: Stances, outside: Stances) -> float:
    """How far the two shares of those who agree lie apart, smoothed: of few people little is concluded."""
    return abs(inside.agreement - outside.agreement)
