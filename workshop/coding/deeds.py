"""What was asked for on the coding page, read from its form and done."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from workshop.accounts.models import User
from workshop.coding.actions import give_codes, take_codes
from workshop.coding.listing import Listing
from workshop.coding.models import MOST_AT_ONCE, Given
from workshop.coding.texts import Contribution, Target
from workshop.errors import NotFound, TooMany


@dataclass(frozen=True)
class Done:
    """What a deed has touched, and what is said of it."""

    targets: Sequence[Target]
    words: str = ""
    category: str = "message"


def do(listing: Listing, form: MultiDict[str, str], user: User) -> Done:
    """Do what the form says.

    `give` a code, `do` = take (the code in `taken`) or accept: to all that are chosen (`pick`). Buttons of one
    contribution: `give_one` and `take_one` ("name:key"), `accept`. Raises TooMany, and NotFound for what is not there;
    nothing is changed then.
    """
    if "give_one" in form or "take_one" in form:
        name, _colon, key = (form.get("give_one") or form.get("take_one", "")).rpartition(":")
        chosen = listing.named([name])
        return _give(listing, chosen, key, user) if "give_one" in form else _take(listing, chosen, key, user)
    if "accept" in form:
        return _accept(listing, listing.named([form["accept"]]), user)
    picked = form.getlist("pick")
    if len(picked) > MOST_AT_ONCE:
        raise TooMany
    chosen = listing.named(picked)
    if not chosen:
        return Done([], _("Choose contributions first."), "error")
    if "give" in form:
        return _give(listing, chosen, form["give"], user)
    if form.get("do") == "accept":
        return _accept(listing, chosen, user)
    if form.get("do") == "take":
        return _take(listing, chosen, form.get("taken", ""), user)
    raise NotFound


def _give(listing: Listing, chosen: Sequence[Contribution], key: str, user: User) -> Done:
    code, targets = listing.code(key), [said.target for said in chosen]
    give_codes([(code, target) for target in targets], user)
    return Done(targets, _said(len(targets)))


def _take(listing: Listing, chosen: Sequence[Contribution], key: str, user: User) -> Done:
    targets = [said.target for said in chosen]
    take_codes(listing.code(key), targets, user, own=listing.filters.own)
    return Done(targets, _said(len(targets)))


def _accept(listing: Listing, chosen: Sequence[Contribution], user: User) -> Done:
    given = []
    for said in chosen:
        suggested = listing.suggested(said)
        if suggested:
            given.append((listing.code(suggested.first), said.target))
    if not given:
        return Done([], _("There was no suggestion to accept."), "error")
    give_codes(given, user, Given.ACCEPTED)
    return Done([target for _code, target in given], _said(len(given)))


def _said(touched: int) -> str:
    return ngettext("%(num)s contribution changed.", "%(num)s contributions changed.", touched) if touched > 1 else ""
