"""Where the links of letters lead: an address is confirmed or disowned, and letters are stopped.

Mail programs and their scanners look at links: reading changes nothing, only a button does. What the link holds is
what allows the deed; nobody is logged in. Answers to a button are pages, for mail programs follow no redirect.
"""

from contextlib import suppress

from flask import render_template, request
from flask.typing import ResponseReturnValue

from workshop.digests.confirmations import asked_by
from workshop.digests.doors import bp
from workshop.digests.subscribers import confirm, disown
from workshop.digests.unsubscribing import Which, find_addressee, unsubscribe, ways
from workshop.errors import LinkExpired, NotFound
from workshop.extensions import csrf


@bp.get("/confirmation/<token>")
def confirmation(token: str) -> ResponseReturnValue:
    """What waits for the address, and the two buttons."""
    return _confirmation(token, "")


@bp.post("/confirmation/<token>/<any(confirmed, disowned):deed>")
def answer_confirmation(token: str, deed: str) -> ResponseReturnValue:
    """The owner of the address wants the digests that the page named, or has not asked for any."""
    with suppress(LinkExpired):  # the page says so
        if deed == "confirmed":
            confirm(token, request.form.getlist("meeting"), request.form.getlist("round"))
        else:
            disown(token)
    return _confirmation(token, deed)


def _confirmation(token: str, done: str) -> ResponseReturnValue:
    try:
        asked = asked_by(token)
    except LinkExpired:
        return render_template("digests/no_confirmation.html"), 410
    return render_template("digests/confirmation.html", asked=asked, token=token, done=done)


@bp.get("/unsubscribe/<key>")
def unsubscribing(key: str) -> ResponseReturnValue:
    """Whose letters are stopped, and the button."""
    return _unsubscribing(key)


@bp.get("/unsubscribe/round/<key>")
def unsubscribing_round(key: str) -> ResponseReturnValue:
    """The same for letters of a round's own digests."""
    return _unsubscribing(key, of_round=True)


def _unsubscribing(key: str, of_round: bool = False) -> ResponseReturnValue:
    try:
        _address, of = find_addressee(key, of_round)
    except NotFound:
        return render_template("digests/no_letters.html"), 404
    return render_template("digests/unsubscribe.html", of=of, ways=ways(of))


@bp.post("/unsubscribe/<key>")
@csrf.exempt
def unsubscribed(key: str) -> ResponseReturnValue:
    """Stop the letters: by the page's button, or by the mail program with one POST (RFC 8058).

    That POST has no cookie and no token. None is needed here: the deed depends on no login, and who knows the key may
    do it, which nobody does who has not seen the letter. It chooses nothing: it stops the letters of the meeting.
    """
    return _unsubscribed(key)


@bp.post("/unsubscribe/round/<key>")
@csrf.exempt
def unsubscribed_round(key: str) -> ResponseReturnValue:
    """The same for letters of a round's own digests: a POST that chooses nothing stops those alone."""
    return _unsubscribed(key, of_round=True)


def _unsubscribed(key: str, of_round: bool = False) -> ResponseReturnValue:
    chosen = request.form.get("which", "")
    try:
        _address, of = find_addressee(key, of_round)
        which = Which(chosen) if chosen in ways(of) else ways(of)[0]
        unsubscribe(key, which, of_round)
    except NotFound:
        return render_template("digests/no_letters.html"), 404
    return render_template("digests/unsubscribed.html", of=of, which=which)
