"""Which numbers of a fixed family may be told, so that no few people can be worked out from any of them together.

Every number is that of a set of people (or of what they said), and whoever reads it knows of which: the family is the
same for everybody, whichever filter is chosen, so it is judged once and as a whole. A set is a row of zeros and ones,
a column for each atom: what one person said with the same tags. From what is told the reader works out exactly the
numbers of those sets that are linear combinations of told ones. So, after L. H. Cox: Suppression Methodology and
Statistical Disclosure Control. Journal of the American Statistical Association 75 (370), 1980, 377–385:

    a cell is told when it is not small and no shielded set would lie in the linear span of what is told with it

Shielded are: cells with fewer people than the floor; what a row leaves of its whole, when that is as few; the small
rows of a table together, when they are as few or as many as there are rows (then each is one person); and by how much
a cell differs from what it was at a publication, when that is as little. The cells are tried in their order, which is
that of their worth. The span is kept as a triangular factor (Cholesky) of the sets' inner products, so that trying a
thousand cells against as many shielded sets takes a fraction of a second.

What lies in the span of what is known from elsewhere cannot be shielded any more; it is not told here all the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Sets = NDArray[np.bool_]
"""Sets of atoms: a row for each, a column for each atom."""
Numbers = NDArray[np.float64]

NOTHING_LEFT = 1e-9
"""Below this part of its length squared a set counts as a combination of others: rounding leaves far less, and a set
of people that is none leaves far more."""
AT_ONCE = 32
"""So many cells are multiplied out together; they are still tried one by one."""


@dataclass(frozen=True)
class Family:
    """The numbers that are told, or not, at one point in time."""

    cells: Sets
    """In the order of their worth."""
    person: NDArray[np.int64]
    """By atom: whose it is, in ascending order. People who are no longer known are one person."""
    tables: Sequence[tuple[int, Sequence[int]]]
    """The whole of each table and its rows, as places in `cells`. A row is part of its whole."""
    told: NDArray[np.bool_] | None = None
    """Of a publication: which cells it told, where that was kept."""

    def people(self, sets: Sets) -> NDArray[np.int64]:
        """How many people are in each of these sets."""
        if not sets.size:
            return np.zeros(len(sets), dtype=np.int64)
        starts = np.flatnonzero(np.diff(self.person, prepend=self.person[0] - 1))
        if len(starts) == len(self.person):
            return np.count_nonzero(sets, axis=1)
        return np.add.reduce(np.logical_or.reduceat(np.ascontiguousarray(sets.T), starts, axis=0), axis=0)


def tellable(
    family: Family, floor: int, known: Iterable[Sets] = (), earlier: Sequence[Family] = (), cover: bool = True
) -> NDArray[np.bool_]:
    """Which cells of the family may be told; an empty one always, since everybody may know that nobody is nobody.

    `known`: sets whose numbers are told elsewhere. `earlier`: the family as it stood at each publication, with the same
    cells and atoms, whether that tells of an earlier point in time or of a later one. What was told then is known, and
    worked out anew, in order, where it was not kept. Without `cover` only the small cells are hidden: never so in the
    house, but the tests show what it would give away.
    """
    kept = [moment for moment in earlier if moment.told is not None]
    elsewhere, shielded = [*known, *(moment.cells[moment.told] for moment in kept)], []
    told = np.ones(len(family.cells), dtype=bool)
    moments = [*kept, *(moment for moment in earlier if moment.told is None), family]
    for place, moment in enumerate(moments):
        # what was shielded once stays so: a later publication could give it away as well
        shielded.append(_shielded(moment, floor))
        for before in moments[:place]:
            for later, sooner in ((moment, before), (before, moment)):
                grown = later.cells & ~sooner.cells
                shielded.append(grown[_few(moment.people(grown), floor)])
        if moment.told is not None:
            continue
        people = moment.people(moment.cells)
        may = people >= floor
        if cover:
            may[may] = _greedy(moment.cells[may], np.concatenate(shielded), elsewhere)
        told = may | (people == 0)
        elsewhere.append(moment.cells[may])
    return told


def _few(people: NDArray[np.int64], floor: int) -> NDArray[np.bool_]:
    return (people > 0) & (people < floor)


def _shielded(family: Family, floor: int) -> Sets:
    cells, people = family.cells, family.people(family.cells)
    small = _few(people, floor)
    wholes = [whole for whole, rows in family.tables for _row in rows]
    left = cells[wholes] & ~cells[[row for _whole, rows in family.tables for row in rows]]
    found = [cells[small], left[_few(family.people(left), floor)]]
    for _whole, rows in family.tables:
        hidden = [row for row in rows if small[row]]
        if len(hidden) > 1:
            together = cells[hidden].any(axis=0, keepdims=True)
            if family.people(together)[0] <= max(floor - 1, len(hidden)):
                found.append(together)
    return np.concatenate(found)


def _greedy(cells: Sets, shielded: Sets, known: Sequence[Sets]) -> NDArray[np.bool_]:
    """Which cells are told, one after the other."""
    told = np.ones(len(cells), dtype=bool)
    products = _products(np.concatenate([cells, shielded]), [block for block in known if len(block)])
    lengths, left = products.lengths, products.table.diagonal().copy()
    # what is known from elsewhere is no secret any more
    secret = np.flatnonzero(left > NOTHING_LEFT * lengths)
    secret = secret[secret >= len(cells)]
    # a row of the factor for each cell that is told, of which only what comes later is looked at
    factor, rank = np.zeros((len(cells), len(left))), 0
    for first in range(0, len(cells), AT_ONCE):
        block, before = slice(first, min(first + AT_ONCE, len(cells))), rank
        rows = products.table[block, first:] - factor[:rank, block].T @ factor[:rank, first:]
        for place, cell in enumerate(range(block.start, block.stop)):
            row = rows[place] - factor[before:rank, cell] @ factor[before:rank, first:]
            new = row[place]
            if new <= NOTHING_LEFT * lengths[cell]:
                continue  # it follows from what is told already
            row /= np.sqrt(new)
            remains = left[secret] - row[secret - first] ** 2
            if (remains <= NOTHING_LEFT * lengths[secret]).any():
                told[cell] = False
                continue
            factor[rank, first:] = row
            rank += 1
            left[secret] = remains
    return told


@dataclass(frozen=True)
class _Products:
    """The inner products of sets, less what they share with what is known, and the sets' own lengths squared."""

    table: Numbers
    lengths: Numbers


def _products(sets: Sets, known: Sequence[Sets]) -> _Products:
    merged = _merged(np.concatenate([sets, *known]))
    vectors, others = merged[: len(sets)], merged[len(sets) :].astype(np.float64)
    # whole numbers that are small enough to be exact in single precision, which takes half the time
    table = (vectors @ vectors.T).astype(np.float64)
    lengths, shares, end = table.diagonal().copy(), [np.zeros((len(sets), 0))], 0
    for size in map(len, known):
        block, later = others[end : end + size], others[end + size :]
        end += size
        # a block touches few atoms: it is taken away from the later ones, so that all stand at right angles
        atoms = np.flatnonzero(block.any(axis=0))
        _left, stretch, axes = np.linalg.svd(block[:, atoms], full_matrices=False)
        axes = axes[stretch > 1e-7 * max(stretch.max(initial=0.0), 1.0)]
        shares.append(vectors[:, atoms] @ axes.T)
        here = later[:, atoms]
        later[:, atoms] = here - (here @ axes.T) @ axes
    share = np.concatenate(shares, axis=1)
    return _Products(table - share @ share.T, lengths)


def _merged(sets: Sets) -> NDArray[np.float32]:
    """The same sets with one column for all atoms that are in the same of them."""
    signatures = np.ascontiguousarray(np.packbits(sets, axis=0).T)
    first = {signature.tobytes(): atom for atom, signature in enumerate(signatures)}
    return sets[:, sorted(first.values())].astype(np.float32)
