"""Files that are brought in: as other services write them, and as nobody should."""

import io
import struct
import zipfile
from collections.abc import Sequence

import xlsxwriter

PADLET = """Subject,Body,Attachment,Author,Created at,Section
Luottamus,Pidetään mitä luvataan,,Maija Meikäläinen,2022-01-21 11:30:00 UTC,Mikä on tärkeää?
,Rohkeus kokeilla,https://padlet.example/kuva.jpg,,2022-01-21 11:10:00 UTC,Mikä on tärkeää?
,Lähipalvelut,,Matti,2022-02-02 09:00:00 UTC,Mitä toivot?
,,https://padlet.example/vain-kuva.jpg,,2022-01-21 11:20:00 UTC,Mitä toivot?
"""
"""A board of Padlet, as its CSV: two notes of one section and one of another, written afterwards; one of a picture."""


def workbook(*sheets: Sequence[Sequence[object]]) -> bytes:
    """An XLSX file with these sheets."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        for rows in sheets:
            page = book.add_worksheet()
            for line, row in enumerate(rows):
                for place, cell in enumerate(row):
                    page.write(line, place, cell)
    return file.getvalue()


def packed(parts: dict[str, bytes | str]) -> bytes:
    """A ZIP file with these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in parts.items():
            pack.writestr(name, content)
    return file.getvalue()


def with_part(book: bytes, name: str, content: bytes | str) -> bytes:
    """The same workbook with one part put in place of another."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return file.getvalue()


def saying_it_is_small(bomb: bytes) -> bytes:
    """The same ZIP, whose list of contents says of every part that it is of one byte."""
    changed = bytearray(bomb)
    at = changed.find(b"PK\x01\x02")
    while at >= 0:
        changed[at + 24 : at + 28] = struct.pack("<I", 1)
        at = changed.find(b"PK\x01\x02", at + 4)
    return bytes(changed)
