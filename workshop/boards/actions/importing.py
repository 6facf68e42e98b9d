"""Notes of another service are brought onto boards, all that are in a file at once, and taken away again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from workshop.accounts.log import write_down
from workshop.accounts.models import User
from workshop.action import action
from workshop.boards.actions.arranging import leave_stack
from workshop.boards.actions.notes import led_waits
from workshop.boards.models import Prompt
from workshop.boards.queries import access_prompt, imported_notes, keys_in
from workshop.boards.writing import insert_notes, showing
from workshop.clock import now
from workshop.errors import NotFound
from workshop.meetings.actions import next_seq, require
from workshop.meetings.models import Deed, Meeting, Thing


@dataclass(frozen=True)
class Brought:
    """A note as a file has it: whoever wrote it did so elsewhere, and is not known here."""

    client_key: str
    """Made of what its row says, so that the same row is the same note."""
    prompt_id: int
    text: str
    language: str
    groups: tuple[str, ...] = field(default=())
    municipality: str | None = None
    afterwards: bool = False


@action
def import_notes(meeting: Meeting, brought: Sequence[Brought], by: User | None = None) -> int:
    """Put notes from a file under their questions, in this order, and say how many; what is there already stays as it
    is and is none of them.

    They came into the house now, whenever they were written: what was told before did not count them. Raises
    NotThisBoard for a question of another meeting, and nothing is brought in then; NotNow.
    """
    require(meeting, Deed.IMPORT)
    there = keys_in(meeting)
    new = [one for key, one in {one.client_key: one for one in brought}.items() if key not in there]
    prompts = {id_: access_prompt(meeting, id_) for id_ in {one.prompt_id for one in brought}}
    if not new:
        return 0
    seq, moment = next_seq(meeting, Thing.NOTES), now()
    insert_notes(
        [
            {
                "meeting_id": meeting.id,
                "prompt_id": one.prompt_id,
                "seq": seq,
                "client_key": one.client_key,
                "participant_id": None,
                "text": one.text,
                "language": one.language,
                "groups": list(one.groups),
                "municipality": one.municipality,
                "written_at": moment,
                "written_afterwards": one.afterwards,
                "imported_at": moment,
                "place": seq + place / len(new) / 2,  # all above what was there, below what comes next
                **showing(moment, waits),
            }
            for place, (one, waits) in enumerate(_waiting(new, prompts))
        ]
    )
    write_down("import_notes", by, meeting_id=meeting.id, notes=len(new))
    return len(new)


def _waiting(new: Sequence[Brought], prompts: dict[int, Prompt]) -> list[tuple[Brought, bool]]:
    waits = {id_: led_waits(prompt) for id_, prompt in prompts.items()}
    return [(one, waits[one.prompt_id]) for one in new]


@action
def take_back_import(meeting: Meeting, imported_at: datetime, by: User | None = None) -> int:
    """Take away all notes that came at this moment and are there still, and say how many. Their words are gone; the
    same file may be brought in again. Raises NotFound when there are none, NotNow."""
    require(meeting, Deed.IMPORT)
    notes = imported_notes(meeting, imported_at)
    if not notes:
        raise NotFound
    left = [one for note in notes for one in leave_stack(note)]
    seq, moment = next_seq(meeting, Thing.NOTES), now()
    for note in notes:
        note.text, note.removed_at = "", moment
        note.client_key = f"{note.client_key}:{note.id}"  # the row's own is free again
    for note in (*notes, *left):
        note.seq = seq
    write_down("take_back_import", by, meeting_id=meeting.id, notes=len(notes))
    return len(notes)
