"""People are invited to a survey one by one: listed, written to, reminded, and let in by their own link."""

from collections.abc import Mapping, Sequence

from workshop.accounts.log import write_down
from workshop.accounts.models import Role, User
from workshop.action import action
from workshop.columns import LANGUAGES
from workshop.errors import AlreadyDone, AnsweredAlready, Closed, NotAllowed, NotNow, NotThisBoard, NotYet
from workshop.extensions import db
from workshop.mail.actions import put_letters
from workshop.mail.written import Written
from workshop.meetings.actions import take_turn
from workshop.meetings.models import Deed, Exercise, ExerciseKind
from workshop.participants.actions import join_meeting
from workshop.participants.models import Participant
from workshop.surveys.actions.rules import require_taking
from workshop.surveys.letters import about, for_one, write_letter
from workshop.surveys.lists import Invited
from workshop.surveys.models import Invitee
from workshop.surveys.queries import calls, invitees_of, what_is_told


@action
def list_invitees(exercise: Exercise, rows: Sequence[Invited], by: User | None = None) -> tuple[int, int]:
    """Put people on the survey's list; answers how many are new, and of how many the facts were changed.

    An address is one person, in capitals or not. Raises NotNow once the meeting is over, NotThisBoard for what is no
    survey.
    """
    if exercise.kind is not ExerciseKind.SURVEY:
        raise NotThisBoard
    take_turn(exercise.meeting)
    if not (exercise.meeting.allows(Deed.EDIT) or exercise.meeting.allows(Deed.JOIN)):
        raise NotNow
    listed = {one.address.lower(): one for one in invitees_of(exercise)}
    changed = 0
    for row in rows:
        facts = {name: getattr(row, name) for name in ("language", "groups", "municipality", "background")}
        known = listed.get(row.address.lower())
        if known is None:
            listed[row.address.lower()] = Invitee(exercise_id=exercise.id, address=row.address, **facts)
            db.session.add(listed[row.address.lower()])
        elif any(getattr(known, name) != value for name, value in facts.items()):
            changed += 1
            for name, value in facts.items():
                setattr(known, name, value)
    added = len(db.session.new)
    db.session.flush()
    write_down("list_invitees", by, meeting_id=exercise.meeting_id, exercise=exercise.id, count=len(listed))
    return added, changed


def send_letters(exercise: Exercise, by: User, *, reminder: bool, seen: int) -> int:
    """Put in the outbox an invitation for everybody listed who has none, or a reminder for those who were invited and
    have not answered; answers how many letters.

    `seen` is how many letters had been put there for the survey before, so that a second click sends nothing. Raises
    NotAllowed unless `by` is an organiser, NotNow or Locked when answers are not taken, AlreadyDone when letters have
    gone out since.
    """
    # Written before the writing transaction begins, which must be short: the same but for the link.
    return _send_letters(
        exercise, by, reminder, seen, {each: write_letter(exercise, each, reminder) for each in LANGUAGES}
    )


@action
def _send_letters(exercise: Exercise, by: User, reminder: bool, seen: int, written: Mapping[str, Written]) -> int:
    if not by.may(Role.ORGANISER):
        raise NotAllowed
    take_turn(exercise.meeting)
    _require_answerable(exercise, soon=not reminder)
    if calls(exercise).letters != seen:
        raise AlreadyDone
    due = [
        one for one in invitees_of(exercise) if (one.letters > 0 and not one.answered if reminder else not one.letters)
    ]
    put_letters(
        about(exercise),
        [
            (
                f"{about(exercise)}:{one.letters + 1}:{one.address}",
                one.address,
                one.language,
                for_one(exercise.meeting, written[one.language], one),
            )
            for one in due
        ],
    )
    for one in due:
        one.letters += 1
    name = "send_reminders" if reminder else "send_invitations"
    write_down(name, by, meeting_id=exercise.meeting_id, exercise=exercise.id, count=len(due))
    return len(due)


def _require_answerable(exercise: Exercise, *, soon: bool) -> None:
    """Raise unless who gets the letter can answer: now, or with `soon` when the survey opens."""
    try:
        if require_taking(exercise, invited=True):
            raise Closed
    except NotYet:
        if not soon:
            raise


@action
def come_in(invitee: Invitee, exercise: Exercise, guest: Participant | None = None) -> Participant:
    """Let somebody who was invited into the meeting: as the participant that this browser is already, or a new one.

    Raises AnsweredAlready, and NotNow or Locked when the survey takes no answers.
    """
    require_taking(exercise, invited=True)
    if invitee.answered:
        raise AnsweredAlready
    told = what_is_told(exercise, invitee)
    return guest or join_meeting(exercise.meeting, told.language, told.groups, told.municipality)
