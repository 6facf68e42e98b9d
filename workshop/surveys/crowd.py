"""What an anonymous survey may say of somebody who was invited: what so many others share that it names nobody.

A list of invited people and an answer that carries one of its lines would be joined by whoever has both. So an answer
carries only what at least `floor` of the invited have in common, and those of whom less is told are as many as that
themselves, or nobody: being the only one who is not told is being told.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class About:
    """What the list says of one invited person."""

    language: str
    groups: tuple[str, ...] = ()
    municipality: str | None = None
    background: tuple[tuple[str, str], ...] = ()


def told_of(crowd: Iterable[About], floor: int) -> dict[About, About]:
    """What may be told of each kind of person in the crowd: of some only the language in which most were invited.

    First languages are looked at, then groups and municipality together among those of a language, then the background
    as a whole among those of a language, groups and municipality.
    """
    people = Counter(crowd)
    if not people:
        return {}
    languages: Counter[str] = Counter()
    for about, count in people.items():
        languages[about.language] += count
    home = max(sorted(languages), key=lambda language: languages[language])
    told = {about: about if languages[about.language] >= floor else About(home) for about in people}
    told = _pooled(people, told, floor, lambda about: about.language, _tag, lambda about: About(about.language))
    return _pooled(
        people,
        told,
        floor,
        lambda about: (about.language, _tag(about)),
        lambda about: about.background,
        lambda about: replace(about, background=()),
    )


def _tag(about: About) -> Hashable:
    return (about.groups, about.municipality) if about.groups or about.municipality else ()


def _pooled(
    people: Counter[About],
    told: dict[About, About],
    floor: int,
    within: Callable[[About], Hashable],
    part: Callable[[About], Hashable],
    blank: Callable[[About], About],
) -> dict[About, About]:
    """Blank a `part` of what is told wherever it could single somebody out among those who are alike `within`."""
    counts: defaultdict[Hashable, Counter[Hashable]] = defaultdict(Counter)
    for about, count in people.items():
        counts[within(told[about])][part(told[about])] += count
    hidden = {where: _hidden(parts, floor) for where, parts in counts.items()}
    return {about: blank(now) if part(now) in hidden[within(now)] else now for about, now in told.items()}


def _hidden(parts: Counter[Hashable], floor: int) -> set[Hashable]:
    """The values of fewer people than the floor; and further ones, the smallest first, until those of whom nothing is
    told, whose value is (), are as many as the floor, or nobody."""
    hidden: set[Hashable] = set()
    untold = parts[()]
    for value in sorted(parts, key=lambda value: (parts[value], repr(value))):
        if value != () and (parts[value] < floor or 0 < untold < floor):
            hidden.add(value)
            untold += parts[value]
    return hidden
