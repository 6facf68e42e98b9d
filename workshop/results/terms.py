"""The terms that many notes of a meeting have, by topic.

The worker finds them, for the words of three languages take seconds to load; pages show what it has laid out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from workshop.analysis.text import Said, frequent_terms
from workshop.analysis.text.languages import language_of
from workshop.boards.models import Note, Prompt
from workshop.extensions import db
from workshop.jobs import laid_out, lay_out
from workshop.meetings.models import Meeting

EVERYTHING = ""
"""All topics together; no topic has this key."""
MOST = 8
"""So many terms are shown of a topic."""


FEWEST_NOTES = 20
"""With fewer notes in a meeting they are read as soon as their terms."""


@dataclass(frozen=True)
class Found:
    """A term with the ids of the notes that have it, as of the state of the notes when the worker read them."""

    name: str
    notes: tuple[int, ...]


def terms_in(meeting: Meeting) -> Mapping[str, Sequence[Found]]:
    """The terms by topic, most notes first, as the worker has last found them; nothing when it has not yet."""
    _seq, found = laid_out(name_of(meeting.id)) or (0, {})
    return {topic: [Found(name, notes) for name, notes in terms] for topic, terms in found.items()}


def name_of(meeting_id: int) -> str:
    """Under which name a meeting's terms are laid out."""
    return f"terms-{meeting_id}"


def find_terms_of(meeting: Meeting) -> None:
    """Find the terms of a meeting's notes and lay them out, with the number of the change that they are of."""
    seq, said = meeting.notes_seq, _said(meeting)
    found = {topic: _frequent(theirs) for topic, theirs in said.items()}
    lay_out(name_of(meeting.id), (seq, found))


def _frequent(said: Iterable[Said]) -> list[tuple[str, tuple[int, ...]]]:
    return [(term.name, tuple(int(one) for one in term.ids)) for term in frequent_terms(list(said), MOST)]


def _said(meeting: Meeting) -> Mapping[str, list[Said]]:
    """The notes that count, by topic, each in the language that it is written in."""
    rows = db.session.execute(
        select(Note.id, Note.text, Note.language, Prompt.topic)
        .join(Note.prompt)
        .where(Note.meeting_id == meeting.id, Note.removed_at.is_(None), Note.hidden_at.is_(None))
        .order_by(Note.id)
    )
    by_topic: dict[str, list[Said]] = defaultdict(list)
    for note_id, text, language, topic in rows:
        said = Said(note_id, text, language_of(text, tuple(meeting.languages) or (language,)))
        by_topic[topic].append(said)
        by_topic[EVERYTHING].append(said)
    return by_topic
