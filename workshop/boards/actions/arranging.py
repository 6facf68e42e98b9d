"""Facilitators put notes in order: into other columns, above and below each other, into stacks.

A stack is named after the note on its top. It is a bond between notes, not a thing: every original keeps its words, its
likes and its place in the digest.
"""

from workshop.accounts.models import User
from workshop.action import action
from workshop.boards.models import Note, Prompt
from workshop.boards.queries import notes_under, stack_of
from workshop.errors import NotThisBoard
from workshop.extensions import db
from workshop.meetings.actions import logged, next_seq, require
from workshop.meetings.models import Deed, Thing

CLOSEST = 1e-6
"""Two places that are nearer to each other than this leave no room between them."""


@action
def place_note(note: Note, prompt: Prompt, below: Note | None, by: User) -> None:
    """Move a note, and the stack that it tops, into a column of its board: right below another note, or to the top.

    Raises NotThisBoard for a column or neighbour elsewhere; NotNow.
    """
    if prompt.exercise_id != note.prompt.exercise_id or (below and below.prompt_id != prompt.id):
        raise NotThisBoard
    _begin(note)
    moving, left = _moving(note)
    column = [one for one in notes_under(prompt) if one not in moving]
    with logged("place_note", prompt.exercise.meeting, by, *moving, *left):
        place = _room_below(column, below)
        for one in moving:
            one.prompt, one.place = prompt, place
        if left:
            note.stack_id = None
            _keep_together(left)
        _tell([*moving, *left])


def _moving(note: Note) -> tuple[list[Note], list[Note]]:
    """What moves with a note, and what it leaves behind: the top takes its stack along, any other leaves it."""
    together = stack_of(note)
    if note.stack_id in (None, note.id):
        return together, []
    return [note], [one for one in together if one is not note]


def _room_below(column: list[Note], below: Note | None) -> float:
    """A place between a note and the next lower one; `column` is in order, from the top."""
    if below is None or below not in column:
        return (column[0].place if column else 0.0) + 1.0
    here = column.index(below)
    lower = next((one.place for one in column[here + 1 :] if one.place < below.place), below.place - 2.0)
    if below.place - lower < CLOSEST:
        for place, one in enumerate(reversed(column), start=1):
            one.place = float(place)
        _tell(column)
        return _room_below(column, below)
    return (below.place + lower) / 2


@action
def stack_note(note: Note, onto: Note, by: User) -> None:
    """Lay a note, with the stack that it tops, onto another of the same board. Raises NotThisBoard, NotNow."""
    if note.prompt.exercise_id != onto.prompt.exercise_id or note is onto:
        raise NotThisBoard
    _begin(note)
    db.session.refresh(onto)
    if note.stack_id is not None and note.stack_id == onto.stack_id:
        return
    moving, left = _moving(note)
    with logged("stack_note", note.prompt.exercise.meeting, by, *moving, onto, *left):
        name = onto.stack_id or onto.id
        onto.stack_id = name
        for one in moving:
            one.stack_id, one.prompt, one.place = name, onto.prompt, onto.place
        if left:
            _keep_together(left)
        _tell([*moving, onto, *left])


@action
def unstack_note(note: Note, by: User) -> None:
    """Take a note out of its stack; a stack of one is no stack. Raises NotNow."""
    _begin(note)
    if note.stack_id is None:
        return
    together = stack_of(note)
    with logged("unstack_note", note.prompt.exercise.meeting, by, *together):
        leave_stack(note)
        _tell(together)


def leave_stack(note: Note) -> list[Note]:
    """Take a note out of its stack, if it lies in one; answers with those who stay."""
    left = [one for one in stack_of(note) if one is not note]
    note.stack_id = None
    if left:
        _keep_together(left)
    return left


def _begin(note: Note) -> None:
    require(note.prompt.exercise.meeting, Deed.MODERATE)
    db.session.refresh(note)


def _keep_together(left: list[Note]) -> None:
    """Those who stay of a stack are named after one of themselves; a single one is no stack."""
    if len(left) == 1:
        left[0].stack_id = None
    elif not any(one.id == one.stack_id for one in left):
        for one in left:
            one.stack_id = left[0].id


def _tell(notes: list[Note]) -> None:
    if notes:
        seq = next_seq(notes[0].prompt.exercise.meeting, Thing.NOTES)
        for note in notes:
            note.seq = seq
