"""Which texts may be listed under which tag, so that no text is known to come from fewer people than the floor.

Whoever reads two lists can lay them over each other: the notes that stand under both "staff" and "associations" may be
those of one person. So notes are dealt into *crowds*, the writers of all notes that stand under exactly the same tags;
every list is a union of crowds, and so is whatever can be made of lists by laying one over another or taking one from
another. Each crowd must be as large as the floor. Where one is not, its notes leave the list of their rarest tag; those
that stand in no list at all are a crowd too, "the others", and when it is small the smallest list joins it.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence

Tags = frozenset[str]


def list_by_tag(tags: Sequence[Tags], writers: Sequence[Hashable], floor: int) -> list[Tags]:
    """Under which of its tags each note is listed; under none: it is among the others.

    `tags` and `writers` of each note. When all writers together are fewer than the floor there are no lists.
    """
    listed = list(tags)
    while (small := _smallest(listed, writers, floor)) is not None:
        sizes = _sizes(listed, writers)
        if not sizes:
            break
        if small:
            rarest = min(small, key=lambda tag: (sizes[tag], tag))
            listed = [mine - {rarest} if mine == small else mine for mine in listed]
        else:
            rarest = min(sizes, key=lambda tag: (sizes[tag], tag))
            listed = [mine - {rarest} for mine in listed]
    return listed


def _smallest(listed: Sequence[Tags], writers: Sequence[Hashable], floor: int) -> Tags | None:
    """The tags of the smallest crowd, those with tags first; None when every crowd is large enough."""
    crowds: dict[Tags, set[Hashable]] = defaultdict(set)
    for mine, writer in zip(listed, writers, strict=True):
        crowds[mine].add(writer)
    small = [mine for mine, people in crowds.items() if len(people) < floor]
    return min(small, key=lambda mine: (not mine, len(crowds[mine]), sorted(mine)), default=None)


def _sizes(listed: Sequence[Tags], writers: Sequence[Hashable]) -> Mapping[str, int]:
    """How many people wrote what stands under each tag."""
    people: dict[str, set[Hashable]] = defaultdict(set)
    for mine, writer in zip(listed, writers, strict=True):
        for tag in mine:
            people[tag].add(writer)
    return {tag: len(theirs) for tag, theirs in people.items()}
