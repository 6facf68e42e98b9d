"""Finding prompts and notes, and telling what has changed on boards."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from workshop.accounts.models import User
from workshop.boards.models import Like, Note, Prompt
from workshop.errors import NotFound, NotThisBoard
from workshop.extensions import db
from workshop.live.stream import AS_IT_IS_NOW, Audience, Change, News, stream
from workshop.meetings.models import Exercise, ExerciseKind, Meeting
from workshop.meetings.queries import access_exercise
from workshop.participants.models import Participant
from workshop.vocabulary.groups import top_groups, top_of


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
        found = found.where(Note.hidden_at.is_(None))
    note = db.session.scalar(found.options(joinedload(Note.prompt).joinedload(Prompt.exercise)))
    if note is None:
        raise NotFound
    return note


def note_by_key(meeting_id: int, client_key: str) -> Note | None:
    """The note that a device has sent under this key."""
    return db.session.scalar(select(Note).where(Note.meeting_id == meeting_id, Note.client_key == client_key))


def own_marks(participant: Participant) -> tuple[list[int], list[int]]:
    """Ids of the notes that the participant wrote, and of those that it likes."""
    wrote = db.session.scalars(select(Note.id).where(Note.participant_id == participant.id)).all()
    likes = db.session.scalars(select(Like.note_id).where(Like.participant_id == participant.id)).all()
    return list(wrote), list(likes)


def note_changes(meeting_id: int, after: int, audience: Audience) -> list[Change]:
    """Every note that changed after number `after`, as the audience may know it.

    To participants a hidden note is gone; in a first paint (after 0) it was never there. What the scribe has
    written on a step becomes theirs when the step is opened.
    """
    notes = select(Note).where(Note.meeting_id == meeting_id).order_by(Note.seq).execution_options(**AS_IT_IS_NOW)
    if audience is Audience.FACILITATORS:
        notes = notes.where(Note.seq > after)
    else:
        notes = notes.join(Note.prompt).join(Prompt.exercise).where(Exercise.opened_at.is_not(None))
        notes = notes.where(or_(Note.seq > after, Exercise.opened_seq > after))
        if not after:
            notes = notes.where(Note.hidden_at.is_(None))
    return [note_body(note, audience) for note in db.session.scalars(notes)]


def note_body(note: Note, audience: Audience) -> Change:
    """The only form in which a note leaves the house towards a screen."""
    if note.hidden_at and audience is Audience.PARTICIPANTS:
        return {"kind": "note", "id": note.id, "seq": note.seq, "gone": True}
    body: Change = {
        "kind": "note",
        "id": note.id,
        "seq": note.seq,
        "prompt": note.prompt_id,
        "text": note.text,
        "lang": note.language,
        "group": top_of(note.groups[0]).key if note.groups else "",
        "likes": note.likes,
    }
    if audience is Audience.FACILITATORS:
        body["hidden"] = note.hidden_at is not None
    return body


def has_columns(exercise: Exercise) -> bool:
    """Is it a board, or the scribe's block, which is one?"""
    return exercise.kind in (ExerciseKind.BOARD, ExerciseKind.SCRIBE)


def is_scribes(exercise: Exercise) -> bool:
    """Does only the scribe write here?"""
    return exercise.kind is ExerciseKind.SCRIBE


def board_news(meeting: Meeting, prompts: Sequence[Prompt], audience: Audience) -> News:
    """The first paint of a board: all that the audience may know now but the notes of other boards."""
    here = {prompt.id for prompt in prompts}
    news = stream.news(meeting.id, 0, audience)
    news.changes = [change for change in news.changes if change["kind"] != "note" or change["prompt"] in here]
    return news


def group_papers(language: str) -> dict[str, dict[str, str]]:
    """What a screen needs to draw a note's group: key → its name in `language` and its paper."""
    return {group.key: {"name": group.capitalised(language), "paper": group.paper} for group in top_groups()}
