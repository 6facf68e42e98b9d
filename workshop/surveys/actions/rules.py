"""How a survey works: how one gets into it, from when until when it is open, and what becomes of the answers."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from workshop.accounts.log import write_down
from workshop.accounts.models import User
from workshop.action import action
from workshop.clock import now
from workshop.errors import Closed, Locked, NotNow, NotThisBoard, NotYet, Promised
from workshop.extensions import db
from workshop.meetings.actions import next_seq, require, take_turn
from workshop.meetings.models import Deed, Exercise, ExerciseKind, Thing
from workshop.surveys.models import SurveyRules
from workshop.surveys.queries import is_promised, rules_of, was_sent_out

GRACE = timedelta(minutes=10)
"""So long after the closing time answers are still taken, and marked as late: they were on their way."""


@dataclass(frozen=True)
class Rules:
    """As `SurveyRules`, without the row."""

    editable: bool = False
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    by_link: bool = False
    anonymous: bool = True
    results_shown: bool = False


@action
def set_survey_rules(exercise: Exercise, rules: Rules, by: User | None = None) -> None:
    """Let a survey work by these rules from now on. A closing time that is put off after it was told is an extension.

    Raises NotNow, NotThisBoard for what is no survey, and Promised when `anonymous` would change after somebody has
    been invited or has answered.
    """
    meeting = exercise.meeting
    require(meeting, Deed.EDIT if meeting.allows(Deed.EDIT) else Deed.MODERATE)
    if exercise.kind is not ExerciseKind.SURVEY:
        raise NotThisBoard
    row = rules_of(exercise)
    if rules.anonymous != row.anonymous and is_promised(exercise):
        raise Promised
    is_told = not meeting.allows(Deed.EDIT) or (meeting.allows(Deed.JOIN) and (row.by_link or was_sent_out(exercise)))
    if is_told and row.closes_at and rules.closes_at and rules.closes_at > row.closes_at:
        row.extended_from = row.extended_from or row.closes_at
    for one in fields(Rules):
        setattr(row, one.name, getattr(rules, one.name))
    db.session.add(row)
    exercise.seq = next_seq(meeting, Thing.STEPS)
    if by:  # a plan brings its rules with it
        write_down("set_survey_rules", by, meeting_id=meeting.id, exercise=exercise.id)


def require_taking(exercise: Exercise, *, invited: bool = False) -> bool:
    """Raise unless the survey takes answers now; answers whether they are late.

    As a step of its meeting it takes them when the facilitator has opened it. By its own link, and from who was
    `invited`, it takes them whenever the meeting lets people in, whatever is shown there. Raises NotNow by the
    meeting's state, Locked by the exercise's own, NotYet and Closed by the survey's times.
    """
    take_turn(exercise.meeting)
    return judge_taking(exercise, rules_of(exercise), invited=invited)


def judge_taking(exercise: Exercise, rules: SurveyRules, *, invited: bool = False) -> bool:
    """`require_taking` for those who have read the rules, and see to it that what they have read is still true."""
    moment, by_itself = now(), rules.by_link or invited
    if not exercise.meeting.allows(Deed.JOIN if by_itself else Deed.CONTRIBUTE):
        raise NotNow
    if exercise.locked_at or not (by_itself or exercise.opened_at):
        raise Locked
    if rules.opens_at and moment < rules.opens_at:
        raise NotYet
    if rules.closes_at and moment > rules.closes_at + GRACE:
        raise Closed
    return bool(rules.closes_at and moment > rules.closes_at)
