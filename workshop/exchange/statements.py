"""Statement votes as tables: the statements with how many took which stance, and the stances of each participant.

A participant's row has no tag and no number that means anything elsewhere, stands in random order, and is there only
for statements on which at least as many people as the floor took a stance.
"""

import random

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from workshop.exchange.sheets import Cell, Sheet
from workshop.extensions import db
from workshop.meetings.models import Exercise
from workshop.statements.models import Opinion, Stance, Statement

_shuffle = random.SystemRandom().shuffle


def statement_sheets(vote: Exercise, language: str, place: str = "") -> list[Sheet]:
    """The statements in order, with their status; and a row for each participant."""
    floor = current_app.config["SETTINGS"].SMALL_GROUP_FLOOR
    asked = select(Statement).where(Statement.exercise_id == vote.id).order_by(Statement.position, Statement.id)
    statements = list(db.session.scalars(asked))
    taken: dict[int, dict[int, int]] = {one.id: {} for one in statements}
    stances = select(Stance.statement_id, Stance.participant_id, Stance.value).where(Stance.statement_id.in_(taken))
    for statement_id, person, value in db.session.execute(stances):
        taken[statement_id][person] = value
    told = [one for one in statements if len(taken[one.id]) >= floor]
    rows: list[tuple[Cell, ...]] = []
    for number, one in enumerate(statements, start=1):
        status = _("hidden") if one.hidden_at else _("waiting") if one.withheld_at else _("shown")
        values = list(taken[one.id].values())
        counts = [values.count(each) if one in told else None for each in _ORDER]
        rows.append((number, one.text.text(language), status, *counts))
    people = list({person for one in told for person in taken[one.id]})
    _shuffle(people)
    stands = [(line, *(taken[one.id].get(person) for one in told)) for line, person in enumerate(people, start=1)]
    numbers = {one.id: number for number, one in enumerate(statements, start=1)}
    columns = [(f"s{numbers[one.id]}", one.text.text(language), _stance_meaning()) for one in told]
    title = (("", "", vote.title.text(language)),)
    row = ("row", _("Row"), _("A random number of this file, which means nothing elsewhere."))
    return [
        Sheet(f"statements{place}", _("Statements %(which)s", which=place).strip(), _columns(), rows, title),
        Sheet(f"stances{place}", _("Stances %(which)s", which=place).strip(), (row, *columns), stands, title),
    ]


_ORDER = (Opinion.AGREE, Opinion.DISAGREE, Opinion.PASS)


def _stance_meaning() -> str:
    return _("1 = agrees, -1 = disagrees, 0 = passed; empty = took no stance.")


def _columns() -> tuple[tuple[str, str, str], ...]:
    few = _("Empty when too few have taken a stance.")
    return (
        ("number", _("No."), _("The number of the statement.")),
        ("text", _("Statement"), _("Word for word as it was written.")),
        ("status", _("Status"), _("Shown; hidden by those who lead; or waiting to be approved.")),
        ("agree", _("Agree"), few),
        ("disagree", _("Disagree"), few),
        ("passed", _("Passed"), few),
    )
