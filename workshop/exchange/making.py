"""A file to take along is made by the process that is asked for it, or by one of its own when much was said.

To gather and write what thousands have answered takes the processor for many seconds, in which nobody else would be
served. `koonti make-file WANTED` (`cli.py`) reads the database itself and writes the file to its output.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType

from flask import current_app
from sqlalchemy import func, select

from workshop.boards.models import Note
from workshop.config import ROOT, Settings
from workshop.exchange.answers import answer_sheets
from workshop.exchange.files import file_of
from workshop.exchange.notes import notes_sheet
from workshop.exchange.sheets import Sheet
from workshop.exchange.whole import code_book, meeting_sheets, round_sheets
from workshop.extensions import db
from workshop.kept import aside
from workshop.meetings.models import Exercise, Meeting
from workshop.surveys.models import Response

MOST_HERE = 500
"""Of how many notes and responses a file is made where it is asked for: a process of its own takes seconds to start."""
PATIENCE_S = 900
"""Far more than ten thousand responses need: only what hangs is stopped."""
_few_at_once = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class Wanted:
    """Which file is wanted."""

    what: str
    """One of SHEETS."""
    ids: tuple[int, ...]
    """Of the survey, or of the meetings."""
    kind: str
    language: str


SHEETS: MappingProxyType[str, Callable[[Sequence[int], str], list[Sheet]]] = MappingProxyType(
    {
        "notes": lambda ids, language: [notes_sheet(db.session.get_one(Meeting, ids[0]), language)],
        "answers": lambda ids, language: answer_sheets(db.session.get_one(Exercise, ids[0]), language),
        "meeting": lambda ids, language: meeting_sheets(db.session.get_one(Meeting, ids[0]), language),
        "round": lambda ids, language: round_sheets([db.session.get_one(Meeting, one) for one in ids], language),
    }
)
"""What can be taken along: its sheets, in the language."""


def made(wanted: Wanted) -> bytes:
    """The file that is wanted. Raises RuntimeError when the process that was to make it has failed."""
    return _made_apart(wanted) if _said(wanted) > MOST_HERE else made_here(wanted)


def made_here(wanted: Wanted) -> bytes:
    """The file that is wanted, made by this process."""
    sheets = SHEETS[wanted.what](wanted.ids, wanted.language)
    return aside(file_of, sheets, wanted.kind, code_book(sheets), wanted.language)


def _said(wanted: Wanted) -> int:
    """How many notes and responses come into it."""
    if wanted.what == "answers":
        return _count(Response, Response.exercise_id.in_(wanted.ids))
    notes = _count(Note, Note.meeting_id.in_(wanted.ids))
    return notes if wanted.what == "notes" else notes + _count(Response, Response.meeting_id.in_(wanted.ids))


def _count(table: type, here: object) -> int:
    return db.session.scalar(select(func.count()).select_from(table).where(here)) or 0


def _made_apart(wanted: Wanted) -> bytes:
    settings: Settings = current_app.config["SETTINGS"]
    db.session.rollback()  # the connection is others' meanwhile
    with _few_at_once:
        done = subprocess.run(
            [sys.executable, "-m", "workshop.cli", "make-file", json.dumps(asdict(wanted))],
            env={**os.environ, "INSTANCE": settings.INSTANCE, "DATABASE_URL": settings.DATABASE_URL},
            capture_output=True,
            timeout=PATIENCE_S,
            cwd=ROOT,
            check=False,
        )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines() or [f"it ended with {done.returncode}"]
        raise RuntimeError(f"A file could not be made: {said[-1]}")
    return done.stdout
