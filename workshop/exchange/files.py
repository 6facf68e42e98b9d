"""Sheets as a file. What people wrote is text in it, never a formula or a link. Pure, so that it can be made aside."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Sequence
from types import MappingProxyType

import xlsxwriter

from workshop.exchange.sheets import Sheet
from workshop.results.csv_files import BYTE_ORDER_MARK, DELIMITERS, safe

TYPES = MappingProxyType(
    {
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "csv": "text/csv",
        "json": "application/json",
        "zip": "application/zip",
    }
)
"""What each is called where files have types."""

LONGEST_NAME = 31
"""Characters of a sheet's name in a workbook."""
_NO_XML = re.compile("[\ufffe\uffff]")
"""Signs that no XML may hold; control characters are refused where people write."""


def file_of(sheets: Sequence[Sheet], kind: str, code_book: Sheet, language: str) -> bytes:
    """The file of this kind, one of TYPES, with what explains the columns; as CSV only the first of the sheets."""
    if kind == "xlsx":
        return _xlsx([*sheets, code_book])
    if kind == "zip":
        return _zip([*sheets, code_book], language)
    return (_csv(sheets[0], language) if kind == "csv" else _json(sheets)).encode()


def _xlsx(sheets: Sequence[Sheet]) -> bytes:
    """Written row by row into passing files (constant memory), so that a large survey needs no more than a small."""
    file = io.BytesIO()
    texts_only = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, {"constant_memory": True, **texts_only}) as book:
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name[:LONGEST_NAME])
            page.freeze_panes(1, 0)
            for place, (key, heading, _meaning) in enumerate(sheet.columns):
                page.set_column(place, place, 60 if key in {"text", "question", "meaning"} else 16, wrapped)
                page.write_string(0, place, _fit(heading), bold)
            for line, row in enumerate(sheet.rows, start=1):
                for place, cell in enumerate(row):
                    if isinstance(cell, int | float):
                        page.write_number(line, place, cell)
                    elif cell:
                        page.write_string(line, place, _fit(cell))
    return file.getvalue()


def _fit(text: str) -> str:
    """A cell's text without the signs that no XML may hold; nobody can write more than a cell takes (32,767)."""
    return _NO_XML.sub("\ufffd", text)


def _zip(sheets: Sequence[Sheet], language: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        for sheet in sheets:
            parts.writestr(f"{sheet.key}.csv", _csv(sheet, language))
    return file.getvalue()


def _csv(sheet: Sheet, language: str) -> str:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=DELIMITERS.get(language, ";"), lineterminator="\r\n")
    writer.writerow(safe(heading) for _key, heading, _meaning in sheet.columns)
    writer.writerows(["" if cell is None else _text(cell) for cell in row] for row in sheet.rows)
    return BYTE_ORDER_MARK + file.getvalue()


def _text(cell: str | float) -> str:
    """Numbers are ours, and may begin with a minus."""
    return safe(cell) if isinstance(cell, str) else str(cell)


def _json(sheets: Sequence[Sheet]) -> str:
    tables = {sheet.key: _table(sheet) for sheet in sheets}
    told = tables["notes"] if list(tables) == ["notes"] else tables
    return json.dumps(told, ensure_ascii=False, indent=1)


def _table(sheet: Sheet) -> dict[str, object]:
    keys = [key for key, _heading, _meaning in sheet.columns]
    book = {key: {"heading": heading, "meaning": meaning} for key, heading, meaning in sheet.columns}
    values = [{"column": key, "value": value, "meaning": meaning} for key, value, meaning in sheet.values]
    rows = [dict(zip(keys, row, strict=True)) for row in sheet.rows]
    return {"name": sheet.name, "columns": book, "values": values, "rows": rows}
