"""All that was said in a meeting or a round, sheet by sheet, and the code book that explains the sheets."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from workshop.exchange.answers import answer_sheets
from workshop.exchange.coded import coded_notes
from workshop.exchange.notes import notes_sheet
from workshop.exchange.sheets import Cell, Sheet
from workshop.exchange.statements import statement_sheets
from workshop.meetings.models import ExerciseKind, Meeting


def meeting_sheets(meeting: Meeting, language: str) -> list[Sheet]:
    """The meeting's notes, then each of its surveys and statement votes, numbered in order."""
    return [notes_sheet(meeting, language), *_exercises([meeting], language)]


def round_sheets(meetings: Sequence[Meeting], language: str) -> list[Sheet]:
    """The same of many meetings: all notes in one sheet, each with its meeting."""
    coded = coded_notes(meetings[0].round, language) if meetings else None
    notes = [(meeting, notes_sheet(meeting, language, coded)) for meeting in meetings]
    column = ("meeting", _("Meeting"), _("The title of the meeting, and its code."))
    rows: list[tuple[Cell, ...]] = [(_name(meeting, language), *row) for meeting, sheet in notes for row in sheet.rows]
    together = [
        Sheet(sheet.key, sheet.name, (column, *sheet.columns), rows, sheet.values) for _meeting, sheet in notes[:1]
    ]
    return [*together, *_exercises(meetings, language)]


def code_book(sheets: Iterable[Sheet]) -> Sheet:
    """What stands in each column of the sheets, and what its values mean."""
    rows: list[tuple[Cell, ...]] = []
    for sheet in sheets:
        rows += [(sheet.name, "", "", about) for key, _value, about in sheet.values if not key]
        for key, heading, meaning in sheet.columns:
            rows.append((sheet.name, heading, "", meaning))
            rows += [(sheet.name, heading, value, about) for of, value, about in sheet.values if of == key]
    columns = (
        ("sheet", _("Sheet"), ""),
        ("column", _("Column"), ""),
        ("value", _("Value"), ""),
        ("meaning", _("Meaning"), ""),
    )
    return Sheet("code-book", _("Code book"), columns, rows)


def _exercises(meetings: Sequence[Meeting], language: str) -> list[Sheet]:
    sheets: list[Sheet] = []
    surveys = votes = 0
    for meeting in meetings:
        for step in meeting.exercises:
            if step.kind is ExerciseKind.SURVEY:
                surveys += 1
                made = answer_sheets(step, language, str(surveys))
            elif step.kind is ExerciseKind.STATEMENTS:
                votes += 1
                made = statement_sheets(step, language, str(votes))
            else:
                continue
            sheets += made
    return sheets


def _name(meeting: Meeting, language: str) -> str:
    return f"{meeting.title.text(language)} ({meeting.code})"
