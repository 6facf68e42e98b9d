"""What pieces rest on: which of it still stands, and in which meetings it was said."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from workshop.boards.models import Note
from workshop.coding.models import Code, Frame
from workshop.coding.queries import codes_of_notes
from workshop.coding.texts import codable_notes
from workshop.columns import Texts
from workshop.digests.rounds.models import Evidence, EvidenceKind, Piece
from workshop.extensions import db
from workshop.meetings.models import Meeting
from workshop.rounds.models import Round


@dataclass(frozen=True)
class Found:
    """What evidence points to: its name or words and their language, and the meetings where it was said."""

    words: Texts
    meetings: frozenset[int]


@dataclass(frozen=True)
class Rests:
    """How a piece stands."""

    types: Mapping[str, int]
    """How many meetings it rests on, by event type."""
    gone: int
    """How many things that it rested on are not there any more."""


class Grounds:
    """What the pieces of a round rest on, as of a moment: a few questions for all of them together.

    A note stands as long as people may be shown it; a code until it is removed; a meeting from when it has begun.
    """

    def __init__(self, round_: Round, pieces: Iterable[Piece], until: datetime) -> None:
        wanted: dict[EvidenceKind, set[int]] = defaultdict(set)
        self._pieces = list(pieces)
        for piece in self._pieces:
            for one in piece.evidence:
                wanted[one.kind].add(one.target_id)
        rows = select(Meeting.id, Meeting.event_type, Meeting.title, Meeting.went_live_at)
        self._meetings = {row.id: row for row in db.session.execute(rows.where(Meeting.round_id == round_.id))}
        self._begun = {
            id_ for id_, row in self._meetings.items() if row.went_live_at is not None and row.went_live_at <= until
        }
        self._found = {
            **{(EvidenceKind.MEETING, id_): self._meeting(id_) for id_ in wanted[EvidenceKind.MEETING]},
            **self._notes(wanted[EvidenceKind.NOTE], until),
            **self._codes(round_, wanted[EvidenceKind.CODE]),
        }

    def _meeting(self, id_: int) -> Found | None:
        row = self._meetings.get(id_)
        return Found(row.title, frozenset({id_}) & self._begun) if row else None

    def _notes(self, ids: set[int], until: datetime) -> dict[tuple[EvidenceKind, int], Found | None]:
        if not ids:
            return {}
        rows = db.session.execute(
            codable_notes(Note.id, Note.text, Note.language, Note.meeting_id, Note.written_at).where(Note.id.in_(ids))
        )
        return {
            (EvidenceKind.NOTE, row.id): Found(
                Texts({row.language: row.text}),
                frozenset({row.meeting_id}) & self._begun if row.written_at <= until else frozenset(),
            )
            for row in rows
            if row.meeting_id in self._meetings
        }

    def _codes(self, round_: Round, ids: set[int]) -> dict[tuple[EvidenceKind, int], Found | None]:
        if not ids:
            return {}
        standing = (
            select(Code.id, Code.frame_id, Code.key, Code.name)
            .join(Frame)
            .where(Code.id.in_(ids), Code.removed_at.is_(None), Frame.round_id == round_.id)
        )
        said: dict[tuple[int, str], set[int]] = defaultdict(set)
        for note, frame, key in codes_of_notes(round_):
            said[frame, key].add(note)
        where = dict(
            db.session.execute(
                select(Note.id, Note.meeting_id).join(Meeting).where(Meeting.round_id == round_.id)
            ).all()
        )
        return {
            (EvidenceKind.CODE, row.id): Found(
                row.name, frozenset(where[note] for note in said[row.frame_id, row.key] if note in where) & self._begun
            )
            for row in db.session.execute(standing)
        }

    def found(self, evidence: Evidence) -> Found | None:
        """What the evidence points to; None when it is not there any more."""
        return self._found.get((evidence.kind, evidence.target_id))

    def rests(self, piece: Piece) -> Rests:
        """How the piece stands."""
        found = [self.found(one) for one in piece.evidence]
        meetings = frozenset[int]().union(*(one.meetings for one in found if one))
        types: dict[str, int] = defaultdict(int)
        for meeting in meetings:
            types[self._meetings[meeting].event_type] += 1
        return Rests(types, found.count(None))

    def shaken(self) -> Sequence[Piece]:
        """The pieces of which some evidence is not there any more."""
        return [piece for piece in self._pieces if self.rests(piece).gone]
