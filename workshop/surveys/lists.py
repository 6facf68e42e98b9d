"""A list of people to be invited, as it comes out of a spreadsheet: what it says, and what is wrong with which row."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _

from workshop.columns import LANGUAGES
from workshop.mail.addresses import BadAddress, tidy_address
from workshop.typed import one_line
from workshop.vocabulary.groups import groups
from workshop.vocabulary.places import find_municipality, municipalities

MOST_ROWS = 5_000
LARGEST_KB = 400
LONGEST_CELL = 200
MOST_COLUMNS = 20

HEADINGS = {
    "address": ("address", "email", "e-mail", "email address", "sähköposti", "sähköpostiosoite", "e-post",
                "epost", "e-postadress"),
    "language": ("language", "kieli", "språk"),
    "group": ("group", "groups", "stakeholder group", "sidosryhmä", "sidosryhmät", "intressentgrupp",
              "intressentgrupper"),
    "municipality": ("municipality", "kunta", "kommun"),
}  # fmt: skip
"""The columns that mean something to us, by the headings that they may have."""
_ROLES = {heading: role for role, headings in HEADINGS.items() for heading in headings}
_LANGUAGES = {
    **{code: code for code in LANGUAGES},
    **dict.fromkeys(("suomi", "finska", "finnish"), "fi"),
    **dict.fromkeys(("ruotsi", "svenska", "swedish"), "sv"),
    **dict.fromkeys(("englanti", "engelska", "english"), "en"),
}


_TURNS = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
"""Characters that turn the direction of writing: in a table they make one cell read as another."""


class BadList(ValueError):
    """The list as a whole cannot be read; the message says in the reader's language why, and what to do."""


class BadRow(ValueError):
    """A row cannot be used; the message says in the reader's language why."""


@dataclass(frozen=True)
class Invited:
    """One good row."""

    address: str
    language: str
    groups: list[str] = field(default_factory=list)
    municipality: str | None = None
    background: dict[str, str] = field(default_factory=dict)


@dataclass
class Reading:
    """What a list says: its good rows, and of the others number and reason. The row with the headings is number 1."""

    columns: list[str]
    """The headings of the background."""
    rows: list[Invited] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)
    doubles: int = 0
    """How many rows repeat an address; of those the last one counts."""


def decode_list(sent: bytes) -> str:
    """The text of a file. Raises BadList for one that is too large or in another encoding than UTF-8."""
    if len(sent) > LARGEST_KB * 1000:
        raise BadList(_too_large())
    if sent.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadList(_("The file is in UTF-16. Save it as “CSV UTF-8” and choose it again."))
    try:
        return sent.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadList(
            _("The file is not in UTF-8 but in an older encoding, perhaps Windows-1252. Save it as “CSV UTF-8”.")
        ) from None


def _too_large() -> str:
    return _(
        "The list is too long: at most %(rows)s rows and %(size)s kB at once. Import it in parts.",
        rows=MOST_ROWS,
        size=LARGEST_KB,
    )


def read_list(text: str, language: str) -> Reading:
    """What a list of comma-, semicolon- or tab-separated values says; `language` is that of rows which name none.

    Columns are found by their heading; those that we do not know are background. Raises BadList when nothing can be
    made of the list as a whole.
    """
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if plain.count("\n") > MOST_ROWS or len(plain.encode("utf-8", "replace")) > LARGEST_KB * 1000:
        raise BadList(_too_large())
    if "\x00" in plain:
        raise BadList(_("The file is not text but something else: there are NUL characters in it. Save it as CSV."))
    head, *lines = _cells(plain)
    roles = _roles(head)
    reading = Reading([role for role in roles if role not in HEADINGS])
    by_address: dict[str, Invited] = {}
    for number, cells in enumerate(lines, start=2):
        if not any(cells):
            continue
        try:
            row = _row(roles, cells, language)
        except BadRow as fault:
            reading.problems.append((number, str(fault)))
            continue
        reading.doubles += row.address.lower() in by_address
        by_address[row.address.lower()] = row
    reading.rows = list(by_address.values())
    return reading


def _cells(text: str) -> list[list[str]]:
    """The cells of each row, tidy. A list of nothing but addresses gets its heading."""
    first = text.partition("\n")[0]
    if not first.strip():
        raise BadList(_("The list is empty."))
    delimiter = max("\t;,", key=first.count)
    try:
        read = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
        rows = [[one_line(cell.translate(_TURNS)) for cell in row] for row in read]
    except csv.Error:
        raise BadList(_("The list cannot be read as CSV. Save it in the spreadsheet as “CSV UTF-8”.")) from None
    return [["address"], *rows] if len(rows[0]) == 1 and "@" in rows[0][0] else rows


def _roles(head: Sequence[str]) -> list[str]:
    """What each column means: address, language, group, municipality, or else its heading."""
    roles = [_ROLES.get(heading.casefold(), heading) for heading in head]
    if "address" not in roles:
        raise BadList(
            _("No column has the heading “address”. The first row names the columns, for example: address,language")
        )
    if not all(roles):
        raise BadList(_("A column has no heading. Give every column one in the first row."))
    if len({role.casefold() for role in roles}) < len(roles):
        raise BadList(_("Two columns have the same heading. Leave one of them out or rename it."))
    if len(roles) > MOST_COLUMNS or any(len(role) > LONGEST_CELL for role in roles):
        raise BadList(
            _(
                "At most %(most)s columns, and at most %(max)s characters in a heading.",
                most=MOST_COLUMNS,
                max=LONGEST_CELL,
            )
        )
    return roles


def _row(roles: Sequence[str], cells: Sequence[str], language: str) -> Invited:
    if len(cells) > len(roles):
        raise BadRow(_("It has more cells than there are headings."))
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise BadRow(_("A cell has more than %(max)s characters.", max=LONGEST_CELL))
    said = dict(zip(roles, cells, strict=False))
    return Invited(
        address=read_address(said.get("address", "")),
        language=read_language(said.get("language", ""), language),
        groups=read_groups(said.get("group", "")),
        municipality=read_municipality(said.get("municipality", "")),
        background={role: cell for role, cell in said.items() if role not in HEADINGS and cell},
    )


def read_address(cell: str) -> str:
    """The address in a cell, in the one form in which it is kept. Raises BadRow."""
    try:
        return tidy_address(cell)
    except BadAddress:
        raise BadRow(
            _("“%(cell)s” is not an address that a letter can be sent to.", cell=cell)
            if cell
            else _("It has no address.")
        ) from None


def read_language(cell: str, usual: str) -> str:
    """The language that a cell names in any of ours; `usual` for an empty one. Raises BadRow."""
    if cell and cell.casefold() not in _LANGUAGES:
        raise BadRow(_("“%(cell)s” is not a language that we have. Write fi, sv or en.", cell=cell))
    return _LANGUAGES[cell.casefold()] if cell else usual


def read_groups(cell: str) -> list[str]:
    """The keys of the groups in a cell: one by its name or key, or several with a semicolon or a bar between them.
    Raises BadRow."""
    names = {name.casefold(): group.key for group in groups().values() for name in (group.key, *group.names.values())}
    found = []
    for name in filter(None, map(str.strip, cell.replace("|", ";").split(";"))):
        if name.casefold() not in names:
            raise BadRow(
                _("We do not know the stakeholder group “%(cell)s”. Write its name as in the list.", cell=name)
            )
        found.append(names[name.casefold()])
    return sorted(set(found))


def read_municipality(cell: str) -> str | None:
    """The code of the municipality that a cell names, by its name or code. Raises BadRow."""
    if not cell:
        return None
    place = municipalities().get(cell) or find_municipality(cell)
    if place is None:
        raise BadRow(_("We do not know the municipality “%(cell)s”. Write its current name or code.", cell=cell))
    return place.code
