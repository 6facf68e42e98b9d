"""The demo's round reads like the real one: its numbers, its places, and nobody's name."""

import json
import re
from collections import Counter
from datetime import datetime
from importlib.resources import files
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.demo.conftest import house_in
from workshop.boards.models import Note
from workshop.clock import from_finland
from workshop.coding.models import Code, Coding, Frame, FrameKind
from workshop.demo.build import PAST_CODE, build
from workshop.demo.materials import material_of
from workshop.demo.round import build_round
from workshop.digests.files import next_to_print
from workshop.digests.models import Digest
from workshop.digests.queries import missing_digests
from workshop.extensions import db
from workshop.meetings.models import Meeting, State
from workshop.migrations.apply import migrate
from workshop.participants.models import Participant
from workshop.vocabulary.places import areas

FEBRUARY, MARCH = "2022-02-21", "2022-03-31"
PUBLISHED = {
    FEBRUARY: {
        "open_participation": 2,
        "staff_regional": 6,
        "political_monitoring_group": 6,
        "municipal_leadership_team": 19,
        "association": 11,
        "entrepreneur_network": 1,
    },
    MARCH: {
        "open_participation": 2,
        "staff_regional": 6,
        "political_monitoring_group": 6,
        "municipal_leadership_team": 27,
        "municipal_managers_interview": 5,
        "association": 12,
        "entrepreneur_network": 2,
    },
}
REAL = Path(__file__).parents[2] / "../shared/cases/round.json"

if REAL.exists():

    def test_the_published_numbers_are_those_of_the_real_round() -> None:
        real = json.loads(REAL.read_text("utf-8"))["as_of"]
        for day, counts in PUBLISHED.items():
            assert counts == {kind: real[day][kind] for kind in real[day] if kind in counts}
            assert sum(counts.values()) == sum(n for n in real[day].values() if isinstance(n, int))


def held_by(day: str) -> list[Meeting]:
    end = from_finland(datetime.fromisoformat(f"{day}T23:59"))
    return list(db.session.scalars(select(Meeting).where(Meeting.ended_at <= end)))


def people_in(meetings: list[Meeting], kind: str = "") -> int:
    """How many were there: as they were counted, or else as many as joined."""
    joined = dict(
        db.session.execute(select(Participant.meeting_id, func.count()).group_by(Participant.meeting_id)).all()
    )
    return sum(one.heads or joined[one.id] for one in meetings if kind in ("", one.event_type))


@pytest.mark.parametrize("day", PUBLISHED)
def test_as_many_meetings_of_each_type_were_held_as_was_published(filled: Flask, day: str) -> None:
    with filled.app_context():
        assert Counter(meeting.event_type for meeting in held_by(day)) == PUBLISHED[day]


def test_as_many_people_came_as_was_published(filled: Flask) -> None:
    with filled.app_context():
        february, march = held_by(FEBRUARY), held_by(MARCH)
        assert people_in(february, "association") == 298, "about 300, and not over"
        assert people_in(march, "association") > 300
        assert people_in(march, "municipal_managers_interview") == 22
        assert abs(people_in(february) - 1550) <= 10
        assert 1600 < people_in(march) < 1680


def test_the_meetings_lie_where_their_municipalities_do(filled: Flask) -> None:
    ours = {code for area in areas().values() for code in area.members}
    with filled.app_context():
        for meeting in held_by(MARCH):
            if meeting.area:
                area = areas()[meeting.area]
                assert set(meeting.municipalities) <= {*area.members, *area.outside, "244"}, meeting.title
            assert set(meeting.municipalities) <= ours | {"751"}
            assert meeting.starts_at.weekday() < 5
            assert set(meeting.title) == set(meeting.gathering) >= {"fi"}


def test_every_meeting_was_held_to_its_end_and_written_up(filled: Flask) -> None:
    with filled.app_context():
        held = held_by(MARCH)
        assert {meeting.state for meeting in held} == {State.CLOSED}
        assert missing_digests() == []
        counts = db.session.execute(select(func.count()).select_from(Note).group_by(Note.meeting_id)).scalars()
        assert min(counts) >= 10
        late = db.session.scalar(select(func.count()).where(Note.written_afterwards))
        assert late, "some is said afterwards"
        assert all(made.meeting.seq == made.made_of_seq for made in db.session.scalars(select(Digest)))


def test_at_the_first_start_only_the_past_meetings_files_are_printed(filled: Flask) -> None:
    with filled.app_context():
        due = next_to_print()
        assert due
        assert due[0].meeting.code == PAST_CODE


def test_the_notes_are_coded_by_both_frames_and_some_still_wait(filled: Flask) -> None:
    with filled.app_context():
        coded = dict(
            db.session.execute(
                select(Frame.kind, func.count())
                .select_from(Coding)
                .join(Coding.code)
                .join(Code.frame)
                .group_by(Frame.kind)
            ).all()
        )
        notes = db.session.scalar(select(func.count()).select_from(Note))
        assert set(coded) == {FrameKind.STRATEGY, FrameKind.LADDER}
        assert coded[FrameKind.LADDER] > 50
        assert notes / 2 < coded[FrameKind.STRATEGY] < notes


NAME = re.compile(r"(?<![.!?:] )(?<!^)\b[A-ZÅÄÖ][a-zåäö]+ [A-ZÅÄÖ][a-zåäö]+|^[A-ZÅÄÖ][a-zåäö]+ [A-ZÅÄÖ][a-zåäö]+")
ADDRESS = re.compile(r"@|https?:|www\.|\d{5}|\d{2,3}[ -]\d{4}")


def test_the_notes_name_nobody_and_lead_nowhere() -> None:
    pools = [texts for pool in material_of("said").values() for by in ("fi", "sv") for texts in pool[by].values()]
    assert [text for texts in pools for text in texts if NAME.search(text) or ADDRESS.search(text)] == []


def test_it_is_built_by_actions_alone() -> None:
    """What the demo writes goes by the rules that people's own deeds go by."""
    for file in (files("workshop") / "demo").iterdir():
        if file.name.endswith(".py"):
            assert not re.search(r"session\.(add|execute|delete|merge|flush|commit)", file.read_text("utf-8")), (
                file.name
            )


def said(house: Flask) -> list[tuple[object, ...]]:
    codes = {row["code"] for row in material_of("round")["meetings"]}
    with house.app_context():
        rows = db.session.execute(
            select(
                Meeting.code, Meeting.heads, Note.written_at, Note.text, Note.language, Note.groups, Note.municipality
            )
            .join(Note, Note.meeting_id == Meeting.id)
            .where(Meeting.code.in_(codes))
            .order_by(Meeting.code, Note.written_at)
        )
        return [tuple(row) for row in rows]


def test_it_is_the_same_every_time(filled: Flask, tmp_path: Path) -> None:
    other = house_in(tmp_path)
    with other.app_context():
        migrate()
        build()
        build_round()
    assert said(other) == said(filled)
    with other.app_context():
        db.engine.dispose()
