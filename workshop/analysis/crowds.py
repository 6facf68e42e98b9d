"""Sets of people as whole numbers, a bit for each, and which rows of them a breakdown may show.

Two thousand pairs of sets of ten thousand people are compared in milliseconds. Two things may be worked out from the
rows that are shown of an item, and neither may be:

1. *A row of few people* is hidden. Whoever takes the rows that are shown from the whole has all hidden ones together;
   so more are hidden until those are as many people as the floor, at least two rows, and not one person in each.
2. *Two breakdowns, one after the other.* Of row A of one and row B of another, the reader knows |A|, |B| and the whole.
   When one of the four parts (in both, only in A, only in B, in neither) is empty, and the reader knows it (whoever
   answered on paper did so on the spot), the other three follow, with what those people answered. So where one part is
   empty none of the others may be small, or B is hidden. What a breakdown does not show counts as a row here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

Crowd = int
"""A set of people, a bit for each."""

_DIGITS = bytes.maketrans(b"\x00\x01", b"01")


def crowd_of(who: Iterable[bool]) -> Crowd:
    """Those of whom it is true; the first person is the highest bit."""
    return int(bytes(who).translate(_DIGITS) or b"0", 2)


def names_in(crowd: Crowd, respondents: Sequence[str]) -> list[str]:
    """The people of a crowd."""
    bits = f"{crowd:0{len(respondents)}b}"
    return [one for one, bit in zip(respondents, bits, strict=True) if bit == "1"]


def hidden_rows(tables: Mapping[str, Mapping[str, Crowd]], base: Crowd, floor: int) -> dict[str, set[str] | None]:
    """The tags to hide of an item that `base` have answered, by breakdown; None for a table that is withheld.

    `tables`: everybody by tag, of every breakdown. They are decided together, and in their order.
    """
    hidden: dict[str, set[str] | None] = {}
    before: list[_Row] = []
    for key, crowds in tables.items():
        rows = _rows_of(crowds, base)
        here = _covered(rows, set(), base, floor)
        while here is not None and (bad := _clash(_shown(rows, here, base), before, base, floor)) is not None:
            more = _smallest(rows, here) if bad == _REST else bad
            here = _covered(rows, here | {more}, base, floor)
        hidden[key] = here
        before += _shown(rows, here, base).values()
    return hidden


_REST = "*"
"""What a breakdown does not show, as a row; no tag has this key."""


_FEW = (1 << 1024) - 1
"""The people of whom it is asked first whether no part is small, since they are soon counted."""


@dataclass(frozen=True)
class _Row:
    """People of one tag who answered an item, and how many they are: all, and those among the few."""

    crowd: Crowd
    size: int
    few: Crowd
    few_size: int

    @classmethod
    def of(cls, crowd: Crowd) -> "_Row":
        few = crowd & _FEW
        return cls(crowd, crowd.bit_count(), few, few.bit_count())


def _rows_of(crowds: Mapping[str, Crowd], base: Crowd) -> dict[str, _Row]:
    return {tag: _Row.of(crowd & base) for tag, crowd in crowds.items() if crowd & base}


def _shown(rows: Mapping[str, _Row], hidden: set[str] | None, base: Crowd) -> dict[str, _Row]:
    """The rows that are shown, and the rest as one; nothing of a table that is withheld."""
    if hidden is None:
        return {}
    shown = {tag: row for tag, row in rows.items() if tag not in hidden}
    rest = base & ~reduce(or_, (row.crowd for row in shown.values()), 0) if hidden else 0
    return shown | ({_REST: _Row.of(rest)} if rest else {})


def _smallest(rows: Mapping[str, _Row], hidden: set[str]) -> str:
    """The row to hide next, of those that are not hidden yet; there must be one."""
    shown = [tag for tag in rows if tag not in hidden]
    return min(shown, key=lambda tag: (rows[tag].size, tag))


def _covered(rows: Mapping[str, _Row], hidden: set[str], base: Crowd, floor: int) -> set[str] | None:
    """The rows to hide: the small ones, those given, and as many as it takes; None when nothing would be left."""
    hidden = hidden | {tag for tag, row in rows.items() if row.size < floor}
    while hidden and not hidden >= rows.keys() and not _is_covered(rows, hidden, base, floor):
        hidden = hidden | {_smallest(rows, hidden)}
    return None if hidden and hidden >= rows.keys() else hidden


def _is_covered(rows: Mapping[str, _Row], hidden: set[str], base: Crowd, floor: int) -> bool:
    rest = _shown(rows, hidden, base).get(_REST)
    people = sum(rows[tag].size for tag in hidden)
    # Of those with several tags all may be in rows that are shown: then nothing is left to be worked out.
    return rest is None or (rest.size >= floor and len(hidden) > 1 and people > len(hidden))


def _clash(here: Mapping[str, _Row], before: Sequence[_Row], base: Crowd, floor: int) -> str | None:
    """The first of the rows that tells something small together with one of another breakdown, if there is one.

    Not "" for none: that is the tag of those who did not say.
    """
    whole = _Row.of(base)
    for tag, row in here.items():
        for other in before:
            both = (row.few & other.few).bit_count()
            a, b, c = row.few_size - both, other.few_size - both, whole.few_size - row.few_size - other.few_size + both
            if both >= floor and a >= floor and b >= floor and c >= floor:
                continue  # among some of the people already no part is small
            both = (row.crowd & other.crowd).bit_count()
            parts = (both, row.size - both, other.size - both, whole.size - row.size - other.size + both)
            if 0 in parts and any(0 < part < floor for part in parts):
                return tag
    return None
