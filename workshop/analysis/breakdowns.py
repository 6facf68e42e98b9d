"""What was answered to a survey, told apart by what is known of those who answered, with small groups hidden.

Those of one tag who answered an item (a question, or one row of it) are its row. Three things may be worked out from
rows, and none may be:

1. *A row of few people* is hidden. Whoever takes the rows that are shown from the whole has all hidden ones together;
   so more are hidden until those are as many people as the floor, at least two rows, and not one person in each.
2. *Two breakdowns, one after the other.* Of row A of one and row B of another, the reader knows |A|, |B| and the whole.
   When one of the four parts (in both, only in A, only in B, in neither) is empty, and the reader knows it (whoever
   answered on paper did so on the spot), the other three follow, with what those people answered. So where one part is
   empty none of the others may be small, or B is hidden. What a breakdown does not show counts as a row here.
3. *Two questions by each other.* The answers to Q by those to R have the same numbers in them as those to R by those to
   Q. An option of Q that is hidden as a row there is not told here either, but with the others of its kind.

All breakdowns of an item are decided together, in their order, whichever is looked at. Sets of people are whole numbers
here, a bit for each person: two thousand pairs of sets of ten thousand people are compared in milliseconds.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

from workshop.analysis.contributions import CANNOT_SAY, NOT_SAID, Answers, Kind, QuestionAsked
from workshop.analysis.privacy import Cell, Hidden, people_cell
from workshop.analysis.questions import Choices, Ratings
from workshop.analysis.rows import Result, answers_by_row, count_question

MOST_TAGS = 50
"""What has more tags than this is no background."""

Item = tuple[int, str]
"""A question's id, and the key of the row of it, or ""."""
Crowd = int
"""A set of people, a bit for each."""

_BROKEN_DOWN = {Kind.SINGLE, Kind.MULTIPLE, Kind.SCALE, Kind.NUMBER, Kind.RANKING}


@dataclass(frozen=True)
class Background:
    """Something that is known of those who answered: where they live, whether they answered on paper.

    `tags`: tag → respondents. Everybody who answered has a tag, NOT_SAID at least; somebody may have several.
    `question_id`: the question that the tags are the options of, if it is one.
    """

    key: str
    tags: Mapping[str, Iterable[str]]
    question_id: int | None = None


@dataclass(frozen=True)
class Breakdown:
    """A survey by one background. A table is None when it is withheld as a whole."""

    by: str
    respondents: Mapping[str, Cell] | None
    """How many answered the survey, by tag."""
    items: Mapping[Item, Mapping[str, Result | Hidden] | None]
    """Results by tag, of every item that can be told apart. A tag without answers to the item is not in its table."""


def of_question(question: QuestionAsked, answers: Answers) -> Background:
    """The background that a single choice is: who chose which of its options."""
    tags: dict[str, list[str]] = {option: [] for option in question.options}
    for respondent, value in answers.items():
        key = next(iter(value), None) if isinstance(value, dict) else value
        if isinstance(key, str) and key in tags:
            tags[key].append(respondent)
    return Background(f"question-{question.id}", tags, question.id)


class Survey:
    """The answers to one survey and what is known of those who gave them: the whole, and told apart."""

    def __init__(
        self,
        respondents: Sequence[str],
        questions: Sequence[QuestionAsked],
        answers: Mapping[int, Answers],
        backgrounds: Sequence[Background],
        floor: int,
    ) -> None:
        self.respondents, self.questions, self.answers, self.floor = respondents, questions, answers, floor
        self._everybody = self._crowd(dict.fromkeys(respondents))
        self._backgrounds = {one.key: one for one in backgrounds}
        self._crowds = {one.key: self._tagged(one) for one in backgrounds}
        self._decided: dict[Crowd, dict[str, dict[str, Hidden] | None]] = {}

    @cached_property
    def backgrounds(self) -> list[str]:
        """The keys of the backgrounds that tell people apart, in order."""
        return [key for key, crowds in self._crowds.items() if 1 < len(crowds) <= MOST_TAGS]

    def results(self) -> dict[int, Result]:
        """What was answered to each question, by everybody."""
        return {one.id: count_question(one, self.answers.get(one.id, {}), self.floor) for one in self.questions}

    def told_by(self, by: str) -> Breakdown:
        """The survey by one of its `backgrounds`. Raises KeyError for another."""
        people = {tag: self._names(crowd) for tag, crowd in self._crowds[by].items()}
        sizes = {tag: people_cell(crowd.bit_count(), self.floor) for tag, crowd in self._crowds[by].items()}
        hidden = self._hidden(self._everybody)[by]
        told = None if hidden is None else {tag: hidden.get(tag, size) for tag, size in sizes.items()}
        own = self._backgrounds[by].question_id
        items = {item: self._item_by(one, given, people, by) for item, one, given in self._items() if one.id != own}
        return Breakdown(by, told, items)

    def _items(self) -> Iterator[tuple[Item, QuestionAsked, Answers]]:
        """Every item that is broken down, with the answers that its rows count: "cannot say" is not among them."""
        for question in self.questions:
            given = self.answers.get(question.id, {})
            parts = [("", question, given)]
            if question.kind is Kind.ROWS:
                by_row = answers_by_row(question, given)
                parts = [(row, asked, by_row[row]) for row, asked in question.rows]
            for row, asked, theirs in parts:
                if asked.kind in _BROKEN_DOWN and not asked.gathered:
                    yield (question.id, row), asked, _counted(asked, theirs)

    def _item_by(
        self, asked: QuestionAsked, given: Answers, people: Mapping[str, Sequence[str]], by: str
    ) -> Mapping[str, Result | Hidden] | None:
        hidden = self._hidden(self._crowd(given))[by]
        elsewhere = self._hidden_elsewhere(asked, by)
        if hidden is None or elsewhere is None:
            return None
        table: dict[str, Result | Hidden] = {}
        for tag, theirs in people.items():
            here = {one: given[one] for one in theirs if one in given}
            if here:
                table[tag] = hidden.get(tag) or _told(count_question(asked, here, self.floor), elsewhere)
        return table

    def _hidden_elsewhere(self, asked: QuestionAsked, by: str) -> Mapping[str, Hidden] | None:
        """The options of a question that are hidden where the answers to `by`, a question too, are told by them."""
        other = next((one for one in self.questions if one.id == self._backgrounds[by].question_id), None)
        turned = next((key for key in self.backgrounds if self._backgrounds[key].question_id == asked.id), None)
        if other is None or turned is None:
            return {}
        return self._hidden(self._crowd(_counted(other, self.answers.get(other.id, {}))))[turned]

    def _hidden(self, base: Crowd) -> dict[str, dict[str, Hidden] | None]:
        """What is hidden of an item that `base` have answered, by background and tag; None for a whole table."""
        if base in self._decided:
            return self._decided[base]
        rows = {key: _rows_of(self._crowds[key], base) for key in self.backgrounds}
        hidden: dict[str, set[str] | None] = {}
        for key in self.backgrounds:
            here = _covered(rows[key], set(), base, self.floor)
            before = [crowd for one in hidden for crowd in _shown(rows[one], hidden[one], base).values()]
            while here is not None and (bad := _clash(_shown(rows[key], here, base), before, base, self.floor)):
                here = _covered(
                    rows[key], here | {bad if bad != _REST else _smallest(rows[key], here)}, base, self.floor
                )
            hidden[key] = here
        decided = {key: None if tags is None else dict.fromkeys(tags, Hidden.COVER) for key, tags in hidden.items()}
        self._decided[base] = decided
        return decided

    def _tagged(self, background: Background) -> dict[str, Crowd]:
        crowds = {tag: self._crowd(dict.fromkeys(people)) for tag, people in background.tags.items()}
        rest = self._everybody
        for crowd in crowds.values():
            rest &= ~crowd
        crowds[NOT_SAID] = crowds.get(NOT_SAID, 0) | rest
        return {tag: crowd for tag, crowd in crowds.items() if crowd}

    def _crowd(self, people: Mapping[str, object]) -> Crowd:
        return int("".join("1" if one in people else "0" for one in self.respondents) or "0", 2)

    def _names(self, crowd: Crowd) -> list[str]:
        bits = f"{crowd:0{len(self.respondents)}b}"
        return [one for one, bit in zip(self.respondents, bits, strict=True) if bit == "1"]


def _counted(asked: QuestionAsked, given: Answers) -> Answers:
    """The answers that are the base of what is told."""
    if asked.kind is Kind.SCALE:
        return {one: step for one, step in given.items() if step != CANNOT_SAY and step in asked.steps}
    return given


def _told(result: Result, elsewhere: Mapping[str, Hidden]) -> Result:
    if isinstance(result, Ratings):
        return replace(result, cannot_say=Hidden.COVER)
    if isinstance(result, Choices) and result.counts is not None and elsewhere:
        told = {option: count for option, count in result.counts.items() if option not in elsewhere}
        return replace(result, counts=told, gathered=sum(result.counts.values()) - sum(told.values()))
    return result


_REST = "*"
"""What a breakdown does not show, as a row; no tag has this key."""


def _rows_of(crowds: Mapping[str, Crowd], base: Crowd) -> dict[str, Crowd]:
    within = {tag: crowd & base for tag, crowd in crowds.items()}
    return {tag: crowd for tag, crowd in within.items() if crowd}


def _shown(rows: Mapping[str, Crowd], hidden: set[str] | None, base: Crowd) -> dict[str, Crowd]:
    """The rows that are shown, and the rest as one; nothing of a table that is withheld."""
    if hidden is None:
        return {}
    shown = {tag: crowd for tag, crowd in rows.items() if tag not in hidden}
    rest = base
    for crowd in shown.values():
        rest &= ~crowd
    return shown | ({_REST: rest} if rest else {})


def _smallest(rows: Mapping[str, Crowd], hidden: set[str]) -> str:
    """The row to hide next; "" when all are hidden."""
    shown = [tag for tag in rows if tag not in hidden]
    return min(shown, key=lambda tag: (rows[tag].bit_count(), tag), default="")


def _covered(rows: Mapping[str, Crowd], hidden: set[str], base: Crowd, floor: int) -> set[str] | None:
    """The rows to hide: the small ones, those given, and as many as it takes; None when nothing would be left."""
    hidden = hidden | {tag for tag, crowd in rows.items() if crowd.bit_count() < floor}
    while hidden and not _is_covered(rows, hidden, base, floor):
        hidden = hidden | {_smallest(rows, hidden)}
        if hidden >= rows.keys():
            return None
    return None if hidden and hidden >= rows.keys() else hidden


def _is_covered(rows: Mapping[str, Crowd], hidden: set[str], base: Crowd, floor: int) -> bool:
    rest = _shown(rows, hidden, base).get(_REST, 0).bit_count()
    people = sum(rows[tag].bit_count() for tag in hidden if tag in rows)
    # Of those with several tags all may be in rows that are shown: then nothing is left to be worked out.
    return rest == 0 or (rest >= floor and len(hidden) > 1 and people > len(hidden))


def _clash(here: Mapping[str, Crowd], before: Iterable[Crowd], base: Crowd, floor: int) -> str:
    """The first of the rows that tells something small together with one of another breakdown; "" for none."""
    whole = base.bit_count()
    sizes = {tag: crowd.bit_count() for tag, crowd in here.items()}
    for other, (tag, crowd) in product(before, here.items()):
        both, size = (other & crowd).bit_count(), other.bit_count()
        parts = (both, size - both, sizes[tag] - both, whole - size - sizes[tag] + both)
        if 0 in parts and any(0 < part < floor for part in parts):
            return tag
    return ""
