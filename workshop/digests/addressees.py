"""Who gets a digest by mail: those who left their address, those on the organisers' lists, or both; nobody twice.

Of a meeting's digest these are the meeting's own. Of a round's they are those who left their address at any of its
meetings and asked for the round's digests too; and its own list with those of its meetings.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from workshop.digests.abouts import AnyDigest, about, about_digests_of, about_digests_of_rounds, round_of
from workshop.digests.models import InvitedAddress, Recipients, RoundAddress, Subscriber
from workshop.digests.queries import languages_of, letter_language
from workshop.digests.stops import stop_code, stopped_in, stopped_of
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
    """The language of their digest: the same where there is one in it, else the first that there is."""
    key: str
    """What the unsubscribe link of the letter holds."""
    is_invited: bool
    """By an organiser's list alone; who left the address too gets the subscriber's letter."""


OnList = InvitedAddress | RoundAddress
People = Mapping[str, Subscriber | OnList]
"""By address."""


def addressees(digest: AnyDigest, to: Recipients) -> list[Addressee]:
    """Who gets this digest when it goes to these recipients. In the order of random keys, so that the outbox tells
    nothing of who came when.

    An address that was left has the language chosen then, also when it is on the list in another one: so each gets one
    letter, whichever digest of the meeting goes to whom.
    """
    return _chosen(digest, to, *_people(digest.of))


def addressee_counts(digest: AnyDigest) -> dict[Recipients, int]:
    """How many letters each choice of recipients is."""
    people = _people(digest.of)
    return {to: len(_chosen(digest, to, *people)) for to in Recipients}


def _chosen(digest: AnyDigest, to: Recipients, present: People, invited: People) -> list[Addressee]:
    everybody = {**invited, **present}
    chosen = {Recipients.PRESENT: present, Recipients.INVITED: invited, Recipients.BOTH: everybody}[to]
    spoken = languages_of(digest)
    found = [addressee_of(everybody[address], spoken) for address in chosen]
    return sorted((one for one in found if one.reads == digest.language), key=lambda one: one.key)


def rest_of(digest: AnyDigest, to: Recipients) -> list[Addressee]:
    """Who of these recipients has got no letter of this digest: they came on the list, confirmed their address or are
    to be tried again since, or it was not sent to them."""
    have = addresses_about(about(digest))
    return [one for one in addressees(digest, to) if one.address not in have]


def rest_counts(digest: AnyDigest) -> dict[Recipients, int]:
    """How many `rest_of` the digest are with each choice of recipients."""
    have, people = addresses_about(about(digest)), _people(digest.of)
    return {to: sum(one.address not in have for one in _chosen(digest, to, *people)) for to in Recipients}


def unreached(of: Meeting | Round) -> dict[str, str]:
    """The addresses that would get its digests if a mail server had not said that they take no letters; by address,
    with its words."""
    unreachable = unreachable_in(round_of(of))
    present, invited = _everybody(of) if unreachable else ({}, {})
    return {address: unreachable[address] for address in sorted({**present, **invited}) if address in unreachable}


def unreachable_in(round_: Round) -> dict[str, str]:
    """The addresses to which no digest of the round or its meetings goes, for a letter of one has shown that they take
    none; with the mail server's words."""
    meetings = db.session.scalars(select(Meeting.id).where(Meeting.round_id == round_.id)).all()
    return unreachable([*about_digests_of(meetings), *about_digests_of_rounds([round_.id])])


def _people(of: Meeting | Round) -> tuple[People, People]:
    """As `_everybody`, but for those whom letters do not reach."""
    unreachable = unreachable_in(round_of(of))
    present, invited = (
        {address: one for address, one in people.items() if address not in unreachable} for people in _everybody(of)
    )
    return present, invited


def _everybody(of: Meeting | Round) -> tuple[People, People]:
    """Those who left their address and confirmed it, and those on the lists who want letters. Of an address that stands
    in several places of a round, what was said last counts, and its own list before those of its meetings."""
    confirmed = select(Subscriber).where(Subscriber.confirmed_on.is_not(None)).order_by(Subscriber.left_on)
    if isinstance(of, Round):
        theirs = confirmed.join(Subscriber.meeting).where(Meeting.round_id == of.id, Subscriber.wants_round)
        return _by_address(db.session.scalars(theirs)), _by_address([*_wanted_by_meetings(of), *wanted_invited(of)])
    theirs = confirmed.where(Subscriber.meeting_id == of.id)
    return _by_address(db.session.scalars(theirs)), _by_address(wanted_invited(of))


def still_reached(round_: Round) -> set[str]:
    """The addresses to which digests of the round itself may go."""
    present, invited = _everybody(round_)
    return {*present, *invited}


def round_counts(round_: Round) -> tuple[int, int]:
    """How many have asked for the round's digests where they left their address, and how many the lists of its meetings
    name who want them."""
    return len(_everybody(round_)[0]), len(_by_address(_wanted_by_meetings(round_)))


def wanted_invited(of: Meeting | Round) -> list[OnList]:
    """Those on its list who have not stopped its letters, by address."""
    codes = stopped_of(of)
    return [one for one in invited_to(of) if not codes or stop_code(one.address) not in codes]


def _wanted_by_meetings(round_: Round) -> list[InvitedAddress]:
    """Those on the lists of the round's meetings who have stopped neither the letters of that meeting nor the round's;
    by meeting."""
    listed = select(InvitedAddress).join(InvitedAddress.meeting).where(Meeting.round_id == round_.id)
    codes, singly = stopped_of(round_), stopped_in(round_)
    found = db.session.scalars(listed.order_by(InvitedAddress.meeting_id, InvitedAddress.address)).all()
    if not codes and not singly:
        return list(found)
    coded = [(one, stop_code(one.address)) for one in found]
    return [one for one, code in coded if code not in codes and (code, one.meeting_id) not in singly]


def invited_counts(of: Meeting | Round) -> tuple[int, int]:
    """How many stand on its list, and how many of them have stopped its letters."""
    listed = len(invited_to(of))
    return listed, listed - len(wanted_invited(of))


def list_kind(of: Meeting | Round) -> type[OnList]:
    """What the lines of its list are."""
    return RoundAddress if isinstance(of, Round) else InvitedAddress


def invited_to(of: Meeting | Round) -> list[OnList]:
    """The organisers' list of a meeting, or of a round itself, by address."""
    kind = list_kind(of)
    return list(db.session.scalars(select(kind).where(kind.of_id == of.id).order_by(kind.address)))


def _by_address(people: Iterable[Subscriber | OnList]) -> People:
    return {one.address: one for one in people}


def addressee_of(one: Subscriber | OnList, spoken: Sequence[str]) -> Addressee:
    """The letter's address as an addressee of a digest that there is in these languages."""
    reads = letter_language(spoken, one.language)
    return Addressee(one.address, one.language, reads, one.key, not isinstance(one, Subscriber))
