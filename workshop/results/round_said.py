"""Gathering what all meetings of a round said, as plain columns, for the one function that counts."""

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from flask import current_app
from sqlalchemy import Text, cast, select

from workshop.analysis.contributions import NOT_SAID
from workshop.analysis.round_rows import (
    AREA,
    EVENT,
    GROUP,
    PLACE,
    SIZE,
    TOPIC,
    WHEN,
    Published,
    RoundSaid,
    Spoken,
    Tag,
    Tags,
    theme_by,
)
from workshop.analysis.round_summary import RoundSummary, summarise_round
from workshop.boards.models import Note, Prompt
from workshop.coding.queries import Standing, codes_of_notes, standing_codes
from workshop.columns import Texts
from workshop.extensions import db
from workshop.kept import Kept, aside
from workshop.meetings.models import Exercise, Meeting
from workshop.participants.models import Participant
from workshop.results.models import Publication
from workshop.results.publications import publications_of, published
from workshop.results.surveys import AFTERWARDS, ELSEWHERE, LIVE
from workshop.rounds.models import Round
from workshop.surveys.models import Question, Response
from workshop.vocabulary.groups import groups, top_of
from workshop.vocabulary.places import area_of, municipalities
from workshop.vocabulary.sizes import size_class_of


@dataclass(frozen=True)
class Held:
    """A meeting of the round that has begun."""

    id: int
    event_type: str
    began_at: datetime


@dataclass(frozen=True)
class Themes:
    """A coding frame that is in use: its name, and that of each of its codes by the code's key, in order."""

    by: str
    name: Texts
    codes: Mapping[str, Texts]


@dataclass(frozen=True)
class RoundAccount:
    """The account of a round, and which note has which tags."""

    meetings: Sequence[Held]
    themes: Sequence[Themes]
    summary: RoundSummary
    notes: Sequence[tuple[int, Tags]]
    """Id and tags of every note that is counted, in the order of writing."""


_kept = Kept(16)


def round_account(round_: Round, until: datetime | None = None) -> RoundAccount:
    """The account of a round: of all that has been said, or of what was said `until` then. What has been published of
    the round is known to the reader. Four queries, and three more when something was said or coded since it was last
    asked, four when anything is coded."""
    meetings = db.session.execute(
        select(Meeting.id, Meeting.seq, Meeting.event_type, Meeting.went_live_at)
        .where(Meeting.round_id == round_.id)
        .order_by(Meeting.went_live_at, Meeting.id)
    ).all()
    # joining and changing one's tag are no change that screens hear of: so all who joined are asked for each time
    joined = db.session.execute(
        select(
            Participant.id,
            Participant.meeting_id,
            cast(Participant.groups, Text),
            Participant.municipality,
            Participant.joined_afterwards,
            Participant.joined_at,
        )
        .join(Meeting)
        .where(Meeting.round_id == round_.id)
        .order_by(Participant.id)
    ).all()
    codes, out = standing_codes(round_), publications_of(round_)
    floor = current_app.config["SETTINGS"].SMALL_GROUP_FLOOR
    as_of = tuple(map(tuple, meetings)), hash(tuple(map(tuple, joined))), str(codes), tuple(one.id for one in out)
    key = (db.engine.url, round_.id, *as_of, floor, until)

    def make() -> RoundAccount:
        moments = _Moments(out, until)
        kinds = {row.id: row.event_type for row in meetings}
        begun = (row for row in meetings if row.went_live_at and (until is None or row.went_live_at <= until))
        held = [Held(row.id, row.event_type, row.went_live_at) for row in begun]
        themes = _themes(codes)
        notes = _notes(round_, kinds, _given(round_, themes), moments)
        people = [
            Spoken(f"p{id_}", meeting, _tags(kinds[meeting], keys, place, late), moments.before(came))
            for id_, meeting, keys, place, late, came in joined
        ]
        responses = _responses(round_, kinds, moments)
        of_notes, this = [note for _id, note in notes], moments.this
        said = RoundSaid(people, of_notes, responses, len(moments.ends), moments.told, this)
        counted = [(id_, note.tags) for id_, note in notes if this is None or note.since <= this]
        return RoundAccount(held, themes, aside(summarise_round, said, floor), counted)

    return _kept.get(key, make)


class _Moments:
    """Until when each publication counted, the earliest first; among them the one that is being made, if one is."""

    def __init__(self, out: Sequence[Publication], until: datetime | None) -> None:
        self.ends = [one.counted_until for one in out]
        self.told: list[Published | None] = [published(one) for one in out]
        self.this = None if until is None else bisect_left(self.ends, until)
        """The place of the one that is being made."""
        if until is not None and self.this is not None:
            self.ends.insert(self.this, until)
            self.told.insert(self.this, None)

    def before(self, moment: datetime) -> int:
        """How many of them came before this moment."""
        return bisect_left(self.ends, moment)


def _themes(codes: Sequence[Standing]) -> list[Themes]:
    """The frames of which some note has a code."""
    frames: dict[int, list[Standing]] = defaultdict(list)
    for code in codes:
        frames[code.frame_id].append(code)
    return [
        Themes(theme_by(frame_id), theirs[0].frame, {code.key: code.name for code in theirs})
        for frame_id, theirs in frames.items()
        if any(code.codings for code in theirs)
    ]


def _given(round_: Round, themes: Sequence[Themes]) -> Callable[[int], Tags]:
    """What a note, by its id, has in each frame that is in use: its codes there, or the tag that it has none."""
    found: dict[int, dict[str, set[str]]] = defaultdict(dict)
    for note, frame_id, key in codes_of_notes(round_) if themes else ():
        found[note].setdefault(theme_by(frame_id), set()).add(key)
    none: dict[str, set[str]] = {}

    def tags(note: int) -> Tags:
        theirs = found.get(note, none)
        return frozenset(Tag(frame.by, key) for frame in themes for key in theirs.get(frame.by, (NOT_SAID,)))

    return tags


def _notes(
    round_: Round, kinds: Mapping[int, str], given: Callable[[int], Tags], moments: _Moments
) -> list[tuple[int, Spoken]]:
    """Every note that is neither hidden nor removed, by its id."""
    rows = db.session.execute(
        select(
            Note.id,
            Note.meeting_id,
            Note.participant_id,
            Note.user_id,
            cast(Note.groups, Text),
            Note.municipality,
            Note.written_afterwards,
            Note.written_at,
            Prompt.topic,
        )
        .join(Prompt, Note.prompt_id == Prompt.id)
        .join(Meeting, Note.meeting_id == Meeting.id)
        .where(Meeting.round_id == round_.id, Note.removed_at.is_(None), Note.hidden_at.is_(None))
        .order_by(Note.id)
    )
    found = []
    for id_, meeting, participant, scribe, keys, place, late, written, topic in rows:
        person = f"p{participant}" if participant else f"u{scribe}" if scribe else None
        tags = _tags(kinds[meeting], keys, place, late, (topic,), speaks_for_all=scribe is not None)
        found.append((id_, Spoken(person, meeting, _both(tags, given(id_)), moments.before(written))))
    return found


def _responses(round_: Round, kinds: Mapping[int, str], moments: _Moments) -> list[Spoken]:
    topics: dict[int, set[str]] = defaultdict(set)
    asked = select(Question.exercise_id, Question.topic).join(Exercise).join(Meeting)
    for exercise, topic in db.session.execute(asked.where(Meeting.round_id == round_.id).distinct()):
        topics[exercise].add(topic)
    rows = db.session.execute(
        select(
            Response.id,
            Response.meeting_id,
            Response.exercise_id,
            Response.participant_id,
            cast(Response.groups, Text),
            Response.municipality,
            Response.sent_afterwards,
            Response.sent_at,
        )
        .join(Meeting, Response.meeting_id == Meeting.id)
        .where(Meeting.round_id == round_.id)
        .order_by(Response.id)
    )
    return [
        Spoken(
            f"p{participant}" if participant else f"r{id_}",
            meeting,
            _tags(kinds[meeting], keys, place, late, tuple(sorted(topics[exercise]))),
            moments.before(sent),
        )
        for id_, meeting, exercise, participant, keys, place, late, sent in rows
    ]


@lru_cache(maxsize=20_000)
def _tags(
    event_type: str,
    keys: str,
    place: str | None,
    late: bool,
    topics: tuple[str, ...] = (),
    speaks_for_all: bool = False,
) -> Tags:
    """What is known, as tags. What a scribe writes without naming anybody speaks for the room and has no such tag."""
    tops = {top_of(key).key for key in json.loads(keys) if key in groups()}
    known = [
        (EVENT, {event_type}),
        (WHEN, {AFTERWARDS if late else LIVE}),
        (GROUP, tops or {NOT_SAID}),
        *((by, {value}) for by, value in _place_tags(place).items()),
        (TOPIC, set(topics)),
    ]
    return frozenset(
        Tag(by, value) for by, values in known for value in values if not (speaks_for_all and value == NOT_SAID)
    )


@lru_cache(maxsize=20_000)
def _both(known: Tags, given: Tags) -> Tags:
    """One object for all notes with the same tags: they are looked up by them, many times."""
    return known | given


def _place_tags(place: str | None) -> dict[str, str]:
    if place not in municipalities():
        return dict.fromkeys((AREA, SIZE, PLACE), NOT_SAID)
    area = area_of(place)
    return {AREA: area.key if area else ELSEWHERE, SIZE: size_class_of(place), PLACE: place}
