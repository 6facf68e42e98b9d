"""The one deed of the archive, and why it leaves participants' rows standing: docs/decisions/0040."""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Table, bindparam, delete, select, update

from workshop.accounts.log import write_down
from workshop.accounts.models import User
from workshop.action import action, after_commit
from workshop.boards.models import Comment, Note
from workshop.clock import now
from workshop.digests.abouts import about_digests_of
from workshop.digests.models import InvitedAddress, Stop, Subscriber
from workshop.digests.stops import scope_of
from workshop.errors import NotNow
from workshop.extensions import db
from workshop.mail.actions import forget_about
from workshop.meetings.actions import take_turn
from workshop.meetings.models import Exercise, ExerciseKind, Meeting, State
from workshop.participants.models import Participant
from workshop.statements.models import Statement
from workshop.surveys.letters import about as about_survey
from workshop.surveys.models import Draft, Invitee, Response


@action
def archive_meeting(meeting: Meeting, by: User | None = None) -> None:
    """Cut what leads from the meeting's contributions to a device or an address, for good; twice is once.

    What was said, its tags and who said what together stay: the meeting's numbers are the same afterwards, and so are
    the groups that are too small to be told. Raises NotNow before the meeting is closed, and mail.actions.LettersWait
    while letters of it wait to be sent.
    """
    take_turn(meeting)
    if meeting.archived_at:
        return
    if meeting.state is not State.CLOSED or meeting.closed_at is None:
        raise NotNow
    surveys = [step for step in meeting.exercises if step.kind is ExerciseKind.SURVEY]
    forget_about([*about_digests_of([meeting.id]), *map(about_survey, surveys)])
    _forget_addresses(meeting)
    _forget_devices(meeting, meeting.closed_at)
    meeting.archived_at = now()
    write_down("archive_meeting", by, meeting_id=meeting.id)
    after_commit(db.forget_overwritten)


def _forget_addresses(meeting: Meeting) -> None:
    for kind in (Subscriber, InvitedAddress):
        db.session.execute(delete(kind).where(kind.meeting_id == meeting.id))
    db.session.execute(delete(Stop).where(Stop.scope == scope_of(meeting)))
    asked = Invitee.exercise_id.in_(_steps(meeting))
    _anew(Invitee, asked, address=_random, groups=list, municipality=_none, background=dict)


def _forget_devices(meeting: Meeting, closed_at: datetime) -> None:
    """No cookie, no queue of a phone, no receipt and no time of day leads to a row any more."""
    db.session.execute(delete(Draft).where(Draft.exercise_id.in_(_steps(meeting))))
    _anew(
        Participant,
        Participant.meeting_id == meeting.id,
        key=_random,
        joined_at=lambda: closed_at,
        hand_raised_at=_none,
        ready_at_position=_none,
    )
    for kind in (Note, Comment, Statement):
        by_guests = (kind.meeting_id == meeting.id) & kind.participant_id.is_not(None)
        _anew(kind, by_guests, client_key=_random)
    _anew(
        Response,
        (Response.meeting_id == meeting.id) & Response.imported_at.is_(None),
        client_key=_random,
        receipt=_random,
        sent_at=lambda: closed_at,
        edited_at=_none,
        invitee_id=_none,
    )


def _steps(meeting: Meeting) -> Any:
    return select(Exercise.id).where(Exercise.meeting_id == meeting.id)


def _anew(kind: Any, those: Any, **facts: Callable[[], object]) -> None:
    """Give each of those rows these facts anew; a fact is made for each row."""
    table: Table = kind.__table__
    rows = [
        {"row": number, **{f"new_{name}": make() for name, make in facts.items()}}
        for number in db.session.scalars(select(table.c.id).where(those))
    ]
    if rows:
        there = update(table).where(table.c.id == bindparam("row"))
        changed = {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in facts}
        db.session.connection().execute(there.values(changed), rows)
    db.session.expire_all()


def _random() -> str:
    return secrets.token_urlsafe(16)


def _none() -> None:
    return None
