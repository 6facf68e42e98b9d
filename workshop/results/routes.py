"""The dashboard of one meeting: the page, its live part, and the figures."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from workshop.accounts.doors import this_login
from workshop.i18n.choose import current_language
from workshop.live.stream import Screen
from workshop.live.tickets import Ticket, issue
from workshop.meetings.queries import access_meeting
from workshop.results.charts import figures_json
from workshop.results.queries import meeting_results
from workshop.results.tokens import Ground
from workshop.results.view import page_of

bp = Blueprint("results", __name__)


@bp.get("/meetings/<code>/results")
@login_required
def page(code: str) -> ResponseReturnValue:
    """The dashboard."""
    meeting = access_meeting(code, current_user)
    results = page_of(meeting_results(meeting), current_language())
    ticket = issue(Ticket(meeting.id, Screen.RESULTS, login=this_login()))
    return render_template("results/page.html", meeting=meeting, results=results, ticket=ticket)


@bp.get("/meetings/<code>/results/part")
@login_required
def part(code: str) -> ResponseReturnValue:
    """What changes on the dashboard while people speak, as the first paint draws it."""
    meeting = access_meeting(code, current_user)
    return render_template("results/_part.html", results=page_of(meeting_results(meeting), current_language()))


@bp.get("/meetings/<code>/results/figures")
@login_required
def figures(code: str) -> ResponseReturnValue:
    """The figures by chart id, for the ground that is asked for: ?ground=day or night."""
    meeting = access_meeting(code, current_user)
    charts = page_of(meeting_results(meeting), current_language()).all_charts
    ground = Ground.NIGHT if request.args.get("ground") == Ground.NIGHT else Ground.DAY
    return Response(figures_json(charts, ground), mimetype="application/json")
