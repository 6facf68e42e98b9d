"""What is done on boards."""

from collections.abc import Iterable

from sqlalchemy import func, select

from workshop.accounts.models import User
from workshop.action import action
from workshop.boards.models import Like, Note, Prompt
from workshop.boards.queries import has_columns, is_scribes, note_by_key, prompts_of
from workshop.clock import now
from workshop.columns import Texts
from workshop.errors import KeyTaken, NotAllowed, NotThisBoard
from workshop.extensions import db
from workshop.meetings.actions import next_seq, require, require_open, take_turn
from workshop.meetings.models import Deed, Exercise, State
from workshop.participants.models import Participant


@action
def add_prompt(exercise: Exercise, text: Texts, topic: str, theme: Texts) -> Prompt:
    """A new column at the end of a board. Raises NotNow, and NotThisBoard for a survey."""
    require(exercise.meeting, Deed.EDIT)
    if not has_columns(exercise):
        raise NotThisBoard
    last = max((prompt.position for prompt in prompts_of(exercise)), default=0)
    prompt = Prompt(exercise=exercise, text=text, topic=topic, theme=theme, position=last + 1)
    db.session.add(prompt)
    db.session.flush()
    exercise.seq = next_seq(exercise.meeting)
    return prompt


@action
def edit_prompt(prompt: Prompt, text: Texts, topic: str, theme: Texts) -> None:
    require(prompt.exercise.meeting, Deed.EDIT)
    prompt.text, prompt.topic, prompt.theme = text, topic, theme
    prompt.exercise.seq = next_seq(prompt.exercise.meeting)


@action
def remove_prompt(prompt: Prompt) -> None:
    """Remove a column before the meeting; nobody can have written on it yet."""
    exercise = prompt.exercise
    require(exercise.meeting, Deed.EDIT)
    db.session.delete(prompt)
    exercise.seq = next_seq(exercise.meeting)


@action
def shift_prompt(prompt: Prompt, by: int) -> None:
    """Move a column one place earlier (−1) or later (+1); at an end nothing happens."""
    require(prompt.exercise.meeting, Deed.EDIT)
    columns = list(prompts_of(prompt.exercise))
    here = columns.index(prompt)
    if 0 <= here + by < len(columns):
        columns.insert(here + by, columns.pop(here))
        for position, column in enumerate(columns, start=1):
            column.position = position
        prompt.exercise.seq = next_seq(prompt.exercise.meeting)


@action
def add_note(prompt: Prompt, writer: Participant, client_key: str, text: str) -> Note:
    """A participant's note. A retry with the same key is the same note, whatever has happened since.

    Raises NotNow or Locked when the exercise takes nothing, NotAllowed in the scribe's block, KeyTaken when the
    key is another participant's, NotThisBoard to a participant of another meeting.
    """
    exercise = prompt.exercise
    _require_own(exercise, writer)
    take_turn(exercise.meeting)
    told = note_by_key(exercise.meeting_id, client_key)
    if told:
        if told.participant_id != writer.id:
            raise KeyTaken
        return told
    require_open(exercise)
    if is_scribes(exercise):
        raise NotAllowed
    return _write(
        Note(
            participant_id=writer.id,
            text=text,
            language=writer.language,
            groups=writer.groups,
            municipality=writer.municipality,
            client_key=client_key,
        ),
        prompt,
    )


def _require_own(exercise: Exercise, participant: Participant) -> None:
    if participant.meeting_id != exercise.meeting_id:
        raise NotThisBoard


@action
def add_scribe_note(
    prompt: Prompt,
    scribe: User,
    client_key: str,
    text: str,
    groups: Iterable[str] = (),
    municipality: str | None = None,
) -> Note:
    """What was said aloud, written down by the scribe; on a board it may speak for a group and a place."""
    exercise = prompt.exercise
    take_turn(exercise.meeting)
    told = note_by_key(exercise.meeting_id, client_key)
    if told:
        if told.user_id != scribe.id:
            raise KeyTaken
        return told
    require(exercise.meeting, Deed.SCRIBE)
    return _write(
        Note(
            user_id=scribe.id,
            text=text,
            language=exercise.meeting.languages[0],
            groups=list(groups),
            municipality=municipality,
            client_key=client_key,
        ),
        prompt,
    )


def _write(note: Note, prompt: Prompt) -> Note:
    meeting = prompt.exercise.meeting
    note.meeting_id = meeting.id
    note.prompt = prompt
    note.written_at = now()
    note.written_afterwards = meeting.state is State.AFTERWARDS
    note.seq = next_seq(meeting)
    db.session.add(note)
    db.session.flush()
    return note


@action
def like_note(note: Note, participant: Participant, likes: bool) -> None:
    """Like a note, or take the like back; done twice it is done once. Raises NotNow, Locked, NotThisBoard."""
    exercise = note.prompt.exercise
    _require_own(exercise, participant)
    take_turn(exercise.meeting)
    require_open(exercise)
    like = db.session.get(Like, (note.id, participant.id))
    if likes == (like is not None):
        return
    if like:
        db.session.delete(like)
    else:
        db.session.add(Like(note_id=note.id, participant_id=participant.id))
    db.session.flush()
    note.likes = db.session.scalar(select(func.count()).select_from(Like).where(Like.note_id == note.id)) or 0
    note.seq = next_seq(exercise.meeting)


@action
def hide_note(note: Note) -> None:
    """Take a note from everybody's sight but the facilitators'. It is kept, and never in a digest."""
    _set_hidden(note, hidden=True)


@action
def show_note(note: Note) -> None:
    """Let a hidden note be seen again."""
    _set_hidden(note, hidden=False)


def _set_hidden(note: Note, hidden: bool) -> None:
    meeting = note.prompt.exercise.meeting
    require(meeting, Deed.MODERATE)
    note.hidden_at = now() if hidden else None
    note.seq = next_seq(meeting)
