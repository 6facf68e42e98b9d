"""Letters are stopped by the link that each has: those of a meeting, of a round's own digests, or more of them."""

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import delete, exists, or_, select, update

from workshop.action import action
from workshop.digests.abouts import about_digests_of, round_of
from workshop.digests.letters import reached_by
from workshop.digests.models import InvitedAddress, RoundAddress, Subscriber
from workshop.digests.stops import EVERYTHING, own_scope_of, scope_of, stop
from workshop.digests.withdrawing import withdraw_round_letters
from workshop.errors import NotFound
from workshop.extensions import db
from workshop.mail.actions import withdraw_letters
from workshop.meetings.actions import take_turn
from workshop.meetings.models import Meeting
from workshop.rounds.actions import take_turn as take_round_turn
from workshop.rounds.models import Round


def find_addressee(key: str, of_round: bool = False) -> tuple[str, Meeting | Round]:
    """Whose unsubscribe link this is: the address, and the meeting; or `of_round` the round whose own digests it stops.
    A link in a letter that was sent is good as long as the letter is kept, also when the address has been taken off the
    list or was removed by the link before.

    Raises NotFound.
    """
    for kind in (Subscriber, InvitedAddress, *([RoundAddress] if of_round else [])):
        one = db.session.scalar(select(kind).where(kind.key == key))
        if one:
            return one.address, round_of(one.of) if of_round else one.of
    reached = reached_by(key, of_round)
    if reached is None:
        raise NotFound
    return reached


class Which(StrEnum):
    """Which letters are stopped by an unsubscribe link."""

    MEETING = "meeting"
    """Those of its meeting."""
    OWN = "own"
    """Those of the round's own digests."""
    ROUND = "round"
    """Those of the round and of all its meetings."""
    ALL = "all"


def ways(of: Meeting | Round) -> tuple[Which, ...]:
    """What a link of these letters can stop; the first is all that one click of a mail program stops."""
    return (Which.OWN if isinstance(of, Round) else Which.MEETING, Which.ROUND, Which.ALL)


@action
def unsubscribe(key: str, which: Which | None = None, of_round: bool = False) -> None:
    """Send no more digests to the address of this unsubscribe link: one of `ways`, or the first of them.

    Its subscriptions are deleted, letters that wait are withdrawn, and the organisers' lists do not reach it any more.
    Whoever leaves and confirms the address again later gets letters again. Twice is once. Raises NotFound.
    """
    address, of = find_addressee(key, of_round)
    which = which if which in ways(of) else ways(of)[0]
    rounds, meetings = _rounds_within(address, of, which), _meetings_within(address, of, which)
    for round_ in rounds:
        take_round_turn(round_)
    for meeting in meetings:
        take_turn(meeting)
    numbers = [meeting.id for meeting in meetings]
    stop(address, _scope(of, which))
    db.session.execute(delete(Subscriber).where(Subscriber.address == address, Subscriber.meeting_id.in_(numbers)))
    withdraw_letters(about_digests_of(numbers), [address])
    if which is Which.OWN:
        in_round = select(Meeting.id).where(Meeting.round_id == of.id)
        theirs = Subscriber.address == address, Subscriber.meeting_id.in_(in_round)
        db.session.execute(update(Subscriber).where(*theirs).values(wants_round=False))
    for round_ in rounds:
        withdraw_round_letters(round_, [address])


def _scope(of: Meeting | Round, which: Which) -> str:
    if which is Which.OWN:
        return own_scope_of(round_of(of))
    return {Which.MEETING: scope_of(of), Which.ROUND: scope_of(round_of(of)), Which.ALL: EVERYTHING}[which]


def _rounds_within(address: str, of: Meeting | Round, which: Which) -> Sequence[Round]:
    """The rounds whose own letters to the address may be stopped by it, in the order of their numbers."""
    within = Round.id == round_of(of).id
    if which is Which.ALL:
        listed = exists().where(RoundAddress.round_id == Round.id, RoundAddress.address == address)
        left = select(Meeting.round_id).join(Subscriber, Subscriber.meeting_id == Meeting.id)
        invited = select(Meeting.round_id).join(InvitedAddress, InvitedAddress.meeting_id == Meeting.id)
        within = or_(
            within,
            listed,
            Round.id.in_(left.where(Subscriber.address == address)),
            Round.id.in_(invited.where(InvitedAddress.address == address)),
        )
    return db.session.scalars(select(Round).where(within).order_by(Round.id)).all()


def _meetings_within(address: str, of: Meeting | Round, which: Which) -> Sequence[Meeting]:
    """The meetings whose letters to the address are stopped, in the order of their numbers. Of all that there are those
    only that know the address: nobody's posting waits for the others."""
    if which is Which.OWN:
        return ()
    its_own = Meeting.id == (of.id if isinstance(of, Meeting) else None)
    known = (
        exists().where(kind.meeting_id == Meeting.id, kind.address == address) for kind in (Subscriber, InvitedAddress)
    )
    within = {
        Which.MEETING: its_own,
        Which.ROUND: Meeting.round_id == round_of(of).id,
        Which.ALL: or_(its_own, *known),
    }
    return db.session.scalars(select(Meeting).where(within[which]).order_by(Meeting.id)).all()
