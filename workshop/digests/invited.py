"""The organisers' list of addresses that are sent the digests of a meeting, or of a round: read line by line, kept as a
whole."""

import csv
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _
from sqlalchemy import delete, func, select

from workshop.accounts.log import write_down
from workshop.accounts.models import User
from workshop.action import action
from workshop.digests.abouts import about_digests_of, round_of
from workshop.digests.actions import belongs_to
from workshop.digests.addressees import OnList, invited_to, list_kind
from workshop.digests.confirmations import confirmed_at
from workshop.digests.withdrawing import withdraw_round_letters
from workshop.errors import ChangedMeanwhile, NotNow
from workshop.extensions import db
from workshop.mail.actions import withdraw_letters
from workshop.meetings.actions import take_turn
from workshop.meetings.models import Meeting
from workshop.rounds.actions import take_turn as take_round_turn
from workshop.rounds.models import Round
from workshop.surveys.lists import HEADINGS, MOST_ROWS, BadList, BadRow, read_address, read_language


@dataclass
class Listed:
    """What a list says."""

    languages: dict[str, str] = field(default_factory=dict)
    """By address, in lower case; of an address that stands there twice the last line counts."""
    problems: list[tuple[int, str]] = field(default_factory=list)
    """The number of each line that cannot be used, from 1, and why in the reader's language."""


@dataclass(frozen=True)
class _Line:
    number: int
    address: str
    language: str
    rest: str
    """What nobody knows the meaning of."""

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.address, self.language, self.rest)))


def read_addresses(text: str, language: str) -> Listed:
    """Read a list with an address on each line and, if there is one, its language after a comma, semicolon or tab;
    `language` is that of lines which name none.

    A first line without an address may name the columns; then those that we know are read. Raises
    surveys.lists.BadList for a list that is too long.
    """
    listed = Listed()
    for line in _lines(text):
        try:
            address = read_address(line.address).lower()
            wish = read_language(line.language, language)
            if line.rest:
                raise BadRow(_("Write only an address and its language on the line."))
        except BadRow as fault:
            listed.problems.append((line.number, str(fault)))
            continue
        listed.languages[address] = wish
    return listed


def plain_lines(text: str) -> str:
    """A list from a spreadsheet as it is typed here, one address a line; a bad line stays as it is. Raises BadList."""
    return "\n".join(map(str, _lines(text)))


def write_addresses(people: Iterable[OnList], language: str) -> str:
    """The list as `read_addresses` reads it with the same `language`."""
    return "\n".join(one.address if one.language == language else f"{one.address}, {one.language}" for one in people)


def _lines(text: str) -> list[_Line]:
    rows = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(rows) > MOST_ROWS:
        raise BadList(_("The list is too long: at most %(rows)s addresses.", rows=MOST_ROWS))
    cells = [(number, _cells(row)) for number, row in enumerate(rows, start=1)]
    cells = [(number, row) for number, row in cells if any(row)]
    columns = _columns(cells[0][1]) if cells else None
    return [_line(number, row, columns) for number, row in (cells[1:] if columns else cells)]


def _cells(row: str) -> list[str]:
    delimiter = max("\t;,", key=row.count)
    try:
        cells = next(csv.reader([row], delimiter=delimiter, strict=True), [])
    except csv.Error:
        cells = [row]
    return [cell.strip(" \t\u00a0") for cell in cells]


def _columns(head: Sequence[str]) -> tuple[int, int | None] | None:
    """Where address and language stand, if this row names the columns."""
    names = [name.casefold() for name in head]
    address, language = (
        next((place for place, name in enumerate(names) if name in HEADINGS[role]), None)
        for role in ("address", "language")
    )
    return None if address is None else (address, language)


def _line(number: int, row: Sequence[str], columns: tuple[int, int | None] | None) -> _Line:
    address, language = columns or (0, 1)

    def cell(place: int | None) -> str:
        return row[place] if place is not None and place < len(row) else ""

    rest = "" if columns else ", ".join(filter(None, row[2:]))
    return _Line(number, cell(address), cell(language), rest)


def edition_of(people: Sequence[OnList]) -> str:
    """Tells one state of the list from another."""
    said = [(one.address, one.language) for one in people]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def keeps_no_addresses(of: Meeting | Round) -> bool:
    """Is the meeting archived, or all that the round has?"""
    if isinstance(of, Meeting):
        return of.archived_at is not None
    there = select(func.count(), func.count(Meeting.archived_at)).where(Meeting.round_id == of.id)
    meetings, archived = db.session.execute(there).one()
    return meetings > 0 and archived == meetings


@action
def keep_list(of: Meeting | Round, listed: Listed, edition: str, by: User | None = None) -> None:
    """Let the list of the meeting, or of the round, be this one; who stays on it keeps the unsubscribe link. Letters
    that wait for those who are taken off it are withdrawn, unless the address was left too or stands on another list.

    `edition` is that of the list which was edited. Raises ChangedMeanwhile when the list is another one by now, NotNow
    when the meeting, or the last one of the round, is archived: it keeps no addresses any more.
    """
    take_round_turn(round_of(of))  # whose own letters go to the same addresses
    if isinstance(of, Meeting):
        take_turn(of)
    if keeps_no_addresses(of):
        raise NotNow
    known, kind = invited_to(of), list_kind(of)
    if edition_of(known) != edition:
        raise ChangedMeanwhile
    gone = [one for one in known if one.address not in listed.languages]
    present, letters = (confirmed_at(of), about_digests_of([of.id])) if isinstance(of, Meeting) else ((), [])
    for some in (gone[start : start + 500] for start in range(0, len(gone), 500)):  # of what a statement can hold
        db.session.execute(delete(kind).where(kind.id.in_([one.id for one in some])))
        withdraw_letters(letters, [one.address for one in some if one.address not in present])
    withdraw_round_letters(round_of(of), [one.address for one in gone])
    for one in known:
        one.language = listed.languages.get(one.address, one.language)
    new = listed.languages.keys() - {one.address for one in known}
    rows = [{**belongs_to(of), "address": one, "language": listed.languages[one]} for one in sorted(new)]
    if rows:
        db.session.execute(db.insert(kind), rows)
    write_down("keep_list", by, **belongs_to(of), count=len(listed.languages))
