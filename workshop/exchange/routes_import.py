"""Notes and responses of another service are brought in from a file: read, tried out, and only then written."""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from flask_login import current_user, login_required

from workshop.boards.actions import import_notes, take_back_import
from workshop.boards.queries import imports_of, keys_in
from workshop.errors import NotFound, NotNow
from workshop.exchange.answers_trial import try_answers
from workshop.exchange.bounds import LARGEST_FILE, LARGEST_REQUEST, MOST_ROWS
from workshop.exchange.forms import AnswersForm, NotesForm
from workshop.exchange.matching import field_of, role_of
from workshop.exchange.trial import try_out
from workshop.i18n.choose import current_language
from workshop.i18n.formats import number
from workshop.meetings.models import Deed
from workshop.meetings.queries import access_meeting
from workshop.results.queries import prompts_in
from workshop.surveys.actions import import_responses, take_back_responses
from workshop.surveys.kinds import KINDS
from workshop.surveys.queries import access_survey, imports_in, questions_of
from workshop.surveys.queries import keys_in as response_keys
from workshop.uploads import takes

bp = Blueprint("imports", __name__)
_ANSWERS = "/meetings/<code>/exercises/<int:exercise_id>/survey/import"


@bp.route("/meetings/<code>/import", methods=["GET", "POST"])
@login_required
@takes(LARGEST_REQUEST)
def notes(code: str) -> ResponseReturnValue:
    """A file that is sent is first only read and tried out; its notes are written when it is sent again as it was read
    and shown."""
    meeting = access_meeting(code, current_user)
    prompts, trial = prompts_in(meeting), None
    form = NotesForm(prompts)
    if request.method == "POST":
        if not meeting.allows(Deed.IMPORT):
            raise NotNow
        form.read_in(meeting.languages[0])
        if form.rows and form.reading:
            trial = try_out(meeting, prompts, form.rows, form.reading, keys_in(meeting))
    if trial and trial.notes and form.is_confirmed():
        count = import_notes(meeting, trial.notes, current_user)
        shown = number(count, current_language())
        flash(ngettext("%(n)s note was brought in.", "%(n)s notes were brought in.", count, n=shown))
        return redirect(url_for(".notes", code=code), 303)
    page = render_template(
        "exchange/import.html",
        meeting=meeting,
        allows=meeting.allowed,
        prompts=prompts,
        form=form,
        trial=trial,
        columns=form.columns,
        imports=imports_of(meeting),
        role_of=role_of,
        field_of=field_of,
        most_rows=MOST_ROWS,
        largest_mb=LARGEST_FILE // 1_000_000,
    )
    return page, 422 if form.errors else 200


@bp.post("/meetings/<code>/import/take-back")
@login_required
def take_back(code: str) -> ResponseReturnValue:
    """Take away all notes that one file brought."""
    meeting = access_meeting(code, current_user)
    count = take_back_import(meeting, _moment(), current_user)
    shown = number(count, current_language())
    flash(ngettext("%(n)s note was taken away again.", "%(n)s notes were taken away again.", count, n=shown))
    return redirect(url_for(".notes", code=code), 303)


def _moment() -> datetime:
    """When the file came that the form names; NotFound for what is no moment."""
    try:
        moment = datetime.fromisoformat(request.form.get("moment", ""))
    except ValueError:
        raise NotFound from None
    if moment.tzinfo is None:
        raise NotFound
    return moment


@bp.route(_ANSWERS, methods=["GET", "POST"])
@login_required
@takes(LARGEST_REQUEST)
def answers(code: str, exercise_id: int) -> ResponseReturnValue:
    """Responses of another service for a survey: read, tried out, and written as notes are."""
    exercise = access_survey(code, exercise_id, current_user)
    meeting, trial = exercise.meeting, None
    questions = questions_of(exercise)
    form = AnswersForm(questions)
    if request.method == "POST":
        if not meeting.allows(Deed.IMPORT):
            raise NotNow
        form.read_in(meeting.languages[0])
        if form.rows and form.reading:
            trial = try_answers(exercise, form.targets, form.rows, form.reading, response_keys(exercise))
    if trial and trial.responses and form.is_confirmed():
        count = import_responses(exercise, trial.responses, current_user)
        shown = number(count, current_language())
        flash(ngettext("%(n)s response was brought in.", "%(n)s responses were brought in.", count, n=shown))
        return redirect(url_for(".answers", code=code, exercise_id=exercise_id), 303)
    page = render_template(
        "exchange/import_answers.html",
        exercise=exercise,
        meeting=meeting,
        allows=meeting.allowed,
        questions=[question for question in questions if KINDS[question.kind].answered],
        form=form,
        trial=trial,
        columns=form.columns,
        imports=imports_in(exercise),
        most_rows=MOST_ROWS,
        largest_mb=LARGEST_FILE // 1_000_000,
    )
    return page, 422 if form.errors else 200


@bp.post(f"{_ANSWERS}/take-back")
@login_required
def take_back_answers(code: str, exercise_id: int) -> ResponseReturnValue:
    """Remove all responses that one file brought."""
    exercise = access_survey(code, exercise_id, current_user)
    count = take_back_responses(exercise, _moment(), current_user)
    shown = number(count, current_language())
    flash(ngettext("%(n)s response was removed again.", "%(n)s responses were removed again.", count, n=shown))
    return redirect(url_for(".answers", code=code, exercise_id=exercise_id), 303)
