"""An address is left for a meeting's digests, confirmed by its owner, or disowned."""

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime, time

from sqlalchemy import delete, update

from workshop.accounts.queries import token_hash
from workshop.action import action
from workshop.clock import from_finland, today
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
from workshop.digests.letters import Letters, put_digest_letters
from workshop.digests.models import Confirmation, Digest, Subscriber
from workshop.digests.queries import digest_for_present, letter_language
from workshop.digests.stops import CONFIRMATIONS, is_stopped, stop
from workshop.extensions import db
from workshop.mail.actions import forget_letters, put_letter, try_addresses, withdraw_letters
from workshop.mail.addresses import tidy_address
from workshop.mail.written import Written
from workshop.meetings.actions import require, take_turn
from workshop.meetings.models import Deed, Meeting

TOKEN_BYTES = 24


def leave_address(meeting: Meeting, address: str, language: str, wants_round: bool = False) -> None:
    """Leave an address for the meeting's digests, and for its round's if so wished. It waits until its owner has
    confirmed it by a letter, of which an address gets one a day at most, for all meetings together. Twice is once; an
    address whose owner has said that nothing was asked for is not kept.

    Raises mail.addresses.BadAddress, and NotNow in a state that takes no addresses.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    letter = write_confirmation(meeting, language, token, wants_round)
    _leave_address(meeting, tidy_address(address).lower(), language, wants_round, token, letter)


@action
def _leave_address(
    meeting: Meeting, address: str, language: str, wants_round: bool, token: str, letter: Written
) -> None:
    require(meeting, Deed.SUBSCRIBE)
    known = subscriber_at(meeting, address)
    if is_stopped(address, CONFIRMATIONS) or (known and known.confirmed_on):
        return
    again = {"language": language, "left_on": today(), "wants_round": wants_round}
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


def confirm(token: str, named: Collection[str] | None = None, with_round: Collection[str] | None = None) -> None:
    """Its owner wants the digests that wait for the address of this link: of the meetings whose codes the page named,
    or all that wait now. Those that are out already come now. `with_round`: the keys of the rounds whose
    digests it named and the owner wants too; None: all that were asked for.

    Twice is once. Raises LinkExpired.
    """
    asked = asked_by(token)
    wanted = [one for one in asked.waiting if named is None or one.meeting.code in named]
    posted = [(digest, addressee_of(one, one.meeting.languages)) for one in wanted if (digest := _posted_to(one))]
    # Written before the writing transaction begins, which must be short.
    written = {digest.id: Letters(digest, [addressee]) for digest, addressee in posted}
    _confirm(asked.address, [one.meeting for one in wanted], with_round, written)


@action
def _confirm(
    address: str, meetings: list[Meeting], with_round: Collection[str] | None, written: Mapping[int, Letters]
) -> None:
    for meeting in meetings:  # always in the order of their numbers, so that nobody waits in a circle
        take_turn(meeting)
    for one in waiting_at(address):
        if one.meeting not in meetings:
            continue  # it was not on the page that was confirmed
        one.confirmed_on = today()
        one.wants_round = one.wants_round and (with_round is None or one.meeting.round.key in with_round)
        try_addresses([address])  # the letter with the link has reached it
        digest = _posted_to(one)
        if digest:
            addressee = addressee_of(one, one.meeting.languages)
            put_digest_letters(digest, written.get(digest.id) or Letters(digest, [addressee]), [addressee])
    if not waiting_at(address):
        withdraw_letters([ABOUT], [address])  # one that failed, or may not have arrived, is not needed any more


def _posted_to(one: Subscriber) -> Digest | None:
    """The digest that is out and that the subscriber has missed."""
    return digest_for_present(one.meeting, letter_language(one.meeting.languages, one.language))


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
