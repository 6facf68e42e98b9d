"""Finding meetings, and telling what has changed in them."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, exists, false, or_, select, true
from sqlalchemy.orm import aliased, selectinload

from workshop.accounts.models import RANK, LoggedDeed, Login, Role, User
from workshop.accounts.queries import open_logins
from workshop.errors import NotFound
from workshop.extensions import db
from workshop.live.stream import AS_IT_IS_NOW, Audience, Change
from workshop.meetings.codes import is_code
from workshop.meetings.models import Exercise, Meeting, Thing, meeting_leader, meeting_scribe
from workshop.rounds.models import Round

_MEETING: Table = Meeting.__table__  # type: ignore[assignment]
_TOUCHED = select(_MEETING.c.seq, *(_MEETING.c[f"{thing}_seq"] for thing in Thing)).where(
    _MEETING.c.id == bindparam("meeting")
)

_NEWEST_FIRST = (Meeting.starts_at.desc(), Meeting.id.desc())


def access_meeting(code: str, user: User) -> Meeting:
    """The meeting with this code, when `user` may lead it; NotFound otherwise, whichever the reason."""
    return _found(code, _leads(user))


def access_written(code: str, user: User) -> Meeting:
    """The meeting with this code, when `user` may lead it or write in it as a scribe; NotFound otherwise."""
    return _found(code, or_(_leads(user), _writes(user)))


def _found(code: str, rule: ColumnElement[bool]) -> Meeting:
    asked = _meetings(rule).where(Meeting.code == code).options(selectinload(Meeting.exercises))
    found = db.session.scalar(asked) if is_code(code) else None
    if found is None:
        raise NotFound
    return found


def may_lead(meeting: Meeting, user: User) -> bool:
    """Does `user`, who was let in to the meeting, lead it? Otherwise they only write in it."""
    is_leader = any(leader.id == user.id for leader in meeting.leaders)
    return user.may(Role.ORGANISER) or (user.may(Role.FACILITATOR) and is_leader)


def access_exercise(code: str, exercise_id: int, user: User) -> Exercise:
    """An exercise of a meeting that `user` may lead, found through the meeting; NotFound otherwise."""
    for exercise in access_meeting(code, user).exercises:
        if exercise.id == exercise_id:
            return exercise
    raise NotFound


def access_written_exercise(code: str, exercise_id: int, user: User) -> Exercise:
    """An exercise of a meeting in which `user` may write, found through the meeting; NotFound otherwise."""
    for exercise in access_written(code, user).exercises:
        if exercise.id == exercise_id:
            return exercise
    raise NotFound


def access_leader(meeting: Meeting, user_id: int) -> User:
    """One of those who lead the meeting; NotFound otherwise."""
    for leader in meeting.leaders:
        if leader.id == user_id:
            return leader
    raise NotFound


def access_scribe(meeting: Meeting, user_id: int) -> User:
    """One of those who only write in the meeting; NotFound otherwise."""
    for scribe in meeting.scribes:
        if scribe.id == user_id:
            return scribe
    raise NotFound


def access_deed(meeting: Meeting, deed_id: int) -> LoggedDeed:
    """Something that was done in this meeting and is undone by facts; NotFound otherwise."""
    here = (LoggedDeed.id == deed_id, LoggedDeed.meeting_id == meeting.id, LoggedDeed.before.is_not(None))
    deed = db.session.scalar(select(LoggedDeed).where(*here))
    if deed is None:
        raise NotFound
    return deed


def last_deed(meeting: Meeting, user: User, since: datetime) -> LoggedDeed | None:
    """The last thing that `user` did in the meeting after `since` which can be undone and has not been."""
    undoing = aliased(LoggedDeed)
    return db.session.scalar(
        select(LoggedDeed)
        .where(LoggedDeed.meeting_id == meeting.id, LoggedDeed.user_id == user.id, LoggedDeed.before.is_not(None))
        .where(LoggedDeed.done_at > since, ~exists().where(undoing.undoes_id == LoggedDeed.id))
        .order_by(LoggedDeed.id.desc())
        .limit(1)
    )


def meetings_in(round_: Round, user: User) -> Sequence[Meeting]:
    """The round's meetings that `user` may lead, newest first."""
    return db.session.scalars(
        _meetings(_leads(user))
        .where(Meeting.round_id == round_.id)
        .order_by(Meeting.starts_at.desc(), Meeting.id.desc())
    ).all()


def latest_meetings(user: User, most: int = 100) -> Sequence[Meeting]:
    """The meetings that `user` may lead, newest first."""
    return db.session.scalars(_meetings(_leads(user)).order_by(*_NEWEST_FIRST).limit(most)).all()


def written_meetings(user: User, most: int = 100) -> Sequence[Meeting]:
    """The meetings to which `user` was let in as a scribe and which they do not lead, newest first."""
    written = _meetings(and_(_writes(user), ~_leads(user)))
    return db.session.scalars(written.order_by(*_NEWEST_FIRST).limit(most)).all()


def _meetings(rule: ColumnElement[bool]) -> Select[tuple[Meeting]]:
    return select(Meeting).options(selectinload(Meeting.round)).where(rule)


def _leads(user: User) -> ColumnElement[bool]:
    """Organisers lead every meeting, facilitators those that they were let lead, scribes none."""
    if user.may(Role.ORGANISER):
        return true()
    if not user.may(Role.FACILITATOR):
        return false()
    return Meeting.id.in_(select(meeting_leader.c.meeting_id).where(meeting_leader.c.user_id == user.id))


def _writes(user: User) -> ColumnElement[bool]:
    """Whoever was let in as a scribe, whatever their role is."""
    if not user.is_active:
        return false()
    return Meeting.id.in_(select(meeting_scribe.c.meeting_id).where(meeting_scribe.c.user_id == user.id))


def led_by_logins(login_ids: Collection[int], meeting_ids: Collection[int]) -> set[tuple[int, int]]:
    """Which of these logins may lead which of these meetings, by the rule of `_leads`: (login id, meeting id)."""
    return {pair for pair, leads in let_in_by_logins(login_ids, meeting_ids).items() if leads}


def let_in_by_logins(login_ids: Collection[int], meeting_ids: Collection[int]) -> dict[tuple[int, int], bool]:
    """Which of these logins are let in to which of these meetings, and whether they lead them or only write there.

    {(login id, meeting id): leads}, by the rules of `_leads` and `_writes`.
    """
    is_leader = exists().where(meeting_leader.c.user_id == User.id, meeting_leader.c.meeting_id == Meeting.id)
    is_scribe = exists().where(meeting_scribe.c.user_id == User.id, meeting_scribe.c.meeting_id == Meeting.id)
    leads = or_(_at_least(Role.ORGANISER), and_(_at_least(Role.FACILITATOR), is_leader.correlate(User, Meeting)))
    pairs = open_logins(Login.id, Meeting.id, leads).join(Meeting, or_(leads, is_scribe.correlate(User, Meeting)))
    asked = pairs.where(Login.id.in_(login_ids), Meeting.id.in_(meeting_ids))
    return {(login_id, meeting_id): bool(led) for login_id, meeting_id, led in db.session.execute(asked)}


def _at_least(least: Role) -> ColumnElement[bool]:
    return User.role.in_([role for role in Role if RANK[role] >= RANK[least]])


def meeting_by_code(code: str) -> Meeting | None:
    """The meeting with this code, whoever asks. For the door and the command line."""
    if not is_code(code):
        return None
    whole = (selectinload(Meeting.exercises), selectinload(Meeting.round))
    return db.session.scalar(select(Meeting).where(Meeting.code == code).options(*whole))


def heads(meeting_ids: list[int]) -> dict[int, int]:
    """The change numbers of meetings, by id."""
    if not meeting_ids:
        return {}
    return dict(db.session.execute(select(Meeting.id, Meeting.seq).where(Meeting.id.in_(meeting_ids))).all())


def last_touched(meeting_id: int) -> tuple[int, dict[str, int]]:
    """A meeting's change number, and for each kind of thing the number of the last change that touched one."""
    found = db.connection.execute(_TOUCHED, {"meeting": meeting_id}).one_or_none()
    seq, *numbers = found or (0, *(0 for _thing in Thing))
    return seq, dict(zip(Thing, numbers, strict=True))


def meeting_changes(meeting_id: int, after: int, audience: Audience) -> list[Change]:
    """What changed in the meeting itself and in its exercises: the path that everybody follows."""
    steps = select(Exercise).where(Exercise.meeting_id == meeting_id, Exercise.seq > after).order_by(Exercise.position)
    moved = select(Meeting).where(Meeting.id == meeting_id, Meeting.path_seq > after)
    changes = [exercise_body(step) for step in db.session.scalars(steps.execution_options(**AS_IT_IS_NOW))]
    meeting = db.session.scalar(moved.execution_options(**AS_IT_IS_NOW))
    return [meeting_body(meeting), *changes] if meeting else changes


def meeting_body(meeting: Meeting) -> Change:
    """The meeting as screens know it: its state, its pace, where on the path everybody is and what the wall shows."""
    return {
        "kind": "meeting",
        "id": meeting.id,
        "seq": meeting.path_seq,
        "state": meeting.state,
        "position": meeting.current_position,
        "pace": meeting.pace,
        "wall_shows": meeting.wall_shows,
    }


def exercise_body(exercise: Exercise) -> Change:
    """An exercise as screens know it."""
    return {
        "kind": "exercise",
        "id": exercise.id,
        "seq": exercise.seq,
        "position": exercise.position,
        "open": exercise.is_open,
        "locked": exercise.locked_at is not None,
        "timer": timer_body(exercise),
    }


def timer_body(exercise: Exercise) -> dict[str, int] | None:
    """When the time given is up, in milliseconds of the house's clock, and how many seconds were given in all."""
    if exercise.timer_ends_at is None:
        return None
    return {"ends": int(exercise.timer_ends_at.timestamp() * 1000), "of": exercise.timer_s}


def meeting_peaks(meeting_ids: list[int]) -> dict[int, int]:
    """The most participants that were here at once, by meeting id."""
    return dict(db.session.execute(select(Meeting.id, Meeting.peak_present).where(Meeting.id.in_(meeting_ids))).all())
