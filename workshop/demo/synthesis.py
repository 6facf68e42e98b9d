"""What the demo's organiser has made of the round: the words of its counts, and what is written in its chapters."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import select

from workshop.accounts.models import User
from workshop.action import action
from workshop.boards.models import Note
from workshop.coding.models import FrameKind
from workshop.coding.queries import codes_in, frames_of
from workshop.columns import Texts
from workshop.demo.materials import material_of
from workshop.digests.rounds.actions import (
    PieceFacts,
    add_piece,
    choose_headings,
    choose_words,
    edit_piece,
    quote_note,
    rest_on,
    write_chapter,
)
from workshop.digests.rounds.models import Chapter, EvidenceKind, PieceKind
from workshop.digests.rounds.queries import counted_until
from workshop.extensions import db
from workshop.meetings.models import Meeting
from workshop.results.round_statistics import statistics_of
from workshop.rounds.models import Round


@action
def write_synthesis(round_: Round, leader: User) -> None:
    """All of the material in one transaction."""
    material = material_of("synthesis")
    frame = next(frame for frame in frames_of(round_) if frame.kind is FrameKind.STRATEGY)
    choose_headings(round_, frame, leader)
    for name, text in material["chapters"].items():
        write_chapter(round_, Chapter(name), Texts(text), leader)
    for row in material["pieces"]:
        _write(round_, row, leader)
    for name, typed in material["words"].items():
        day = date.fromisoformat(name)
        choose_words(round_, day, typed, statistics_of(round_, counted_until(day)).figures, leader)


def _write(round_: Round, row: dict[str, Any], leader: User) -> None:
    kind, things = PieceKind(row["kind"]), list(_things(round_, row))
    if kind is PieceKind.QUOTE:
        quote = quote_note(round_, things[0][1], leader)
        edit_piece(quote, PieceFacts(text=Texts(fi=row.get("text", ""))), leader)
        return
    texts = {name: Texts(fi=row.get(name, "")) for name in ("title", "text", "source")}
    rest_on(add_piece(round_, kind, PieceFacts(**texts, heading=row.get("heading", "")), leader), things, leader)


def _things(round_: Round, row: dict[str, Any]) -> Iterator[tuple[EvidenceKind, int]]:
    """What a piece of the material rests on: notes that begin with its texts, codes by key, meetings of its types."""
    here = Meeting.round_id == round_.id
    notes = select(Note.id).join(Meeting, Meeting.id == Note.meeting_id).where(here).order_by(Note.id)
    for text in row.get("notes", ()):
        begun = notes.where(Note.text.startswith(text, autoescape=True))
        yield from ((EvidenceKind.NOTE, note) for note in db.session.scalars(begun))
    codes = {code.key: code.id for frame in frames_of(round_) for code in codes_in(frame)}
    yield from ((EvidenceKind.CODE, codes[key]) for key in row.get("codes", ()))
    types = select(Meeting.id).where(here, Meeting.event_type.in_(row.get("meetings", ()))).order_by(Meeting.id)
    yield from ((EvidenceKind.MEETING, meeting) for meeting in db.session.scalars(types))
