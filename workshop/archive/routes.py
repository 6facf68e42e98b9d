"""Pages on which a meeting or a round is archived and erased, and the door by which a participant takes all back."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user, login_required

from workshop.accounts.models import Role
from workshop.archive.actions import archive_by_hand, erase_meeting, erase_round, set_keeping, take_back_all
from workshop.archive.forms import ErasingForm, KeepingForm
from workshop.archive.queries import all_meetings_in, kept_until, may_be_erased, may_take_back
from workshop.archive.words import after_its_end
from workshop.errors import NotAllowed, Promised
from workshop.meetings.models import Meeting, State
from workshop.meetings.queries import access_meeting
from workshop.participants.guests import access_guest, guest_of
from workshop.rounds.models import Round
from workshop.rounds.queries import access_round

bp = Blueprint("archive", __name__)
bp.add_app_template_global(kept_until)
bp.add_app_template_filter(after_its_end)

CODE = _l("The code of the meeting")
KEY = _l("The short name of the round")


@bp.app_template_global("can_take_back")
def can_take_back(meeting: Meeting) -> bool:
    """Is the reader a participant who can have all removed that they have said?"""
    return guest_of(meeting) is not None and may_take_back(meeting)


def _meeting(code: str) -> Meeting:
    meeting = access_meeting(code, current_user)
    if not current_user.may(Role.ORGANISER):
        raise NotAllowed
    return meeting


def _round(key: str) -> Round:
    round_ = access_round(key, current_user)
    if not current_user.may(Role.ORGANISER):
        raise NotAllowed
    return round_


def _named(form: ErasingForm, words: object) -> ErasingForm:
    form.name.label.text = words
    return form


@bp.get("/meetings/<code>/archive")
@login_required
def meeting_page(code: str) -> ResponseReturnValue:
    """When the meeting is archived and what becomes of it then."""
    return _meeting_page(_meeting(code))


def _meeting_page(meeting: Meeting, form: ErasingForm | None = None) -> str:
    form = _named(form or ErasingForm(meeting.code, formdata=None), CODE)
    may_archive = meeting.state is State.CLOSED and not meeting.archived_at
    return render_template(
        "archive/meeting.html",
        meeting=meeting,
        form=form,
        may_archive=may_archive,
        may_be_erased=may_be_erased(meeting),
    )


@bp.post("/meetings/<code>/archive")
@login_required
def archive(code: str) -> ResponseReturnValue:
    """Archive the meeting now."""
    meeting = _meeting(code)
    archive_by_hand(meeting, current_user)
    flash(_("The meeting has been archived."))
    return redirect(url_for(".meeting_page", code=code), 303)


@bp.post("/meetings/<code>/erasure")
@login_required
def erase(code: str) -> ResponseReturnValue:
    """Erase the meeting for good, when its code has been typed."""
    meeting = _meeting(code)
    form, key = ErasingForm(meeting.code), meeting.round.key
    if not form.validate_on_submit():
        return _meeting_page(meeting, form), 422
    erase_meeting(meeting, current_user)
    flash(_("The meeting has been erased for good."))
    return redirect(url_for("meetings.round_page", key=key), 303)


@bp.get("/rounds/<key>/archive")
@login_required
def round_page(key: str) -> ResponseReturnValue:
    """How long the round keeps what identifies people, and when each of its meetings is archived."""
    return _round_page(_round(key))


def _round_page(round_: Round, keeping: KeepingForm | None = None, form: ErasingForm | None = None) -> str:
    meetings = all_meetings_in(round_)
    return render_template(
        "archive/round.html",
        round=round_,
        keeping=keeping or KeepingForm(formdata=None, obj=round_),
        form=_named(form or ErasingForm(round_.key, formdata=None), KEY),
        meetings=meetings,
        may_be_erased=all(map(may_be_erased, meetings)),
    )


@bp.post("/rounds/<key>/archive")
@login_required
def keep(key: str) -> ResponseReturnValue:
    """Say how long the round keeps what identifies people."""
    round_, form = _round(key), KeepingForm()
    if not form.validate_on_submit():
        return _round_page(round_, keeping=form), 422
    try:
        set_keeping(round_, form.keeps_months.data or 0, current_user)
    except Promised:
        form.keeps_months.errors = [_("People have been told a shorter time, so it cannot be made longer any more")]
        return _round_page(round_, keeping=form), 422
    flash(_("Saved."))
    return redirect(url_for(".round_page", key=key), 303)


@bp.post("/rounds/<key>/erasure")
@login_required
def erase_all(key: str) -> ResponseReturnValue:
    """Erase the round and its meetings for good, when its short name has been typed."""
    round_ = _round(key)
    form = ErasingForm(round_.key)
    if not form.validate_on_submit():
        return _round_page(round_, form=form), 422
    erase_round(round_, current_user)
    flash(_("The round has been erased for good."))
    return redirect(url_for("rounds.index"), 303)


@bp.post("/j/<code>/removal")
def take_back(code: str) -> ResponseReturnValue:
    """Have all removed that one has said in the meeting."""
    take_back_all(access_guest(code))
    flash(_("All that you had written, answered and voted here has been removed."))
    return redirect(url_for("participants.privacy", code=code), 303)
