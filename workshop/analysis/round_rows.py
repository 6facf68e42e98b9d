"""What goes into the account of a round: people, notes and responses of all its meetings, each with its tags.

A *tag* says one thing of a person or of what was said: the kind of meeting, the area, the topic.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

AREA, EVENT, GROUP, WHEN, TOPIC, SIZE, PLACE = "area", "event", "group", "when", "topic", "size", "place"
THEME = "theme"
"""Of notes only: what each coding frame is to them. Every frame is a `by` of its own, see `theme_by`."""
BY = (AREA, EVENT, GROUP, TOPIC, WHEN, SIZE, PLACE, THEME)
"""By what the round is told, in the order of worth: what comes first is hidden last."""
WITHIN = (AREA, SIZE)
"""A municipality lies in one area and one size class. It is told by itself, and within these; together with anything
else nearly every number would be that of a few people."""
WITH_THEME = (GROUP, AREA, TOPIC)
"""What themes are told together with; with all the rest the family would be twice as large."""


class Tag(NamedTuple):
    """One thing that is known: by what, and what it is."""

    by: str
    value: str


Tags = frozenset[Tag]
Key = frozenset[Tag]
"""What a number is of: nothing (the whole), one tag, or two."""


class Published(NamedTuple):
    """Of which keys a publication told the numbers, of people and of notes."""

    people: frozenset[Key]
    notes: frozenset[Key]


def theme_by(frame_id: int) -> str:
    """By the codes of a frame."""
    return f"{THEME}-{frame_id}"


def kind_of(by: str) -> str:
    """The member of BY that this is: of every frame THEME."""
    return by.partition("-")[0]


def together(one: str, other: str) -> bool:
    """Is the round told by these two at a time?"""
    kinds = {kind_of(one), kind_of(other)}
    if THEME in kinds:
        return len(kinds) == 2 and kinds <= {THEME, *WITH_THEME}
    return one != other and (PLACE not in kinds or bool(kinds & set(WITHIN)))


class Spoken(NamedTuple):
    """One note, one response, or one person who joined. `person` as of a note: None when no longer known.

    `since`: how many publications of the round came before it.
    """

    person: str | None
    meeting: int
    tags: Tags
    since: int = 0


@dataclass(frozen=True)
class RoundSaid:
    """Everything that a round said. Hidden and removed notes are not in it.

    `publications`: how many times numbers of the round were sent or shown outside. `told`: what each of them told, in
    their order, where that was kept. `at`: the account is as of this one of them, which is being made; None for now.
    """

    people: Sequence[Spoken] = ()
    """Whoever joined, once each."""
    notes: Sequence[Spoken] = ()
    responses: Sequence[Spoken] = ()
    publications: int = 0
    told: Sequence["Published | None"] = ()
    at: int | None = None


class Atom(NamedTuple):
    """What one person is, or has said with the same tags: never told apart further. `tags`: at each publication, and
    now; None before it was there."""

    person: str
    meeting: int
    tags: tuple[Tags | None, ...]
    count: int

    @property
    def now(self) -> Tags:
        """Its tags as they are now."""
        return self.tags[-1] or frozenset()


UNKNOWN = "?"
"""The person that all are whose name is gone."""


def gathered(rows: Iterable[Spoken], publications: int) -> list[Atom]:
    """An atom for all that one person has said with the same tags, by person."""
    counts: dict[Spoken, int] = defaultdict(int)
    for row in rows:
        counts[row] += 1
    moments = range(publications + 1)
    return sorted(
        (
            Atom(
                row.person or UNKNOWN,
                row.meeting,
                tuple(row.tags if row.since <= moment else None for moment in moments),
                n,
            )
            for row, n in counts.items()
        ),
        key=lambda atom: atom.person,
    )


def people_of(said: RoundSaid) -> list[Atom]:
    """An atom for each person, with the topics of what they have said."""
    who = {row.person: row for row in said.people if row.person}
    for row in said.responses:
        if row.person and row.person not in who:
            who[row.person] = row._replace(tags=frozenset(tag for tag in row.tags if tag.by != TOPIC))
    topics: dict[str, set[tuple[int, Tag]]] = defaultdict(set)
    for row in (*said.notes, *said.responses):
        if row.person in who:
            topics[row.person].update((row.since, tag) for tag in row.tags if tag.by == TOPIC)
    return [
        Atom(
            person,
            row.meeting,
            tuple(
                row.tags | {tag for since, tag in topics[person] if since <= moment} if row.since <= moment else None
                for moment in range(said.publications + 1)
            ),
            1,
        )
        for person, row in sorted(who.items())
    ]
