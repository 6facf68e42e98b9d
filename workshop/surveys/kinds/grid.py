"""Grid: rows and columns, and one's own words in each cell. Stored as {row: {column: text}}, only what was written."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from workshop.analysis.contributions import Kind as Counted
from workshop.analysis.contributions import QuestionAsked
from workshop.columns import Texts
from workshop.surveys.kinds.choices import LinesField, as_lines, check_rows
from workshop.surveys.kinds.kind import BadAnswer, BadQuestion, Cell, Details, Options, Sent, Settings
from workshop.surveys.kinds.long_text import tidy
from workshop.surveys.kinds.rows import Drawn, PartsField, PartsKind, check_text
from workshop.surveys.models import Question, QuestionKind

LONGEST_CELL = 500
"""Characters of a cell."""
MOST_COLUMNS = 10
MOST_CELLS = 100
"""As many full cells still fit into one form."""


class _GridField(PartsField):
    widget = Drawn("grid")

    def columns(self) -> dict[str, Texts]:
        return column_texts(self.question)

    def is_open(self, row: str) -> bool:
        """Is the row open when the page is shown: the first one, those with words in them, and that with the error."""
        written = [name for name in self.came.parts if self.typed(name).strip()]
        if self.at.startswith(f"{row}.") or any(name.startswith(f"{row}.") for name in written):
            return True
        return not written and not self.at and row == next(iter(self.question.row_texts()))


class _GridDetails(Details):
    """The rows and the columns."""

    rows = LinesField(
        _l("Rows"),
        description=_l("One row on each line. Write the same rows in the same order in each language."),
        required=_l("Write the rows in at least one language"),
    )
    columns = LinesField(
        _l("Columns"),
        description=_l("One column on each line, at most 10. People write in each column of every row."),
        required=_l("Write the columns in at least one language"),
        most=MOST_COLUMNS,
    )

    def settings(self, kept: Settings) -> Settings:
        return {name: self[name].rows(kept.get(name, [])) for name in ("rows", "columns")}

    @staticmethod
    def shown(options: Options, settings: Settings) -> dict[str, Any]:
        return {name: as_lines(settings.get(name, [])) for name in ("rows", "columns")}

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        try:
            check_size(len(self.rows.rows([])), len(self.columns.rows([])))
        except BadQuestion as refusal:
            self.rows.form[next(iter(self.rows.data))].errors = [refusal.words]
        return not self.errors


class Grid(PartsKind):
    kind = QuestionKind.GRID
    Details = _GridDetails
    paper = "grid"

    def name(self) -> str:
        return _("Grid of texts")

    def field(self, question: Question, language: str) -> Any:
        hint = _("Open a row and write what comes to mind. You can leave any place empty.")
        return _GridField(kind=self, question=question, language=language, description=hint)

    def parts(self, question: Question) -> list[str]:
        return [f"{row}.{column}" for row in question.row_texts() for column in column_texts(question)]

    def clean(self, question: Question, sent: Sent) -> dict[str, dict[str, str]] | None:
        return self._by_row(question, self.sent_parts(question, sent))

    def _by_row(self, question: Question, cells: Mapping[str, Any]) -> dict[str, dict[str, str]] | None:
        """Texts by the names of the parts as a value."""
        rows: dict[str, dict[str, str]] = {}
        for part in self.parts(question):
            row, column = part.split(".")
            text = tidy(str(cells.get(part, "")))
            if text:
                rows.setdefault(row, {})[column] = text
        return rows or None

    def asked(self, question: Question) -> QuestionAsked:
        text = QuestionAsked(question.id, question.topic, Counted.TEXT)
        rows = tuple((row, text) for row in question.row_texts())
        return QuestionAsked(question.id, question.topic, Counted.ROWS, rows=rows)

    def check(self, question: Question, value: Any) -> None:
        if not isinstance(value, dict) or not value:
            raise BadAnswer(_("Write one answer."))
        known = set(self.parts(question))
        for row, texts in value.items():
            if not isinstance(texts, dict) or not texts:
                raise BadAnswer(_("Write one answer."))
            for column, text in texts.items():
                if f"{row}.{column}" not in known:
                    raise BadAnswer(_("The questions have changed. Check your answers and send them again."))
                check_text(text, LONGEST_CELL, f"{row}.{column}")

    def columns(self, question: Question, language: str) -> dict[str, str]:
        asked = question.text.text(language)
        return {part: f"{asked}: {row}: {column}" for part, row, column in _named_parts(question, language)}

    def cells(self, question: Question, value: dict[str, dict[str, str]]) -> dict[str, Cell]:
        return {f"{row}.{column}": text for row, texts in value.items() for column, text in texts.items()}

    def value_of(self, question: Question, cells: Mapping[str, Cell]) -> dict[str, dict[str, str]] | None:
        return self._by_row(question, cells)

    def read(self, question: Question, value: dict[str, dict[str, str]], language: str) -> list[str]:
        cells = self.cells(question, value)
        named = _named_parts(question, language)
        return [f"{row} – {column}: {cells[part]}" for part, row, column in named if part in cells]

    def words_of(self, question: Question, value: dict[str, dict[str, str]]) -> dict[str, str]:
        return {part: str(text) for part, text in self.cells(question, value).items()}

    def text_headings(self, question: Question, language: str) -> dict[str, str]:
        return {part: f"{row} – {column}" for part, row, column in _named_parts(question, language)}

    def listed(self, question: Question) -> list[list[Texts]]:
        return [list(question.row_texts().values()), list(column_texts(question).values())]

    def check_options(self, options: Options, settings: Settings | None = None) -> None:
        rows, columns = ((settings or {}).get(name) for name in ("rows", "columns"))
        if options:
            raise BadQuestion(_("A question of this kind has no options."))
        check_rows(rows)
        check_rows(columns, MOST_COLUMNS)
        check_size(len(rows or ()), len(columns or ()))


def column_texts(question: Question) -> dict[str, Texts]:
    """The columns' texts by key, in order."""
    return {column["key"]: Texts(column["text"]) for column in question.setting("columns", [])}


def check_size(rows: int, columns: int) -> None:
    """Raise BadQuestion when the grid is larger than a form can carry."""
    if rows * columns > MOST_CELLS:
        words = _(
            "The grid has %(cells)s places to write in. Leave at most %(most)s.", cells=rows * columns, most=MOST_CELLS
        )
        raise BadQuestion(words)


def _named_parts(question: Question, language: str) -> Iterator[tuple[str, str, str]]:
    """Name, row and column of each part."""
    for row, row_text in question.row_texts().items():
        for column, column_text in column_texts(question).items():
            yield f"{row}.{column}", row_text.text(language), column_text.text(language)
