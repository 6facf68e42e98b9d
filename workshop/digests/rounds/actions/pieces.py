"""What is done to the pieces of a round's synthesis and to what they rest on; by organisers only."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select

from workshop.accounts.models import User
from workshop.action import action
from workshop.boards.models import Note
from workshop.coding.models import Code, Frame
from workshop.coding.texts import codable_notes
from workshop.columns import Texts
from workshop.digests.quoting import quoted_as
from workshop.digests.rounds.actions.digests import require_organiser
from workshop.digests.rounds.models import Evidence, EvidenceKind, Piece, PieceKind
from workshop.digests.rounds.queries import pieces_of
from workshop.digests.rounds.seen import of_piece, require_seen
from workshop.errors import NotFound, TooMany
from workshop.extensions import db
from workshop.meetings.models import Meeting
from workshop.rounds.actions import take_turn
from workshop.rounds.models import Round

MOST_PIECES = 200
"""Of one kind in a round."""
MOST_EVIDENCE = 200
"""Things that one piece may rest on."""


@dataclass(frozen=True)
class PieceFacts:
    """What is written in a piece."""

    title: Texts = field(default_factory=Texts)
    text: Texts = field(default_factory=Texts)
    source: Texts = field(default_factory=Texts)
    heading: str = ""


@action
def add_piece(round_: Round, kind: PieceKind, facts: PieceFacts, editor: User) -> Piece:
    """Write a new piece, the last of its kind. Raises NotAllowed, TooMany."""
    require_organiser(editor)
    take_turn(round_)
    there = select(func.count(), func.max(Piece.position)).where(Piece.round_id == round_.id, Piece.kind == kind)
    count, last = db.session.execute(there).one()
    if count >= MOST_PIECES:
        raise TooMany
    piece = Piece(round_id=round_.id, kind=kind, position=(last or 0) + 1, evidence=[], **vars(facts))
    db.session.add(piece)
    db.session.flush()
    return piece


@action
def edit_piece(piece: Piece, facts: PieceFacts, editor: User, seen: str | None = None) -> None:
    """Change what a piece says. `seen`: the mark of what was read (`seen.of_piece`).

    Raises NotAllowed, ChangedMeanwhile, and quoting.NotVerbatim for a quote that is not word for word.
    """
    require_organiser(editor)
    take_turn(piece.round)
    require_seen(seen, of_piece(piece))
    if piece.kind is PieceKind.QUOTE:
        said, language = _said_in(piece)
        facts = PieceFacts(text=Texts({language: quoted_as(said, next(iter(facts.text.values()), ""))}))
    for name, fact in vars(facts).items():
        setattr(piece, name, fact)


@action
def quote_note(round_: Round, note_id: int, editor: User) -> Piece:
    """Quote a note, all of it; it can be shortened then. Raises NotAllowed, NotFound for what people are not shown."""
    piece = add_piece(round_, PieceKind.QUOTE, PieceFacts(), editor)
    rest_on(piece, [(EvidenceKind.NOTE, note_id)], editor)
    said, language = _said_in(piece)
    piece.text = Texts({language: said})
    return piece


@action
def shift_piece(piece: Piece, by: int, editor: User) -> None:
    """Move a piece one place earlier (−1) or later (+1) among its kind; at an end nothing happens.

    Raises NotAllowed.
    """
    require_organiser(editor)
    take_turn(piece.round)
    order = list(pieces_of(piece.round, piece.kind))
    here = order.index(piece)
    if 0 <= here + by < len(order):
        order.insert(here + by, order.pop(here))
        for position, moved in enumerate(order, start=1):
            moved.position = position


@action
def remove_piece(piece: Piece, editor: User) -> None:
    """Take a piece away. Digests that have been made keep it. Raises NotAllowed."""
    require_organiser(editor)
    take_turn(piece.round)
    db.session.delete(piece)


@action
def rest_on(piece: Piece, things: Sequence[tuple[EvidenceKind, int]], editor: User) -> None:
    """Name what a piece rests on; twice is once.

    Raises NotAllowed, TooMany, and NotFound for what is not the round's or is not shown to people.
    """
    require_organiser(editor)
    take_turn(piece.round)
    there = {(one.kind, one.target_id) for one in piece.evidence}
    new = [thing for thing in dict.fromkeys(things) if thing not in there]
    if len(there) + len(new) > MOST_EVIDENCE:
        raise TooMany
    for kind, target_id in new:
        if not _stands(piece.round_id, kind, target_id):
            raise NotFound
        piece.evidence.append(Evidence(kind=kind, target_id=target_id))
    db.session.flush()


@action
def drop_evidence(evidence: Evidence, editor: User) -> None:
    """Let a piece not rest on this any more. Raises NotAllowed."""
    require_organiser(editor)
    take_turn(evidence.piece.round)
    evidence.piece.evidence.remove(evidence)


def _stands(round_id: int, kind: EvidenceKind, target_id: int) -> bool:
    here = {
        EvidenceKind.NOTE: codable_notes(Note.id)
        .join(Meeting, Meeting.id == Note.meeting_id)
        .where(Note.id == target_id),
        EvidenceKind.MEETING: select(Meeting.id).where(Meeting.id == target_id),
        EvidenceKind.CODE: select(Code.id).join(Frame).where(Code.id == target_id, Code.removed_at.is_(None)),
    }[kind]
    owner = Frame.round_id if kind is EvidenceKind.CODE else Meeting.round_id
    return db.session.scalar(here.where(owner == round_id)) is not None


def _said_in(piece: Piece) -> tuple[str, str]:
    """The words of the note that is quoted, and their language. Raises NotFound when they are not shown any more."""
    note = next((one.target_id for one in piece.evidence if one.kind is EvidenceKind.NOTE), 0)
    said = db.session.execute(codable_notes(Note.text, Note.language).where(Note.id == note)).one_or_none()
    if said is None:
        raise NotFound
    return said.text, said.language
