"""How large a file may be that is brought in, and why one is not taken."""

from enum import StrEnum

LARGEST_FILE = 5_000_000
"""Bytes of a file that is sent."""
LARGEST_REQUEST = LARGEST_FILE + 5_000_000
"""Bytes of a form with such a file, or with the table that was read from it."""
MOST_ROWS = 2_000
"""Rows below the headings: four times what the largest board of the field had."""
MOST_COLUMNS = 100
MOST_TEXT = 1_000_000
"""Characters in all cells together."""

Row = tuple[int, list[str]]
"""A row's number in the spreadsheet, from 1 on, and its cells."""


class Fault(StrEnum):
    """Why a file is not taken."""

    NO_FILE = "no file"
    EMPTY = "empty"
    TOO_LARGE = "too large"
    TOO_MANY_ROWS = "too many rows"
    TOO_MANY_COLUMNS = "too many columns"
    TOO_MUCH_TEXT = "too much text"
    BOMB = "it unpacks to too much"
    OLD_EXCEL = "an XLS file"
    ENCRYPTED = "encrypted"
    NO_TABLE = "a packed file without a table"
    SEVERAL_TABLES = "a packed file with several tables"
    ENCODING = "an older encoding"
    NO_SPREADSHEET = "no spreadsheet"
    BROKEN = "broken"


class BadFile(Exception):
    """The file is not taken; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault
