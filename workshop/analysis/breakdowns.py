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

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import repeat
from operator import or_

from workshop.analysis.contributions import NOT_SAID, Answers, Kind, QuestionAsked
from workshop.analysis.privacy import Cell, Hidden
from workshop.analysis.questions import Choices, Ratings, key_of
from workshop.analysis.rows import Ranks, Result, answers_by_row, count_question, count_rows

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
                names = _names(self.base & crowd, respondents)
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
            hidden: dict[str, set[str] | None] = {}
            before: list[_Row] = []
            for key in self.backgrounds:
                rows = _rows_of(self._crowds[key], base)
                here = _covered(rows, set(), base, self._floor)
                while here is not None and (bad := _clash(_shown(rows, here, base), before, base, self._floor)):
                    more = _smallest(rows, here) if bad == _REST else bad
                    here = _covered(rows, here | {more}, base, self._floor)
                hidden[key] = here
                before += _shown(rows, here, base).values()
            self._decided[base] = hidden
        return self._decided[base]

    def _tagged(self, background: Background) -> dict[str, Crowd]:
        crowds = {tag: self._crowd(set(people)) for tag, people in background.tags.items()}
        rest = self._everybody & ~reduce(or_, crowds.values(), 0)
        crowds[NOT_SAID] = crowds.get(NOT_SAID, 0) | rest
        return {tag: crowd for tag, crowd in crowds.items() if crowd}

    def _crowd(self, people: Collection[str]) -> Crowd:
        return _crowd_of(map(people.__contains__, self._respondents))


_DIGITS = bytes.maketrans(b"\x00\x01", b"01")


def _crowd_of(who: Iterable[bool]) -> Crowd:
    """Those of whom it is true; the first person is the highest bit."""
    return int(bytes(who).translate(_DIGITS) or b"0", 2)


def _names(crowd: Crowd, respondents: Sequence[str]) -> list[str]:
    bits = f"{crowd:0{len(respondents)}b}"
    return [one for one, bit in zip(respondents, bits, strict=True) if bit == "1"]


def _marks(asked: QuestionAsked, values: Sequence[object]) -> dict[Hashable, Crowd]:
    """Who gave which of the answers that can be given; of an order, who put what in which place."""
    match asked.kind:
        case Kind.SCALE:
            return _by_mark(asked.steps, [value if type(value) is int else None for value in values])
        case Kind.SINGLE:
            return _by_mark(asked.options, list(map(key_of, values)))
        case Kind.MULTIPLE:
            chosen = [set(map(key_of, value)) if isinstance(value, list) else () for value in values]
            return {option: _crowd_of(option in keys for keys in chosen) for option in asked.options}
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


_REST = "*"
"""What a breakdown does not show, as a row; no tag has this key."""


FEW = (1 << 1024) - 1
"""The people of whom it is asked first whether no part is small, since they are soon counted."""


@dataclass(frozen=True)
class _Row:
    """People of one tag who answered an item, and how many they are: all, and those among the few."""

    crowd: Crowd
    size: int
    few: Crowd
    few_size: int

    @classmethod
    def of(cls, crowd: Crowd) -> "_Row":
        few = crowd & FEW
        return cls(crowd, crowd.bit_count(), few, few.bit_count())


def _rows_of(crowds: Mapping[str, Crowd], base: Crowd) -> dict[str, _Row]:
    return {tag: _Row.of(crowd & base) for tag, crowd in crowds.items() if crowd & base}


def _shown(rows: Mapping[str, _Row], hidden: set[str] | None, base: Crowd) -> dict[str, _Row]:
    """The rows that are shown, and the rest as one; nothing of a table that is withheld."""
    if hidden is None:
        return {}
    shown = {tag: row for tag, row in rows.items() if tag not in hidden}
    rest = base & ~reduce(or_, (row.crowd for row in shown.values()), 0) if hidden else 0
    return shown | ({_REST: _Row.of(rest)} if rest else {})


def _smallest(rows: Mapping[str, _Row], hidden: set[str]) -> str:
    """The row to hide next; "" when all are hidden."""
    shown = [tag for tag in rows if tag not in hidden]
    return min(shown, key=lambda tag: (rows[tag].size, tag), default="")


def _covered(rows: Mapping[str, _Row], hidden: set[str], base: Crowd, floor: int) -> set[str] | None:
    """The rows to hide: the small ones, those given, and as many as it takes; None when nothing would be left."""
    hidden = hidden | {tag for tag, row in rows.items() if row.size < floor}
    while hidden and not hidden >= rows.keys() and not _is_covered(rows, hidden, base, floor):
        hidden = hidden | {_smallest(rows, hidden)}
    return None if hidden and hidden >= rows.keys() else hidden


def _is_covered(rows: Mapping[str, _Row], hidden: set[str], base: Crowd, floor: int) -> bool:
    rest = _shown(rows, hidden, base).get(_REST)
    people = sum(rows[tag].size for tag in hidden)
    # Of those with several tags all may be in rows that are shown: then nothing is left to be worked out.
    return rest is None or (rest.size >= floor and len(hidden) > 1 and people > len(hidden))


def _clash(here: Mapping[str, _Row], before: Sequence[_Row], base: Crowd, floor: int) -> str:
    """The first of the rows that tells something small together with one of another breakdown; "" for none."""
    whole = _Row.of(base)
    for tag, row in here.items():
        for other in before:
            both = (row.few & other.few).bit_count()
            a, b, c = row.few_size - both, other.few_size - both, whole.few_size - row.few_size - other.few_size + both
            if both >= floor and a >= floor and b >= floor and c >= floor:
                continue  # among some of the people already no part is small
            both = (row.crowd & other.crowd).bit_count()
            parts = (both, row.size - both, other.size - both, whole.size - row.size - other.size + both)
            if 0 in parts and any(0 < part < floor for part in parts):
                return tag
    return ""
