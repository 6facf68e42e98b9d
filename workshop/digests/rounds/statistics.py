"""How many meetings a round had held as of a moment, by event type, and how many people were there.

Of a meeting it is known how many were there when somebody has counted them (`heads`) or else by how many joined; fewer
than the floor are not told, and count as not known. Nor is it told when one of the round's publications has told a
number for the same meeting from which this one differs by fewer people than the floor: then the earlier number is what
is known at least. Where a number is not known, a sum is only the least.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import func, select

from workshop.digests.rounds.guarded import Count
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
    joined: Mapping[int, int]
    """What is told of how many joined, by meeting: kept when it is published."""

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
    joined = _joined(round_, until)
    floor = current_app.config["SETTINGS"].SMALL_GROUP_FLOOR
    earlier = _told_earlier(round_)
    known: dict[int, Count | None] = {}
    told: dict[int, int] = {}
    for meeting in held:
        heads = heads_of(meeting)
        if heads is not None:
            known[meeting.id] = Count(heads) if heads >= floor else None
            continue
        count = known[meeting.id] = _tellable(joined.get(meeting.id, 0), earlier.get(meeting.id, []), floor)
        if count:
            told[meeting.id] = count.n
    rows = [_of_type(kind, [meeting.id for meeting in held if meeting.event_type == kind], known) for kind in _kinds()]
    return Statistics(held, [row for row in rows if row.meetings], told)


def _kinds() -> Sequence[str]:
    return list(event_types())


def _of_type(kind: str, meetings: Sequence[int], known: Mapping[int, Count | None]) -> OfType:
    counts = [known[meeting] for meeting in meetings]
    there = [count for count in counts if count]
    is_least = len(there) < len(counts) or any(count.is_least for count in there)
    return OfType(kind, len(meetings), Count(sum(count.n for count in there), is_least) if there else None)


def _tellable(joined: int, earlier: Sequence[int], floor: int) -> Count | None:
    """The number of those who joined, when few cannot be worked out from it; else the least that was told before."""
    if joined >= floor and all(joined == n or abs(joined - n) >= floor for n in earlier):
        return Count(joined)
    below = [n for n in earlier if n <= joined]
    return Count(max(below), is_least=True) if below else None


def _joined(round_: Round, until: datetime) -> dict[int, int]:
    rows = db.session.execute(
        select(Participant.meeting_id, func.count())
        .join(Meeting)
        .where(Meeting.round_id == round_.id, Participant.joined_at <= until)
        .group_by(Participant.meeting_id)
    )
    return dict(rows.all())


def _told_earlier(round_: Round) -> Mapping[int, list[int]]:
    told: dict[int, list[int]] = defaultdict(list)
    for publication in publications_of(round_):
        for meeting, n in publication.joined.items():
            told[int(meeting)].append(n)
    return told
