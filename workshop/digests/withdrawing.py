"""Letters of a round's own digests that nobody waits for any more."""

from collections.abc import Sequence

from workshop.digests.abouts import about_digests_of_rounds
from workshop.digests.addressees import still_reached
from workshop.mail.actions import withdraw_letters
from workshop.rounds.models import Round


def withdraw_round_letters(round_: Round, addresses: Sequence[str]) -> None:
    """Inside an action: withdraw the letters of the round's digests to those of these addresses that get them in no way
    any more, neither by another meeting nor by another list."""
    letters = about_digests_of_rounds([round_.id])
    if not letters or not addresses:
        return
    reached = still_reached(round_)
    gone = [address for address in addresses if address not in reached]
    for some in (gone[start : start + 500] for start in range(0, len(gone), 500)):  # of what a statement can hold
        withdraw_letters(letters, some)
