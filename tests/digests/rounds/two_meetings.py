"""A round with two meetings, those who are to get its digests, and what is done with one of these."""

from datetime import date

from flask import Flask

from tests.cheap import build_once
from tests.digests.scene import CODE, board, meeting_now, organiser, planned, staff, token_for
from tests.digests.test_unsubscribing import in_the_round_of
from workshop.digests.abouts import about
from workshop.digests.addressees import invited_to
from workshop.digests.invited import Listed, edition_of, keep_list
from workshop.digests.models import Recipients
from workshop.digests.posting import post_digest
from workshop.digests.rounds.actions import approve_round_digest, make_round_digest
from workshop.digests.rounds.models import RoundDigest
from workshop.digests.rounds.models import Stage as Kind
from workshop.digests.subscribers import confirm, leave_address
from workshop.extensions import db
from workshop.mail.queries import letters_about
from workshop.meetings.actions import open_meeting
from workshop.meetings.models import Meeting
from workshop.rounds.models import Round

DAY = date(2022, 1, 31)
OTHER = "GNTTAAB"
ANNA, BO, CARL, DORA, FIA = (f"{name}@example.fi" for name in ("anna", "bo", "carl", "dora", "fia"))
PAGE = f"/rounds/round-{CODE.lower()}/digest"


@build_once
def two_meetings(app: Flask) -> int:
    """A round with two meetings: Anna asked for its digests at both, Bo at the first, Carl for the meeting's alone.
    Dora and Anna were invited to both, and Fia is on the round's own list. The id of its Finnish digest."""
    with app.app_context():
        for number, code in enumerate((CODE, OTHER)):
            meeting = planned(staff(f"leader{number}"), code)
            if number:
                in_the_round_of(meeting_now(), meeting)
            board(meeting, "Mikä on tärkeää?")
            open_meeting(meeting)
            leave_address(meeting, ANNA, "fi", wants_round=True)
            to_list(meeting, **{DORA: "fi", ANNA: "sv"})
        leave_address(meeting_now(), BO, "sv", wants_round=True)
        leave_address(meeting_now(), CARL, "fi")
        for address in (ANNA, BO, CARL):
            confirm(token_for(address))
        to_list(meeting_now().round, **{FIA: "fi"})
        return made().id


def to_list(of: Meeting | Round, **languages: str) -> None:
    keep_list(of, Listed(languages), edition_of(invited_to(of)))


def made(language: str = "fi", day: date = DAY) -> RoundDigest:
    return make_round_digest(meeting_now().round, language, Kind.INTERIM, day, organiser())


def digest_now(number: int) -> RoundDigest:
    return db.session.get_one(RoundDigest, number)


def sent(digest: RoundDigest, to: Recipients = Recipients.BOTH) -> list[str]:
    """Approved, and posted by the worker: to whom."""
    approve_round_digest(digest, organiser(), to)
    post_digest(digest)
    return addresses(digest)


def addresses(digest: RoundDigest) -> list[str]:
    return [letter.address for letter in letters_about(about(digest))]


def path_to(address: str, digest: RoundDigest) -> str:
    """The path of the unsubscribe link in the letter of this address."""
    (letter,) = [one for one in letters_about(about(digest)) if one.address == address]
    return letter.unsubscribe.removeprefix("http://localhost")


def key_in(path: str) -> str:
    return path.partition("?")[0].rpartition("/")[2]
