"""A chart's table as a CSV file, for spreadsheets: what is hidden says so there too."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from workshop.i18n.formats import NBSP
from workshop.results.round_shapes import PairTable
from workshop.results.shapes import Chart, Row

BYTE_ORDER_MARK = "\ufeff"
"""By it spreadsheets know that the file is UTF-8."""
DELIMITERS = {"en": ","}
"""What stands between cells: a semicolon where the comma is a decimal sign."""
_THOUSANDS = {"en": ","}
"""What stands between thousands; a no-break space elsewhere."""
_NUMBER = re.compile(r"\d{1,3}(?:[,\u00a0]\d{3})+(?:[.,]\d{1,2})?")
_FORMULA = re.compile(r"^[\s\x00]*[=+\-@\t\r|]")


def csv_of(chart: Chart, language: str) -> str:
    """The headings, the rows and what is told of all of them, as the table beside the chart has them."""
    rows = ((row.label, *_numbers(_cells(row, len(chart.heads)), language)) for row in chart.rows)
    return _file([chart.heads, *rows, *chart.foot], language)


def csv_of_pairs(table: PairTable, language: str) -> str:
    """The same of a table of two things."""
    lines = ((line.label, *_numbers([cell.text for cell in line.cells], language)) for line in table.lines)
    return _file([table.heads, *lines], language)


def _file(rows: Iterable[Sequence[str]], language: str) -> str:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=DELIMITERS.get(language, ";"), lineterminator="\r\n")
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return BYTE_ORDER_MARK + file.getvalue()


def _cells(row: Row, wide: int) -> list[str]:
    if row.more:
        return [row.cell, *row.more]
    return [row.cell, row.share] if wide > 2 else [row.cell]


def _numbers(cells: Iterable[str], language: str) -> list[str]:
    """Numbers without what stands between thousands, so that they can be reckoned with; all else as it is."""
    apart = _THOUSANDS.get(language, NBSP)
    return [cell.replace(apart, "") if _NUMBER.fullmatch(cell) else cell for cell in cells]


def safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: such a one begins with an apostrophe."""
    cell = text.replace(NBSP, " ")
    return f"'{cell}" if _FORMULA.match(cell) else cell
