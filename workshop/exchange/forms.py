"""A file that is brought in, and how its table is to be read."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovFileInput
from werkzeug.datastructures import FileStorage
from wtforms import FileField

from workshop.boards.models import Prompt
from workshop.columns import LANGUAGES
from workshop.exchange.answers_match import TAGS, guess_answers, targets_of
from workshop.exchange.bounds import LARGEST_FILE, MOST_COLUMNS, MOST_ROWS, MOST_TEXT, BadFile, Fault, Row
from workshop.exchange.matching import (
    MOST_HEADINGS,
    Column,
    Reading,
    columns_of,
    field_of,
    guess,
    is_role,
    names_in,
    prompt_called,
    width,
)
from workshop.exchange.reading import read_back, read_table, written_out
from workshop.i18n.choose import current_language
from workshop.i18n.formats import number
from workshop.kept import aside
from workshop.surveys.models import Question
from workshop.typed import Form

EXCEL_HINT = _l("Open it in the spreadsheet, save it as XLSX or as “CSV UTF-8”, and choose it again.")


class FileForm(Form):
    """The file; once it has been read its table travels along in the form, so that nothing waits in the house."""

    file = FileField(_l("A file (XLSX, CSV or ZIP)"), widget=GovFileInput())

    rows: list[Row] | None = None
    reading: Reading | None = None
    seen = ""
    """Which table, and read how, the page shows."""

    def read_in(self, language: str) -> None:
        """Read what was sent: a new file, or the table that the page had with what was chosen for it."""
        sent, said = self.file.data, request.form
        try:
            if isinstance(sent, FileStorage) and sent.filename:
                self.rows = aside(read_table, sent.read())
                self.reading = self.guess(self.rows, language)
            else:
                self.rows = read_back(said.get("table", ""))
                headings = min(max(said.get("headings", 1, type=int), 0), MOST_HEADINGS)
                self.reading = self.guess(self.rows, language, headings)
                if headings == said.get("headings_before", headings, type=int):
                    self.reading = self.chosen(self.rows, self.reading)
        except BadFile as fault:
            self.file.errors = [fault_words(fault.fault)]
            return
        self.seen = hashlib.sha256(repr((self.rows, self.reading)).encode("utf-8", "replace")).hexdigest()

    def guess(self, rows: Sequence[Row], language: str, headings: int | None = None) -> Reading:
        """What the table seems to be."""
        raise NotImplementedError

    def chosen(self, rows: Sequence[Row], guessed: Reading) -> Reading:
        """The table as somebody has chosen to read it; what was not chosen is as it was guessed."""
        roles = (request.form.get(f"c{place}", "") for place in range(width(rows)))
        language = request.form.get("language", guessed.language)
        return replace(
            guessed,
            roles=tuple(role if self.is_role(role) else "" for role in roles),
            language=language if language in LANGUAGES else guessed.language,
        )

    def is_role(self, name: str) -> bool:
        """Can a column be this?"""
        raise NotImplementedError

    @property
    def table(self) -> str:
        """The table as it travels in the form."""
        return written_out(self.rows or [])

    @property
    def columns(self) -> list[Column]:
        return columns_of(self.rows, self.reading) if self.rows and self.reading else []

    def is_confirmed(self) -> bool:
        """Was this very table, read like this, sent again after it had been shown?"""
        return bool(self.seen) and "confirm" in request.form and request.form.get("seen") == self.seen


class NotesForm(FileForm):
    """Notes for the questions of a meeting's boards."""

    def __init__(self, prompts: Sequence[Prompt]) -> None:
        super().__init__()
        self.prompts = prompts

    def guess(self, rows: Sequence[Row], language: str, headings: int | None = None) -> Reading:
        return guess(rows, self.prompts, language, headings)

    def chosen(self, rows: Sequence[Row], guessed: Reading) -> Reading:
        said, known = request.form, {str(prompt.id): prompt.id for prompt in self.prompts}
        read = replace(super().chosen(rows, guessed), under=known.get(said.get("under", "")))
        names = names_in(rows, read)
        fields = {name: field_of(name) for name in names}
        return replace(
            read,
            named={
                name: known.get(said[at]) if at in said else prompt_called(name, self.prompts)
                for name, at in fields.items()
            },
        )

    def is_role(self, name: str) -> bool:
        return is_role(name, self.prompts)


class AnswersForm(FileForm):
    """Responses for a survey."""

    def __init__(self, questions: Sequence[Question]) -> None:
        super().__init__()
        self.questions = questions
        self.targets = targets_of(questions, current_language())

    def guess(self, rows: Sequence[Row], language: str, headings: int | None = None) -> Reading:
        return guess_answers(rows, self.questions, language, headings)

    def is_role(self, name: str) -> bool:
        return name in TAGS or name in self.targets


def fault_words(fault: Fault) -> str:
    """Why a file is not taken and what to do, in the reader's language."""
    language = current_language()
    in_parts = _("Split it and bring in one part at a time.")
    return {
        Fault.NO_FILE: _("Choose a file first."),
        Fault.EMPTY: _("There is nothing in the file. Look whether the rows are on its first sheet."),
        Fault.TOO_LARGE: _("The file is larger than %(size)s MB.", size=LARGEST_FILE // 1_000_000) + f" {in_parts}",
        Fault.TOO_MANY_ROWS: _("The file has more than %(most)s rows.", most=number(MOST_ROWS, language))
        + f" {in_parts}",
        Fault.TOO_MANY_COLUMNS: _(
            "The file has more than %(most)s columns. Leave out those that hold no notes.", most=MOST_COLUMNS
        ),
        Fault.TOO_MUCH_TEXT: _("The file has more than %(most)s characters of text.", most=number(MOST_TEXT, language))
        + f" {in_parts}",
        Fault.BOMB: _("The file unpacks to more than a list of notes can have. It was not opened.") + f" {EXCEL_HINT}",
        Fault.OLD_EXCEL: _("The file is in the old XLS format.") + f" {EXCEL_HINT}",
        Fault.ENCRYPTED: _("The file is protected with a password. Save it without one and choose it again."),
        Fault.NO_TABLE: _("There is no table in the packed file. Choose one with an XLSX or CSV file in it."),
        Fault.SEVERAL_TABLES: _(
            "There are several tables in the packed file. Unpack it and bring them in one after another."
        ),
        Fault.ENCODING: _(
            "The file is not in UTF-8 but in an older encoding, perhaps Windows-1252. Save it as “CSV UTF-8”."
        ),
        Fault.NO_SPREADSHEET: _("The file is neither XLSX nor CSV. Save the list as one of them and choose it again."),
        Fault.BROKEN: _("The file cannot be read; it may have been damaged on its way.") + f" {EXCEL_HINT}",
    }[fault]
