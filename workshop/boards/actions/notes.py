"""Notes are written, changed and taken away by those who wrote them."""

import uuid
from collections.abc import Iterable, Sequence

from workshop.accounts.models import User
from workshop.action import action, short_action
from workshop.boards.actions.arranging import leave_stack
from workshop.boards.models import Note, Prompt, Showing
from workshop.boards.news import is_shown
from workshop.boards.queries import note_by_key, rules_of
from workshop.boards.writing import SavedNote, insert_note, saved_note, showing, writing_place
from workshop.clock import now
from workshop.errors import ChangedMeanwhile, KeyTaken, NotFound, NotThisBoard
from workshop.extensions import db
from workshop.meetings.actions import next_seq, require, require_open, take_seq, take_turn, wait_for_turn
from workshop.meetings.models import Deed, Exercise, State, Thing
from workshop.participants.actions import require_may_write
from workshop.participants.models import Participant


@action
def add_note(prompt: Prompt, writer: Participant, client_key: str, text: str) -> Note:
    """A participant's note, for those who hold the rows; see `save_note`.

    Raises NotThisBoard to a participant of another meeting.
    """
    require_own(prompt.exercise, writer)
    meeting = prompt.exercise.meeting
    told = save_note(meeting.code, writer.key, prompt.id, client_key, text)
    db.session.expire(meeting)  # its number has moved beside its row
    return db.session.get_one(Note, told.id)


@short_action
def save_note(code: str, guest_key: str, prompt_id: int, client_key: str, text: str) -> SavedNote:
    """A participant's note. A retry with the same key is the same note, whatever has happened since.

    All that the rules ask is read at once, inside the transaction: a full hall waits for this deed.
    Raises NotJoined; NotThisBoard for a column of another meeting, NotFound for one that nobody has been shown;
    NotNow, Blocked or Locked when nothing is taken, NotAllowed in the scribe's block, KeyTaken when the key is
    another participant's.
    """
    wait_for_turn(code)
    place = writing_place(code, guest_key, prompt_id, client_key)
    if place.told_id is not None:
        if place.told_writer_id != place.participant_id:
            raise KeyTaken
        return saved_note(place.told_id)
    place.require_open()
    seq, moment = take_seq(place.meeting_id, Thing.NOTES), now()
    return insert_note(
        {
            "meeting_id": place.meeting_id,
            "prompt_id": prompt_id,
            "seq": seq,
            "client_key": client_key,
            "participant_id": place.participant_id,
            "text": text,
            "language": place.language,
            "groups": place.groups,
            "municipality": place.municipality,
            "written_at": moment,
            "written_afterwards": place.state is State.AFTERWARDS,
            "place": float(seq),
            **showing(moment, place.waits),
        },
        place.hides_groups,
    )


def require_own(exercise: Exercise, participant: Participant) -> None:
    """Raise NotThisBoard to a participant of another meeting."""
    if participant.meeting_id != exercise.meeting_id:
        raise NotThisBoard


def require_shown(note: Note) -> None:
    """Raise NotFound when participants cannot see the note by now."""
    db.session.refresh(note)
    if not is_shown(note):
        raise NotFound


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


def led_waits(prompt: Prompt) -> bool:
    """Does what those who lead put here wait to be revealed with the rest? Nobody needs to approve it."""
    rules = rules_of(prompt.exercise)
    return rules.showing is Showing.REVEALED and rules.revealed_at is None


def _write(note: Note, prompt: Prompt) -> Note:
    meeting = prompt.exercise.meeting
    note.meeting_id = meeting.id
    note.prompt = prompt
    note.written_at = now()
    note.written_afterwards = meeting.state is State.AFTERWARDS
    for fact, value in showing(note.written_at, led_waits(prompt)).items():
        setattr(note, fact, value)
    note.seq = next_seq(meeting, Thing.NOTES)
    note.place = float(note.seq)
    db.session.add(note)
    db.session.flush()
    return note


@action
def add_scribe_notes(
    prompt: Prompt,
    scribe: User,
    client_key: str,
    texts: Sequence[str],
    groups: Iterable[str] = (),
    municipality: str | None = None,
) -> list[Note]:
    """Several notes at once, in this order. One key stands for all of them: sent again they are the same notes."""
    keys = [client_key, *(str(uuid.uuid5(uuid.UUID(client_key), str(place))) for place in range(1, len(texts)))]
    tag = list(groups), municipality
    return [add_scribe_note(prompt, scribe, key, text, *tag) for key, text in zip(keys, texts, strict=True)]


@action
def edit_note(note: Note, writer: Participant | User, edition: int, text: str) -> None:
    """New words for one's own note, or for one that a scribe has written. `edition` is the one that was read.

    Sent again with the same words it is done already. Raises ChangedMeanwhile when the words have been changed since
    that edition, NotFound when the note is not the writer's to change or is hidden, NotNow, Blocked, Locked.
    """
    _require_writer(note, writer)
    if isinstance(writer, Participant):
        require_may_write(writer)
    if note.hidden_at:
        raise NotFound
    if note.text == text:
        return
    if note.edition != edition:
        raise ChangedMeanwhile
    note.text, note.edition, note.edited_at = text, edition + 1, now()
    note.seq = next_seq(note.prompt.exercise.meeting, Thing.NOTES)


@action
def remove_note(note: Note, writer: Participant | User) -> None:
    """Take one's own note away, or one that a scribe has written. Its words are gone; its row tells screens so."""
    _require_writer(note, writer)
    left = leave_stack(note)
    note.text, note.removed_at = "", now()
    note.seq = next_seq(note.prompt.exercise.meeting, Thing.NOTES)
    for one in left:
        one.seq = note.seq


def _require_writer(note: Note, writer: Participant | User) -> None:
    """Raise unless the note is this participant's on an open board, or a scribe's and `writer` is of the staff."""
    exercise = note.prompt.exercise
    take_turn(exercise.meeting)
    db.session.refresh(note)
    guest = isinstance(writer, Participant)
    mine = note.participant_id == writer.id if guest else note.user_id is not None
    if not mine or note.removed_at:
        raise NotFound
    if guest:
        require_open(exercise)
    else:
        require(exercise.meeting, Deed.SCRIBE)
