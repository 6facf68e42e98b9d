"""Reading a table that somebody sent: XLSX, text with commas, semicolons or tabs, or one of them in a ZIP. Pure.

What a file is, its first bytes say, whatever it is called.
"""

import csv
import io
import json
import zipfile
from itertools import islice
from typing import Any

from workshop.exchange.bounds import LARGEST_FILE, MOST_COLUMNS, MOST_ROWS, MOST_TEXT, BadFile, Fault, Row
from workshop.exchange.spreadsheets import open_packed, pieces_of, rows_of_workbook
from workshop.typed import many_lines

_ZIP, _OLE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_TABLES = (".csv", ".tsv", ".txt", ".xlsx")
_NO_DELIMITER = "\x1f"
_SAMPLE = 100


def read_table(content: bytes) -> list[Row]:
    """The rows of the table in a file, without empty ones. Raises BadFile."""
    if not content:
        raise BadFile(Fault.NO_FILE)
    if len(content) > LARGEST_FILE:
        raise BadFile(Fault.TOO_LARGE)
    if content.startswith(_OLE):
        raise BadFile(Fault.ENCRYPTED if _LOCKED in content else Fault.OLD_EXCEL)
    return _bounded(_unpacked(content) if content.startswith(_ZIP) else _rows_of_text(_text(content)))


def _unpacked(content: bytes) -> list[Row]:
    """The rows of a workbook, or of the one table in a packed file; pictures and other files in it are no tables."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            open_packed(file)
            if "xl/workbook.xml" in file.namelist():
                return rows_of_workbook(file)
            inside = _only_table(file)
    except (zipfile.BadZipFile, ValueError, KeyError, EOFError, OSError, NotImplementedError):
        raise BadFile(Fault.BROKEN) from None
    if not inside.startswith(_ZIP):
        return _rows_of_text(_text(inside))
    try:
        with zipfile.ZipFile(io.BytesIO(inside)) as file:
            open_packed(file)
            if "xl/workbook.xml" not in file.namelist():
                raise BadFile(Fault.NO_TABLE)
            return rows_of_workbook(file)
    except zipfile.BadZipFile:
        raise BadFile(Fault.BROKEN) from None


def _only_table(file: zipfile.ZipFile) -> bytes:
    hidden = ("__MACOSX/", ".")
    found = [part for part in file.infolist() if part.filename.lower().endswith(_TABLES)]
    found = [part for part in found if not part.filename.rpartition("/")[2].startswith(".")]
    found = [part for part in found if not part.filename.startswith(hidden)]
    if len(found) != 1:
        raise BadFile(Fault.SEVERAL_TABLES if found else Fault.NO_TABLE)
    return b"".join(pieces_of(file, found[0].filename))


def _text(content: bytes) -> str:
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = content.decode("utf-16")
        else:
            text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile(Fault.NO_SPREADSHEET if b"\x00" in content else Fault.ENCODING) from None
    if "\x00" in text or text.startswith("%PDF-"):
        raise BadFile(Fault.NO_SPREADSHEET)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _rows_of_text(text: str) -> list[Row]:
    if text.count("\n") > 50 * MOST_ROWS:
        raise BadFile(Fault.TOO_MANY_ROWS)
    try:
        read = csv.reader(io.StringIO(text), delimiter=_delimiter(text), strict=True)
        return [(number, cells) for number, cells in enumerate(read, start=1) if any(map(str.strip, cells))]
    except csv.Error:
        raise BadFile(Fault.BROKEN) from None


def _delimiter(text: str) -> str:
    """What stands between the cells: what cuts nearly all of the first rows into equally many. Commas in a list of
    sentences do not."""
    best, share = _NO_DELIMITER, 0.9
    for sign in "\t;,":
        try:
            rows = [row for row in islice(csv.reader(io.StringIO(text), delimiter=sign, strict=True), _SAMPLE) if row]
        except csv.Error:
            continue
        if rows and len(rows[0]) > 1:
            alike = sum(len(row) == len(rows[0]) for row in rows) / len(rows)
            if alike > share:
                best, share = sign, alike
    return best


def _bounded(rows: list[Row]) -> list[Row]:
    """The same rows with tidy cells, none behind the last that says something. Raises BadFile for too much."""
    tidy: list[Row] = []
    much = 0
    if len(rows) > MOST_ROWS + 2:
        raise BadFile(Fault.TOO_MANY_ROWS)
    for number, cells in rows:
        said = [many_lines(cell) for cell in cells]
        while said and not said[-1]:
            said.pop()
        much += sum(map(len, said))
        if len(said) > MOST_COLUMNS:
            raise BadFile(Fault.TOO_MANY_COLUMNS)
        if much > MOST_TEXT:
            raise BadFile(Fault.TOO_MUCH_TEXT)
        if said:
            tidy.append((number, said))
    if not tidy:
        raise BadFile(Fault.EMPTY)
    return tidy


def written_out(rows: list[Row]) -> str:
    """The rows as a text that travels in a form."""
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def read_back(text: str) -> list[Row]:
    """The rows that `written_out` wrote. Raises BadFile for any other text."""
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        raise BadFile(Fault.NO_FILE) from None
    if not isinstance(rows, list) or not all(map(_is_row, rows)):
        raise BadFile(Fault.NO_FILE)
    return _bounded([(number, cells) for number, cells in rows])


def _is_row(row: Any) -> bool:
    if not isinstance(row, list) or len(row) != 2:
        return False
    number, cells = row
    is_number = isinstance(number, int) and not isinstance(number, bool) and 0 < number < 1 << 31
    return is_number and isinstance(cells, list) and all(isinstance(cell, str) for cell in cells)
