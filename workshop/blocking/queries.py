"""Finding whose device wrote a note, what it wrote, and which devices are blocked. Nothing of it names anybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from workshop.boards.models import Comment, Note
from workshop.errors import NotFound
from workshop.extensions import db
from workshop.meetings.models import Meeting
from workshop.participants.guests import alias
from workshop.participants.models import Participant
from workshop.participants.queries import blocked_in
from workshop.statements.models import Statement


@dataclass(frozen=True)
class BlockedDevice:
    """A device that may not write, as those who lead know it."""

    alias: str
    """A name that leads back to nobody."""
    since: datetime
    notes: int
    """How many notes it has written and not taken away."""


def writer_of(note: Note) -> Participant:
    """Whose device wrote the note; NotFound for what a scribe wrote or a file brought."""
    writer = db.session.get(Participant, note.participant_id) if note.participant_id else None
    if writer is None:
        raise NotFound
    return writer


def seen_of(guest: Participant) -> list[Note | Comment | Statement]:
    """What the participant has written and nobody has hidden: notes, comments, and statements of their own or taken
    from their notes."""
    notes = select(Note).where(Note.participant_id == guest.id, Note.removed_at.is_(None), Note.hidden_at.is_(None))
    own = Comment.participant_id == guest.id
    comments = select(Comment).where(own, Comment.removed_at.is_(None), Comment.hidden_at.is_(None))
    written = select(Note.id).where(Note.participant_id == guest.id)
    theirs = or_(Statement.participant_id == guest.id, Statement.note_id.in_(written))
    statements = select(Statement).where(theirs, Statement.hidden_at.is_(None))
    return [one for asked in (notes, comments, statements) for one in db.session.scalars(asked)]


def blocked_devices(meeting: Meeting) -> Sequence[BlockedDevice]:
    """The devices that may not write in the meeting, the last blocked first."""
    guests = blocked_in([meeting.id])
    written = select(Note.participant_id, func.count()).where(Note.participant_id.in_([guest.id for guest in guests]))
    notes = dict(db.session.execute(written.where(Note.removed_at.is_(None)).group_by(Note.participant_id)).all())
    return [BlockedDevice(alias(guest), guest.blocked_at, notes.get(guest.id, 0)) for guest in reversed(guests)]


def access_blocked(meeting: Meeting, name: str) -> Participant:
    """The blocked participant of the meeting with this alias; NotFound otherwise."""
    for guest in blocked_in([meeting.id]):
        if alias(guest) == name:
            return guest
    raise NotFound
