"""A round says how long it keeps what identifies people, and its meetings are archived."""

from sqlalchemy import String, cast, delete, select, update

from workshop.accounts.log import write_down
from workshop.accounts.models import Role, User
from workshop.action import action, after_commit
from workshop.archive.queries import addresses_in, has_guests
from workshop.boards.models import Comment, Like, Note, Report, Vote
from workshop.clock import now
from workshop.digests.abouts import about_digests_of, about_digests_of_rounds
from workshop.digests.files import forget_files
from workshop.digests.invited import keeps_no_addresses
from workshop.digests.models import Digest, Hold, InvitedAddress, RoundAddress, Stop, Subscriber
from workshop.digests.stops import scope_of
from workshop.errors import NotAllowed, NotNow, Promised
from workshop.extensions import db
from workshop.mail.actions import forget_all_letters, forget_letters_but
from workshop.meetings.actions import take_turn
from workshop.meetings.models import Exercise, Meeting, State
from workshop.participants.models import Participant
from workshop.rounds.actions import take_turn as take_round_turn
from workshop.rounds.models import KEEPS_MONTHS, Round
from workshop.statements.models import Stance, Statement
from workshop.surveys.letters import about
from workshop.surveys.models import Draft, Invitee, Response

MARKS = (Like, Vote, Report, Draft)
"""Rows of participants that go when a meeting is archived: how many there were stands on the notes."""
SAID = (Note, Comment, Response, Statement, Stance)
"""Rows of participants that stay, and say which of them are of the same unknown person."""


@action
def set_keeping(round_: Round, months: int, by: User) -> None:
    """Say for how many months after its end a meeting keeps what identifies people, one of KEEPS_MONTHS.

    It can always be made shorter. Raises NotAllowed, ValueError, and Promised when people who have joined a meeting
    of the round were told a shorter time.
    """
    require_organiser(by)
    if months not in KEEPS_MONTHS:
        raise ValueError(f"no round keeps anything for {months} months")
    if months > round_.keeps_months and has_guests(round_):
        raise Promised
    round_.keeps_months = months
    write_down("set_keeping", by, round_id=round_.id, months=months)


@action
def archive_meeting(meeting: Meeting, by: User | None = None) -> None:
    """Cut what leads from a closed meeting's contributions to devices and addresses; twice is once.

    What was said stays with its tag, its time and the unknown person that it is of, so that nothing is counted in
    another way than before. Raises NotNow while the meeting goes on, Busy while a letter of it is being sent.
    """
    take_round_turn(meeting.round)  # whose own letters go to the meeting's addresses too
    take_turn(meeting)
    if meeting.archived_at:
        return
    if meeting.state is not State.CLOSED:
        raise NotNow
    forget_all_letters(letters_of(meeting))
    _forget_devices(meeting)
    _forget_addresses(meeting)
    forget_replaced(meeting)
    db.session.execute(delete(Hold).where(Hold.meeting_id == meeting.id))  # nothing is approved by itself any more
    meeting.archived_at = now()
    _forget_in_round(meeting.round)
    write_down("archive_meeting", by, meeting_id=meeting.id)
    after_commit(db.wipe)


def archive_by_hand(meeting: Meeting, by: User) -> None:
    """`archive_meeting`, when an organiser does not want to wait. Raises NotAllowed."""
    require_organiser(by)
    archive_meeting(meeting, by)


def letters_of(meeting: Meeting) -> list[str]:
    """What the outbox calls all letters of the meeting."""
    surveys = db.session.scalars(select(Exercise).where(Exercise.meeting_id == meeting.id))
    return [*about_digests_of([meeting.id]), *map(about, surveys)]


def _forget_devices(meeting: Meeting) -> None:
    """Keys of cookies, keys that devices have made, references on receipts, and who pressed what."""
    guests = select(Participant.id).where(Participant.meeting_id == meeting.id)
    for table in MARKS:
        db.session.execute(delete(table).where(table.participant_id.in_(guests)))
    for table in (Note, Comment, Response, Statement):
        made = {"client_key": cast(table.id, String)} | ({"receipt": ""} if table is Response else {})
        named = [table.meeting_id == meeting.id, table.client_key.is_not(None)]
        if table in (Note, Response):
            named.append(table.imported_at.is_(None))  # a file that is brought in again is still known
        db.session.execute(update(table).where(*named).values(made))
    emptied = dict.fromkeys(("key", "hand_raised_at", "ready_at_position", "blocked_at"))
    db.session.execute(update(Participant).where(Participant.meeting_id == meeting.id).values(emptied))


def _forget_addresses(meeting: Meeting) -> None:
    """Subscribers, the organiser's list, invited people, and what was known of the invited whose answers had a name."""
    named = Response.meeting_id == meeting.id, Response.invitee_id.is_not(None)
    db.session.execute(update(Response).where(*named).values(invitee_id=None, background={}))
    steps = select(Exercise.id).where(Exercise.meeting_id == meeting.id)
    db.session.execute(delete(Invitee).where(Invitee.exercise_id.in_(steps)))
    for table in (Subscriber, InvitedAddress):
        db.session.execute(delete(table).where(table.meeting_id == meeting.id))
    db.session.execute(delete(Stop).where(Stop.scope == scope_of(meeting)))


def _forget_in_round(round_: Round) -> None:
    """What only this meeting knew of the addresses to which the round's own digests went; with the last meeting the
    round's own list goes too."""
    db.session.flush()
    if keeps_no_addresses(round_):
        db.session.execute(delete(RoundAddress).where(RoundAddress.round_id == round_.id))
    forget_letters_but(about_digests_of_rounds([round_.id]), addresses_in(round_))


@action
def forget_replaced(meeting: Meeting) -> None:
    """Remove those versions of the meeting's digests that nobody approved and newer ones have replaced, with their
    files."""
    take_turn(meeting)
    digests = db.session.scalars(select(Digest).where(Digest.meeting_id == meeting.id).order_by(Digest.version)).all()
    newest = {digest.language: digest for digest in digests}
    for digest in digests:
        if digest.approved_at is None and digest is not newest[digest.language]:
            after_commit(forget_files, digest.key)
            db.session.delete(digest)


def require_organiser(user: User) -> None:
    """Raise NotAllowed unless the user is an organiser."""
    if not user.may(Role.ORGANISER):
        raise NotAllowed
