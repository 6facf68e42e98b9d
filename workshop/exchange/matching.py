"""What each column of a table means, and which question its rows lie under: guessed first, then as somebody chose.

The headings are those of Padlet's and Webropol's files, and the plain words for the same in our languages.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import islice

from workshop.boards.models import Prompt
from workshop.columns import LANGUAGES
from workshop.exchange.bounds import Row
from workshop.surveys.lists import HEADINGS as LIST_HEADINGS

MOST_HEADINGS = 2
MOST_NAMES = 60
"""Different names of questions that can be matched one by one; a column with more of them names no questions."""


class Role(StrEnum):
    """What a column may be; "p7" besides: notes under the question of this number."""

    NOTHING = ""
    TEXT = "text"
    QUESTION = "question"
    GROUP = "group"
    MUNICIPALITY = "municipality"
    LANGUAGE = "language"
    TIME = "time"


HEADINGS: dict[Role, tuple[str, ...]] = {
    Role.TEXT: (
        *("subject", "body", "post", "text", "note", "content", "title"),
        *("otsikko", "aihe", "sisältö", "teksti", "lappu", "julkaisu", "viesti"),
        *("ämne", "brödtext", "innehåll", "rubrik", "lapp", "inlägg"),
    ),
    Role.QUESTION: (
        *("section", "column", "question", "prompt", "category"),
        *("osio", "sarake", "kysymys", "kategoria", "osa"),
        *("avsnitt", "kolumn", "fråga", "kategori", "sektion"),
    ),
    Role.TIME: (
        *("created at", "created", "time", "date", "timestamp", "posted at", "published at"),
        *("luotu", "aika", "aikaleima", "päivämäärä", "vastausaika", "lähetetty", "submitted", "start time"),
        *("skapad", "skapades", "tid", "tidpunkt", "datum", "svarstid"),
    ),
    Role.GROUP: LIST_HEADINGS["group"],
    Role.MUNICIPALITY: (*LIST_HEADINGS["municipality"], "kotikunta", "hemkommun"),
    Role.LANGUAGE: LIST_HEADINGS["language"],
}
_ROLES = {heading: role for role, headings in HEADINGS.items() for heading in headings}


@dataclass(frozen=True)
class Reading:
    """How a table is read."""

    headings: int
    """How many rows of headings it begins with: none, one, or the questions and their options."""
    roles: tuple[str, ...]
    """What each column is: a Role, or "p" and a question's number."""
    under: int | None
    """The question of rows that name none, or one that we do not know; None leaves them out."""
    language: str
    """That of rows which name none."""
    named: Mapping[str, int | None] = field(default_factory=dict)
    """By the name that rows give of a question: which of ours it is, or None when such rows are left out."""


def is_role(name: str, prompts: Sequence[Prompt]) -> bool:
    """Can a column be this?"""
    return name in set(Role) or name in {role_of(prompt) for prompt in prompts}


def role_of(prompt: Prompt) -> str:
    """What a column is that has notes under this question."""
    return f"p{prompt.id}"


def width(rows: Sequence[Row]) -> int:
    """How many columns the table has."""
    return max(len(cells) for _number, cells in rows)


def headings_of(rows: Sequence[Row], headings: int) -> list[str]:
    """Each column's heading. With two rows of them the upper one names a question, which goes on to the right until the
    next, and the lower one an option of it."""
    columns = width(rows)
    if not headings:
        return [""] * columns
    upper, lower = (_filled(rows[place][1] if place < len(rows) else [], columns) for place in (0, 1))
    if headings == 1:
        return upper
    return [
        f"{over} – {under}" if over and under and over != under else over or under
        for over, under in zip(_carried(upper), lower, strict=True)
    ]


def _filled(cells: Sequence[str], columns: int) -> list[str]:
    return [" ".join(cell.split()) for cell in (*cells, *[""] * (columns - len(cells)))]


def _carried(cells: Sequence[str]) -> Iterator[str]:
    last = ""
    for cell in cells:
        last = cell or last
        yield last


@dataclass(frozen=True)
class Column:
    """A column as it is shown: what it is called, some of what stands in it, and what it is."""

    heading: str
    examples: tuple[str, ...]
    role: str


def columns_of(rows: Sequence[Row], reading: Reading) -> list[Column]:
    """The columns of a table, each with up to three different cells."""
    below = [cells for _number, cells in rows[reading.headings :]]
    found = []
    for place, (heading, role) in enumerate(zip(headings_of(rows, reading.headings), reading.roles, strict=True)):
        said = dict.fromkeys(cells[place] for cells in below if len(cells) > place and cells[place])
        found.append(Column(heading, tuple(islice(said, 3)), role))
    return found


def guess_headings(rows: Sequence[Row], prompts: Sequence[Prompt]) -> int:
    """How many rows of headings there seem to be. A list of one column has none, unless a word in it is one."""
    first = _filled(rows[0][1], width(rows))
    if len(first) == 1:
        return int(_guess(first[0], prompts) != Role.NOTHING)
    second = _filled(rows[1][1], width(rows)) if len(rows) > 2 else []
    under_nothing = sum(not upper and bool(lower) for upper, lower in zip(first[1:], second[1:], strict=False))
    return 2 if under_nothing > 1 else 1


def guess(rows: Sequence[Row], prompts: Sequence[Prompt], language: str, headings: int | None = None) -> Reading:
    """What the table seems to be. Nothing is guessed of a heading that we do not know."""
    count = guess_headings(rows, prompts) if headings is None else headings
    names = headings_of(rows, count)
    roles = [_guess(name, prompts) for name in names]
    if len(names) == 1:
        roles = [Role.TEXT if roles[0] == Role.NOTHING else roles[0]]
    for only in (Role.QUESTION, Role.GROUP, Role.MUNICIPALITY, Role.LANGUAGE, Role.TIME):
        for place in [place for place, role in enumerate(roles) if role == only][1:]:
            roles[place] = Role.NOTHING
    only_one = prompts[0].id if len(prompts) == 1 else None
    found = Reading(count, tuple(map(str, roles)), only_one, language)
    named = {name: prompt_called(name, prompts) for name in names_in(rows, found)}
    return replace(found, named=named)


def _guess(heading: str, prompts: Sequence[Prompt]) -> str:
    called = prompt_called(heading, prompts)
    return _ROLES.get(heading.casefold(), Role.NOTHING) if called is None else f"p{called}"


def prompt_called(name: str, prompts: Sequence[Prompt]) -> int | None:
    """The question that has this text in any language."""
    said = plain(name)
    return next(
        (one.id for one in prompts for language in LANGUAGES if said and plain(one.text.get(language, "")) == said),
        None,
    )


def plain(name: str) -> str:
    """A name without what does not tell names apart: capitals, spaces and signs at its end."""
    return " ".join(name.split()).casefold().rstrip("?:. ")


def names_in(rows: Sequence[Row], mapping: Reading) -> list[str]:
    """The different names that rows give of their question, in order; none when no column does, or too many."""
    if Role.QUESTION not in mapping.roles:
        return []
    place = mapping.roles.index(Role.QUESTION)
    below = rows[mapping.headings :]
    names = dict.fromkeys(" ".join(cells[place].split()) for _number, cells in below if len(cells) > place)
    names.pop("", None)
    return list(names) if len(names) <= MOST_NAMES else []


def field_of(name: str) -> str:
    """The name of the form's field that says which question is meant by a name."""
    return f"q-{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:16]}"
