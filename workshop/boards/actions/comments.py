"""People add to each other's notes."""

from workshop.accounts.models import User
from workshop.action import action
from workshop.boards.actions.notes import require_own, require_shown
from workshop.boards.models import Comment, Note
from workshop.boards.queries import comment_by_key, rules_of
from workshop.clock import now
from workshop.errors import KeyTaken, NotFound, NotNow
from workshop.extensions import db
from workshop.meetings.actions import next_seq, require, require_open, take_turn
from workshop.meetings.models import Deed, State, Thing
from workshop.participants.actions import require_open_to
from workshop.participants.models import Participant


@action
def add_comment(note: Note, writer: Participant | User, client_key: str, text: str) -> Comment:
    """A comment on a note. A retry with the same key is the same comment.

    Raises NotNow, also where the board takes no comments; Blocked, Locked, KeyTaken, NotThisBoard.
    """
    exercise = note.prompt.exercise
    meeting = exercise.meeting
    guest = writer if isinstance(writer, Participant) else None
    if guest:
        require_own(exercise, guest)
    take_turn(meeting)
    told = comment_by_key(meeting.id, client_key)
    if told:
        if writer.id != (told.participant_id if guest else told.user_id):
            raise KeyTaken
        return told
    if guest:
        if note.participant_id != guest.id:
            require_shown(note)
        require_open_to(guest, exercise)
    else:
        require(meeting, Deed.SCRIBE)
    if not rules_of(exercise).takes_comments:
        raise NotNow
    comment = Comment(
        meeting_id=meeting.id,
        note=note,
        participant_id=guest.id if guest else None,
        user_id=None if guest else writer.id,
        client_key=client_key,
        text=text,
        language=guest.language if guest else meeting.languages[0],
        groups=guest.groups if guest else [],
        written_at=now(),
        written_afterwards=meeting.state is State.AFTERWARDS,
    )
    db.session.add(comment)
    _tell(comment)
    return comment


def _tell(comment: Comment) -> None:
    db.session.flush()
    comment.seq = next_seq(comment.note.prompt.exercise.meeting, Thing.NOTES)
    db.session.flush()


@action
def remove_comment(comment: Comment, writer: Participant) -> None:
    """Take one's own comment away, with its words. Raises NotFound, NotNow, Locked."""
    exercise = comment.note.prompt.exercise
    take_turn(exercise.meeting)
    if comment.participant_id != writer.id or comment.removed_at:
        raise NotFound
    require_open(exercise)
    comment.text, comment.removed_at = "", now()
    _tell(comment)


@action
def hide_comment(comment: Comment) -> None:
    """Take a comment from everybody's sight but the facilitators'."""
    _set_hidden(comment, hidden=True)


@action
def show_comment(comment: Comment) -> None:
    """Let a hidden comment be seen again."""
    _set_hidden(comment, hidden=False)


def _set_hidden(comment: Comment, hidden: bool) -> None:
    require(comment.note.prompt.exercise.meeting, Deed.MODERATE)
    comment.hidden_at = now() if hidden else None
    _tell(comment)
