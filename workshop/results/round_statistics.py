"""How many meetings a round had held as of a moment, by event type, and how many people were there.

Of a meeting it is known how many were there when somebody has counted them (`heads`) or else by how many joined. Fewer
than the floor are not told by themselves: where several meetings of one type have counted so few, they are told as one
number, and otherwise they are not known. Nor is a number told when one of the round's publications has told one of the
same meetings from which this one differs by fewer people than the floor: then the earlier number is what is known at
least. Where a number is not known, a sum is only the least.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import func, select

from workshop.analysis.privacy import Count
from workshop.extensions import db
from workshop.meetings.models import Meeting
from workshop.participants.models import Participant
from workshop.results.publications import publications_of
from workshop.rounds.models import Round
from workshop.vocabulary.terms import event_types

MEETINGS, PEOPLE = "meetings", "people"
"""The figures of a round that can be put in other words; of one event type `people_in` names it."""


@dataclass(frozen=True)
class OfType:
    """The meetings of one event type. `people` is None when of none of them it is known."""

    event_type: str
    meetings: int
    people: Count | None


@dataclass(frozen=True)
class Statistics:
    """What a round had held, earliest first, and by event type in the order of the vocabulary."""

    held: Sequence[Meeting]
    rows: Sequence[OfType]
    parts: Mapping[str, int]
    """What the sums are made of, kept when they are published: of single meetings how many joined, by id; by event type
    how many were in those meetings that are told as one."""

    @property
    def figures(self) -> dict[str, Count]:
        """All counts that are said in words, by name."""
        sums = [row.people for row in self.rows]
        known = [count for count in sums if count]
        total = Count(sum(count.n for count in known), any(count is None or count.is_least for count in sums))
        of_types = {people_in(row.event_type): row.people for row in self.rows if row.people}
        return {MEETINGS: Count(len(self.held)), **({PEOPLE: total} if known else {}), **of_types}


def people_in(event_type: str) -> str:
    """The name of the figure: people in meetings of one event type."""
    return f"{PEOPLE}:{event_type}"


def heads_of(meeting: Meeting) -> int | None:
    """How many people were in the meeting, as those who led it have counted; None when nobody has."""
    return meeting.heads


def statistics_of(round_: Round, until: datetime) -> Statistics:
    """What the round had held by then."""
    held = db.session.scalars(
        select(Meeting)
        .where(Meeting.round_id == round_.id, Meeting.went_live_at <= until)
        .order_by(Meeting.went_live_at, Meeting.id)
    ).all()
    reckoner = _Reckoner(round_, until)
    rows = [
        reckoner.of_type(kind, [meeting for meeting in held if meeting.event_type == kind]) for kind in _kinds(held)
    ]
    return Statistics(held, rows, reckoner.told)


def _kinds(held: Sequence[Meeting]) -> Sequence[str]:
    there = {meeting.event_type for meeting in held}
    return [kind for kind in event_types() if kind in there]


class _Reckoner:
    """Which numbers of people may be told, beside those that publications have told."""

    def __init__(self, round_: Round, until: datetime) -> None:
        self._joined, self._earlier = _joined(round_, until), _told_earlier(round_)
        self._floor = current_app.config["SETTINGS"].SMALL_GROUP_FLOOR
        self.told: dict[str, int] = {}

    def of_type(self, kind: str, meetings: Sequence[Meeting]) -> OfType:
        """The meetings of one event type, and how many were in them."""
        counts: list[Count | None] = []
        few: list[int] = []
        for meeting in meetings:
            heads = heads_of(meeting)
            if heads is None:
                counts.append(self._tell(str(meeting.id), self._joined.get(meeting.id, 0)))
            elif heads < self._floor:
                few.append(heads)
            else:
                counts.append(Count(heads))
        if few:
            counts.append(self._tell(kind, sum(few)) if len(few) > 1 else None)
        known = [count for count in counts if count]
        is_least = len(known) < len(counts) or any(count.is_least for count in known)
        return OfType(kind, len(meetings), Count(sum(count.n for count in known), is_least) if known else None)

    def _tell(self, part: str, n: int) -> Count | None:
        count = _tellable(n, self._earlier.get(part, []), self._floor)
        if count:
            self.told[part] = count.n
        return count


def _tellable(people: int, earlier: Sequence[int], floor: int) -> Count | None:
    """The number, when few people cannot be worked out from it; else the least that was told before."""
    if people >= floor and all(people == n or abs(people - n) >= floor for n in earlier):
        return Count(people)
    below = [n for n in earlier if n <= people]
    return Count(max(below), is_least=True) if below else None


def _joined(round_: Round, until: datetime) -> dict[int, int]:
    rows = db.session.execute(
        select(Participant.meeting_id, func.count())
        .join(Meeting)
        .where(Meeting.round_id == round_.id, Participant.joined_at <= until)
        .group_by(Participant.meeting_id)
    )
    return dict(rows.all())


def _told_earlier(round_: Round) -> Mapping[str, list[int]]:
    told: dict[str, list[int]] = defaultdict(list)
    for publication in publications_of(round_):
        for part, n in publication.joined.items():
            told[part].append(n)
    return told
