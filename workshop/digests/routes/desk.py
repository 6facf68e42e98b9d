"""The meeting's digests for those who lead it: made, read, approved."""

from collections.abc import Iterable, Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_required

from workshop.accounts.models import Role
from workshop.digests.actions import approve_digest, make_digest
from workshop.digests.doors import bp
from workshop.digests.due import Course, hold_of
from workshop.digests.edited import lost
from workshop.digests.editing import composed
from workshop.digests.edits import edits_from
from workshop.digests.files import is_soon_printed
from workshop.digests.leaving_forms import HoldForm, LeavingForm
from workshop.digests.mailing import chosen_recipients, drawn_with, is_leaving, leaving_form, steer_letters
from workshop.digests.models import Digest
from workshop.digests.posting import choose_hold
from workshop.digests.queries import access_digest, digests_of, subscriber_counts
from workshop.i18n.choose import NAMES
from workshop.meetings.models import Meeting
from workshop.meetings.queries import access_meeting


@bp.get("/meetings/<code>/digest")
@login_required
def page(code: str) -> ResponseReturnValue:
    """The digest's state: being made, to be approved, on its way."""
    return _drawn(access_meeting(code, current_user))


def _drawn(meeting: Meeting, refused: LeavingForm | None = None, hold_form: HoldForm | None = None) -> tuple[str, int]:
    """The page; with a form that has been refused, in place of the fresh one of the same name."""
    versions = digests_of(meeting)
    newest = {made.language: made for made in reversed(versions)}
    hold, letters = hold_of(meeting), drawn_with(meeting, versions, newest.values(), refused)
    is_refused = bool(refused or hold_form)
    is_unfinished = meeting.ended_at and (
        len(newest) < len(meeting.languages) or _moves(newest.values(), letters["courses"])
    )
    page = render_template(
        "digests/digest.html",
        meeting=meeting,
        newest=[newest[language] for language in meeting.languages if language in newest],
        missing=[NAMES[language] for language in meeting.languages if language not in newest],
        earlier=[made for made in versions if made is not newest[made.language]],
        subscribers=subscriber_counts(meeting),
        hold=hold,
        refused=refused or hold_form,
        hold_form=hold_form or HoldForm(formdata=None, data={"hours": hold.hours if hold else None}),
        may_approve=current_user.may(Role.ORGANISER),
        looks_again=is_unfinished and not is_refused,
        **letters,
    )
    return page, 422 if is_refused else 200


def _moves(newest: Iterable[Digest], courses: Mapping[int, Course]) -> bool:
    """Is something being printed or posted, so that the page looks different within seconds?"""
    return any(map(is_soon_printed, newest)) or is_leaving(courses.values())


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
    """Publish the digest; it is sent now or at a time to those whom the organiser has chosen."""
    digest = access_digest(code, digest_id, current_user)
    form = leaving_form(digest, request.form)
    if not form.validate():
        return _drawn(digest.meeting, refused=form)
    edition = request.form.get("edition", type=int)
    approve_digest(digest, current_user, chosen_recipients(), form.leaves_at(), edition)
    flash(_("The digest has been approved. Below you see when its letters leave."))
    return redirect(url_for(".page", code=code), 303)


@bp.post("/meetings/<code>/digest/hold")
@login_required
def hold(code: str) -> ResponseReturnValue:
    """Choose whether the meeting's digests are approved by themselves."""
    meeting, form = access_meeting(code, current_user), HoldForm()
    if not form.validate():
        return _drawn(meeting, hold_form=form)
    choose_hold(meeting, form.hours.data, current_user)
    flash(_("Saved."))
    return redirect(url_for(".page", code=code), 303)


@bp.post("/meetings/<code>/digest/<int:digest_id>/<any(stop, go, now):deed>")
@login_required
def steer(code: str, digest_id: int, deed: str) -> ResponseReturnValue:
    """Stop what would happen by itself, let the letters go on, or send now what was to leave later."""
    steer_letters(access_digest(code, digest_id, current_user), deed)
    return redirect(url_for(".page", code=code), 303)
