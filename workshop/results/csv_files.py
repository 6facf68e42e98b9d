"""A chart's table as a CSV file, for spreadsheets: what is hidden says so there too."""

import csv
import io
import re

from workshop.i18n.formats import NBSP, number
from workshop.results.shapes import Chart, Row

BYTE_ORDER_MARK = "\ufeff"
"""By it spreadsheets know that the file is UTF-8."""
DELIMITERS = {"en": ","}
"""What stands between cells: a semicolon where the comma is a decimal sign."""
_FORMULA = re.compile(r"^[\s\x00]*[=+\-@\t\r|]")


def csv_of(chart: Chart, language: str) -> str:
    """The headings, the rows and what is told of all of them, as the table beside the chart has them."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=DELIMITERS.get(language, ";"), lineterminator="\r\n")
    writer.writerow([safe(head) for head in chart.heads])
    for row in chart.rows:
        writer.writerow([safe(cell) for cell in _cells(row, len(chart.heads), language)])
    for name, value in chart.foot:
        writer.writerow([safe(name), safe(value)])
    return BYTE_ORDER_MARK + file.getvalue()


def _cells(row: Row, wide: int, language: str) -> list[str]:
    """A number of people or notes is written without spaces, so that it can be reckoned with."""
    is_plain = row.count is not None and row.cell == number(row.count, language)
    cells = [row.label, str(row.count) if is_plain else row.cell]
    if row.more:
        return [*cells, *row.more]
    return [*cells, row.share] if wide > 2 else cells


def safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: such a one begins with an apostrophe."""
    cell = text.replace(NBSP, " ")
    return f"'{cell}" if _FORMULA.match(cell) else cell
