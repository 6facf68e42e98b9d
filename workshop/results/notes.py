"""The notes behind a bar: of a question, of a topic, or of those who speak for a group."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from workshop.analysis.contributions import NOT_SAID
from workshop.analysis.listing import Tags, list_by_tag
from workshop.boards.models import Note, Prompt
from workshop.extensions import db
from workshop.i18n.formats import number
from workshop.meetings.models import Exercise, Meeting
from workshop.results.queries import Results, person_of
from workshop.results.statements import group_names
from workshop.results.terms import EVERYTHING, terms_in
from workshop.vocabulary.groups import groups, top_of
from workshop.vocabulary.terms import topics

NOBODY, OTHERS = "none", "others"
"""In addresses: those who named no group, and all whose group is too small to be listed by itself."""
PAGE = 100
"""Notes on one page."""


@dataclass(frozen=True)
class Asked:
    """Which notes are asked for, as the address says it; what is None does not matter."""

    prompt: int | None = None
    topic: str | None = None
    group: str | None = None
    term: str | None = None
    """One of the terms that the worker has found in the notes of the topic, or of all."""


@dataclass(frozen=True)
class Listed:
    """One note of a list."""

    id: int
    text: str
    language: str
    prompt: int


@dataclass(frozen=True)
class NotesPage:
    """A page of a list. `sentences` say what the list is of, and what is not in it; without notes, why."""

    title: str
    language: str
    sentences: tuple[str, ...]
    notes: Sequence[Listed] = ()
    page: int = 1
    pages: int = 1


@dataclass(frozen=True)
class _Said:
    note: Listed
    topic: str
    tags: Tags
    writer: str | None


def notes_address(code: str, **asked: object) -> str:
    """The page of the notes that are asked for."""
    return url_for("results.notes", code=code, **asked)


def group_address(code: str, group: str, topic: str | None = None) -> str:
    """The page of the notes of a group; of NOT_SAID those who named none."""
    return notes_address(code, topic=topic, group=group or NOBODY)


def notes_page(results: Results, asked: Asked, page: int, language: str) -> NotesPage:
    """The notes that are asked for. What is asked for and does not exist (any more) has a page that says so."""
    name = _name_of(results, asked, language)
    if name is None:
        sentence = _("What this link asks for is not in this meeting, or not any more.")
        return NotesPage(_("Notes"), language, (sentence,))
    said = _said(results.meeting)
    here = [one for one in said if asked.prompt in (None, one.note.prompt) and asked.topic in (None, one.topic)]
    sentences: tuple[str, ...] = ()
    if asked.term is not None:
        having = _having(results.meeting, asked) or ()
        here = [one for one in here if one.note.id in having]
    if asked.group is not None:
        here, sentences = _of_group(results, asked, said, here, language)
    counted = ngettext("%(n)s note", "%(n)s notes", len(here), n=number(len(here), language))
    pages = max(1, -(-len(here) // PAGE))
    page = min(max(page, 1), pages)
    shown = [one.note for one in here[(page - 1) * PAGE : page * PAGE]]
    return NotesPage(*name, (f"{counted}.", *sentences) if here else sentences, shown, page, pages)


def _name_of(results: Results, asked: Asked, language: str) -> tuple[str, str] | None:
    """What is asked for in words, and in which language those are; None for what does not exist."""
    if asked.prompt is not None:
        prompt = next((one for one in results.prompts if one.id == asked.prompt), None)
        return (prompt.text.text(language), prompt.text.language(language)) if prompt else None
    names = []
    if asked.topic is not None:
        if asked.topic not in results.summary.by_topic:
            return None
        names.append(topics()[asked.topic].capitalised(language))
    if asked.group is not None:
        known = {**group_names(language), OTHERS: _("Other groups together")}
        if _tag(asked.group) not in known:
            return None
        names.append(known[_tag(asked.group)])
    if asked.term is not None:
        if asked.group is not None or _having(results.meeting, asked) is None:
            return None
        names.append(_("Notes that mention “%(term)s”", term=asked.term))
    return (": ".join(names), language) if names else (_("All notes"), language)


def _having(meeting: Meeting, asked: Asked) -> frozenset[int] | None:
    """The ids of the notes that have the term; None when it is none of the topic's terms (any more)."""
    terms = terms_in(meeting).get(asked.topic or EVERYTHING, ())
    return next((frozenset(term.notes) for term in terms if term.name == asked.term), None)


def _tag(group: str) -> str:
    return NOT_SAID if group == NOBODY else group


def _of_group(
    results: Results, asked: Asked, said: Sequence[_Said], here: Sequence[_Said], language: str
) -> tuple[list[_Said], tuple[str, ...]]:
    """Of the notes `here` those that may be listed under the group, by their words, and what is to be said of them.

    A group whose number is not told has no list, nor has one in a topic; lists are decided for all notes at once.
    """
    summary = results.summary
    told = {group for group, cell in (summary.by_group.whole or {}).items() if isinstance(cell, int)}
    writers = [one.writer for one in said]
    decided = list_by_tag([one.tags & told for one in said], writers, summary.floor)
    under = dict(zip(map(id, said), decided, strict=True))
    group = _tag(asked.group or "")
    if group == OTHERS:
        found = [one for one in here if not under[id(one)]] if len(set(writers)) >= summary.floor else []
        sentence = _("Those who named no group that is large enough to be listed by itself, and the scribe.")
    else:
        is_told = asked.topic is None or _is_told(results, asked.topic, group)
        found = [one for one in here if group in under[id(one)]] if is_told else []
        sentence = _("Notes whose writers speak for several groups may be listed under another one of them.")
    if not found or (group == OTHERS and asked.topic is not None):
        sentence = _(
            "Notes are not listed under a group when that could tell what fewer than %(floor)s people wrote. They "
            "stand under their questions.",
            floor=number(summary.floor, language),
        )
        return [], (sentence,)
    is_short = len(found) < sum(group in one.tags for one in here)
    found.sort(key=lambda one: (one.note.text.casefold(), one.note.text))
    return found, (sentence,) if group == OTHERS or is_short else ()


def _is_told(results: Results, topic: str, group: str) -> bool:
    return isinstance((results.summary.by_group.in_topic or {}).get(topic, {}).get(group), int)


def _said(meeting: Meeting) -> list[_Said]:
    """The notes of a meeting that count, in the order of its boards and of writing."""
    columns = Note.id, Note.text, Note.language, Note.prompt_id, Prompt.topic, Note.groups
    rows = db.session.execute(
        select(*columns, Note.participant_id, Note.user_id)
        .join(Note.prompt)
        .join(Prompt.exercise)
        .where(Note.meeting_id == meeting.id, Note.removed_at.is_(None), Note.hidden_at.is_(None))
        .order_by(Exercise.position, Prompt.position, Prompt.id, Note.id)
    )
    return [
        _Said(
            Listed(note_id, text, language, prompt_id),
            topic,
            _tags_of(keys, by_scribe=user_id is not None),
            person_of(participant_id) or (f"u{user_id}" if user_id else None),
        )
        for note_id, text, language, prompt_id, topic, keys, participant_id, user_id in rows
    ]


def _tags_of(keys: Sequence[str], by_scribe: bool) -> Tags:
    tags = frozenset(top_of(key).key for key in keys if key in groups())
    return tags or (frozenset() if by_scribe else frozenset({NOT_SAID}))


def by_prompt(results: Results, page: NotesPage, language: str) -> list[tuple[tuple[str, str], list[Listed]]]:
    """The notes of a page under their questions, each with its language, in the order of the boards."""
    names = {one.id: (one.text.text(language), one.text.language(language)) for one in results.prompts}
    return [(names[prompt], list(notes)) for prompt, notes in groupby(page.notes, key=lambda one: one.prompt)]
