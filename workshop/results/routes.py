"""The dashboard of a meeting and the results of a survey: the page, its live part, and the figures."""

from dataclasses import asdict

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from workshop.accounts.doors import this_login
from workshop.errors import NotFound
from workshop.i18n.choose import current_language
from workshop.live.stream import Screen
from workshop.live.tickets import Ticket, issue
from workshop.meetings.models import Exercise
from workshop.meetings.queries import access_meeting
from workshop.participants.guests import access_guest
from workshop.results.files import figures_answer, table_answer
from workshop.results.notes import Asked, by_prompt, notes_page
from workshop.results.queries import meeting_results
from workshop.results.shapes import SurveyPage
from workshop.results.survey_view import shown_page, survey_page
from workshop.results.surveys import survey_results
from workshop.results.view import page_of
from workshop.surveys.queries import access_survey, response_of, rules_of, survey_of

bp = Blueprint("results", __name__)


@bp.get("/meetings/<code>/results")
@login_required
def page(code: str) -> ResponseReturnValue:
    """The dashboard."""
    meeting = access_meeting(code, current_user)
    results = page_of(meeting_results(meeting), current_language())
    ticket = issue(Ticket(meeting.id, Screen.RESULTS, login=this_login()))
    return render_template("results/page.html", meeting=meeting, results=results, ticket=ticket, tables=_tables(code))


@bp.get("/meetings/<code>/results/part")
@login_required
def part(code: str) -> ResponseReturnValue:
    """What changes on the dashboard while people speak, as the first paint draws it."""
    meeting = access_meeting(code, current_user)
    results = page_of(meeting_results(meeting), current_language())
    return render_template("results/_part.html", results=results, tables=_tables(code))


@bp.get("/meetings/<code>/results/figures")
@login_required
def figures(code: str) -> ResponseReturnValue:
    """The figures by chart id, for the ground that is asked for: ?ground=day or night; or one picture: ?picture=id."""
    meeting = access_meeting(code, current_user)
    return figures_answer(page_of(meeting_results(meeting), current_language()).all_charts)


@bp.get("/meetings/<code>/results/table")
@login_required
def table(code: str) -> ResponseReturnValue:
    """The table of one chart as a CSV file: ?chart=id."""
    meeting = access_meeting(code, current_user)
    return table_answer(page_of(meeting_results(meeting), current_language()).all_charts)


@bp.get("/meetings/<code>/results/notes")
@login_required
def notes(code: str) -> ResponseReturnValue:
    """The notes behind a bar: ?prompt=id, ?topic=key, ?group=key, ?term=word; ?page=number."""
    meeting, language, given = access_meeting(code, current_user), current_language(), request.args
    results = meeting_results(meeting)
    # a prompt that is no number is none of ours
    prompt = given.get("prompt", type=int, default=0) if "prompt" in given else None
    asked = Asked(prompt, given.get("topic"), given.get("group"), given.get("term"))
    listed = notes_page(results, asked, given.get("page", 1, int), language)
    under = by_prompt(results, listed, language) if asked.group is None else []
    return render_template("results/notes.html", meeting=meeting, listed=listed, under=under, asked=asdict(asked))


def _tables(code: str) -> str:
    """Where the tables of the dashboard are, but for the chart's id at the end."""
    return f"{url_for('.table', code=code)}?chart="


@bp.get("/meetings/<code>/surveys/<int:exercise_id>/results")
@login_required
def survey(code: str, exercise_id: int) -> ResponseReturnValue:
    """The results of one survey, told apart by `by` when it is one of its backgrounds."""
    exercise, results = _survey(code, exercise_id)
    ticket = issue(Ticket(exercise.meeting_id, Screen.RESULTS, login=this_login()))
    tables = _survey_tables(exercise, results)
    return render_template("results/survey.html", survey=exercise, results=results, ticket=ticket, tables=tables)


@bp.get("/meetings/<code>/surveys/<int:exercise_id>/results/part")
@login_required
def survey_part(code: str, exercise_id: int) -> ResponseReturnValue:
    """What changes on the survey's page while people answer."""
    exercise, results = _survey(code, exercise_id)
    return render_template(
        "results/_survey.html", survey=exercise, results=results, tables=_survey_tables(exercise, results)
    )


@bp.get("/meetings/<code>/surveys/<int:exercise_id>/results/figures")
@login_required
def survey_figures(code: str, exercise_id: int) -> ResponseReturnValue:
    """The figures of the survey's page, as those of the dashboard."""
    _exercise, results = _survey(code, exercise_id)
    return figures_answer(results.all_charts)


@bp.get("/meetings/<code>/surveys/<int:exercise_id>/results/table")
@login_required
def survey_table(code: str, exercise_id: int) -> ResponseReturnValue:
    """The table of one of the survey's charts, as that of the dashboard."""
    _exercise, results = _survey(code, exercise_id)
    return table_answer(results.all_charts)


def _survey_tables(survey: Exercise, results: SurveyPage) -> str:
    address = url_for(".survey_table", code=survey.meeting.code, exercise_id=survey.id, by=results.by or None)
    return f"{address}{'&' if results.by else '?'}chart="


def _survey(code: str, exercise_id: int) -> tuple[Exercise, SurveyPage]:
    exercise = access_survey(code, exercise_id, current_user)
    return exercise, survey_page(survey_results(exercise, request.args.get("by", "")), current_language())


@bp.get("/j/<code>/surveys/<int:exercise_id>/results")
def shown(code: str, exercise_id: int) -> ResponseReturnValue:
    """The results for somebody who has answered the survey, where they are shown; NotFound otherwise."""
    guest = access_guest(code)
    exercise = survey_of(guest, exercise_id)
    if not rules_of(exercise).results_shown or response_of(exercise, guest) is None:
        raise NotFound
    results = survey_results(exercise)
    page = shown_page(results, current_language())
    return render_template("results/shown.html", survey=exercise, results=page, floor=results.account.floor)
