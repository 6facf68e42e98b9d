"""A sheet as a file. What people wrote is text in it, never a formula or a link. Pure, so that it can be made aside."""

import csv
import io
import json
import re
from types import MappingProxyType

import xlsxwriter

from workshop.exchange.notes import Sheet
from workshop.results.csv_files import BYTE_ORDER_MARK, DELIMITERS, safe

TYPES = MappingProxyType(
    {
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "csv": "text/csv",
        "json": "application/json",
    }
)
"""What each is called where files have types."""

_NO_XML = re.compile("[\ufffe\uffff]")
"""Signs that no XML may hold; control characters are refused where people write."""


def file_of(sheet: Sheet, kind: str, code_book: str, language: str) -> bytes:
    """The file of this kind, one of TYPES; `code_book` is the name of the sheet that explains the columns."""
    if kind == "xlsx":
        return _xlsx(sheet, code_book)
    return (_csv(sheet, language) if kind == "csv" else _json(sheet)).encode()


def _xlsx(sheet: Sheet, code_book: str) -> bytes:
    file = io.BytesIO()
    texts_only = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, {"in_memory": True, **texts_only}) as book:
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        page = book.add_worksheet(sheet.name)
        page.freeze_panes(1, 0)
        for place, (key, heading, _meaning) in enumerate(sheet.columns):
            page.write_string(0, place, heading, bold)
            page.set_column(place, place, 60 if key in {"text", "question"} else 16, wrapped)
        for line, row in enumerate(sheet.rows, start=1):
            for place, cell in enumerate(row):
                if isinstance(cell, int):
                    page.write_number(line, place, cell)
                elif cell:
                    page.write_string(line, place, _NO_XML.sub("\ufffd", cell))
        meanings = book.add_worksheet(code_book)
        meanings.set_column(0, 0, 24, bold)
        meanings.set_column(1, 1, 80, wrapped)
        for line, (_key, heading, meaning) in enumerate(sheet.columns):
            meanings.write_string(line, 0, heading, bold)
            meanings.write_string(line, 1, meaning)
    return file.getvalue()


def _csv(sheet: Sheet, language: str) -> str:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=DELIMITERS.get(language, ";"), lineterminator="\r\n")
    writer.writerow(heading for _key, heading, _meaning in sheet.columns)
    writer.writerows(["" if cell is None else safe(str(cell)) for cell in row] for row in sheet.rows)
    return BYTE_ORDER_MARK + file.getvalue()


def _json(sheet: Sheet) -> str:
    keys = [key for key, _heading, _meaning in sheet.columns]
    book = {key: {"heading": heading, "meaning": meaning} for key, heading, meaning in sheet.columns}
    rows = [dict(zip(keys, row, strict=True)) for row in sheet.rows]
    return json.dumps({"columns": book, "rows": rows}, ensure_ascii=False, indent=1)
