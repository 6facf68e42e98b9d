"""How a survey works: whether answers can be changed, and from when until when it is open."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from workshop.action import action
from workshop.clock import now
from workshop.errors import Closed, NotThisBoard, NotYet
from workshop.extensions import db
from workshop.meetings.actions import next_seq, require
from workshop.meetings.models import Deed, Exercise, ExerciseKind, Thing
from workshop.surveys.queries import rules_of

GRACE = timedelta(minutes=10)
"""So long after the closing time answers are still taken, and marked as late: they were on their way."""


@dataclass(frozen=True)
class Rules:
    """As `SurveyRules`, without the row."""

    editable: bool = False
    opens_at: datetime | None = None
    closes_at: datetime | None = None


@action
def set_survey_rules(exercise: Exercise, rules: Rules) -> None:
    """Let a survey work by these rules from now on. A closing time that moves is told as an extension.

    Raises NotNow, and NotThisBoard for what is no survey.
    """
    meeting = exercise.meeting
    require(meeting, Deed.EDIT if meeting.allows(Deed.EDIT) else Deed.MODERATE)
    if exercise.kind is not ExerciseKind.SURVEY:
        raise NotThisBoard
    row = rules_of(exercise)
    is_extended = row.closes_at and rules.closes_at and rules.closes_at > row.closes_at
    if is_extended and not meeting.allows(Deed.EDIT):
        row.extended_from = row.extended_from or row.closes_at
    for one in fields(Rules):
        setattr(row, one.name, getattr(rules, one.name))
    db.session.add(row)
    exercise.seq = next_seq(meeting, Thing.STEPS)


def require_within(exercise: Exercise) -> bool:
    """Raise NotYet before the survey's opening time and Closed after its closing time; answers whether it is late."""
    rules, moment = rules_of(exercise), now()
    if rules.opens_at and moment < rules.opens_at:
        raise NotYet
    if rules.closes_at and moment > rules.closes_at + GRACE:
        raise Closed
    return bool(rules.closes_at and moment > rules.closes_at)
