"""What would come of a table: the notes, what is left out, and what of a row is not understood. Nothing is written."""

import json
import uuid
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from flask_babel import gettext as _

from workshop.boards.actions import Brought
from workshop.boards.models import LONGEST_NOTE, Prompt
from workshop.exchange.bounds import Row
from workshop.exchange.matching import Reading, Role
from workshop.exchange.moments import moment_in
from workshop.i18n.choose import current_language
from workshop.i18n.formats import number
from workshop.meetings.models import Meeting
from workshop.surveys.lists import BadRow, read_groups, read_language, read_municipality

ROWS = uuid.UUID("6f9a4a52-3f0e-4c3f-9a38-6f6f2d1b7c11")
"""What the keys of rows are made in."""


@dataclass(frozen=True)
class Told:
    """Something that is to be known of a row: its number in the file, and the words."""

    row: int
    words: str


@dataclass
class DryRun:
    """What of a table does not come, whatever it is a table of."""

    there: int = 0
    """How many are here already."""
    left_out: list[Told] = field(default_factory=list)
    """Rows of which nothing is made, and why."""
    doubts: list[Told] = field(default_factory=list)
    """What of a row is not understood: what is made of it comes without it."""


@dataclass
class Trial(DryRun):
    """A dry run of notes."""

    notes: list[Brought] = field(default_factory=list)
    """Those that are not here yet, in the order in which they are brought in."""
    by_prompt: Counter[int] = field(default_factory=Counter)
    """How many of them under which question."""


def try_out(
    meeting: Meeting, prompts: Sequence[Prompt], rows: Sequence[Row], reading: Reading, there: Collection[str]
) -> Trial:
    """What would come of the table when it is read so; `there` are the keys of the meeting's notes."""
    trial, seen = Trial(), Counter[str]()
    known = {prompt.id for prompt in prompts}
    timed: list[tuple[datetime | None, Brought]] = []
    for line, cells in rows[reading.headings :]:
        said = Said(reading, cells)
        when, tag, doubts = tag_of(line, said, reading)
        found, before = 0, len(timed)
        for prompt_id, text in said.notes():
            found += 1
            if prompt_id not in known:
                trial.left_out.append(Told(line, _no_question(said)))
            elif len(text) > LONGEST_NOTE:
                trial.left_out.append(Told(line, _too_long(text)))
            else:
                key = _key(meeting, prompt_id, text, cells, seen)
                afterwards = when is not None and when > meeting.ends_at
                timed.append((when, Brought(key, prompt_id, text, afterwards=afterwards, **tag)))
        if len(timed) > before:
            trial.doubts += doubts
        if not found:
            trial.left_out.append(Told(line, _("It has no text.")))
    if all(when is not None for when, _note in timed):
        timed.sort(key=lambda one: one[0] or datetime.min.replace(tzinfo=UTC))
    for _when, note in timed:
        if note.client_key in there:
            trial.there += 1
        else:
            trial.notes.append(note)
            trial.by_prompt[note.prompt_id] += 1
    return trial


class Said:
    """What the cells of one row say, by the roles of their columns."""

    def __init__(self, reading: Reading, cells: Sequence[str]) -> None:
        self.reading = reading
        self.pairs = [(role, cell) for role, cell in zip(reading.roles, cells, strict=False) if cell]

    def one(self, role: Role) -> str:
        return next((" ".join(cell.split()) for its, cell in self.pairs if its == role), "")

    def notes(self) -> Iterator[tuple[int | None, str]]:
        """The notes of the row: question and text. Columns that are text are one note, title above words."""
        text = "\n".join(cell for role, cell in self.pairs if role == Role.TEXT)
        if text:
            name = self.one(Role.QUESTION)
            yield self.reading.named.get(name, self.reading.under) if name else self.reading.under, text
        for role, cell in self.pairs:
            if role[:1] == "p" and role[1:].isdecimal():
                yield int(role[1:]), cell


def tag_of(line: int, said: Said, reading: Reading) -> tuple[datetime | None, dict[str, Any], list[Told]]:
    """When a row was written, and its language, groups and municipality; and what of it is not understood."""
    doubts: list[Told] = []
    tag: dict[str, Any] = {"language": reading.language, "groups": (), "municipality": None}
    for role, read in (
        (Role.LANGUAGE, lambda cell: read_language(cell, reading.language)),
        (Role.GROUP, lambda cell: tuple(read_groups(cell))),
        (Role.MUNICIPALITY, read_municipality),
    ):
        try:
            tag["groups" if role is Role.GROUP else role.value] = read(said.one(role))
        except BadRow as fault:
            doubts.append(Told(line, str(fault)))
    cell = said.one(Role.TIME)
    when = moment_in(cell)
    if cell and when is None:
        doubts.append(Told(line, _("“%(cell)s” is no time that we can read.", cell=cell[:60])))
    return when, tag, doubts


def _key(meeting: Meeting, prompt_id: int, text: str, cells: Sequence[str], seen: Counter[str]) -> str:
    """The same for the same row of the same file, wherever it stands in it; rows that say the very same are told apart
    by which of them it is."""
    said = json.dumps([meeting.id, prompt_id, text, cells])
    seen[said] += 1
    return str(uuid.uuid5(ROWS, f"{said}{seen[said]}"))


def _no_question(said: Said) -> str:
    name = said.one(Role.QUESTION)
    if name:
        return _("It stands under “%(name)s”, which you have not given a question of this meeting.", name=name[:100])
    return _("It names no question, and you have not chosen one for such rows.")


def _too_long(text: str) -> str:
    language = current_language()
    return _(
        "Its text has %(length)s characters, and a note has at most %(max)s. Shorten it or make two rows of it.",
        length=number(len(text), language),
        max=number(LONGEST_NOTE, language),
    )
