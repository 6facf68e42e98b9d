"""What goes in: prompts, notes, questions, answers and stances of one meeting, as plain rows without any database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

NOT_SAID = ""
"""The row of those who named no group, or no municipality."""

SCALE = (1, 2, 3, 4, 5)
"""The usual steps of a scale, from "not at all" or "very badly" to "very well"."""

OTHER = "other"
"""The key under which "something else" is counted."""

CANNOT_SAY = 0
"""The answer that is never part of a mean nor of a percentage base."""


class Kind(StrEnum):
    """How an answer is counted."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    SCALE = "scale"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    RANKING = "ranking"
    ROWS = "rows"
    """In rows, each of which is counted as a question of its own."""


@dataclass(frozen=True)
class PromptShown:
    """A heading of a board."""

    id: int
    topic: str


@dataclass(frozen=True)
class NoteSaid:
    """One note. `groups` are keys of top-level stakeholder groups, `municipality` a code; both may be missing.

    `writer` tells people apart and is not published; None when it is no longer known: then all such notes count as
    one person's, so that nothing is shown that should be hidden. A scribe's note without a tag speaks for the whole
    room and belongs to no group. Of what was imported nobody knows how many people wrote it.
    """

    prompt_id: int
    writer: str | None
    groups: frozenset[str] = frozenset()
    municipality: str | None = None
    by_scribe: bool = False
    is_imported: bool = False
    is_hidden: bool = False


@dataclass(frozen=True)
class QuestionAsked:
    """A question of a survey; `options` are the keys of a choice in order, empty otherwise.

    `rows`: the key of each row and how it is counted, in order; empty for a question without rows.
    """

    id: int
    topic: str
    kind: Kind
    options: tuple[str, ...] = ()
    steps: tuple[int, ...] = SCALE
    """Of a scale, from the lowest to the highest."""
    gathered: bool = False
    """Do the options say who somebody is (a place, a group)? Then those of few people are not told one by one."""
    rows: tuple[tuple[str, "QuestionAsked"], ...] = ()


Answers = Mapping[str, object]
"""What was answered to one question, by whoever answered: a name that tells people apart and is not published.

A value by kind: an option's key or keys, where {"other": "the text"} stands for the option "other"; a whole number, 0
for "cannot say"; a number; a date or a text; of a ranking the keys from the first place on; of a question with rows a
value by the row's key.
"""


@dataclass(frozen=True)
class StanceTaken:
    """One person's stance on one statement: 1 agrees, -1 disagrees, 0 passes. `groups` as of a note."""

    statement_id: int
    person: str
    value: int
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Joined:
    """How many people joined on the spot and how many afterwards."""

    live: int = 0
    afterwards: int = 0


@dataclass(frozen=True)
class Contributions:
    """Everything that one meeting said."""

    prompts: tuple[PromptShown, ...] = ()
    notes: tuple[NoteSaid, ...] = ()
    questions: tuple[QuestionAsked, ...] = ()
    answers: Mapping[int, Answers] = field(default_factory=dict)
    """By the question's id; a question that nobody answered need not be there."""
    statements: tuple[int, ...] = ()
    """Ids of the statements that people can vote on."""
    stances: tuple[StanceTaken, ...] = ()
    joined: Joined = Joined()

    def topic_of_prompts(self) -> Mapping[int, str]:
        """Topic by prompt id."""
        return {prompt.id: prompt.topic for prompt in self.prompts}
