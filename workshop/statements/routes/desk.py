"""What those who lead do while people vote."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from workshop.errors import wants_json
from workshop.live.stream import Audience, Change
from workshop.meetings.models import Exercise
from workshop.meetings.undo import undo_offer
from workshop.statements import actions
from workshop.statements.doors import bp
from workshop.statements.news import statement_body, vote_body
from workshop.statements.queries import access_statement, access_vote, rules_of


def _done(exercise: Exercise, change: Change) -> ResponseReturnValue:
    """A script gets what was changed and what can be undone, a person the desk."""
    meeting = exercise.meeting
    if wants_json():
        return {"changes": [change], "undo": undo_offer(meeting, current_user)}
    return redirect(url_for("screens.desk", code=meeting.code, step=exercise.position), 303)


@bp.post("/meetings/<code>/statements/<int:statement_id>/<any(hide, show):deed>")
@login_required
def moderate(code: str, statement_id: int, deed: str) -> ResponseReturnValue:
    """Hide a statement, show it again, or approve one that waits."""
    statement = access_statement(code, statement_id, current_user)
    (actions.hide_statement if deed == "hide" else actions.show_statement)(statement, current_user)
    return _done(statement.exercise, statement_body(statement, Audience.FACILITATORS))


@bp.post("/meetings/<code>/exercises/<int:exercise_id>/statements/<any(open, close):deed>")
@login_required
def results(code: str, exercise_id: int, deed: str) -> ResponseReturnValue:
    """Let all see how the vote goes, or only those who lead."""
    exercise = access_vote(code, exercise_id, current_user)
    (actions.open_results if deed == "open" else actions.close_results)(exercise, current_user)
    return _done(exercise, vote_body(rules_of(exercise)))
