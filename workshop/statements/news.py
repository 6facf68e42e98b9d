"""What screens are told of statement votes, as each audience may know it.

Nobody hears who thinks what. Counts are told to those who lead; participants and the wall see them on their pages once
the results have been opened.
"""

from sqlalchemy import func, or_, select

from workshop.extensions import db
from workshop.live.stream import AS_IT_IS_NOW, Audience, Change, News
from workshop.meetings.models import Exercise, Meeting
from workshop.meetings.queries import meeting_changes
from workshop.participants.queries import hand_changes
from workshop.statements.models import Stance, Statement, StatementRules
from workshop.statements.queries import is_shown, shown, tally


def statement_changes(meeting_id: int, after: int, audience: Audience) -> list[Change]:
    """Every statement of an opened vote that changed after number `after`, or whose vote was opened after it.

    To participants a statement that is hidden is gone; in a first paint (after 0), and before it has been shown to
    them, it was never there.
    """
    found = (
        select(Statement)
        .join(Statement.exercise)
        .where(Statement.meeting_id == meeting_id, Exercise.opened_at.is_not(None))
        .where(or_(Statement.seq > after, Exercise.opened_seq > after))
    )
    if audience is Audience.PARTICIPANTS:
        found = found.where(Statement.shown_at.is_not(None) if after else shown())
    rows = db.session.scalars(found.order_by(Statement.seq).execution_options(**AS_IT_IS_NOW))
    return [statement_body(statement, audience) for statement in rows]


def statement_body(statement: Statement, audience: Audience) -> Change:
    """The only form in which a statement leaves the house towards a screen; those who lead know besides whether it is
    `hidden` or `waiting`."""
    body: Change = {"kind": "statement", "id": statement.id, "seq": statement.seq}
    if audience is Audience.PARTICIPANTS and not is_shown(statement):
        return {**body, "gone": True}
    body |= {"vote": statement.exercise_id, "text": dict(statement.text)}
    if audience is Audience.FACILITATORS:
        body |= {"hidden": statement.hidden_at is not None, "waiting": statement.withheld_at is not None}
    return body


def vote_changes(meeting_id: int, after: int, _audience: Audience) -> list[Change]:
    """The rules of votes that changed after number `after`."""
    rows = (
        select(StatementRules)
        .join(StatementRules.exercise)
        .where(Exercise.meeting_id == meeting_id, StatementRules.seq > after)
        .execution_options(**AS_IT_IS_NOW)
    )
    return [vote_body(rules) for rules in db.session.scalars(rows)]


def vote_body(rules: StatementRules) -> Change:
    """A vote's rules as screens know them: who may add statements, and whether all may see the results."""
    return {
        "kind": "vote",
        "id": rules.exercise_id,
        "seq": rules.seq,
        "adding": rules.adding,
        "results": rules.results_opened_at is not None,
    }


def stance_changes(meeting_id: int, after: int, audience: Audience) -> list[Change]:
    """How the statements stand on which a stance was taken after number `after`, or that changed and have none, and how
    many have voted; told to those who lead. With fewer people than the floor a tally has only their number."""
    if audience is not Audience.FACILITATORS:
        return []
    moved = (
        select(Stance.statement_id)
        .join(Stance.statement)
        .where(Statement.meeting_id == meeting_id, Stance.seq > after)
        .distinct()
    )
    rows = db.session.execute(
        select(Stance.statement_id, Stance.value, func.count(), func.max(Stance.seq))
        .where(Stance.statement_id.in_(moved))
        .group_by(Stance.statement_id, Stance.value)
    )
    counts: dict[int, dict[int, int]] = {}
    newest: dict[int, int] = {}
    for statement_id, value, count, seq in rows:
        counts.setdefault(statement_id, {})[value] = count
        newest[statement_id] = max(seq, newest.get(statement_id, 0))
    has_any = select(Stance.statement_id).where(Stance.statement_id == Statement.id).exists()
    bare = (
        select(Statement.id, Statement.seq)
        .join(Statement.exercise)
        .where(Statement.meeting_id == meeting_id, Exercise.opened_at.is_not(None), ~has_any)
        .where(or_(Statement.seq > after, Exercise.opened_seq > after))
    )
    for statement_id, seq in db.session.execute(bare):
        counts[statement_id], newest[statement_id] = {}, seq  # its last stance may have been taken back
    return [*(_tally_body(one, newest[one], counts[one]) for one in counts), *_progress(meeting_id, after)]


def _tally_body(statement_id: int, seq: int, counts: dict[int, int]) -> Change:
    told = tally(counts)
    body: Change = {"kind": "tally", "id": statement_id, "seq": seq, "people": told.people}
    if told.stances:
        body |= {
            "agree": told.stances.agree,
            "disagree": told.stances.disagree,
            "passed": told.stances.passed,
        }
    return body


def _progress(meeting_id: int, after: int) -> list[Change]:
    """As of surveys: a vote without stances has the number of the last change that touched any statement."""
    newest = func.coalesce(func.max(Stance.seq), Meeting.statements_seq)
    rows = db.session.execute(
        select(Statement.exercise_id, newest, func.count(Stance.participant_id.distinct()))
        .join(Meeting, Meeting.id == Statement.meeting_id)
        .join(Stance, Stance.statement_id == Statement.id, isouter=True)
        .where(Statement.meeting_id == meeting_id)
        .group_by(Statement.exercise_id, Meeting.statements_seq)
        .having(newest > after)
    )
    return [{"kind": "progress", "id": exercise_id, "seq": seq, "responses": n} for exercise_id, seq, n in rows]


def vote_news(exercise: Exercise) -> News:
    """The first paint of a participant's page: the path, the hands and this vote.

    Not what is on boards: a hall asks for this page with every press.
    """
    meeting, audience = exercise.meeting, Audience.PARTICIPANTS
    seq = meeting.seq
    told = [read(meeting.id, 0, audience) for read in (meeting_changes, hand_changes, vote_changes, statement_changes)]
    return News(
        0, seq, [change for changes in told for change in changes if change.get("vote", exercise.id) == exercise.id]
    )
