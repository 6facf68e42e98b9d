"""The notes of a meeting and the comments on them, as a table to be taken along: what those who lead see at the desk.

Hidden and waiting ones are in it with their status, what its writer took away is not. Neither the times nor the
municipality are: with the group they could say who wrote. Group, language and window are told together only of as many
writers as the floor. Of what participants may see there are also the codes.
"""

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from workshop.boards.models import Comment, Note, Prompt
from workshop.exchange.coarse import Ladder, coarsened
from workshop.exchange.coded import Coded, coded_notes
from workshop.exchange.sheets import Cell, Sheet
from workshop.extensions import db
from workshop.meetings.models import Exercise, Meeting
from workshop.vocabulary.groups import top_of


def notes_sheet(meeting: Meeting, language: str, coded: Coded | None = None) -> Sheet:
    """Every note in the order of writing, each with the comments on it behind, in the reader's language.

    `coded` are the codes of all meetings that come into one file; without it those of this one are asked for.
    """
    coded = coded or coded_notes(meeting, language)
    asked = select(Note, Prompt, Exercise).join(Prompt, Prompt.id == Note.prompt_id)
    asked = asked.join(Exercise, Exercise.id == Prompt.exercise_id)
    asked = asked.where(Note.meeting_id == meeting.id, Note.removed_at.is_(None)).order_by(Note.id)
    found = db.session.execute(asked).all()
    numbers = {note.id: place for place, (note, _prompt, _step) in enumerate(found, start=1)}
    behind: dict[int, list[Comment]] = {}
    said = select(Comment).where(Comment.meeting_id == meeting.id, Comment.removed_at.is_(None)).order_by(Comment.id)
    for comment in db.session.scalars(said):
        behind.setdefault(comment.note_id, []).append(comment)
    written = [said for note, _prompt, _step in found for said in (note, *behind.get(note.id, ()))]
    tags = iter(_told(written, language))
    rows: list[tuple[Cell, ...]] = []
    for note, prompt, step in found:
        where = (step.title.text(language), prompt.text.text(language))
        stack = numbers.get(note.stack_id or 0)  # it is named after the note on its top
        rows.append(
            (
                numbers[note.id],
                _("note"),
                *where,
                *_words(note, next(tags)),
                stack,
                note.likes,
                note.votes,
                *coded.cells(note.id),
            )
        )
        for comment in behind.get(note.id, ()):
            rows.append(
                (
                    numbers[note.id],
                    _("comment"),
                    *where,
                    *_words(comment, next(tags)),
                    None,
                    None,
                    None,
                    *coded.cells(None),
                )
            )
    return Sheet("notes", _("Notes"), (*_columns(), *coded.columns), rows, coded.values)


def _told(written: list[Note | Comment], language: str) -> list[tuple[str, ...]]:
    """Group, language and window of each, as far as they may be told. Of a scribe's nothing is: it is nobody's tag; and
    those whose writers are no longer known count as one person's."""
    people = [said.participant_id for said in written]
    floor = current_app.config["SETTINGS"].SMALL_GROUP_FLOOR
    of_people = [place for place, said in enumerate(written) if not said.user_id]
    ladders = [_tags(written[place], language) for place in of_people]
    told = dict(zip(of_people, coarsened(ladders, [people[place] for place in of_people], floor), strict=True))
    return [told.get(place, ("", "", "")) for place in range(len(written))]


def _tags(said: Note | Comment, language: str) -> tuple[Ladder, ...]:
    group = (top_of(said.groups[0]).capitalised(language),) if said.groups else ()
    return group, (said.language,), (_("afterwards") if said.written_afterwards else _("during the meeting"),)


def _words(written: Note | Comment, told: tuple[str, ...]) -> tuple[Cell, ...]:
    """Text, language, group, who wrote it down, in which window, and its status."""
    group, language, window = told
    is_imported = isinstance(written, Note) and written.imported_at
    by = _("scribe") if written.user_id else _("brought in") if is_imported else _("participant")
    waits = isinstance(written, Note) and written.withheld_at
    status = _("hidden") if written.hidden_at else _("waiting") if waits else _("shown")
    return written.text, language, group, by, window, status


def _columns() -> tuple[tuple[str, str, str], ...]:
    return (
        ("note", _("No."), _("The number of the note, in the order of writing; of a comment that of its note.")),
        ("kind", _("Kind"), _("A note, or a comment on the note before it.")),
        ("exercise", _("Exercise"), _("The title of the board.")),
        ("question", _("Question"), _("The question under which the note lies.")),
        ("text", _("Text"), _("Word for word as it was written.")),
        ("language", _("Language"), _("The language that the writer had chosen: fi, sv or en.")),
        ("group", _("Stakeholder group"), _("Whom the writer speaks for; empty when not told.")),
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
