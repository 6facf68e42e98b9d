"""The first sheet of an XLSX file as rows of texts, read as a stream within bounds. Pure.

A workbook is packed XML that strangers have sent: half a megabyte may unpack to gigabytes. So what it unpacks to is
looked at before anything of it is, no part may declare entities, and reading ends as soon as a bound is passed.
"""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from xml.parsers import expat

from workshop.exchange.bounds import MOST_COLUMNS, MOST_ROWS, MOST_TEXT, BadFile, Fault, Row

MOST_UNPACKED = 20_000_000
"""Bytes of the parts that are read, unpacked; and of all that a packed file holds, five times that."""
MOST_PARTS = 2_000
MOST_RATIO = 200
"""How many times larger than packed: a sheet of repeated words comes to thirty."""
MOST_ELEMENTS = 1_200_000
_PIECE = 1 << 16
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
_DATES = {*range(14, 23), *range(45, 48)}
"""Numbers of the formats for dates that every workbook knows."""
_FIRST_DAY, _FIRST_DAY_OF_MACS = datetime(1899, 12, 30, tzinfo=UTC), datetime(1904, 1, 1, tzinfo=UTC)

Attributes = dict[str, str]


def open_packed(file: zipfile.ZipFile) -> None:
    """Raise BadFile unless what is packed in the file is of bearable size and not encrypted."""
    parts = file.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > 5 * MOST_UNPACKED:
        raise BadFile(Fault.BOMB)
    if any(part.file_size > 100_000 and part.file_size > MOST_RATIO * max(part.compress_size, 1) for part in parts):
        raise BadFile(Fault.BOMB)
    if any(part.flag_bits & 1 for part in parts):
        raise BadFile(Fault.ENCRYPTED)


def pieces_of(file: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A part of a packed file, piece by piece: read at once it would be unpacked whole, whatever the list of contents
    says of its size. Raises BadFile."""
    if file.getinfo(name).file_size > MOST_UNPACKED:
        raise BadFile(Fault.BOMB)
    with file.open(name) as part:
        yield from iter(lambda: part.read(_PIECE), b"")


def rows_of_workbook(file: zipfile.ZipFile) -> list[Row]:
    """The rows of the first sheet that is not hidden, each with its number; empty ones are left out.

    Of a formula the value stands that the spreadsheet has kept. Moments become 2022-01-21 12:30. Raises BadFile.
    """
    book = _Book()
    _parse(file, "xl/workbook.xml", book)
    relations = _Relations()
    _parse(file, "xl/_rels/workbook.xml.rels", relations)
    sheet = relations.targets.get(book.sheet)
    if sheet is None:
        raise BadFile(Fault.BROKEN)
    shared, styles = _Shared(), _Styles()
    for name, reader in ((relations.shared, shared), (relations.styles, styles)):
        if name in file.namelist():
            _parse(file, name, reader)
    cells = _Cells(shared.texts, styles.dates(), _FIRST_DAY_OF_MACS if book.of_macs else _FIRST_DAY)
    _parse(file, sheet, cells)
    return [row for row in cells.rows if any(row[1])]


class _Reader:
    """Hears a part's elements; names have their namespace before a space."""

    def begins(self, _name: str, _has: Attributes) -> None: ...

    def ends(self, _name: str) -> None: ...

    def says(self, _text: str) -> None: ...


def _parse(file: zipfile.ZipFile, name: str, reader: _Reader) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    count = 0

    def begins(name: str, has: Attributes) -> None:
        nonlocal count
        count += 1
        if count > MOST_ELEMENTS:
            raise BadFile(Fault.BOMB)
        reader.begins(name.rpartition(" ")[2], has)

    parser.StartElementHandler = begins
    parser.EndElementHandler = lambda name: reader.ends(name.rpartition(" ")[2])
    parser.CharacterDataHandler = reader.says
    parser.StartDoctypeDeclHandler = _refuse
    try:
        for piece in pieces_of(file, name):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, KeyError, ValueError, OverflowError, zipfile.BadZipFile, EOFError, OSError):
        raise BadFile(Fault.BROKEN) from None
    except (NotImplementedError, RuntimeError):
        raise BadFile(Fault.ENCRYPTED) from None
    except Exception as fault:
        if type(fault).__module__ in {"zlib", "lzma"}:
            raise BadFile(Fault.BROKEN) from None
        raise


def _refuse(*_declared: object) -> None:
    raise BadFile(Fault.BROKEN)


@dataclass
class _Book(_Reader):
    sheet: str = ""
    """What relates the workbook to its first sheet that is not hidden."""
    of_macs: bool = False

    def begins(self, name: str, has: Attributes) -> None:
        if name == "workbookPr":
            self.of_macs = has.get("date1904") in ("1", "true")
        if name == "sheet" and not self.sheet and has.get("state", "visible") == "visible":
            self.sheet = has.get(_RELATION, "")


@dataclass
class _Relations(_Reader):
    targets: dict[str, str] = field(default_factory=dict)
    shared: str = ""
    styles: str = ""

    def begins(self, name: str, has: Attributes) -> None:
        if name != "Relationship":
            return
        target = has["Target"]
        whole = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        self.targets[has["Id"]] = whole
        kind = has.get("Type", "").rpartition("/")[2]
        if kind == "sharedStrings":
            self.shared = whole
        if kind == "styles":
            self.styles = whole


@dataclass
class _Shared(_Reader):
    """The texts that cells share; what only helps to pronounce them is none of them."""

    texts: list[str] = field(default_factory=list)
    _said: list[str] = field(default_factory=list)
    _in_text: bool = False
    _spoken: bool = False
    _much: int = 0

    def begins(self, name: str, _has: Attributes) -> None:
        if name == "rPh":
            self._spoken = True
        self._in_text = name == "t" and not self._spoken

    def says(self, text: str) -> None:
        if self._in_text:
            self._said.append(text)
            self._much += len(text)
            if self._much > 2 * MOST_TEXT:
                raise BadFile(Fault.TOO_MUCH_TEXT)

    def ends(self, name: str) -> None:
        self._in_text = False
        if name == "rPh":
            self._spoken = False
        if name == "si":
            self.texts.append("".join(self._said))
            self._said.clear()


@dataclass
class _Styles(_Reader):
    _own: set[int] = field(default_factory=set)
    _formats: list[int] = field(default_factory=list)
    _in_cells: bool = False

    def begins(self, name: str, has: Attributes) -> None:
        if name == "numFmt" and set("ydhs") & set(_without_words(has.get("formatCode", "").lower())):
            self._own.add(int(has["numFmtId"]))
        if name == "cellXfs":
            self._in_cells = True
        if name == "xf" and self._in_cells:
            self._formats.append(int(has.get("numFmtId", 0)))

    def ends(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cells = False

    def dates(self) -> set[str]:
        """The styles of cells that hold a moment."""
        return {str(place) for place, number in enumerate(self._formats) if number in _DATES | self._own}


def _without_words(code: str) -> str:
    """A format without what stands in quotes or brackets."""
    kept, until = [], ""
    for sign in code:
        if until:
            until = "" if sign == until else until
        elif sign in '"[':
            until = '"' if sign == '"' else "]"
        else:
            kept.append(sign)
    return "".join(kept)


@dataclass
class _Cells(_Reader):
    shared: list[str]
    dates: set[str]
    first_day: datetime
    rows: list[Row] = field(default_factory=list)
    _has: Attributes = field(default_factory=dict)
    _place: int = 0
    _said: list[str] = field(default_factory=list)
    _listens: bool = False
    _much: int = 0

    def begins(self, name: str, has: Attributes) -> None:
        if name == "row":
            before = self.rows[-1][0] if self.rows else 0
            if len(self.rows) > MOST_ROWS + 2 and any(self.rows[-1][1]):
                raise BadFile(Fault.TOO_MANY_ROWS)
            if self.rows and not any(self.rows[-1][1]):
                self.rows.pop()
            number = int(has.get("r", before + 1))
            if not 0 < number < 1 << 31:
                raise BadFile(Fault.BROKEN)
            self.rows.append((number, []))
            self._place = 0
        elif name == "c":
            self._has = has
            self._place = _column(has["r"]) if "r" in has else self._place + 1
            self._said.clear()
        elif name in ("v", "t"):
            self._listens = True
        elif name == "rPh":
            self._listens = False

    def says(self, text: str) -> None:
        if self._listens:
            self._said.append(text)

    def ends(self, name: str) -> None:
        if name in ("v", "t"):
            self._listens = False
        if name == "c" and self._said and self.rows:
            self._keep("".join(self._said))

    def _keep(self, said: str) -> None:
        text = _TEXTS.get(self._has.get("t", "n"), _Cells._number)(self, said)
        if not text.strip():
            return
        if self._place > MOST_COLUMNS:
            raise BadFile(Fault.TOO_MANY_COLUMNS)
        self._much += len(text)
        if self._much > MOST_TEXT:
            raise BadFile(Fault.TOO_MUCH_TEXT)
        cells = self.rows[-1][1]
        cells.extend([""] * (self._place - len(cells)))
        cells[self._place - 1] = text

    def _shared(self, said: str) -> str:
        place = int(said)
        if not 0 <= place < len(self.shared):
            raise BadFile(Fault.BROKEN)
        return self.shared[place]

    def _number(self, said: str) -> str:
        value = float(said)
        if self._has.get("s") in self.dates:
            return (self.first_day + timedelta(days=round(value * 1440) / 1440)).strftime("%Y-%m-%d %H:%M")
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else said

    def _as_it_is(self, said: str) -> str:
        return said


_TEXTS: dict[str, Callable[[_Cells, str], str]] = {
    "s": _Cells._shared,
    **dict.fromkeys(("str", "inlineStr", "b", "e", "d"), _Cells._as_it_is),
}
"""How a cell of each kind is read; the others are numbers."""


def _column(name: str) -> int:
    """AB12 is in column 28."""
    number = 0
    for sign in name.rstrip("0123456789"):
        number = number * 26 + ord(sign.upper()) - 64
    if not 0 < number <= 16_384:
        raise BadFile(Fault.BROKEN)
    return number
