"""The notes of a meeting and the comments on them, as a table to be taken along: what those who lead see at the desk.

Hidden and waiting ones are in it with their status, what its writer took away is not. Neither the times nor the
municipality are: with the group they could say who wrote.
"""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from workshop.boards.models import Comment, Note, Prompt
from workshop.extensions import db
from workshop.meetings.models import Exercise, Meeting
from workshop.vocabulary.groups import top_of

Cell = str | int | None


@dataclass(frozen=True)
class Sheet:
    """A table: for each column its key, its heading and what stands in it; and the rows."""

    name: str
    columns: tuple[tuple[str, str, str], ...]
    rows: list[tuple[Cell, ...]]


def notes_sheet(meeting: Meeting, language: str) -> Sheet:
    """Every note in the order of writing, each with the comments on it behind, in the reader's language."""
    asked = select(Note, Prompt, Exercise).join(Prompt, Prompt.id == Note.prompt_id)
    asked = asked.join(Exercise, Exercise.id == Prompt.exercise_id)
    asked = asked.where(Note.meeting_id == meeting.id, Note.removed_at.is_(None)).order_by(Note.id)
    found = db.session.execute(asked).all()
    numbers = {note.id: place for place, (note, _prompt, _step) in enumerate(found, start=1)}
    behind: dict[int, list[Comment]] = {}
    said = select(Comment).where(Comment.meeting_id == meeting.id, Comment.removed_at.is_(None)).order_by(Comment.id)
    for comment in db.session.scalars(said):
        behind.setdefault(comment.note_id, []).append(comment)
    rows: list[tuple[Cell, ...]] = []
    for note, prompt, step in found:
        where = (step.title.text(language), prompt.text.text(language))
        stack = numbers.get(note.stack_id or 0)  # it is named after the note on its top
        rows.append((numbers[note.id], _("note"), *where, *_words(note, language), stack, note.likes, note.votes))
        for comment in behind.get(note.id, ()):
            rows.append((numbers[note.id], _("comment"), *where, *_words(comment, language), None, None, None))
    return Sheet(_("Notes"), _columns(), rows)


def _words(written: Note | Comment, language: str) -> tuple[Cell, ...]:
    """Text, language, group, who wrote it down, in which window, and its status."""
    group = top_of(written.groups[0]).capitalised(language) if written.groups else ""
    is_imported = isinstance(written, Note) and written.imported_at
    by = _("scribe") if written.user_id else _("brought in") if is_imported else _("participant")
    window = _("afterwards") if written.written_afterwards else _("on the spot")
    waits = isinstance(written, Note) and written.withheld_at
    status = _("hidden") if written.hidden_at else _("waiting") if waits else _("shown")
    return written.text, written.language, group, by, window, status


def _columns() -> tuple[tuple[str, str, str], ...]:
    return (
        ("note", _("No."), _("The number of the note, in the order of writing; of a comment that of its note.")),
        ("kind", _("Kind"), _("A note, or a comment on the note before it.")),
        ("exercise", _("Exercise"), _("The title of the board.")),
        ("question", _("Question"), _("The question under which the note lies.")),
        ("text", _("Text"), _("Word for word as it was written.")),
        ("language", _("Language"), _("The language that the writer had chosen: fi, sv or en.")),
        ("group", _("Stakeholder group"), _("Whom the writer speaks for, as the desk shows it; empty when not told.")),
        (
            "by",
            _("Written by"),
            _("A participant; a scribe who wrote down what was said aloud; or unknown, when it came from a file."),
        ),
        ("window", _("When"), _("On the spot, or afterwards.")),
        ("status", _("Status"), _("Shown; hidden by those who lead; or waiting to be approved.")),
        ("stack", _("Stack"), _("Notes with the same number here were gathered as one.")),
        ("likes", _("Likes"), _("How many have liked it.")),
        ("votes", _("Votes"), _("How many votes it was given.")),
    )
