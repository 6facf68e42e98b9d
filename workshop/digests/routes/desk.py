"""The meeting's digests for those who lead it: made, read, approved."""

from datetime import timedelta

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_required

from workshop.accounts.models import Role
from workshop.clock import now
from workshop.digests.actions import approve_digest, make_digest
from workshop.digests.doors import bp, has_server
from workshop.digests.edited import lost
from workshop.digests.editing import composed
from workshop.digests.edits import edits_from
from workshop.digests.files import Printing, printing
from workshop.digests.letters import about
from workshop.digests.queries import access_digest, digests_of, recipients, subscriber_count
from workshop.i18n.choose import NAMES
from workshop.mail.queries import letters_about
from workshop.meetings.queries import access_meeting

LOOKS_AGAIN = timedelta(minutes=2)
"""How long the page of a new digest looks again by itself for its files."""


@bp.get("/meetings/<code>/digest")
@login_required
def page(code: str) -> ResponseReturnValue:
    """The digest's state: being made, to be approved, on its way."""
    meeting = access_meeting(code, current_user)
    versions = digests_of(meeting)
    newest = {made.language: made for made in reversed(versions)}
    files = {made.id: printing(made) for made in versions}
    answer = make_response(
        render_template(
            "digests/digest.html",
            meeting=meeting,
            newest=[newest[language] for language in meeting.languages if language in newest],
            missing=[NAMES[language] for language in meeting.languages if language not in newest],
            earlier=[made for made in versions if made is not newest[made.language]],
            recipients={made.id: len(recipients(made)) for made in newest.values()},
            subscribers=subscriber_count(meeting),
            letters={made.id: letters_about(about(made)) for made in versions if made.posted_at},
            files=files,
            names=NAMES,
            has_server=has_server(),
            may_approve=current_user.may(Role.ORGANISER),
        )
    )
    is_printing = any(
        Printing.WAITING in files[made.id].values() and now() - made.made_at < LOOKS_AGAIN for made in newest.values()
    )
    if meeting.ended_at and (len(newest) < len(meeting.languages) or is_printing):
        answer.headers["Refresh"] = "3"  # it is made within seconds
    return answer


@bp.post("/meetings/<code>/digest/<int:digest_id>/versions")
@login_required
def make_again(code: str, digest_id: int) -> ResponseReturnValue:
    """Write the digest up anew, as a new version."""
    old = access_digest(code, digest_id, current_user)
    made = make_digest(old.meeting, old.language, current_user)
    flash(_("Version %(version)s of the digest is ready.", version=made.version))
    if lost(composed(made), edits_from(made.edits)):
        flash(_("Something that was edited is no longer in the digest. The page for editing tells what."))
    return redirect(url_for(".page", code=code), 303)


@bp.post("/meetings/<code>/digest/<int:digest_id>/approval")
@login_required
def approve(code: str, digest_id: int) -> ResponseReturnValue:
    """Publish the digest and send it to those who left their address."""
    approved = access_digest(code, digest_id, current_user)
    approve_digest(approved, current_user, request.form.get("edition", type=int))
    flash(_("The digest has been approved. Its letters are on their way."))
    return redirect(url_for(".page", code=code), 303)
