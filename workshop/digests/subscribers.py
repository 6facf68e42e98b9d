"""An address is left for a meeting's digests, confirmed by its owner, disowned, or stops the letters again."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time
from enum import StrEnum

from sqlalchemy import delete, exists, or_, select, update

from workshop.accounts.queries import token_hash
from workshop.action import action
from workshop.clock import from_finland, today
from workshop.digests.abouts import about_digests_of
from workshop.digests.addressees import addressee_of
from workshop.digests.confirmations import (
    ABOUT,
    any_forgettable,
    asked_by,
    last_days,
    subscriber_at,
    waiting_at,
    write_confirmation,
)
from workshop.digests.letters import Letters, put_digest_letters, reached_by
from workshop.digests.models import Confirmation, Digest, InvitedAddress, Subscriber
from workshop.digests.queries import digest_for_present, letter_language
from workshop.digests.stops import CONFIRMATIONS, EVERYTHING, is_stopped, scope_of, stop
from workshop.errors import NotFound
from workshop.extensions import db
from workshop.mail.actions import forget_letters, put_letter, try_addresses, withdraw_letters
from workshop.mail.addresses import tidy_address
from workshop.mail.written import Written
from workshop.meetings.actions import require, take_turn
from workshop.meetings.models import Deed, Meeting

TOKEN_BYTES = 24


def leave_address(meeting: Meeting, address: str, language: str) -> None:
    """Leave an address for the meeting's digests. It waits until its owner has confirmed it by a letter, of which an
    address gets one a day at most, for all meetings together. Twice is once; an address whose owner has said that
    nothing was asked for is not kept.

    Raises mail.addresses.BadAddress, and NotNow in a state that takes no addresses.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    letter = write_confirmation(meeting, language, token)
    _leave_address(meeting, tidy_address(address).lower(), language, token, letter)


@action
def _leave_address(meeting: Meeting, address: str, language: str, token: str, letter: Written) -> None:
    require(meeting, Deed.SUBSCRIBE)
    known = subscriber_at(meeting, address)
    if is_stopped(address, CONFIRMATIONS) or (known and known.confirmed_on):
        return
    again = {"language": language, "left_on": today()}
    db.session.execute(
        db.insert(Subscriber)
        .values(meeting_id=meeting.id, address=address, **again)
        .on_conflict_do_update(index_elements=["meeting_id", "address"], set_=again)
    )
    asked = db.session.scalar(
        db.insert(Confirmation)
        .values(token_hash=token_hash(token), address=address, sent_on=today())
        .on_conflict_do_nothing(index_elements=["address", "sent_on"])
        .returning(Confirmation.token_hash)
    )
    if asked:
        put_letter(f"{ABOUT}:{today()}:{address}", ABOUT, address, language, letter.subject, letter.text, letter.html)


def confirm(token: str, named: Collection[str] | None = None) -> None:
    """Its owner wants the digests that wait for the address of this link: of the meetings whose codes the page named,
    or all that wait now. Those that are out already come now.

    Twice is once. Raises LinkExpired.
    """
    asked = asked_by(token)
    wanted = [one for one in asked.waiting if named is None or one.meeting.code in named]
    posted = [(digest, addressee_of(one.meeting, one)) for one in wanted if (digest := _posted_to(one))]
    # Written before the writing transaction begins, which must be short.
    written = {digest.id: Letters(digest, [addressee]) for digest, addressee in posted}
    _confirm(asked.address, [one.meeting for one in wanted], written)


@action
def _confirm(address: str, meetings: list[Meeting], written: Mapping[int, Letters]) -> None:
    for meeting in meetings:  # always in the order of their numbers, so that nobody waits in a circle
        take_turn(meeting)
    for one in waiting_at(address):
        if one.meeting not in meetings:
            continue  # it was not on the page that was confirmed
        one.confirmed_on = today()
        try_addresses([address])  # the letter with the link has reached it
        digest = _posted_to(one)
        if digest:
            addressee = addressee_of(one.meeting, one)
            put_digest_letters(digest, written.get(digest.id) or Letters(digest, [addressee]), [addressee])
    if not waiting_at(address):
        withdraw_letters([ABOUT], [address])  # one that failed, or may not have arrived, is not needed any more


def _posted_to(one: Subscriber) -> Digest | None:
    """The digest that is out and that the subscriber has missed."""
    return digest_for_present(one.meeting, letter_language(one.meeting, one.language))


@action
def disown(token: str) -> None:
    """The owner of the address of this link has not asked for anything: what waits for it is forgotten, the address
    too, and it gets no confirmations any more. Twice is once. Raises LinkExpired."""
    asked = asked_by(token)
    address = asked.address
    if not address:
        return
    for meeting in [one.meeting for one in asked.waiting]:
        take_turn(meeting)
    db.session.execute(delete(Subscriber).where(Subscriber.address == address, Subscriber.confirmed_on.is_(None)))
    db.session.execute(update(Confirmation).where(Confirmation.address == address).values(address=None))
    withdraw_letters([ABOUT], [address])
    stop(address, CONFIRMATIONS)


def find_addressee(key: str) -> tuple[str, Meeting]:
    """Whose unsubscribe link this is: address and meeting. A link in a letter that was sent is good as long as the
    letter is kept, also when the address has been taken off the list or was removed by the link before.

    Raises NotFound.
    """
    for kind in (Subscriber, InvitedAddress):
        one = db.session.scalar(select(kind).where(kind.key == key))
        if one:
            return one.address, one.meeting
    reached = reached_by(key)
    if reached is None:
        raise NotFound
    return reached


class Which(StrEnum):
    """Which letters are stopped by an unsubscribe link."""

    MEETING = "meeting"
    """Those of its meeting: all that one click of a mail program stops."""
    ROUND = "round"
    ALL = "all"


@action
def unsubscribe(key: str, which: Which = Which.MEETING) -> None:
    """Send no more digests to the address of this unsubscribe link: of its meeting, of all meetings of the round, or of
    all that there are.

    Its subscriptions are deleted, letters that wait are withdrawn, and the organiser's lists do not reach it any more.
    Whoever leaves and confirms the address again later gets letters again. Twice is once. Raises NotFound.
    """
    address, of = find_addressee(key)
    meetings = _meetings_within(address, of, which)
    for meeting in meetings:
        take_turn(meeting)
    numbers = [meeting.id for meeting in meetings]
    scopes = {Which.MEETING: scope_of(of), Which.ROUND: scope_of(of.round), Which.ALL: EVERYTHING}
    stop(address, scopes[which])
    db.session.execute(delete(Subscriber).where(Subscriber.address == address, Subscriber.meeting_id.in_(numbers)))
    withdraw_letters(about_digests_of(numbers), [address])


def _meetings_within(address: str, of: Meeting, which: Which) -> Sequence[Meeting]:
    """The meetings whose letters to the address are stopped, in the order of their numbers. Of all that there are those
    only that know the address: nobody's posting waits for the others."""
    within = {
        Which.MEETING: Meeting.id == of.id,
        Which.ROUND: Meeting.round_id == of.round_id,
        Which.ALL: or_(
            Meeting.id == of.id,
            *(
                exists().where(kind.meeting_id == Meeting.id, kind.address == address)
                for kind in (Subscriber, InvitedAddress)
            ),
        ),
    }
    return db.session.scalars(select(Meeting).where(within[which]).order_by(Meeting.id)).all()


def forget_unconfirmed() -> None:
    """Forget what was not confirmed in time, and the letters of confirmation that have been sent."""
    if any_forgettable():
        _forget_unconfirmed()


@action
def _forget_unconfirmed() -> None:
    late = Subscriber.left_on < last_days()
    db.session.execute(delete(Subscriber).where(Subscriber.confirmed_on.is_(None), late))
    db.session.execute(delete(Confirmation).where(Confirmation.sent_on < last_days()))
    # They hold links, and addresses that may be somebody else's: once sent or of no use, nobody needs to read them.
    since = from_finland(datetime.combine(last_days(), time()))
    forget_letters(ABOUT, since)
