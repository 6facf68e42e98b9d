"""The outbox, and sending a letter again."""

from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from workshop.accounts.models import Role
from workshop.digests.doors import ALONE_POLICY, bp, has_server
from workshop.digests.mailing import (
    LETTER,
    send_one_again,
    send_to_the_rest,
    send_troubled_again,
    try_addresses_again,
)
from workshop.digests.queries import access_digest
from workshop.errors import NotAllowed
from workshop.headers import POLICY
from workshop.mail.envelope import headers
from workshop.mail.queries import find_letter, newest_letters
from workshop.meetings.queries import access_meeting

LETTERS_A_PAGE = 100


@bp.post(f"/meetings/<code>/digest/<int:digest_id>/letters/{LETTER}")
@login_required
def send_again(code: str, digest_id: int, letter_id: int) -> ResponseReturnValue:
    """Send a failed or unsure letter once more."""
    send_one_again(access_digest(code, digest_id, current_user), letter_id)
    return redirect(url_for(".page", code=code), 303)


@bp.post("/meetings/<code>/digest/<int:digest_id>/letters")
@login_required
def send_all_again(code: str, digest_id: int) -> ResponseReturnValue:
    """Send all letters of a digest that are in one of the troubled states once more."""
    send_troubled_again(access_digest(code, digest_id, current_user))
    return redirect(url_for(".page", code=code), 303)


@bp.post("/meetings/<code>/digest/<int:digest_id>/rest")
@login_required
def send_rest(code: str, digest_id: int) -> ResponseReturnValue:
    """Send the digest that is out to those who have not got it."""
    send_to_the_rest(access_digest(code, digest_id, current_user))
    return redirect(url_for(".page", code=code), 303)


@bp.post("/meetings/<code>/digest/addresses")
@login_required
def try_again(code: str) -> ResponseReturnValue:
    """Let letters go again to addresses that they have not reached."""
    try_addresses_again(access_meeting(code, current_user))
    return redirect(url_for(".page", code=code), 303)


def _require_organiser() -> None:
    if not current_user.may(Role.ORGANISER):
        raise NotAllowed


@bp.get("/letters")
@login_required
def letters() -> ResponseReturnValue:
    """The outbox, newest first."""
    _require_organiser()
    found = newest_letters(request.args.get("before", type=int), LETTERS_A_PAGE + 1)
    shown, more = found[:LETTERS_A_PAGE], len(found) > LETTERS_A_PAGE
    return render_template("digests/letters.html", letters=shown, more=more, has_server=has_server())


@bp.get(f"/letters/{LETTER}")
@login_required
def letter(letter_id: int) -> ResponseReturnValue:
    """One letter: its headers, its text, and how it looks."""
    _require_organiser()
    found = find_letter(letter_id)
    told = headers(found, current_app.config["SETTINGS"].MAIL_FROM)
    page = render_template("digests/letter.html", letter=found, headers=told, has_server=has_server())
    answer = make_response(page)
    answer.headers["Content-Security-Policy"] = f"{POLICY}; frame-src 'self'"
    return answer


@bp.get(f"/letters/{LETTER}/letter.html")
@login_required
def letter_html(letter_id: int) -> ResponseReturnValue:
    """The letter's HTML alone, for the frame in its page."""
    _require_organiser()
    answer = Response(find_letter(letter_id).html, mimetype="text/html")
    answer.headers["Content-Security-Policy"] = f"{ALONE_POLICY}; sandbox"
    return answer
