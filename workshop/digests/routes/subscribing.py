"""Leaving an address for the digest, apart from all answers."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from limits import RateLimitItemPerMinute
from limits.strategies import FixedWindowRateLimiter

from workshop.digests.doors import bp
from workshop.digests.forms import SubscribeForm
from workshop.digests.subscribers import leave_address
from workshop.errors import UnknownCode
from workshop.i18n.choose import current_language
from workshop.meetings.codes import tidy_code
from workshop.meetings.models import Deed, Meeting
from workshop.meetings.queries import meeting_by_code
from workshop.participants.guesses import slow_guessing
from workshop.tries import tries

LEAVING = RateLimitItemPerMinute(600)
"""How many addresses are taken from one place: a full hall leaves them together, through one door."""


def _meeting_for_addresses(code: str) -> Meeting:
    meeting = meeting_by_code(tidy_code(code))
    if meeting is None or not meeting.allows(Deed.SUBSCRIBE):
        raise UnknownCode
    return meeting


@bp.route("/digest-by-mail/<code>", methods=["GET", "POST"])
@slow_guessing
def subscribe_page(code: str) -> ResponseReturnValue:
    """Leave an address for the digest, apart from the answers: the participant's cookie is not sent here."""
    meeting = _meeting_for_addresses(code)
    form = SubscribeForm()
    form.name_round(meeting.round.title.text(current_language()))
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        if FixedWindowRateLimiter(tries()).hit(LEAVING, "addresses left", request.remote_addr or ""):
            leave_address(meeting, form.address.data, current_language(), form.wants_round.data)
            return redirect(url_for(".thanks", code=code), 303)
        form.address.errors = [_("Wait a moment and try again.")]
        status = 429
    return render_template("digests/subscribe.html", meeting=meeting, form=form), status


@bp.get("/digest-by-mail/<code>/thanks")
@slow_guessing
def thanks(code: str) -> ResponseReturnValue:
    """The same words whether the address was here already or not, and whether a letter was sent or not."""
    return render_template("digests/thanks.html", meeting=_meeting_for_addresses(code))
