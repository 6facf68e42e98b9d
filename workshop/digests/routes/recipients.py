"""To whom a digest goes and what they get: the organiser's list, and the letter before it is sent."""

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from workshop.accounts.models import Role
from workshop.digests.doors import bp
from workshop.digests.mailing import TO, edit_list, letter_alone, letter_page
from workshop.digests.queries import access_digest
from workshop.errors import NotAllowed
from workshop.meetings.models import Meeting
from workshop.meetings.queries import access_meeting

_LETTER = f"/meetings/<code>/digest/<int:digest_id>/letter/{TO}"


def _led_by_organiser(code: str) -> Meeting:
    meeting = access_meeting(code, current_user)
    if not current_user.may(Role.ORGANISER):
        raise NotAllowed
    return meeting


@bp.route("/meetings/<code>/digest/invited", methods=["GET", "POST"])
@login_required
def invited(code: str) -> ResponseReturnValue:
    """The organiser's list, edited as a whole."""
    meeting = _led_by_organiser(code)
    saved = redirect(url_for(".invited", code=code), 303)
    return edit_list(meeting, meeting.languages[0], saved, place="meetings", back=url_for(".page", code=code))


@bp.get(_LETTER)
@login_required
def letter_preview(code: str, digest_id: int, to: str) -> Response:
    """The letter as it leaves, but for the unsubscribe link, of which everybody gets their own."""
    return letter_page(access_digest(code, digest_id, current_user), to, desk="digests", at={"code": code})


@bp.get(f"{_LETTER}.html")
@login_required
def letter_preview_html(code: str, digest_id: int, to: str) -> Response:
    """The letter's HTML alone, for the frame in its page."""
    return letter_alone(access_digest(code, digest_id, current_user), to)
