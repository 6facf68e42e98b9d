"""A meeting or a round is erased: nothing of it is left in the database."""

from sqlalchemy import Table, delete, select

from workshop.accounts.log import write_down
from workshop.accounts.models import User
from workshop.action import action, after_commit
from workshop.archive.actions.archiving import letters_of, require_organiser
from workshop.archive.belonging import belonging
from workshop.archive.queries import all_meetings_in, may_be_erased
from workshop.boards.models import Note
from workshop.digests.abouts import about_digests_of_rounds
from workshop.digests.files import forget_files
from workshop.digests.models import Digest, Stop
from workshop.digests.rounds.models import Evidence, EvidenceKind, RoundDigest
from workshop.digests.stops import own_scope_of, scope_of
from workshop.errors import NotNow
from workshop.extensions import db
from workshop.mail.actions import forget_all_letters
from workshop.meetings.actions import take_turn
from workshop.meetings.models import Meeting
from workshop.rounds.models import Round


@action
def erase_meeting(meeting: Meeting, by: User) -> None:
    """Remove a meeting and all that belongs to it, for good. Raises NotAllowed, and NotNow unless it is archived or a
    draft that nobody has joined."""
    require_organiser(by)
    take_turn(meeting)
    if not may_be_erased(meeting):
        raise NotNow
    round_id = meeting.round_id
    _erase(meeting)
    write_down("erase_meeting", by, round_id=round_id)  # what was written down of the meeting itself went with it


@action
def erase_round(round_: Round, by: User) -> None:
    """Remove a round and all that belongs to it, for good. Raises NotAllowed, and NotNow unless each of its meetings
    may be erased."""
    require_organiser(by)
    meetings = all_meetings_in(round_)
    for meeting in sorted(meetings, key=lambda one: one.id):
        take_turn(meeting)
    if not all(map(may_be_erased, meetings)):
        raise NotNow
    for meeting in meetings:
        _erase(meeting)
    for key in db.session.scalars(select(RoundDigest.key).where(RoundDigest.round_id == round_.id)):
        after_commit(forget_files, key)
    forget_all_letters(about_digests_of_rounds([round_.id]))
    db.session.execute(delete(Stop).where(Stop.scope.in_((scope_of(round_), own_scope_of(round_)))))
    _delete(round_)
    write_down("erase_round", by)


def _erase(meeting: Meeting) -> None:
    forget_all_letters(letters_of(meeting))
    for key in db.session.scalars(select(Digest.key).where(Digest.meeting_id == meeting.id)):
        after_commit(forget_files, key)
    db.session.execute(delete(Stop).where(Stop.scope == scope_of(meeting)))
    # Evidence is bound to nothing, and a database may give the same numbers once more.
    notes = select(Note.id).where(Note.meeting_id == meeting.id)
    for kind, those in ((EvidenceKind.NOTE, notes), (EvidenceKind.MEETING, [meeting.id])):
        db.session.execute(delete(Evidence).where(Evidence.kind == kind, Evidence.target_id.in_(those)))
    _delete(meeting)


def _delete(what: Meeting | Round) -> None:
    table: Table = what.__table__  # type: ignore[assignment]
    number = what.id
    db.session.flush()
    db.session.expunge_all()  # what is held of it must not be written once more
    for belongs, those in belonging(table, number):
        db.session.execute(delete(belongs).where(those))
    after_commit(db.wipe)
