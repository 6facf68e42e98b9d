"""The notes behind a number of the round's dashboard. Where it is hidden they are listed among more of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from zlib import crc32

from sqlalchemy import select

from workshop.analysis.round_rows import EVENT, PLACE, TOPIC, WITHIN, Tag
from workshop.analysis.round_summary import Counted
from workshop.boards.models import Note, Prompt
from workshop.columns import Texts
from workshop.extensions import db
from workshop.meetings.models import Meeting
from workshop.results.round_said import RoundAccount

A_PAGE = 50

OF_THE_MEETING = {EVENT, TOPIC}
"""Tags that say nothing of a person."""


@dataclass(frozen=True)
class ListedNote:
    """A note's words. Under what only says something of meetings, where they were written too, as (prompt, meeting);
    not so under a group or a place, since those who speak for it may be few in that meeting."""

    text: str
    language: str
    where: tuple[Texts, Texts] | None


@dataclass(frozen=True)
class NoteList:
    """One page of notes. `tags` are those under which they are listed, which may be fewer or wider than was asked."""

    tags: tuple[Tag, ...]
    notes: Sequence[ListedNote]
    count: int
    page: int
    pages: int


def notes_of(account: RoundAccount, asked: tuple[Tag, ...], page: int) -> NoteList:
    """The notes that have all the tags asked for, two at most; rolled up where their number is hidden, until it is
    told. None at all when even the round's own number is hidden. A page beyond the last is the last."""
    tags, ids = next((one for one in _wider(asked, account) if _is_told(*one, account.summary.notes)), (None, []))
    says_where = tags is not None and {tag.by for tag in tags} <= OF_THE_MEETING
    if not says_where:
        # in the order of writing the meetings could be told apart
        ids.sort(key=lambda id_: crc32(str(id_).encode()))
    pages = max(1, ceil(len(ids) / A_PAGE))
    page = min(max(page, 1), pages)
    here = ids[(page - 1) * A_PAGE : page * A_PAGE]
    return NoteList(asked if tags is None else tags, _listed(here, says_where), len(ids), page, pages)


def _is_told(tags: tuple[Tag, ...], ids: Sequence[int], told: Counted) -> bool:
    """Only when it is the number of these very notes: what is no number of the family is told nowhere."""
    return told.at(*tags) == len(ids)


def _wider(asked: tuple[Tag, ...], account: RoundAccount) -> Iterator[tuple[tuple[Tag, ...], list[int]]]:
    """The tags that were asked for, then with the municipality's area for the municipality, then each tag alone, then
    none: with the notes that have them all."""
    inside = account.summary.notes.inside
    around: Mapping[Tag, tuple[Tag, ...]] = {
        tag: tuple(sorted(one for one in inside.get(tag, ()) if one.by == WITHIN[0])) for tag in asked
    }
    rolled = tuple(dict.fromkeys(one for tag in asked for one in (around[tag] if tag.by == PLACE else (tag,))))
    for tags in (asked, rolled, *((tag,) for tag in rolled), ()):
        yield tags, [id_ for id_, theirs in account.notes if theirs.issuperset(tags)]


def _listed(ids: Sequence[int], says_where: bool) -> list[ListedNote]:
    rows = db.session.execute(
        select(Note.id, Note.text, Note.language, Prompt.text, Meeting.title)
        .join(Prompt, Note.prompt_id == Prompt.id)
        .join(Meeting, Note.meeting_id == Meeting.id)
        .where(Note.id.in_(ids), Note.hidden_at.is_(None), Note.removed_at.is_(None))
    )
    found = {
        id_: ListedNote(text, language, (prompt, title) if says_where else None)
        for id_, text, language, prompt, title in rows
    }
    return [found[id_] for id_ in ids if id_ in found]
