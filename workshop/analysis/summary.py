"""The one account of what was said: contributions in, Summary out.

Dashboard, digest and export read it; nobody else counts. Small groups are hidden in here, once, so that no reader can
forget: what is hidden has no number in the Summary.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from workshop.analysis.contributions import NOT_SAID, Contributions, NoteSaid, StanceTaken
from workshop.analysis.privacy import (
    DEFAULT_FLOOR,
    WHOLE,
    ByTag,
    Cell,
    Tally,
    check_floor,
    people_cell,
    publish,
    two_parts,
)
from workshop.analysis.rows import Result, count_question
from workshop.analysis.statements import StatementResult, count_stances


@dataclass(frozen=True)
class Summary:
    """What one meeting said, as everybody may know it."""

    floor: int
    """The smallest number of people that is told of a group."""
    joined: Cell
    """People who joined; the next two are its parts."""
    joined_live: Cell
    joined_afterwards: Cell
    writers: Cell
    """People who wrote at least one note that is not hidden; neither the scribe nor who wrote what was imported is one
    of them."""
    respondents: Cell
    """People who answered at least one question."""
    notes: int
    """Notes that are not hidden, the scribe's among them."""
    scribed: int
    """How many of them the scribe wrote for the room."""
    imported: int
    """How many of them were brought in from files."""
    by_prompt: Mapping[int, int]
    """Notes by prompt id, for every prompt. Texts are public on the board, so nothing is hidden here."""
    by_topic: Mapping[str, int]
    """Notes by topic, for every topic that has a prompt: Σ by_prompt."""
    by_group: ByTag
    """Notes by top-level stakeholder group, in all and in each topic. A note of two groups counts in both."""
    by_municipality: ByTag
    """Notes by municipality code."""
    questions: Mapping[int, Result]
    """Results by question id, for every question."""
    voters: Cell
    """People who took a stance on at least one statement."""
    statements: Mapping[int, StatementResult]
    """Results by statement id, for every statement that is not hidden."""


def summarise(said: Contributions, floor: int = DEFAULT_FLOOR) -> Summary:
    """Count what was said. Notes that were hidden never count; neither do notes of prompts that are not given.

    Tables by group and municipality count notes, but what decides whether a number is told is how many different people
    wrote them: eight notes by one person are one person. Raises ValueError for a floor below 4 or above 10.
    """
    check_floor(floor)
    topics = said.topic_of_prompts()
    notes = [note for note in said.notes if not note.is_hidden and note.prompt_id in topics]
    here = [note for note in notes if not (note.by_scribe or note.is_imported)]
    counts = Counter(note.prompt_id for note in notes)
    by_topic: dict[str, int] = defaultdict(int)
    for prompt in said.prompts:
        by_topic[prompt.topic] += counts[prompt.id]
    stances: dict[int, list[StanceTaken]] = {statement_id: [] for statement_id in said.statements}
    for stance in said.stances:
        if stance.statement_id in stances:
            stances[stance.statement_id].append(stance)
    joined_live, joined_afterwards = two_parts(said.joined.live, said.joined.afterwards, floor)
    return Summary(
        floor=floor,
        joined=people_cell(said.joined.live + said.joined.afterwards, floor),
        joined_live=joined_live,
        joined_afterwards=joined_afterwards,
        writers=people_cell(_people(here), floor),
        respondents=people_cell(len(set().union(*said.answers.values())), floor),
        notes=len(notes),
        scribed=sum(note.by_scribe for note in notes),
        imported=sum(note.is_imported for note in notes),
        by_prompt={prompt.id: counts[prompt.id] for prompt in said.prompts},
        by_topic=dict(by_topic),
        by_group=publish(_tallies(notes, topics, _groups), floor, split=True),
        by_municipality=publish(_tallies(notes, topics, _municipality), floor, split=False),
        questions={
            question.id: count_question(question, said.answers.get(question.id, {}), floor)
            for question in said.questions
        },
        voters=people_cell(len({stance.person for theirs in stances.values() for stance in theirs}), floor),
        statements={statement_id: count_stances(theirs, floor) for statement_id, theirs in stances.items()},
    )


def _people(notes: Iterable[NoteSaid]) -> int:
    """Different writers; all that are no longer known count as one."""
    return len({note.writer for note in notes})


def _groups(note: NoteSaid) -> Iterable[str]:
    return note.groups or _untagged(note)


def _municipality(note: NoteSaid) -> Iterable[str]:
    return {note.municipality} if note.municipality else _untagged(note)


def _untagged(note: NoteSaid) -> Iterable[str]:
    """What a scribe writes without a tag speaks for the room: it is in no row."""
    return set() if note.by_scribe else {NOT_SAID}


def _tallies(
    notes: Iterable[NoteSaid], topics: Mapping[int, str], tags_of: Callable[[NoteSaid], Iterable[str]]
) -> dict[str, dict[str, Tally]]:
    """Topic → tag → tally, and the same for all topics together."""
    found: dict[str, dict[str, list[NoteSaid]]] = {WHOLE: defaultdict(list)}
    for note in notes:
        for row in (WHOLE, topics[note.prompt_id]):
            for tag in tags_of(note):
                found.setdefault(row, defaultdict(list))[tag].append(note)
    return {
        row: {tag: Tally(len(theirs), _people(theirs)) for tag, theirs in tags.items()} for row, tags in found.items()
    }
