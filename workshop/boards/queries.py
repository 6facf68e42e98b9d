"""Finding prompts, notes, rules and what people have added to notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from workshop.accounts.models import User
from workshop.boards.models import BoardRules, Comment, Like, Marking, Note, Prompt, Report, Showing, Vote
from workshop.errors import NotFound, NotThisBoard
from workshop.extensions import db
from workshop.live.stream import Audience
from workshop.meetings.models import Exercise, ExerciseKind, Meeting
from workshop.meetings.queries import access_exercise
from workshop.participants.models import Participant
from workshop.vocabulary.groups import top_groups


def prompts_of(exercise: Exercise) -> Sequence[Prompt]:
    """The columns of a board, in order."""
    return db.session.scalars(
        select(Prompt).where(Prompt.exercise_id == exercise.id).order_by(Prompt.position, Prompt.id)
    ).all()


def prompts_by_exercise(meeting: Meeting) -> dict[int, list[Prompt]]:
    """All prompts of a meeting, in order, by their exercise's id."""
    rows = db.session.scalars(
        select(Prompt)
        .join(Exercise)
        .where(Exercise.meeting_id == meeting.id)
        .order_by(Exercise.position, Prompt.position, Prompt.id)
    )
    by_exercise: dict[int, list[Prompt]] = {exercise.id: [] for exercise in meeting.exercises}
    for prompt in rows:
        by_exercise[prompt.exercise_id].append(prompt)
    return by_exercise


def board_of(guest: Participant, exercise_id: int) -> Exercise:
    """A board of the participant's own meeting that has been opened; NotFound for anything else."""
    current = guest.meeting.current_exercise
    for exercise in guest.meeting.exercises:
        if exercise.id == exercise_id and has_columns(exercise) and (exercise.opened_at or exercise is current):
            return exercise
    raise NotFound


def access_board(code: str, exercise_id: int, user: User) -> Exercise:
    """A board or scribe's block of a meeting that `user` may lead; NotFound otherwise."""
    exercise = access_exercise(code, exercise_id, user)
    if not has_columns(exercise):
        raise NotFound
    return exercise


def access_prompt(meeting: Meeting, prompt_id: int) -> Prompt:
    """A prompt, found through its meeting; NotThisBoard for another meeting's."""
    prompt = db.session.scalar(
        select(Prompt)
        .join(Exercise)
        .where(Prompt.id == prompt_id, Exercise.meeting_id == meeting.id)
        .options(joinedload(Prompt.exercise))
    )
    if prompt is None:
        raise NotThisBoard
    return prompt


def access_note(meeting: Meeting, note_id: int, audience: Audience) -> Note:
    """A note that the audience may know of, found through its meeting; NotFound otherwise."""
    found = select(Note).where(Note.id == note_id, Note.meeting_id == meeting.id)
    if audience is Audience.PARTICIPANTS:
        opened = Note.prompt.has(Prompt.exercise.has(Exercise.opened_at.is_not(None)))
        found = found.where(shown(), opened)
    else:
        found = found.where(Note.removed_at.is_(None))
    note = db.session.scalar(found.options(joinedload(Note.prompt).joinedload(Prompt.exercise)))
    if note is None:
        raise NotFound
    return note


def access_own_note(guest: Participant, note_id: int) -> Note:
    """A note that the participant has written and not taken away; NotFound otherwise."""
    note = db.session.scalar(
        select(Note)
        .where(Note.id == note_id, Note.participant_id == guest.id, Note.removed_at.is_(None))
        .options(joinedload(Note.prompt).joinedload(Prompt.exercise))
    )
    if note is None:
        raise NotFound
    return note


def written_by(scribe: User, exercise: Exercise) -> Sequence[Note]:
    """What somebody of the staff has written on a board and not taken away, the newest first."""
    here = Note.prompt.has(Prompt.exercise_id == exercise.id)
    asked = select(Note).where(Note.user_id == scribe.id, here, Note.removed_at.is_(None))
    return db.session.scalars(asked.order_by(Note.id.desc()).options(joinedload(Note.prompt))).all()


def access_comment(note: Note, comment_id: int) -> Comment:
    """A comment that is there, found through its note; NotFound otherwise."""
    comment = db.session.scalar(
        select(Comment).where(Comment.id == comment_id, Comment.note_id == note.id, Comment.removed_at.is_(None))
    )
    if comment is None:
        raise NotFound
    return comment


def shown() -> ColumnElement[bool]:
    """What participants may see, as a condition on notes; `is_shown` in news.py says it of one."""
    return (
        Note.shown_at.is_not(None) & Note.withheld_at.is_(None) & Note.hidden_at.is_(None) & Note.removed_at.is_(None)
    )


def rules_of(exercise: Exercise) -> BoardRules:
    """A board's rules; the defaults, in a row that is not kept, when nobody has changed any."""
    return db.session.get(BoardRules, exercise.id) or BoardRules(
        exercise_id=exercise.id,
        seq=0,
        marking=Marking.LIKES,
        votes_each=5,
        votes_pile=False,
        showing=Showing.AT_ONCE,
        hides_groups=False,
        takes_comments=True,
    )


def notes_of(exercise: Exercise) -> Sequence[Note]:
    """All notes of a board but those that were taken away."""
    return db.session.scalars(
        select(Note).join(Note.prompt).where(Prompt.exercise_id == exercise.id, Note.removed_at.is_(None))
    ).all()


def notes_under(prompt: Prompt) -> Sequence[Note]:
    """The notes of one column from the top, but those that were taken away."""
    return db.session.scalars(
        select(Note)
        .where(Note.prompt_id == prompt.id, Note.removed_at.is_(None))
        .order_by(Note.place.desc(), Note.id.desc())
    ).all()


def stack_of(note: Note) -> list[Note]:
    """The notes that lie in one stack with this one, itself among them, the oldest first."""
    if note.stack_id is None:
        return [note]
    together = select(Note).where(Note.meeting_id == note.meeting_id, Note.stack_id == note.stack_id)
    return list(db.session.scalars(together.where(Note.removed_at.is_(None)).order_by(Note.id)))


def comments_on(note: Note, audience: Audience) -> Sequence[Comment]:
    """The comments on a note that the audience may read, in the order of writing."""
    comments = select(Comment).where(Comment.note_id == note.id, Comment.removed_at.is_(None)).order_by(Comment.id)
    if audience is Audience.PARTICIPANTS:
        comments = comments.where(Comment.hidden_at.is_(None))
    return db.session.scalars(comments).all()


def note_by_key(meeting_id: int, client_key: str) -> Note | None:
    """The note that a device has sent under this key."""
    return db.session.scalar(select(Note).where(Note.meeting_id == meeting_id, Note.client_key == client_key))


def keys_in(meeting: Meeting) -> set[str]:
    """The keys of all notes of a meeting, those that were taken away too."""
    return set(db.session.scalars(select(Note.client_key).where(Note.meeting_id == meeting.id)))


def imports_of(meeting: Meeting) -> list[tuple[datetime, int]]:
    """When files were brought in, the last first, and how many of their notes are there still."""
    there = (Note.meeting_id == meeting.id, Note.imported_at.is_not(None), Note.removed_at.is_(None))
    counted = select(Note.imported_at, func.count()).where(*there).group_by(Note.imported_at)
    return [(moment, count) for moment, count in db.session.execute(counted.order_by(Note.imported_at.desc()))]


def imported_notes(meeting: Meeting, imported_at: datetime) -> Sequence[Note]:
    """The notes that were brought in at this moment and are there still."""
    came = (Note.meeting_id == meeting.id, Note.imported_at == imported_at, Note.removed_at.is_(None))
    return db.session.scalars(select(Note).where(*came).order_by(Note.id)).all()


def comment_by_key(meeting_id: int, client_key: str) -> Comment | None:
    """The comment that a device has sent under this key."""
    return db.session.scalar(select(Comment).where(Comment.meeting_id == meeting_id, Comment.client_key == client_key))


def votes_given(exercise: Exercise, participant: Participant) -> int:
    """How many votes the participant has given on a board. What was given to a note that is gone can be given again."""
    given = (
        select(func.sum(Vote.count))
        .join(Note, Note.id == Vote.note_id)
        .join(Note.prompt)
        .where(Prompt.exercise_id == exercise.id, Vote.participant_id == participant.id, shown())
    )
    return db.session.scalar(given) or 0


@dataclass(frozen=True)
class OwnMarks:
    """What one participant has written and marked: ids of notes, and votes by note id."""

    wrote: list[int]
    likes: list[int]
    votes: dict[int, int]
    reported: list[int]


def own_marks(participant: Participant) -> OwnMarks:
    """What the participant has written, liked, voted for and reported in its meeting."""

    def ids(column: Any, whose: Any) -> list[int]:
        return list(db.session.scalars(select(column).where(whose == participant.id)))

    votes = db.session.execute(select(Vote.note_id, Vote.count).where(Vote.participant_id == participant.id))
    return OwnMarks(
        wrote=ids(Note.id, Note.participant_id),
        likes=ids(Like.note_id, Like.participant_id),
        votes=dict(votes.all()),
        reported=ids(Report.note_id, Report.participant_id),
    )


def has_columns(exercise: Exercise) -> bool:
    """Is it a board, or the scribe's block, which is one?"""
    return exercise.kind in (ExerciseKind.BOARD, ExerciseKind.SCRIBE)


def is_scribes(exercise: Exercise) -> bool:
    """Does only the scribe write here?"""
    return exercise.kind is ExerciseKind.SCRIBE


def group_papers(language: str) -> dict[str, dict[str, str]]:
    """What a screen needs to draw a note's group: key → its name in `language` and its paper."""
    return {group.key: {"name": group.capitalised(language), "paper": group.paper} for group in top_groups()}
