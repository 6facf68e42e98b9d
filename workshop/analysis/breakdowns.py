"""What was answered to a survey, told apart by what is known of those who answered, with small groups hidden.

Those of one tag who answered an item (a question, or one row of it) are its row. `crowds` decides which rows are shown,
for all breakdowns of an item together, whichever is looked at: so that nobody few can be worked out from the whole, nor
from two breakdowns one after the other. One thing more is seen to here:

*Two questions by each other.* The answers to Q by those to R have the same numbers in them as those to R by those to Q.
An option of Q that is hidden as a row there is not told here either, but with the others of its kind.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import repeat
from operator import or_

from workshop.analysis.contributions import NOT_SAID, Answers, Kind, QuestionAsked
from workshop.analysis.crowds import Crowd, crowd_of, hidden_rows, names_in
from workshop.analysis.privacy import Cell, Hidden
from workshop.analysis.questions import Choices, Ratings, key_of
from workshop.analysis.rows import Ranks, Result, answers_by_row, count_question, count_rows

MOST_TAGS = 50
"""What has more tags than this is no background."""

Item = tuple[int, str]
"""A question's id, and the key of the row of it, or ""."""
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


@dataclass(frozen=True)
class _Part:
    """An item: how it is asked, what was answered, who answered, and by what was answered who did."""

    asked: QuestionAsked
    given: Answers
    base: Crowd
    marks: Mapping[Hashable, Crowd]

    def told(self, crowd: Crowd, hidden: Collection[str], respondents: Sequence[str], floor: int) -> Result:
        """What these people, who are at least as many as the floor, have answered."""
        people = (self.base & crowd).bit_count()
        counts = {mark: (theirs & crowd).bit_count() for mark, theirs in self.marks.items()}
        match self.asked.kind:
            case Kind.SCALE:
                # how many of a row cannot say is not told: they are not among its people
                return Ratings(people, Hidden.COVER, counts, self.asked.steps)
            case Kind.RANKING:
                options = self.asked.options
                return Ranks(
                    people, {key: tuple(counts[key, place] for place in range(len(options))) for key in options}
                )
            case Kind.NUMBER:
                names = names_in(self.base & crowd, respondents)
                return count_question(self.asked, {name: self.given[name] for name in names}, floor)
            case _:
                told = {option: count for option, count in counts.items() if option not in hidden}
                return Choices(people, told, sum(counts.values()) - sum(told.values()))


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
        self._respondents, self._questions, self._answers, self._floor = respondents, questions, answers, floor
        self._everybody = (1 << len(respondents)) - 1
        self._backgrounds = {one.key: one for one in backgrounds}
        self._crowds = {one.key: self._tagged(one) for one in backgrounds}
        self._by_row = {
            one.id: answers_by_row(one, answers.get(one.id, {})) for one in questions if one.kind is Kind.ROWS
        }
        self._decided: dict[Crowd, dict[str, set[str] | None]] = {}

    @cached_property
    def backgrounds(self) -> list[str]:
        """The keys of the backgrounds that tell people apart, in order."""
        return [key for key, crowds in self._crowds.items() if 1 < len(crowds) <= MOST_TAGS]

    def results(self) -> dict[int, Result]:
        """What was answered to each question, by everybody."""
        return {
            one.id: count_rows(one, self._by_row[one.id], self._floor)
            if one.id in self._by_row
            else count_question(one, self._answers.get(one.id, {}), self._floor)
            for one in self._questions
        }

    def told_by(self, by: str) -> Breakdown:
        """The survey by one of its `backgrounds`. Raises KeyError for another."""
        hidden = self._hidden(self._everybody)[by]
        told: dict[str, Cell] | None = None
        if hidden is not None:
            sizes = {tag: crowd.bit_count() for tag, crowd in self._crowds[by].items()}
            told = {tag: Hidden.COVER if tag in hidden else size for tag, size in sizes.items()}
        own = self._backgrounds[by].question_id
        items = {item: self._item_by(part, by) for item, part in self._parts.items() if item[0] != own}
        return Breakdown(by, told, items)

    @cached_property
    def _parts(self) -> dict[Item, _Part]:
        """Every item that is broken down."""
        found = {}
        for question in self._questions:
            parts = [("", question, self._answers.get(question.id, {}))]
            if question.id in self._by_row:
                parts = [(row, asked, self._by_row[question.id][row]) for row, asked in question.rows]
            for row, asked, given in parts:
                if asked.kind in _BROKEN_DOWN and not asked.gathered:
                    marks = _marks(asked, list(map(given.get, self._respondents)))
                    base = reduce(or_, marks.values(), 0)
                    if asked.kind is Kind.NUMBER:
                        base = self._crowd(given)
                    found[question.id, row] = _Part(asked, given, base, marks)
        return found

    def _item_by(self, part: _Part, by: str) -> Mapping[str, Result | Hidden] | None:
        hidden, elsewhere = self._hidden(part.base)[by], self._hidden_elsewhere(part, by)
        if hidden is None or elsewhere is None:
            return None
        return {
            tag: Hidden.COVER if tag in hidden else part.told(crowd, elsewhere, self._respondents, self._floor)
            for tag, crowd in self._crowds[by].items()
            if crowd & part.base
        }

    def _hidden_elsewhere(self, part: _Part, by: str) -> set[str] | None:
        """The options of a question that are hidden where the answers to `by`, a question too, are told by them."""
        other = self._parts.get((self._backgrounds[by].question_id or 0, ""))
        turned = next((key for key in self.backgrounds if self._backgrounds[key].question_id == part.asked.id), None)
        if other is None or turned is None:
            return set()
        return self._hidden(other.base)[turned]

    def _hidden(self, base: Crowd) -> dict[str, set[str] | None]:
        """What is hidden of an item that `base` have answered, by background; None for a whole table."""
        if base not in self._decided:
            tables = {key: self._crowds[key] for key in self.backgrounds}
            self._decided[base] = hidden_rows(tables, base, self._floor)
        return self._decided[base]

    def _tagged(self, background: Background) -> dict[str, Crowd]:
        crowds = {tag: self._crowd(set(people)) for tag, people in background.tags.items()}
        rest = self._everybody & ~reduce(or_, crowds.values(), 0)
        crowds[NOT_SAID] = crowds.get(NOT_SAID, 0) | rest
        return {tag: crowd for tag, crowd in crowds.items() if crowd}

    def _crowd(self, people: Collection[str]) -> Crowd:
        return crowd_of(map(people.__contains__, self._respondents))


def _marks(asked: QuestionAsked, values: Sequence[object]) -> dict[Hashable, Crowd]:
    """Who gave which of the answers that can be given; of an order, who put what in which place."""
    match asked.kind:
        case Kind.SCALE:
            return _by_mark(asked.steps, [value if type(value) is int else None for value in values])
        case Kind.SINGLE:
            return _by_mark(asked.options, list(map(key_of, values)))
        case Kind.MULTIPLE:
            chosen = [set(map(key_of, value)) if isinstance(value, list) else () for value in values]
            return {option: crowd_of(option in keys for keys in chosen) for option in asked.options}
        case Kind.RANKING:
            orders = [value if isinstance(value, list) else [] for value in values]
            found: dict[Hashable, Crowd] = {}
            for place in range(len(asked.options)):
                here = [key_of(order[place]) if len(order) > place else None for order in orders]
                found |= {(option, place): crowd for option, crowd in _by_mark(asked.options, here).items()}
            return found
        case _:
            return {}


def _by_mark(marks: Sequence[Hashable], values: Sequence[Hashable]) -> dict[Hashable, Crowd]:
    codes = {mark: code for code, mark in enumerate(marks, start=1)}
    given = bytes(map(codes.get, values, repeat(0)))
    ones = {code: bytes(49 if byte == code else 48 for byte in range(256)) for code in codes.values()}
    return {mark: int(given.translate(ones[code]) or b"0", 2) for mark, code in codes.items()}
