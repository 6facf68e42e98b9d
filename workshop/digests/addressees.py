"""Who gets a digest by mail: those who left their address, those on the organiser's list, or both; nobody twice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from workshop.digests.abouts import about, about_digests_of
from workshop.digests.models import Digest, InvitedAddress, Recipients, Subscriber
from workshop.digests.queries import letter_language
from workshop.digests.stops import stop_code, stopped_of
from workshop.extensions import db
from workshop.mail.queries import addresses_about, unreachable
from workshop.meetings.models import Meeting
from workshop.rounds.models import Round


@dataclass(frozen=True)
class Addressee:
    """Somebody to whom a digest's letter goes."""

    address: str
    language: str
    """In which the letter speaks to them."""
    reads: str
    """The language of their digest: the same where the meeting has it, else the meeting's first."""
    key: str
    """What the unsubscribe link of the letter holds."""
    is_invited: bool
    """By the organiser's list alone; who left the address too gets the subscriber's letter."""


People = Mapping[str, Addressee]
"""By address."""


def addressees(digest: Digest, to: Recipients) -> list[Addressee]:
    """Who gets this digest when it goes to these recipients. In the order of random keys, so that the outbox tells
    nothing of who came when.

    An address that was left has the language chosen then, also when it is on the list in another one: so each gets one
    letter, whichever digest of the meeting goes to whom.
    """
    return _chosen(digest, to, *_people(digest.meeting))


def addressee_counts(digest: Digest) -> dict[Recipients, int]:
    """How many letters each choice of recipients is."""
    people = _people(digest.meeting)
    return {to: len(_chosen(digest, to, *people)) for to in Recipients}


def _chosen(digest: Digest, to: Recipients, present: People, invited: People) -> list[Addressee]:
    everybody = {**invited, **present}
    chosen = {Recipients.PRESENT: present, Recipients.INVITED: invited, Recipients.BOTH: everybody}[to]
    found = [everybody[address] for address in chosen]
    return sorted((one for one in found if one.reads == digest.language), key=lambda one: one.key)


def rest_of(digest: Digest, to: Recipients) -> list[Addressee]:
    """Who of these recipients has got no letter of this digest: they came on the list, confirmed their address or are
    to be tried again since, or it was not sent to them."""
    have = addresses_about(about(digest))
    return [one for one in addressees(digest, to) if one.address not in have]


def rest_counts(digest: Digest) -> dict[Recipients, int]:
    """How many `rest_of` the digest are with each choice of recipients."""
    have, people = addresses_about(about(digest)), _people(digest.meeting)
    return {to: sum(one.address not in have for one in _chosen(digest, to, *people)) for to in Recipients}


def unreached(meeting: Meeting) -> dict[str, str]:
    """The addresses that would get the meeting's digests if a mail server had not said that they take no letters; by
    address, with its words."""
    unreachable = unreachable_in(meeting.round)
    present, invited = _everybody(meeting) if unreachable else ({}, {})
    return {address: unreachable[address] for address in sorted({**present, **invited}) if address in unreachable}


def unreachable_in(round_: Round) -> dict[str, str]:
    """The addresses to which no digest of the round's meetings goes, for a letter of one has shown that they take none;
    with the mail server's words."""
    meetings = db.session.scalars(select(Meeting.id).where(Meeting.round_id == round_.id)).all()
    return unreachable(about_digests_of(meetings))


def _people(meeting: Meeting) -> tuple[People, People]:
    """As `_everybody`, but for those whom letters do not reach."""
    unreachable = unreachable_in(meeting.round)
    present, invited = (
        {address: one for address, one in people.items() if address not in unreachable}
        for people in _everybody(meeting)
    )
    return present, invited


def _everybody(meeting: Meeting) -> tuple[People, People]:
    """Those who left their address and confirmed it, and those on the list who want letters."""
    confirmed = select(Subscriber).where(Subscriber.meeting_id == meeting.id, Subscriber.confirmed_on.is_not(None))
    return _by_address(meeting, db.session.scalars(confirmed)), _by_address(meeting, wanted_invited(meeting))


def wanted_invited(meeting: Meeting) -> list[InvitedAddress]:
    """Those on the organiser's list who have not stopped the meeting's letters, by address."""
    codes = stopped_of(meeting)
    return [one for one in invited_to(meeting) if not codes or stop_code(one.address) not in codes]


def invited_counts(meeting: Meeting) -> tuple[int, int]:
    """How many stand on the organiser's list, and how many of them have stopped the meeting's letters."""
    listed = len(invited_to(meeting))
    return listed, listed - len(wanted_invited(meeting))


def invited_to(meeting: Meeting) -> list[InvitedAddress]:
    """The organiser's list, by address."""
    listed = select(InvitedAddress).where(InvitedAddress.meeting_id == meeting.id).order_by(InvitedAddress.address)
    return list(db.session.scalars(listed))


def _by_address(meeting: Meeting, people: Iterable[Subscriber | InvitedAddress]) -> People:
    return {one.address: addressee_of(meeting, one) for one in people}


def addressee_of(meeting: Meeting, one: Subscriber | InvitedAddress) -> Addressee:
    """The letter's address as one of the meeting's addressees."""
    reads = letter_language(meeting, one.language)
    return Addressee(one.address, one.language, reads, one.key, isinstance(one, InvitedAddress))
