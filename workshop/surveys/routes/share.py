"""How people get to the survey: its own link, and the list of those who are invited one by one."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user, login_required

from workshop.columns import LANGUAGES
from workshop.mail.models import LetterState
from workshop.mail.queries import letter_counts, troubled_letters
from workshop.meetings.models import Exercise
from workshop.meetings.routes import join_link, qr_code
from workshop.surveys import actions
from workshop.surveys.doors import bp
from workshop.surveys.forms import InviteesForm
from workshop.surveys.letters import about, write_letter
from workshop.surveys.lists import HEADINGS, LARGEST_KB, MOST_ROWS
from workshop.surveys.queries import access_survey, calls, rules_of, turnout

_SURVEY = "/meetings/<code>/exercises/<int:exercise_id>/survey"


def survey_link(exercise: Exercise) -> str:
    """The survey's own link: of BASE_URL, whatever the request says."""
    return f"{join_link(exercise.meeting)}/s/{exercise.id}"


@bp.get(f"{_SURVEY}/share")
@login_required
def share(code: str, exercise_id: int) -> ResponseReturnValue:
    """The survey's own link with its QR code, how the survey is doing, and the other ways into it."""
    exercise = access_survey(code, exercise_id, current_user)
    return render_template(
        "surveys/share.html",
        exercise=exercise,
        rules=rules_of(exercise),
        link=survey_link(exercise),
        turnout=turnout(exercise),
        calls=calls(exercise),
    )


@bp.get(f"{_SURVEY}/qr.svg")
@login_required
def survey_qr(code: str, exercise_id: int) -> ResponseReturnValue:
    """The survey's own link as a QR code."""
    return qr_code(survey_link(access_survey(code, exercise_id, current_user)))


@bp.route(f"{_SURVEY}/invitees", methods=["GET", "POST"])
@login_required
def invitees(code: str, exercise_id: int) -> ResponseReturnValue:
    """Who is invited by an own link. A list that is sent is first only read; it is imported when it is sent again as
    it was read."""
    exercise = access_survey(code, exercise_id, current_user)
    form = InviteesForm()
    form.read_in(exercise.meeting.languages[0])
    if form.validate_on_submit() and form.is_confirmed():
        added, changed = actions.list_invitees(exercise, form.reading.rows, current_user)
        flash(_("%(added)s added, %(changed)s changed.", added=added, changed=changed))
        return redirect(url_for(".invitees", code=code, exercise_id=exercise.id), 303)
    page = render_template(
        "surveys/invitees.html",
        exercise=exercise,
        form=form,
        rules=rules_of(exercise),
        calls=calls(exercise),
        letters=letter_counts(about(exercise)),
        states=LetterState,
        troubled=troubled_letters(about(exercise)),
        has_server=bool(current_app.config["SETTINGS"].SMTP_URL),
        headings=HEADINGS,
        most=MOST_ROWS,
        largest=LARGEST_KB,
    )
    return page, 422 if form.errors else 200


@bp.route(f"{_SURVEY}/letters/<any(invitation, reminder):deed>", methods=["GET", "POST"])
@login_required
def letter(code: str, exercise_id: int, deed: str) -> ResponseReturnValue:
    """The letter of invitation or the reminder as it will leave, and the button that sends it."""
    exercise = access_survey(code, exercise_id, current_user)
    is_reminder, known = deed == "reminder", calls(exercise)
    if request.method == "GET":
        return render_template(
            "surveys/letter.html",
            exercise=exercise,
            is_reminder=is_reminder,
            calls=known,
            due=known.missing if is_reminder else known.listed - known.invited,
            letters={each: write_letter(exercise, each, is_reminder) for each in LANGUAGES},
        )
    seen = request.form.get("seen", -1, type=int)
    sent = actions.send_letters(exercise, current_user, reminder=is_reminder, seen=seen)
    flash(ngettext("%(num)s letter is on its way.", "%(num)s letters are on their way.", sent))
    return redirect(url_for(".invitees", code=code, exercise_id=exercise.id), 303)
