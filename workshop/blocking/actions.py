"""A device is kept from writing, and may write again."""

from workshop.accounts.models import User
from workshop.action import action
from workshop.blocking.queries import seen_of, writer_of
from workshop.boards.models import Note
from workshop.clock import now
from workshop.extensions import db
from workshop.meetings.actions import logged, next_seq, require
from workshop.meetings.models import Deed, Thing
from workshop.participants.models import Participant


@action
def block_writer(note: Note, hides: bool, by: User) -> None:
    """Take nothing more from the device that wrote the note; done twice it is done once.

    With `hides` all that came from it is hidden as well: kept, and never in a digest. Nothing tells whose device it is.
    Raises NotNow, and NotFound for what a scribe wrote or a file brought.
    """
    meeting = note.prompt.exercise.meeting
    require(meeting, Deed.CONTRIBUTE)
    guest = writer_of(note)
    written = seen_of(guest) if hides else []
    with logged("block_writer", meeting, by, guest, *written):
        moment = now()
        guest.blocked_at, guest.hand_raised_at = guest.blocked_at or moment, None
        for one in written:
            one.hidden_at = moment
        db.session.flush()
        seq = next_seq(meeting, Thing.HANDS, *{one.THING for one in written})
        for one in written:
            one.seq = seq


@action
def allow_writer(guest: Participant, by: User) -> None:
    """Take again what a blocked device contributes; what was hidden stays hidden. Raises NotNow."""
    require(guest.meeting, Deed.CONTRIBUTE)
    with logged("allow_writer", guest.meeting, by, guest):
        guest.blocked_at = None
