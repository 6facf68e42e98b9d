"""A participant votes: one statement at a time, and then all of one's own answers."""

import uuid
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop.errors import Enough, KeyTaken, Locked, NotAllowed, NotFound, NotNow, refusal_words
from workshop.meetings.models import Exercise
from workshop.participants.guests import access_guest
from workshop.participants.models import Participant
from workshop.statements import actions
from workshop.statements.doors import bp
from workshop.statements.forms import OwnStatementForm
from workshop.statements.models import Adding, Opinion, Statement
from workshop.statements.news import vote_news
from workshop.statements.queries import (
    ballot_of,
    rules_of,
    stances_of,
    statements_of,
    tallies_of,
    vote_of,
    waiting_of,
)

OPINIONS = {"agree": Opinion.AGREE, "disagree": Opinion.DISAGREE, "pass": Opinion.PASS}
"""What the buttons send, in the order of the buttons."""


@bp.get("/j/<code>/statements/<int:exercise_id>")
def vote(code: str, exercise_id: int) -> ResponseReturnValue:
    """The first statement that the participant has not answered, or the one that is asked for (`at`, its id);
    when all are answered, one's own answers."""
    guest = access_guest(code)
    return _vote_page(guest, vote_of(guest, exercise_id))


def _vote_page(guest: Participant, exercise: Exercise, form: OwnStatementForm | None = None) -> str:
    """`form` is the own statement that was sent and could not be saved."""
    ballot, given, rules = ballot_of(exercise, guest), stances_of(exercise, guest), rules_of(exercise)
    open_now = exercise.is_open and guest.may_write
    if form is None:
        form = OwnStatementForm(formdata=None, client_key=str(uuid.uuid4()))
    return render_template(
        "statements/vote.html",
        meeting=guest.meeting,
        exercise=exercise,
        ballot=ballot,
        given=given,
        open_now=open_now,
        ended=not guest.may_write,
        tallies=tallies_of(exercise) if rules.results_opened_at else {},
        results=rules.results_opened_at is not None,
        may_add=rules.adding is not Adding.NOBODY and open_now,
        approved=rules.adding is Adding.APPROVED,
        waiting=waiting_of(exercise, guest),
        form=form,
        opinions=OPINIONS,
        news=vote_news(exercise),
        **_place(ballot, given, guest),
    )


def _place(ballot: list[Statement], given: dict[int, Opinion], guest: Participant) -> dict[str, Any]:
    """The statement that is shown, and the ones before and after it; none when all are answered or nothing is taken."""
    asked = request.args.get("at", type=int)
    open_ones = [statement for statement in ballot if statement.id not in given]
    here = next((statement for statement in ballot if statement.id == asked), open_ones[0] if open_ones else None)
    if here is None or "all" in request.args or not guest.may_write:
        return {"statement": None, "left": len(open_ones)}
    place = ballot.index(here)
    return {
        "statement": here,
        "left": len(open_ones),
        "number": place + 1,
        "before": ballot[place - 1] if place else None,
        "after": ballot[place + 1] if here.id in given and place + 1 < len(ballot) else None,
    }


@bp.post("/j/<code>/statements/<int:exercise_id>/<int:statement_id>")
def give(code: str, exercise_id: int, statement_id: int) -> ResponseReturnValue:
    """Take a stance (form field `stance`: agree, disagree or pass) and go on to the next statement."""
    guest = access_guest(code)
    exercise = vote_of(guest, exercise_id)
    statement = next((one for one in ballot_of(exercise, guest) if one.id == statement_id), None)
    opinion = OPINIONS.get(request.form.get("stance", ""))
    if opinion is None or statement_id not in {one.id for one in statements_of(exercise)}:
        raise NotFound
    if statement is None:  # it was hidden while somebody looked at it: on to the next
        return redirect(url_for(".vote", code=code, exercise_id=exercise_id), 303)
    try:
        actions.give_stance(statement, guest, opinion)
    except (Locked, NotNow):
        return _vote_page(guest, exercise), 409
    return redirect(url_for(".vote", code=code, exercise_id=exercise_id), 303)


@bp.post("/j/<code>/statements/<int:exercise_id>/add")
def suggest(code: str, exercise_id: int) -> ResponseReturnValue:
    """Take in a participant's own statement. What cannot be saved is shown again with the reason."""
    guest = access_guest(code)
    exercise = vote_of(guest, exercise_id)
    form, status = OwnStatementForm(), 422
    if form.validate_on_submit():
        try:
            actions.suggest_statement(exercise, guest, form.client_key.data, form.text.data)
        except (Locked, NotNow, NotAllowed, KeyTaken, Enough) as refusal:
            status, _title, words = refusal_words(refusal)
            form.text.errors, form.client_key.data = [words], str(uuid.uuid4())
        else:
            return redirect(url_for(".vote", code=code, exercise_id=exercise_id, _anchor="own"), 303)
    return _vote_page(guest, exercise, form), status
