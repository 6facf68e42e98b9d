"""The outbox, and sending a letter again."""

from flask import Response, current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user, login_required

from workshop.accounts.models import Role
from workshop.digests.abouts import about
from workshop.digests.doors import ALONE_POLICY, bp, has_server
from workshop.digests.posting import send_to_rest, write_again
from workshop.digests.queries import access_digest
from workshop.digests.routes.recipients import chosen_recipients
from workshop.errors import NotAllowed, NotFound
from workshop.headers import POLICY
from workshop.mail.actions import resend, resend_all
from workshop.mail.envelope import headers
from workshop.mail.models import MOST_LETTERS, LetterState
from workshop.mail.queries import TROUBLED, find_letter, newest_letters
from workshop.meetings.queries import access_meeting

LETTERS_A_PAGE = 100
LETTER = f"<int(max={MOST_LETTERS}):letter_id>"
"""A letter in an address: its number may be larger than a row's."""


@bp.post(f"/meetings/<code>/digest/<int:digest_id>/letters/{LETTER}")
@login_required
def send_again(code: str, digest_id: int, letter_id: int) -> ResponseReturnValue:
    """Send a failed or unsure letter once more."""
    letter = find_letter(letter_id)
    if letter.about != about(access_digest(code, digest_id, current_user)):
        raise NotFound
    resend(letter)
    flash(_("The letter is sent again."))
    return redirect(url_for(".page", code=code), 303)


@bp.post("/meetings/<code>/digest/<int:digest_id>/letters")
@login_required
def send_all_again(code: str, digest_id: int) -> ResponseReturnValue:
    """Send all letters of a digest that are in one of the troubled states once more."""
    digest, state = access_digest(code, digest_id, current_user), request.form.get("state")
    if state not in TROUBLED:
        raise NotFound
    count = resend_all(about(digest), LetterState(state))
    flash(ngettext("%(num)s letter is sent again.", "%(num)s letters are sent again.", count))
    return redirect(url_for(".page", code=code), 303)


@bp.post("/meetings/<code>/digest/<int:digest_id>/rest")
@login_required
def send_rest(code: str, digest_id: int) -> ResponseReturnValue:
    """Send the digest that is out to those who have not got it: of the invited, or of those who left their address."""
    digest = access_digest(code, digest_id, current_user)
    count = send_to_rest(digest, chosen_recipients(), current_user)
    flash(ngettext("%(num)s more letter leaves now.", "%(num)s more letters leave now.", count))
    return redirect(url_for(".page", code=code), 303)


@bp.post("/meetings/<code>/digest/addresses")
@login_required
def try_again(code: str) -> ResponseReturnValue:
    """Let letters go again to addresses that they have not reached."""
    count = write_again(access_meeting(code, current_user), request.form.getlist("address"), current_user)
    flash(
        ngettext(
            "Letters go to %(num)s address again. It gets the next digest.",
            "Letters go to %(num)s addresses again. They get the next digest.",
            count,
        )
    )
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
