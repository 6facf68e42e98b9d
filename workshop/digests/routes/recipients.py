"""To whom a digest goes and what they get: the organiser's list, and the letter before it is sent."""

from flask import Response, abort, current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from flask_login import current_user, login_required

from workshop.accounts.models import Role
from workshop.columns import LANGUAGES
from workshop.digests.addressees import addressees, invited_to, unreached, wanted_invited
from workshop.digests.doors import ALONE_POLICY, bp
from workshop.digests.forms import InvitedForm
from workshop.digests.invited import edition_of, keep_list, write_addresses
from workshop.digests.letters import write_letter
from workshop.digests.models import Digest, Recipients
from workshop.digests.queries import access_digest
from workshop.errors import ChangedMeanwhile, NotAllowed
from workshop.headers import FRAMING
from workshop.i18n.choose import NAMES
from workshop.mail.written import Written
from workshop.meetings.models import Meeting
from workshop.meetings.queries import access_meeting
from workshop.surveys.lists import MOST_ROWS

_LETTER = "/meetings/<code>/digest/<int:digest_id>/letter/<any(present, invited):to>"


def _led_by_organiser(code: str) -> Meeting:
    meeting = access_meeting(code, current_user)
    if not current_user.may(Role.ORGANISER):
        raise NotAllowed
    return meeting


@bp.route("/meetings/<code>/digest/invited", methods=["GET", "POST"])
@login_required
def invited(code: str) -> ResponseReturnValue:
    """The organiser's list, edited as a whole. With a line that cannot be read nothing is kept, and nothing is lost."""
    meeting = _led_by_organiser(code)
    usual, listed = meeting.languages[0], invited_to(meeting)
    form = InvitedForm(text=write_addresses(listed, usual), edition=edition_of(listed))
    if form.validate_on_submit() and form.read_in(usual):
        try:
            keep_list(meeting, form.listed, form.edition.data, current_user)
        except ChangedMeanwhile:
            form.tell_changed(edition_of(invited_to(meeting)), write_addresses(invited_to(meeting), usual))
        else:
            count = len(form.listed.languages)
            flash(ngettext("%(num)s address is on the list.", "%(num)s addresses are on the list.", count))
            return redirect(url_for(".invited", code=code), 303)
    wanted = {one.address for one in wanted_invited(meeting)}
    lost = unreached(meeting)
    page = render_template(
        "digests/invited.html",
        meeting=meeting,
        form=form,
        count=len(listed),
        unwilling=[one.address for one in listed if one.address not in wanted],
        unreached={one.address: lost[one.address] for one in listed if one.address in lost},
        most=MOST_ROWS,
    )
    return page, 422 if form.errors else 200


@bp.get(_LETTER)
@login_required
def letter_preview(code: str, digest_id: int, to: str) -> ResponseReturnValue:
    """The letter as it leaves, but for the unsubscribe link, of which everybody gets their own."""
    digest = access_digest(code, digest_id, current_user)
    answer = make_response(
        render_template(
            "digests/letter_preview.html",
            digest=digest,
            letter=_letter(digest, to),
            to=to,
            speaks=_spoken(digest),
            spoken=sorted({digest.language, *(one.language for one in addressees(digest, Recipients(to)))}),
            names=NAMES,
            sender=current_app.config["SETTINGS"].MAIL_FROM,
        )
    )
    answer.headers["Content-Security-Policy"] = FRAMING
    return answer


@bp.get(f"{_LETTER}.html")
@login_required
def letter_preview_html(code: str, digest_id: int, to: str) -> ResponseReturnValue:
    """The letter's HTML alone, for the frame in its page."""
    letter = _letter(access_digest(code, digest_id, current_user), to)
    answer = Response(letter.html, mimetype="text/html")
    answer.headers["Content-Security-Policy"] = f"{ALONE_POLICY}; sandbox"
    return answer


def _letter(digest: Digest, to: str) -> Written:
    return write_letter(digest, to == Recipients.INVITED, _spoken(digest)).opened()


def _spoken(digest: Digest) -> str:
    """In which language the letter speaks that is looked at: the digest's, unless another one was asked for."""
    asked = request.args.get("speaks", "")
    return asked if asked in LANGUAGES and asked not in digest.meeting.languages else digest.language


def chosen_recipients() -> Recipients:
    """Whom the approver has chosen in the form that was sent; everybody when it offered no choice."""
    try:
        return Recipients(request.form.get("to", Recipients.BOTH))
    except ValueError:
        abort(400)
