"""Where organisers send the digest of a round: to whom it goes, how its letters look and leave, and what became of
them."""

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from workshop.columns import LANGUAGES
from workshop.digests import mailing
from workshop.digests.mailing import LETTER, TO
from workshop.digests.rounds.doors import HERE, bp
from workshop.digests.rounds.models import RoundDigest
from workshop.digests.rounds.queries import access_round_digest, access_synthesis

_VERSION = f"{HERE}/versions/<int:digest_id>"


def _digest(key: str, digest_id: int) -> RoundDigest:
    return access_round_digest(access_synthesis(key, current_user), digest_id)


def _back(key: str) -> Response:
    return redirect(url_for(".page", key=key, _anchor="versions"), 303)


@bp.route(f"{HERE}/recipients", methods=["GET", "POST"])
@login_required
def invited(key: str) -> ResponseReturnValue:
    """The organisers' list of those who are sent the round's digests, edited as a whole."""
    round_ = access_synthesis(key, current_user)
    saved = redirect(url_for(".invited", key=key), 303)
    return mailing.edit_list(round_, LANGUAGES[0], saved, place="rounds", back=url_for(".page", key=key))


@bp.get(f"{_VERSION}/letter/{TO}")
@login_required
def letter_preview(key: str, digest_id: int, to: str) -> Response:
    """The letter as it leaves, but for the unsubscribe link, of which everybody gets their own."""
    return mailing.letter_page(_digest(key, digest_id), to, desk="round_digests", at={"key": key})


@bp.get(f"{_VERSION}/letter/{TO}.html")
@login_required
def letter_preview_html(key: str, digest_id: int, to: str) -> Response:
    """The letter's HTML alone, for the frame in its page."""
    return mailing.letter_alone(_digest(key, digest_id), to)


@bp.post(f"{_VERSION}/<any(stop, go, now):deed>")
@login_required
def steer(key: str, digest_id: int, deed: str) -> ResponseReturnValue:
    """Stop the letters, let them go on, or send now what was to leave later."""
    mailing.steer_letters(_digest(key, digest_id), deed)
    return _back(key)


@bp.post(f"{_VERSION}/letters/{LETTER}")
@login_required
def send_again(key: str, digest_id: int, letter_id: int) -> ResponseReturnValue:
    """Send a failed or unsure letter once more."""
    mailing.send_one_again(_digest(key, digest_id), letter_id)
    return _back(key)


@bp.post(f"{_VERSION}/letters")
@login_required
def send_all_again(key: str, digest_id: int) -> ResponseReturnValue:
    """Send all letters of a digest that are in one of the troubled states once more."""
    mailing.send_troubled_again(_digest(key, digest_id))
    return _back(key)


@bp.post(f"{_VERSION}/rest")
@login_required
def send_rest(key: str, digest_id: int) -> ResponseReturnValue:
    """Send the digest that is out to those who have not got it."""
    mailing.send_to_the_rest(_digest(key, digest_id))
    return _back(key)


@bp.post(f"{HERE}/addresses")
@login_required
def try_again(key: str) -> ResponseReturnValue:
    """Let letters go again to addresses that they have not reached."""
    mailing.try_addresses_again(access_synthesis(key, current_user))
    return _back(key)
